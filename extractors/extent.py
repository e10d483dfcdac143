"""How far a name goes: over words that no list holds, up to a department, a heading or the end of its line."""

import re

from extractors.gazetteer import NameHit
from extractors.lexicon import pattern, patterns
from extractors.plan import STATES
from extractors.wording import GROWN, LEAD, MARK, NOT_A_PLAN, TYPE, TYPES

SURE = 0.8  # from here on a name of the gazetteer stands for itself
# Words that end a name on its line: what follows is a department, a heading or an address.
ASIDE = pattern("name.aside")
_QUALIFIES = re.compile(
    r" (?:Health|Medical|Dental|Pharmacy|Behavioral|Clinical|Vision|External|Internal|Student|Individual|Prescription|Benefits?|Care|Healthcare|and|&|of)$",
    re.I,
)
_WORD = re.compile(rf"{MARK} (?:(?:of|and|&|the|for|de|from) ){{0,2}}([A-Z][\w'’&/-]*)(?![.:]\S)")
STATE = "(?:" + "|".join(s.title().replace(" Of ", " of ") for s in STATES) + r")\b"
OF_STATE = re.compile(
    rf"{MARK} (?:of {STATE}|(?<!Shield )(?<!Cross )in {STATE}(?= *(?:\n|$|\()))(?:,? Inc\b\.?)?", re.I
)  # a Blue plan is "of" a state; "in Ohio" only says where
_REGION = r"(?:for|FOR) (?=(?i:north|south|east|west|central))"  # "Security Fund for Southern Nevada"
_OF = re.compile(rf"{MARK} (?:(?:of|OF) (?:(?:the|THE) )?|{_REGION})")
_TOWN = re.compile(r"(?: (?:(?:and|AND|&) )?)?((?:St|ST|Ft|FT|Mt|MT)\.(?= )|[A-Z][\w'’-]*)")
_NO_TOWN = pattern("name.no_town")
_INITIALS = re.compile(
    rf" \((?!{TYPES})[A-Z]{{2,10}}\)(?: [A-Z][\w'’&-]*){{1,5}}? (?:Plan|Program|Fund|Trust)\b"
)  # "Public Employees Retirement System (PERS) Basic Plan"
_PRODUCT = re.compile(rf"{MARK}(?: [A-Z][\w+-]*{MARK}){{0,5}} from ")
_TYPE = re.compile(rf"{MARK} {TYPE}")
_PROGRAM, _A_PLAN_OF_IT = patterns().source("name.program"), patterns().source("name.of_a_program")
_OF_A_PROGRAM = re.compile(  # "ask Aetna Medicare to review", but not "your Aetna Medicare plan"
    rf"{MARK} {_PROGRAM}(?= *(?:\n|$)|[.,;:)]|'s| Part [CD] | (?!{_A_PLAN_OF_IT})[a-z])"
)
_PLAN_DESK = pattern("name.plan_desk")
_STATE_LAST = re.compile(rf"\b{STATE}$")
_TAIL = re.compile(r",? (?:Inc|LLC|L\.L\.C\.|Corporation|Company|Corp)\b\.?", re.I)


def phrase_end(text: str, end: int, stop: int) -> int:
    """Where the phrase ends in which a name's known make ends at `end`: "Larkspur Health" goes on in "Larkspur Health Choice".

    Not beyond `stop`, the end of its line; a department's name that follows on the line is none of it.
    """
    if _WHOLE.search(text, max(0, end - 5), end):
        state = OF_STATE.match(text, end, stop)
        return state.end() if state else end
    at = end
    for _ in range(9):
        more = OF_STATE.match(text, at, stop) or _TAIL.match(text, at, stop) or _WORD.match(text, at, stop)
        if not more:
            return at
        if more.re is _WORD and (_CODE.search(more[1]) or _IN_A_STATE.match(text, more.end(), stop)):
            return at  # a form's number, a town
        if _COMPANY.search(text, end - 12, at) and _AND.match(text, at):
            return at  # the name of another company
        if more.re is _WORD and more[1].lower() == "group" and _CLOSES.match(text, more.end(), stop):
            return more.end()
        if more.re is _WORD and ASIDE.match(more[1]):
            while (part := _QUALIFIES.search(text[end:at])) is not None:
                at = end + part.start()
            return at
        at = more.end()
        if _WHOLE.search(text, max(0, at - 5), at):
            return at
    return at


