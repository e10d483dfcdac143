"""When to ask: a field that decides what is filed and is missing, in conflict or below its threshold.

Thresholds were chosen on letters left out of the fit (tests/benchmarks/score_hands.py); signs that are rare in those
letters, but speak for a conflict by their nature, ask whatever the confidence.
"""

import re
from collections.abc import Callable

from extractors.cues import cues, plain
from extractors.grounds import GREETING
from extractors.idsigns import none_possible
from extractors.reading import Fields, Reading
from pipeline.models.document import Origin
from pipeline.models.fields import Candidate, DocumentKind, Doubt, Field

THRESHOLDS = {"insurer": 0.90, "letter_date": 0.94, "member_id": 0.95, "claim_numbers": 0.94}
NO_CLAIM = 0.88  # of a letter that denies nothing and names no claim: of twenty under .97 none was wrong
LEFT = 0.03  # probability from which a number that nobody explains is worth asking about
ALONE = 0.89  # of an insurer that is known and has no rival
ONE_KIND, UNHEARD = 0.2, 0.99  # of an insurer that no list holds and that one kind of evidence tells
UNRANKED = 0.5  # of a name that is no listed insurer's: the ranking's chance under which it is asked about
UNREAD, RIVALLED = 0.75, 0.9  # the tagger's chance of it, and of another name, that together ask about it
AGREED = 0.8  # of an insurer that several kinds of evidence agree on
# Chance by fitted weights (extractors/planrank.py) of a name's wording under which it is asked about.
# Of 1,688 letters, 21 were asked about for their wording alone with a chance below 0.3: one was wrong, at 0.12.
CUT = 0.2
MISSED = 0.08  # probability from which a number that was left out may be a claim's
NAMED_TOO = 0.15  # the same of one that is named as original, paid or another's
LIKELY_TOO = 0.9  # probability from which another date may be the letter's, whatever speaks for the one told
# Chances of the day told as the letter's and of another, under and over which the first is asked about.
UNLIKELY, ANOTHERS = 0.3, 0.4
CONTENDED = 0.5  # chance of another day in as good a place; below it none of sixteen told ones was wrong
CONCEIVABLE = 0.2  # chance of the other of two days of making from which one asks which is the letter's
RUNS_ON = 0.5  # chance by the trained reader from which what stands beside a number belongs to it
FOOT, EDITION = 0.88, 0.2  # where the foot of a page begins; chance below which a day there is no letter's
HARDLY_DATED = 0.1  # the same of a day in a form's last lines, wherever on the page it ends
NAMED_PLAINLY = 0.988  # chance from which a relative's name beside the patient's raises no question
NAMED = 0.75  # chance of the patient's name under which one asks: of 25 such in 1,291 closed letters that passed 7 were wrong
EARLY = 0.3  # probability under which the letter's date is asked about where the letter speaks of later days
ASKED_FOR, BILLED = 0.7, 0.7  # probability from which a letter of denial is about a request, or about a bill
UNPAID = (
    0.5  # the same where no sum is named, or only an office's label ("document control") speaks for the claim
)
READABLE = 0.72  # least OCR confidence of every word of an identifier, a date or a name
READABLE_NAME = 0.35  # the same of a plan's name that is known: what was misread would be no name that is

Signs = dict[str, float]


def _told(signs: Signs, chance: float, rival: float) -> bool:
    """Whether rules and words together tell the value so plainly from every other that the sign need not be asked about."""
    return signs["chance"] >= chance and signs["rival_chance"] < rival


def own_plan_unsure(signs: Signs) -> bool:
    """Whether a name that is no listed insurer's is doubted by the ranking, or by the tagger beside another name.

    Of some hundred such names in 3,316 letters, with nothing else to ask, every third was wrong where the ranking's
    chance was under a half, and one of forty-odd above it, at .73 of the tagger beside .97.
    """
    if signs["known"] and not signs["plan"]:
        return False
    tag, rival = signs.get("tag", 1.0), signs.get("tag_rival", 0.0)
    return signs["chance"] < UNRANKED or (tag < UNREAD and rival > RIVALLED)


