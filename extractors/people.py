"""Names: the member, whom the letter is to, and the provider."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.base import Block, Sheet
from extractors.gazetteer import Gazetteer
from extractors.lexicon import Lexicon, pattern, patterns
from extractors.pairs import Pair
from extractors.plan import STATES
from extractors.wording import TPA_NAME

_GIVEN = r"(?:(?:Wm|Chas|Geo|Jas|Thos|Robt|St)\.|[A-ZÀ-ÖØ-Þ][\w'’‘ʻ-]+|(?<![^\W\d_])[A-Z]\.(?:-?[A-Z]\.)*)"
_PARTICLE = r"(?:de|la|las|los|del|van|von|der|den|da|di|dos|bin|al|ten|e|y)"
NAME = rf"{_GIVEN}(?:(?: {_PARTICLE}){{0,2}} (?:{_GIVEN}|[A-Z])){{1,4}}(?:,? (?:Jr|Sr|II|III|IV)\b\.?)?"
_NAME = re.compile(NAME)
# behind the name of a plan's product: "Wellcare Giveback Open (PPO)"
PRODUCT = re.compile(r" ?\((?:HMO|PPO|POS|EPO|PDP|D-SNP|HMO[- ]\w+)\b")
TITLE = pattern("person.title")
_NOT_A_NAME = pattern("person.never")
CREDENTIAL = patterns().source("person.letters")
PROFESSIONAL = re.compile(rf"(?:Dr\.?|Drs\.)\s+{NAME}(?:,\s*{CREDENTIAL}\b\.?)?|{NAME},\s*{CREDENTIAL}\b\.?")
FACILITY = re.compile(
    r"\b(?:St\. |Mt\. |Ft\. )?(?:[A-Z][\w'’&.-]*(?:,? (?:and|&|of|the|for|at|in|de) |,? |-))+"
    + patterns().source("person.house")
    + r"(?:,? (?:Inc|LLC|PC|P\.C\.|P\.A\.|PLLC|LLP|Ltd)\.?)?(?: (?:of|at) (?:[A-Z][\w'’.-]+ ?){1,3})?"
)
STAFF = pattern("person.staff")


_STATE_CODES = frozenset(STATES.values())


@dataclass(frozen=True, slots=True)
class Person:
    """A name with its proof."""

    text: str
    start: int
    end: int
    score: float
    rule: str


def clean(text: str) -> str:
    """A person's name as printed, without title, role or number."""
    text = _AFTER_A_NAME.split(_before_a_state(text.lstrip(" ,.;:*")))[0]
    text = TITLE.sub("", text.strip(" ,.;:*"))
    if tail := re.search(r",?\s+(?:Jr|Sr|II|III|IV)\b\.?$", text):
        return f"{clean(text[: tail.start()])}{tail[0]}"
    parts = text.split(",")
    if len(parts) > 1 and not (text.isupper() or (len(parts[0].split()) <= 2 and len(parts) == 2)):
        text = parts[0]
    lettered = len(parts) == 2 and not text.isupper() and re.fullmatch(r" [A-Z]{2,5}", parts[1])  # ", OSF"
    if lettered or (len(parts) == 2 and re.fullmatch(rf"\s*(?:{CREDENTIAL}|[a-z ]+)\.?", parts[1])):
        text = parts[0]
    return text.strip(" ,;:")


def _before_a_state(text: str) -> str:
    """`text` up to the name of a state that ends it; but "Denzel Washington" and "Georgia Pruitt" are names."""
    state = _STATE_BEHIND.search(text)
    return text[: state.start()] if state and len(text[: state.start()].split()) > 1 else text


_STATE_BEHIND = re.compile(r"\s+(?:" + "|".join(s.title() for s in STATES) + r")(?![\w’'-]| [A-Z])")
_AFTER_A_NAME = re.compile(
    r"\s+(?:[-—–•|·/]|" + patterns().source("person.after") + r")"
    r"|,\s+[A-Z]{1,4}\s+\d|\s+\w*\d|\s*[(\[;:]|\bDOB\b"
)
# Words of streets, houses and places. Those that are surnames too count only where another word follows.
_A_PLACE = pattern("person.place", "person.street", "person.town")


_KIND_OF = pattern("person.kind_of")  # what a firm is


def is_person(text: str) -> bool:
    words = re.findall(r"[\w'’‘.-]+", text)
    return (
        2 <= len(words) <= 6
        and not _facility(text)
        and words[-1] not in _STATE_CODES
        and not any(c.isdigit() for c in text)
        and not _NOT_A_NAME.search(text)
        and not _A_PLACE.search(text)
        and not _KIND_OF.search(text)
        and not text.endswith("-")
        and words[-1][:1].isupper()
        and not _SMALL.search(text)
        and any(len(w) > 2 for w in words[1:] + words[:1])
        and all(
            w[:1].isupper()
            or w in {"de", "la", "del", "van", "von", "der", "da", "di", "los", "las", "y", "ten"}
            for w in words
        )
    )