_CODE = re.compile(r"_|\d[A-Z]|[A-Z]\d")
_CLOSES = re.compile(r"\s*(?:$|[\n(|·•–—])")  # nothing of the line is left, or another part of it begins
_WHOLE = re.compile(r"\b(?:Inc|LLC|L\.L\.C)\b\.?$")
_COMPANY = re.compile(r"\b(?:Company|Corporation|COMPANY|CORPORATION)$")
_AND = re.compile(r" (?:and|&|AND) ")
_IN_A_STATE = re.compile(rf", (?:{STATE}|[A-Z]{{2}}\b)")


def closed(text: str, start: int, end: int) -> bool:
    """Whether nothing but the tail of a company's name stands between."""
    return text[start:end] in ("", ".") or bool((tail := _TAIL.match(text, start)) and tail.end() + 1 >= end)


def of_place(text: str, end: int, stop: int) -> int:
    """The end of a fund's name with the state, town or region that it may close on ("... Trust Fund of St. Louis").

    A name in capitals must close its line with it; `stop` is where the line below the name's ends.
    """
    if more := OF_STATE.match(text, end):
        return more.end()
    if not (of := _OF.match(text, end)):
        return end
    at = of.end()
    for _ in range(5):
        word = _TOWN.match(text, at)
        if not word or ASIDE.fullmatch(word[1]) or _NO_TOWN.fullmatch(word[1]):
            break
        at = word.end()
    closes = at > of.end() and (
        not text[of.start() : at].isupper() or at == stop or re.match(r" *(?:\n|$|[,(])", text[at:])
    )
    return at if closes else end


def grown(text: str, hit: NameHit, hits: list[NameHit]) -> int:
    """The end of the name as printed: "Sound Health" goes on in "Sound Health & Wellness Trust"."""
    if product := _PRODUCT.match(text, hit.end):  # "AARP Medicare Rx Preferred from UnitedHealthcare (PDP)"
        for other in hits:
            if other.start == product.end() and max(n.sure for n in other.names) >= SURE:
                tail = _TYPE.match(text, other.end)
                return tail.end() if tail else other.end
    if re.search(r"\b(?:(?:Company|Corporation)(?: of [A-Z]\w+)?|Inc\.?|LLC)$", text[hit.start : hit.end]):
        return hit.end  # whole as it stands
    if tail := _TAIL.match(text, hit.end):
        return tail.end()
    if more := _INITIALS.match(text, hit.end):
        return more.end()
    of_a_state = _STATE_LAST.search(text, hit.start, hit.end)  # "Ohio Medicaid" is the state's program
    if not of_a_state and (more := _OF_A_PROGRAM.match(text, hit.end)):
        return more.end()
    if _PLAN_DESK.match(text, hit.end):
        return hit.end
    for more in (GROWN.match(text, hit.end), OF_STATE.match(text, hit.end)):
        if not more or NOT_A_PLAN.search(more[0]) or _ANOTHERS.search(more[0]):
            continue
        if not _of_a_department(text, hit.end, more.end()):
            inside = (h for h in hits if hit.end < h.start < more.end())
            if not any(n.sure >= SURE for h in inside for n in h.names):
                return more.end()
    return hit.end


_ANOTHERS = re.compile(r"\d{4}|[A-Z]\d\d|\bID\b")  # between a name and a label: "Oscar ID OSC55018342 Plan:"