CONFLICTS: list[tuple[str, Callable[[Signs], bool], str]] = [
    ("insurer", lambda s: (s["margin"] < 0.1 and s["rival_evidence"] > 0 and not s["agreed"] > 0) or s["outweighed"] > 0, "two names stand for a plan with nearly equal weight"),
    ("insurer", lambda s: s["score"] < 0.15 and not (s["only"] > 0 or s["agreed"] > 0), "the name stands only in running text"),
    ("insurer", lambda s: own_plan_unsure(s), "another name may be that of the plan: this one is an employer's, a public body's or of no list"),
    ("insurer", lambda s: s["whole"] < CUT, "by its words and what stands around it this may not be the plan's whole name"),
    ("insurer", lambda s: s.get("begun", 0) > 0, "the line over the plan's name may be the first words of it"),
    ("insurer", lambda s: s.get("headless", 0) > 0, "the head of the letter prints a name that is not known as a plan's"),
    ("insurer", lambda s: s.get("unread", 0) > 0, "the head of the letter prints a name, and not that of the plan that was found"),
    ("insurer", lambda s: s.get("hearsay", 0) > 0, "the plan's name is told only by the name of the employer"),
    ("insurer", lambda s: s.get("carrier", 0) > 0, "the plan is self-funded and only the carrier that administers it was found"),
    ("insurer", lambda s: s.get("outsider", 0) > 0, "the letter comes from somebody other than the plan"),
    ("insurer", lambda s: s.get("contracted", 0) > 0, "another plan heads the letter, which has a contract with the one that was found"),
    ("insurer", lambda s: s.get("posted", 0) > 0, "the name stands over an address to which the letter was sent"),
    ("insurer", lambda s: s.get("agency", 0) > 0, "a public body was found, and another plan heads the letter"),
    ("insurer", lambda s: s.get("part", 0) > 0, "the name found may be only a part of the plan's name"),
    ("insurer", lambda s: s.get("delegate", 0) > 0, "only a firm that mostly acts for other plans was found"),
    ("insurer", lambda s: s.get("program", 0) > 0, "a state's program is named, but not the plan that runs it"),
    ("letter_date", lambda s: s["margin"] < 0.12 and s["rival_chance"] >= CONTENDED, "another date stands where a letter's date would"),
    ("letter_date", lambda s: s["score"] < 0.45 and not (_told(s, 0.5, 0.1) or _told(s, 0.9, 0.3) or (s["head"] > 0 and _told(s, 0.05, 0.05))), "nothing beside or over it says that this is the letter's date"),
    ("letter_date", lambda s: s["rival_chance"] >= LIKELY_TOO, "by the words around it another date is as likely the letter's"),
    ("letter_date", lambda s: s["chance"] < UNLIKELY and s["rival_chance"] > ANOTHERS, "by the words around it this is hardly the letter's date, and another may be"),
    ("letter_date", lambda s: s["later"] > 0 and s["chance"] < EARLY, "the letter speaks of later days than this one, and the words around it are not those of a letter's date"),
    ("letter_date", lambda s: s.get("sent", 0) > 0, "it was sent on this day, and perhaps decided or written on another"),
    ("letter_date", lambda s: s.get("twice", 0) > 0 and s["rival_chance"] >= CONCEIVABLE, "the head tells two days on which the letter was made or sent"),
    ("letter_date", lambda s: s.get("led", 0) > 0 and s["score"] < 0.45 and s["chance"] < LIKELY_TOO, "the words that stand with it are not those of a letter's date"),
    ("letter_date", lambda s: s.get("anew", 0) > 0, "the letter was written once more on a later day"),
    ("letter_date", lambda s: s.get("second", 0) > 0, "a later page begins like a letter of another day"),
    ("letter_date", lambda s: s.get("outrun", 0) > 0, "the letter gives a later day of decision than this one"),
    ("letter_date", lambda s: s.get("foot", 0) > 0, "the letter also gives the day on which the claim was processed"),
    ("member_id", lambda s: (s["rivals"] > 0 and not _told(s, 0.9, 0.3)) or (s["fallback"] > 0 and not _told(s, 0.7, 0.2) and not _told(s, 0.3, 0.1) and not s.get("alone", 0) > 0), "no label says that this is the member's number, or two do"),
    ("member_id", lambda s: s.get("guess", 0) > 0, "only the words around the number speak for its being the member's"),
    ("member_id", lambda s: s["chance"] < 0.5 and s["rival_chance"] >= 0.8, "by the words around it another number is likelier the member's"),
    ("member_id", lambda s: s["longer"] > RUNS_ON, "letters or figures beside the number may belong to it"),
    ("member_id", lambda s: s["suffix"] > 0, "it is not clear whether the digits in brackets or beside it belong to it"),
    ("member_id", lambda s: s.get("stranger", 0) > 0, "the number is called the ID of something that may not be the member"),
    ("member_id", lambda s: s.get("two", 0) > 0, "two numbers are labelled as the member's, the plan's own and perhaps a program's"),
    ("member_name", lambda s: 0 < s["chance"] < NAMED, "somebody else may be the patient"),  # 0 where a rule alone told
    ("member_name", lambda s: s.get("relative", 0) > 0, "the name found is the subscriber's, and the letter names another of the family"),
    ("member_name", lambda s: s.get("row", 0) > 0, "the row of the table that was denied names somebody else"),
    ("member_name", lambda s: s.get("namesake", 0) > 0, "the letter names two people who differ by Jr., Sr. or a numeral alone"),
    ("member_name", lambda s: s["doctor"] > 0, "the name found is elsewhere that of a doctor"),
    ("member_name", lambda s: s["kin"] > 0 and s["chance"] < NAMED_PLAINLY, "the letter speaks of a relative by name, who may be the patient"),
    ("claim_numbers", lambda s: s.get("partial", 0) > 0, "one claim was paid in part and another not at all"),
    ("claim_numbers", lambda s: s.get("absurd", 0) > 0, "the amounts of a row of the table contradict each other"),
    ("claim_numbers", lambda s: (s["none"] * s["settled"] > 0 and (s.get("overruled", 0) > 0 or s["missed"] >= LEFT)) or s.get("aside", 0) > 0, "the only claims named are said to be paid or another's"),
    ("claim_numbers", lambda s: s.get("overruled", 0) > 0, "a number labelled as a claim's stands among words that speak of another kind"),
    ("claim_numbers", lambda s: s.get("mixed", 0) > 0, "the sentences that name the claims also speak of paying one"),
    ("claim_numbers", lambda s: s.get("short", 0) > 0, "further numbers follow the claim's in short"),
    ("claim_numbers", lambda s: s.get("broken", 0) > 0, "the number breaks off at the end of its line"),
    ("claim_numbers", lambda s: s.get("uneven", 0) > 0, "the numbers of the claims are of unequal length, as parts of one are"),
    ("claim_numbers", lambda s: s.get("torn", 0) > 0, "its label stands at the end of a line, and figures begin the next one"),
    ("claim_numbers", lambda s: s.get("crowded", 0) > 0, "a row of the table holds an amount of which no column tells what it is"),
    ("claim_numbers", lambda s: s.get("rowless", 0) > 0, "a row of the table was denied for which no claim's number was found"),
    ("claim_numbers", lambda s: s.get("sister", 0) > 0, "the table holds another number of the same make"),
    ("claim_numbers", lambda s: s.get("twin", 0) > 0, "another number of the same make stands in the letter, and nothing says what it is"),
    ("claim_numbers", lambda s: s.get("replaced", 0) > 0, "a claim was decided anew under another number"),
    ("claim_numbers", lambda s: s["elsewhere"] > 0 and not (s["chance"] >= 0.95 and s["missed"] < NAMED_TOO), "the letter also names another claim, as original or paid"),
    ("claim_numbers", lambda s: s["many_no_row"] > 0, "several claims are named and no table says which were denied"),
    ("claim_numbers", lambda s: s["shape"] > 0, "a claim number was told by its make or a word near it, not by a label"),
    ("claim_numbers", lambda s: s["estimate"] > 0, "a claim's number in an estimate before treatment"),
    ("claim_numbers", lambda s: (s["request"] > ASKED_FOR and s["chance"] < 0.97) or (s["request"] > UNPAID and s["offices"] + s["no_money"] > 0), "a claim's number in a letter that speaks of a request, not of a bill"),
    ("claim_numbers", lambda s: s["bill_alone"] > BILLED, "the letter speaks of a bill that was refused, and no claim's number was found"),
    ("claim_numbers", lambda s: s["no_money"] > 0 and not (s["chance"] >= 0.97 and s["missed"] < MISSED), "a claim number stands in a letter without amounts"),
    ("claim_numbers", lambda s: s["nameless"] > 0 and s["missed"] >= MISSED, "a number without a label may be the claim's"),
    ("claim_numbers", lambda s: s.get("unnamed", 0) > 0, "a bill was refused, no claim's number was found, and a number stands under a label that does not tell what it is"),
    ("claim_numbers", lambda s: s.get("unbilled", 0) > 0, "a number that offices file by, and no bill is spoken of"),
    ("claim_numbers", lambda s: s.get("unread", 0) > 0, "what stands behind a claim's label could not be read as a number"),
    ("claim_numbers", lambda s: s["none_eob"] > 0, "a statement of claims without a claim number that could be read"),
    ("claim_numbers", lambda s: s["no_row"] > 0, "a claim is named for which the table shows no denied charge"),
]  # fmt: skip