_SMALL = re.compile(r"\b(?:OF|Of|THE|AND|FOR|BY|OR)\b")  # of a heading or a firm, in capitals


def _facility(text: str) -> bool:
    """Whether a house is named; "Kateri Medicine Crow" is a person."""
    found = FACILITY.search(text)
    return found is not None and not re.fullmatch(r"\S+ Medicine", found[0])


def same(a: str, b: str) -> bool:
    """Whether two printings may be one person: surname first or last, initials, accents apart."""
    first, second = (set(re.findall(r"\w{2,}", t.lower())) for t in (a, b))
    return bool(first and second) and (first <= second or second <= first or len(first & second) >= 2)


def namesakes(text: str, name: str) -> frozenset[str]:
    """What tells father and son apart wherever the name stands: {"jr", "sr"}."""
    bare = re.sub(r",?\s+(?:Jr|Sr|II|III|IV)\b\.?$", "", name, flags=re.I)
    behind = re.finditer(rf"{re.escape(bare)},?\s+(Jr|Sr|II|III|IV)\b", text, re.I)
    return frozenset(m[1].lower() for m in behind)


def related(key: Sequence[str], to: Sequence[str]) -> bool:
    """Whether the name is another's than the reader's, with a surname or a part of one in common."""
    if not to or set(key) == set(to) or key[0] == to[0]:
        return False
    first, second = (set(k[1:]) | {w for x in k[1:] for w in x.split("-")} for k in (key, to))
    return bool(first & second)


def shortened(a: str, b: str) -> bool:
    """Whether every word of the shorter name stands in the longer."""
    first, second = (set(re.findall(r"\w{2,}", t.lower())) for t in (a, b))
    return first <= second or second <= first


_TO_THE_READER = re.compile(rf"^{pattern('member.kin').pattern},? ", re.I)  # "his wife, Ana Reed"
_PATIENT = pattern("person.patient")


def members(
    sheet: Sheet, lexicon: Lexicon, names: Gazetteer, labelled: list[Pair], addressee: Person | None
) -> list[Person]:
    """Who may be the patient, best first; a name of the gazetteer is no person."""
    found: list[Person] = []
    for pair in labelled:
        if pair.field not in ("member_name", "subscriber_name"):
            continue
        value = _first_name_in(clean(_TO_THE_READER.sub("", pair.text)))
        if (
            not is_person(value)
            and value[:1].isupper()
            and (whole := _NAME.match(sheet.text, pair.start))
            and not (PROFESSIONAL.match(sheet.text, pair.start))
        ):
            value = _first_name_in(clean(whole[0].split("\n")[0]))  # a name that the layout broke apart
        glued = pair.text.find(value) + len(value)
        if not is_person(value) or pair.text[glued : glued + 1].isdigit():
            continue
        at = sheet.text.find(value, pair.start, pair.end + 2)
        start = at if at >= 0 else pair.start
        patient = 0.14 if _PATIENT.search(pair.label) else 0.0
        holder = (
            0.1 if pair.field == "subscriber_name" else 0.0
        )  # goes behind whoever is told to be the patient
        if holder and addressee and is_person(addressee.text) and not shortened(value, addressee.text):
            holder = 0.3  # and behind another to whom the letter speaks of "your" care
        found.append(Person(value, start, start + len(value), pair.score + patient - holder, pair.rule))
    for cue in lexicon.cues.get("member_name", ()):
        for match in cue.pattern.finditer(sheet.text):
            value = _first_name_in(clean(match["value"]))
            street = re.search(r"\d $", sheet.text[max(0, match.start("value") - 2) : match.start("value")])
            aside = _NOT_THE_PATIENT.match(sheet.text, match.end("value")) or _TOLD_TO.search(
                sheet.text[max(0, match.start("value") - 40) : match.start("value")]
            )
            if is_person(value) and not street and not aside:
                start = match.start("value")
                found.append(Person(value, start, start + len(value), cue.strength, cue.id))
    if addressee and is_person(addressee.text):
        found.append(addressee)
    found = [p for p in found if not any(n.sure >= 0.8 for h in names.find(p.text) for n in h.names)]
    scored = []
    for person in found:
        others = sum(same(person.text, o.text) for o in found) - 1
        scored.append((person.score + 0.03 * min(others, 4), -person.start, person))
    return [p for _, _, p in sorted(scored, key=lambda s: (-s[0], -s[1]))]


def _first_name_in(text: str) -> str:
    """The words of a name before those of a sentence that begins after it ("Philippa Brandt This replaces ...")."""
    begins = _BEGINS.search(text)
    return text[: begins.start()] if begins and not is_person(text) else text


_BEGINS = re.compile(r"\s+" + pattern("person.begins").pattern)