def _of_a_department(text: str, start: int, end: int) -> bool:
    """Whether what follows a name belongs to the word after it ("... OF AMERICA Health Claims")."""
    return bool(_QUALIFIES.search(text[start:end]) and re.match(r" [A-Z]", text[end : end + 2]))


def part_of_a_product(text: str, end: int) -> bool:
    """Whether a name is only the first words of what is printed ("DEVOTED CORE 008 AZ (HMO)")."""
    more = re.match(rf"{MARK} ([A-Z][\w+-]*|\d{{3,4}}\b)", text[end : end + 40])
    aside = more and (ASIDE.match(more[1]) or _BOX.match(text, end))
    return bool(more and (not aside or more[1] in ("Medicare", "Medicaid")))


_BOX = re.compile(r"\W*P\.? ?O\.? Box\b", re.I)


_PARTED = re.compile(r"[\s(\[\"“”‘’'`/|•·,;:.®™©*_=<>#&+~–—-]")


def part_of_a_name(line: str, start: int, end: int) -> bool:
    """Whether the words around a name on its line may belong to it ("Nebraska Total Care", "AmeriHealth Caritas")."""
    if start and not _PARTED.match(line[start - 1]):
        return True  # a logo's sign stands for a letter before it
    before = _BEFORE.search(line[:start])
    leads = before and not ASIDE.match(before[1]) and not LEAD.match(before[1].capitalize() + " ")
    more = re.match(rf"{MARK} (?:(?:and|&|of|from|for) (?:the )?)?([A-Z][\w'’&-]*)", line[end:])
    rest = _NAME_WORDS.match(line, end)
    desk = rest and (_DESK.fullmatch(rest[0].split()[-1]) or DESKS.match(rest[0]))
    box = more and ASIDE.match(line[end:], more.start(1))
    follows = more and not box and not desk and not _OF_A_PRODUCT.match(line[end:])
    return bool(leads or follows or run_out(line, end))


def run_out(line: str, end: int, labelled: bool = False) -> int:
    """Where a name ends that goes on to the end of its part of the line ("Denver Health Medicaid Choice"); 0 if it does not.

    Only words of a name, or a product up to its type, may follow: a department, a heading, a product's type or a state's program is none.
    """
    if product := _TYPED.match(line, end) or (_TYPE.match(line, end) if labelled else None):
        return product.end()
    if _WHOLE.search(line, max(0, end - 5), end) or _COMPANY.search(line, max(0, end - 12), end):
        return 0
    rest = _PART_END.split(line[end:], maxsplit=1)[0].rstrip()
    if not _NAME_WORDS.fullmatch(rest):
        return 0
    words = re.findall(r"[\w'’&-]+", rest)
    first, last = words[0], words[-1]
    if first in ("and", "&") and len(words) == 2:
        return 0  # "... Program and School", the first words of another name that goes on below
    aside = [
        w for w in words if ASIDE.fullmatch(w) and w.lower() not in ("medicaid", "medicare", "plan", "group")
    ]
    if (
        aside
        or _NO_END.fullmatch(last)
        or not _SPOKEN.search(last)
        or (ASIDE.fullmatch(first) and len(words) == 1)
    ):
        return 0
    return end + len(rest)


_TYPED = re.compile(
    rf"{MARK}(?: [A-Z][\w+-]*{MARK}| \d{{3,4}}\b){{1,5}} {TYPE}"
)  # "Wellcare Value Script (PDP)"
_PART_END = re.compile(r"[|·•(,;:/]|\s[–—-]\s|\s{2,}")
_NAME_WORDS = re.compile(rf"{MARK}(?: (?:(?:and|&|of|from|de) (?:the )?)?[A-Z][\w'’&-]*{MARK}){{1,6}}")
_SPOKEN = re.compile(r"[AEIOUYaeiouy]\w{2}|\w{2}[aeiouyAEIOUY]")  # no abbreviation of a desk ("UM", "SVCS")
_NO_END = pattern("name.no_end")
_DESK = pattern("name.desk")
DESKS = re.compile(  # a department by its task, behind the name of the plan that it is of
    r" (?:(?:Member|Customer|Clinical|Medical|Health|Care|Pharmacy|Provider|Appeals?|Claims?|Message|Service|Call|Contact|Review|Enrollment|"
    r"Utilization|Referral|Management|and|&) )+(?:Services|Center)\b"
)