def doubts(reading: Reading, kind: Field, fields: Fields) -> tuple[Doubt, ...]:
    """Doubts about insurer, letter date, member id and claim numbers: missing, not sure, not legible, in conflict."""
    found: list[Doubt] = []
    for name in ("insurer", "letter_date", "member_id"):
        value = fields.get(name)
        if not isinstance(value, Field):
            empty = {"member_id": none_possible, "letter_date": undated}.get(name)
            form = kind.value == DocumentKind.NOT_A_DENIAL.value
            if not (form and empty is not None and empty(reading)):
                found.append(Doubt(field=name, why="not found in the letter"))
        elif value.confidence < _threshold(reading, name):
            found.append(
                Doubt(field=name, why="not sure enough of this reading", candidates=value.candidates)
            )
    none = kind.value == DocumentKind.NOT_A_DENIAL.value and not fields.get("claim_numbers")
    if reading.sure.get("claim_numbers", 0.0) < (NO_CLAIM if none else THRESHOLDS["claim_numbers"]):
        why = "not sure that these are the claims that were denied, and all of them"
        found.append(Doubt(field="claim_numbers", why=why))
    for name, speaks, why in CONFLICTS:
        signs = reading.features.get(name)
        if name == "member_name" and kind.value == DocumentKind.NOT_A_DENIAL.value:
            continue  # nothing is filed for anybody
        if signs and speaks(signs):
            found.append(Doubt(field=name, why=why, candidates=_candidates(fields.get(name))))
    for name, signs in reading.features.items():
        known = name == "insurer" and signs.get("known", 0.0) > 0
        if signs.get("word", 1.0) < (READABLE_NAME if known else READABLE):
            found.append(
                Doubt(field=name, why="hard to read on the page", candidates=_candidates(fields.get(name)))
            )
    found += [
        Doubt(field=name, why="a letter and a digit that look alike may have been taken for each other")
        for name in ("member_id", "claim_numbers")
        if any(v.origin is not Origin.TEXT and _TWINS.search(str(v.value)) for v in _values(fields.get(name)))
    ]
    return tuple(found)