# After a name: a zip code of Idaho, or what somebody did for the patient.
_NOT_THE_PATIENT = re.compile(r",? ID \d{5}(?![\d-])|" + patterns().source("person.acted"))
_TOLD_TO = pattern("person.told_to")
_TOWN_ALONE = re.compile(r"[^\d,]+,? +[A-Z]{2}\.? +\d{5}(?:-\d{4})?")
_TOWN = re.compile(
    r"\b[A-Z]{2}\.?,? +\d{5}(?:-\d{4})?\b|,\s+[A-Z][a-z]+(?: [A-Z][a-z]+)? +\d{5}\b|\b(?:"
    + "|".join(STATES)
    + r")\s+\d{5}\b",
    re.I,
)
_FOR_A_CHILD = pattern("person.parents", "person.mailed_to")


def addressee(sheet: Sheet, names: Gazetteer) -> Person | None:
    """Whom the letter is to: the name over a street and a town, before the salutation; else the salutation's full name.

    The plan's own address over the letter is nobody's, and of a hospital's at the very top another one below goes first.
    """
    over = (_over_an_address(sheet, names, block) for block in sheet.blocks)
    listed = [p for p in over if p and not PRODUCT.match(sheet.text, p.end)]
    if listed:
        top = sheet.top(listed[0].start) < 0.12 and not is_person(listed[0].text)
        return listed[1] if top and len(listed) > 1 else listed[0]
    for match in re.finditer(
        r"\b(?:Dear|Hello|Hi|Estimad[oa]|Aloha)\s+([^\n,:;]{4,60}?)\s*[,:;\n]", sheet.text
    ):
        name = clean(_FOR_A_CHILD.sub("", match[1]))
        if is_person(name):
            return Person(name, match.start(1), match.end(1), 0.6, "person.salutation")
        if whole := _in_full(sheet, name, match.start()):
            return whole
    for match in _IN_LINE.finditer(sheet.text):
        name = _first_name_in(clean(match["value"]))
        first = sheet.segment_at(match.start()).page == sheet.first_page and sheet.top(match.start()) < 0.6
        if first and is_person(name) and not any(n.sure >= 0.8 for h in names.find(name) for n in h.names):
            return Person(
                name, match.start("value"), match.start("value") + len(name), 0.55, "person.in_line"
            )
    return None


_IN_LINE = re.compile(  # "Sent to Ana Roe, 702 N. Garden Street, Pocatello, ID 83204"
    rf"(?P<value>{NAME}),?(?: \([a-z ]+\))?[ \n](?:P\.?O\.? Box \d+|\d+[\w-]* )[^\n]{{3,60}}(?:\n[^\n]{{3,30}})?\b[A-Z]{{2}}\.?,? \d{{5}}"
)


def _in_full(sheet: Sheet, part: str, end: int) -> Person | None:
    """The full name of which the salutation at `end` gives a part ("Dear Mr. Babatunde", "Dear Jun-ho").

    The one before it; else one behind it that ends with the part, as "you, Ana Reed" does.
    """
    if not part or " " in part or len(part) < 3 or _NOT_A_NAME.search(part):
        return None
    for match in _NAME.finditer(sheet.text):
        words = _first_name_in(clean(match[0])).split()
        behind = match.start() >= end
        treats = behind and PROFESSIONAL.match(sheet.text, match.start())
        if (
            part not in words
            or treats
            or (behind and (words[-1] != part or _DOCTOR.search(sheet.text[: match.start()][-5:])))
        ):
            continue
        name = " ".join(words[: words.index(part) + 1] if words.index(part) else words[:2])
        if is_person(name):
            start = sheet.text.find(name, match.start())
            return Person(name, start, start + len(name), 0.6, "person.salutation")
    return None


_DOCTOR = re.compile(r"\bDrs?\.? $")


def _over_an_address(sheet: Sheet, names: Gazetteer, block: Block) -> Person | None:
    """The person or the facility that the first lines of an address name."""
    if block.page != sheet.first_page or sheet.top(block.start) > 0.55 or len(block.segments) > 9:
        return None
    if len(block.text) > 260 or not _TOWN.search(block.text):
        return None
    lines = [s.text.split(",")[0] if _TOWN.search(s.text) else s.text for s in block.segments]
    for at, line in enumerate(lines[:4]):
        first = _FOR_A_CHILD.sub("", line)
        name = clean(first)
        known = any(n.sure >= 0.8 for h in names.find(first) for n in h.names)
        if known or TPA_NAME.search(first) or re.search(r"\b(?:Plan|Participant Services|c/o)\b", first):
            return None  # the sender's own
        if at == len(lines) - 1 and (len(lines) > 1 or _TOWN_ALONE.fullmatch(block.text)):
            return None  # the town
        if is_person(name) or (at == 0 and FACILITY.search(first) and "Box" not in first):
            start = max(block.start, sheet.text.find(name, block.start))
            text = name if is_person(name) else first.strip()
            child = first != line and re.search(r"parent|guardian", line, re.I)
            return Person(text, start, start + len(text), 0.9 if child else 0.62, "person.addressee")
    return None