_OF_A_PRODUCT = re.compile(rf"{MARK}(?: [A-Z][\w+-]*)* (?:\(?(?:{TYPES}|D-SNP)\b|Medicare\b|Medicaid\b)")


_BEFORE = re.compile(rf"(?:^|[ (])([A-Z][\w'’&-]*){MARK} $")


def stands_alone(text: str, name: str, start: int, end: int) -> bool:
    """Whether the letter uses `name` outside of (start, end) without the words that follow it there."""
    for match in re.finditer(r"(?<!\w)" + re.escape(name) + r"(?!\w)", text, re.I):
        inside = start <= match.start() < end
        if not inside and not part_of_a_product(text, match.end()) and match[0][:1].isupper():
            return True
    return False


_ENDED = re.compile(r"(?<=[A-Za-z]{5})\. (?=[A-Z])")  # a sentence or an emblem before the name
# "Quartz Health Benefit Plans Corporation and Quartz Health Plan Corporation" are two
_AND_ANOTHER = re.compile(
    r"\b(?:Health|HEALTH|Plans?|PLANS?|Insurance|INSURANCE|Life|LIFE|HMO|Assurance)(?: \w+){0,2},? "
    r"(?:Corporation|CORPORATION|Company|COMPANY|Inc\.?|INC\.?|LLC)(?P<and>,? (?:and|AND|&) )(?=[A-Z])"
)


_SEVERAL = re.compile(r"(?:(?<=Corporation)|(?<=Company))(?:,| and|, and) (?=[A-Z](?!nc\b|LC\b))")


_AGAIN = re.compile(r"\b(FUND|PLAN|TRUST) \1$", re.I)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a lead that belongs to the sentence ("The", "Under the", "Dear ...")."""
    lead = LEAD.match(text[start:end])
    if lead and end - start - lead.end() > 8:
        start += lead.end()
    if ended := list(_ENDED.finditer(text, start, end)):
        start = ended[-1].end()
    if again := _AGAIN.search(text, start, end):
        end = again.end(1)  # "WELFARE FUND", and under it "FUND NO. M0814"
    if two := _AND_ANOTHER.search(text, start, end):
        end = two.start("and")
    if several := _SEVERAL.search(text, start, end):
        end = several.start()  # a list of companies
    joint = re.search(
        r" (?:for(?: members of)?|on behalf of|FOR MEMBERS OF|ON BEHALF OF) (?:the |THE )?(?=[A-Z])",
        text[start:end],
    )
    if joint and not re.search(r"\b(?:Plan|Program|Fund|Trust)\b", text[start : start + joint.start()]):
        start += joint.end()  # "Vendor for Plan": the plan
    return start, end


def without_desk(text: str, start: int, end: int) -> int:
    """The end of a company's name without what belongs to the desk behind it: "... OF AMERICA Health" before "Claims"."""
    end = start + len(text[start:end].rstrip())
    if not ASIDE.match(text, end + 1):
        return end
    at = end
    while part := _QUALIFIES.search(text, start, at):
        at = part.start()
    return at if _COMPANY_IN.search(text, start, at) else end


_COMPANY_IN = re.compile(r"\b(?:Company|Corporation|COMPANY|CORPORATION)\b")


def badge(name: str) -> int:
    """The length of an emblem before a name: its initials or its first word ("IEHP Inland Empire Health Plan")."""
    first, *rest = name.split(" ")
    again = len(rest) > 1 and rest[0].lower() == first.lower()
    return len(first) + 1 if again or (first == "".join(w[:1] for w in rest) and len(first) > 1) else 0