# One among the other kind, as seldom printed as often misread; and a fourth letter O or I right before the figures, where
# prefixes mostly have three.
_TWINS = re.compile(r"[A-Z][01258][A-Z]|\d[OIZSB]\d|[A-Z]{3}[OI]\d")


def _values(told: Field | tuple[Field, ...] | None) -> tuple[Field, ...]:
    return told if isinstance(told, tuple) else (told,) if told else ()


def undated(reading: Reading) -> bool:
    """Whether it is a form to be filled in that prints no day but, at its foot, that of its own edition."""
    last = min((b.start for b in reading.sheet.blocks[-3:]), default=0)  # a short form ends high on its page

    def edition(start: int, chance: float) -> bool:
        if reading.sheet.top(start) > FOOT:
            return chance < EDITION
        return start >= last and chance < HARDLY_DATED

    foot = all(
        edition(day.span.start, roles.get("letter_date", 0.0))
        for day, roles in zip(reading.dates, reading.days, strict=True)
        if day.span.year_known  # "my MRI of March 3" in an example is no letter's day
    )
    blank = any(c.find.search(plain(b.text)) for b in reading.sheet.blocks for c in cues().shown["blank"])
    return foot and blank and not any(GREETING.match(plain(b.text)) for b in reading.sheet.blocks)


def _threshold(reading: Reading, name: str) -> float:
    """The confidence from which a field is not asked about: less for a plan's name that has no other beside it.

    Of 820 letters in which several kinds of evidence agreed on a name (extractors/evidence.py), one named another.
    """
    signs = reading.features.get(name, {})
    if name == "insurer" and not signs["known"] and not signs["plan"] and signs["evidence"] <= ONE_KIND:
        return UNHEARD
    if name == "insurer" and signs.get("agreed", 0) > 0:
        return AGREED
    alone = name == "insurer" and (signs.get("only", 0) > 0 or signs.get("heads", 0) > 0)
    return ALONE if alone else THRESHOLDS[name]


def _candidates(value: Field | tuple[Field, ...] | None) -> tuple[Candidate, ...]:
    return value.candidates if isinstance(value, Field) else ()
