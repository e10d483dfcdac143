"""Names: the member, whom the letter is to, and the provider."""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.gazetteer import Gazetteer
from extractors.lexicon import Lexicon
from extractors.lines import Row
from extractors.pairs import Pair
from extractors.plan import STATES

_GIVEN = r"(?:[A-ZÀ-ÖØ-Þ][\w'’‘ʻ-]+|[A-Z]\.(?:-?[A-Z]\.)*)"
_PARTICLE = r"(?:de|la|las|los|del|van|von|der|den|da|di|dos|bin|al|ten|e|y)"
NAME = rf"{_GIVEN}(?:(?: {_PARTICLE}){{0,2}} (?:{_GIVEN}|[A-Z])){{1,4}}(?:,? (?:Jr|Sr|II|III|IV)\b\.?)?"
_NAME = re.compile(NAME)
_TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sr|Sra|Srta|Señora?|Señor|Rev|The Rev|Hon|Brother|Sister|Prof|Pastor|Father|Rabbi)\.?(?:\s+|$))+",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"\b(?:Department|Appeals?|Services?|Health|Plan|Insurance|Center|Centre|Hospital|Clinic|Group|Review|Claims?|Member|Patient|Box|"
    r"Street|Avenue|Notice|Date|Number|Name|Unit|Committee|Medical|Benefits?|Fund|Trust|Company|Associates|Inc|LLC|Office|Team|Care|"
    r"Subscriber|Medicare|Medicaid|Customer|Relations|Policy|Provider|Physician|Reason|Service|Address|Parent|Guardian|Level|Statement|"
    r"Explanation|Account|Blue|Cross|Shield|Accounts|Billing|Grievance|Coordinator|Director|Pharmacy|Request|Denial|Estate|School|None|"
    r"ID|DOB|Issued|On|In|At|By|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sept?|Oct|Nov|Dec|Ct|Ave|Rd|Ln|Blvd|Hwy|Apt|HealthPlans?|Rx|Advantage|Alliance|Partners|PLLC|Management|"
    r"Advocate|Representative|Sample|Page|Mail|Authorized|Chapter|Section|Sincerely|Enclosures?|Attorney|"
    r"University|Laboratory|Enrollee|Coverage|Information|Self|Spouse|Child|Dependent|Not|Your|You|We|This|The|Dear|For|To|And|Please)\b",
    re.I,
)
_CREDENTIAL = r"(?:M\.?D\.?|D\.?O\.?|N\.?P\.?|FNP(?:-\w+)?|PA(?:-C)?|DPM|D\.?C\.?|Ph\.?D\.?|Psy\.?D\.?|LCSW|LICSW|LMFT|LPC|P\.?T\.?|DPT|R\.?N\.?|DDS|DMD|O\.?D\.?|APRN|CNM|BCBA|SLP|CCC-SLP|OTR|PharmD|CRNA|DNP|RD|AuD|PMHNP|ARNP)"
_PROFESSIONAL = re.compile(
    rf"(?:Dr\.?|Drs\.)\s+{NAME}(?:,\s*{_CREDENTIAL}\b\.?)?|{NAME},\s*{_CREDENTIAL}\b\.?"
)
FACILITY = re.compile(
    r"\b(?:St\. |Mt\. |Ft\. )?(?:[A-Z][\w'’&.-]*(?:,? (?:and|&|of|the|for|at|in|de) |,? |-))+(?:Hospitals?|Medical Cent(?:er|re)|Clinic|Imaging|Surgery Center|"
    r"Surgical Center|Pharmacy|Associates|Laborator(?:y|ies)|Labs?|Health System|Orthop(?:a)?edics|Rehabilitation|Rehab|Hospice|Recovery|"
    r"Therapy|Radiology|Dermatology|Cardiology|Oncology|Physicians|Specialists|Dental|Dentistry|Ambulance|Genomics|Diagnostics|"
    r"Center|Institute|Treatment Center|Medicine|Home Health|Supply|Medical Group|Pediatrics|Neurology|Pain|Surgery|Anesthesia|"
    r"Endoscopy Center|Wellness|Services|Urgent Care|Residence|Air Medical|Urology|Eye|Optical|Chiropractic|PC|P\.C\.|PLLC|LLC|PSC|Partners)\b"
    r"(?:,? (?:Inc|LLC|PC|P\.C\.|P\.A\.|PLLC|LLP|Ltd)\.?)?(?: (?:of|at) (?:[A-Z][\w'’.-]+ ?){1,3})?"
)
_STAFF = re.compile(
    r"medical director|reviewer|reviewed by|sincerely|director|license|licensed|certified in|board.certified|our (?:doctor|physician)|"
    r"who (?:read|reviewed|looked|decided)|physician adviser|consultant|plan physician|adviser|decided by|made by",
    re.I,
)


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
    text = re.split(
        r"\s+(?:[-—–•|·]|DOB|ID\b|Member|Subscriber|Group|Date|Relationship|Claim|Age\b|Sex\b|Acct|Patient)|\s*[(\d;:]|\bDOB\b",
        text,
    )[0]
    text = _TITLE.sub("", text.strip(" ,.;:*"))
    if tail := re.search(r",?\s+(?:Jr|Sr|II|III|IV)\b\.?$", text):
        return f"{clean(text[: tail.start()])}{tail[0]}"
    parts = text.split(",")
    if len(parts) > 1 and not (text.isupper() or (len(parts[0].split()) <= 2 and len(parts) == 2)):
        text = parts[0]
    if len(parts) == 2 and re.fullmatch(rf"\s*(?:{_CREDENTIAL}|[a-z ]+)\.?", parts[1]):
        text = parts[0]
    return text.strip(" ,;:")


def is_person(text: str) -> bool:
    words = re.findall(r"[\w'’‘.-]+", text)
    return (
        2 <= len(words) <= 6
        and not FACILITY.search(text)
        and words[-1] not in _STATE_CODES
        and not any(c.isdigit() for c in text)
        and not _NOT_A_NAME.search(text)
        and all(
            w[:1].isupper()
            or w in {"de", "la", "del", "van", "von", "der", "da", "di", "los", "las", "y", "ten"}
            for w in words
        )
    )


def same(a: str, b: str) -> bool:
    """Whether two printings may be one person: surname first or last, initials, accents apart."""
    first, second = (set(re.findall(r"\w{2,}", t.lower())) for t in (a, b))
    return bool(first and second) and (first <= second or second <= first or len(first & second) >= 2)


def members(
    sheet: Sheet, lexicon: Lexicon, names: Gazetteer, labelled: list[Pair], addressee: Person | None
) -> list[Person]:
    """Who may be the patient, best first; a name of the gazetteer is no person."""
    found: list[Person] = []
    for pair in labelled:
        if pair.field not in ("member_name", "subscriber_name"):
            continue
        value = clean(pair.text)
        if not is_person(value):
            continue
        at = sheet.text.find(value, pair.start, pair.end + 2)
        start = at if at >= 0 else pair.start
        found.append(Person(value, start, start + len(value), pair.score, pair.rule))
    for cue in lexicon.cues.get("member_name", ()):
        for match in cue.pattern.finditer(sheet.text):
            value = clean(match["value"])
            if is_person(value):
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


_TOWN = re.compile(
    r"\b[A-Z]{2}\.?,? +\d{5}(?:-\d{4})?\b|,\s+[A-Z][a-z]+(?: [A-Z][a-z]+)? +\d{5}\b|\b(?:"
    + "|".join(STATES)
    + r")\s+\d{5}\b",
    re.I,
)
_FOR_A_CHILD = re.compile(
    r"^(?:(?:To|Para|A|Attn|For):?\s+)?(?:the\s+)?(?:Parents?|Guardians?)(?:\s*(?:/|or|and)\s*(?:legal )?guardians?)?(?: of)?:?\s*|^(?:To|Para|Mail to|Sent to):?\s+",
    re.I,
)


def addressee(sheet: Sheet) -> Person | None:
    """Whom the letter is to: the name over a street and a town, before the salutation; else the salutation's full name."""
    for block in sheet.blocks:
        if block.page != sheet.first_page or sheet.top(block.start) > 0.55 or len(block.segments) > 9:
            continue
        if len(block.text) > 260 or not _TOWN.search(block.text):
            continue
        lines = [
            line
            for s in block.segments
            for line in (s.text.split(",")[0] if _TOWN.search(s.text) else s.text,)
        ]
        for at, line in enumerate(lines[:4]):
            first = _FOR_A_CHILD.sub("", line)
            name = clean(first)
            if is_person(name) or (
                at == 0 and FACILITY.search(first) and not re.search(r"Box|Plan\b", first)
            ):
                start = max(block.start, sheet.text.find(name, block.start))
                text = name if is_person(name) else first.strip()
                return Person(text, start, start + len(text), 0.62, "person.addressee")
    for match in re.finditer(
        r"\b(?:Dear|Hello|Hi|Estimad[oa]|Aloha)\s+([^\n,:;]{4,60}?)\s*[,:;\n]", sheet.text
    ):
        name = clean(_FOR_A_CHILD.sub("", match[1]))
        if is_person(name):
            return Person(name, match.start(1), match.end(1), 0.6, "person.salutation")
    return None


_NO_PROVIDER = re.compile(
    r"Member Services|Customer|Appeals|Human Services|Civil|TPA\b|Administrators|Patient Financial|Medical Services$|Department|Division|Federal Services|Correspondence|Clinical Pharmacy|"
    r"Financial Services|Insurance|Grievance|Review|Medicare|Consumer|Administrative|Board of|Managed Care|Claims|Utilization|Benefit"
)


def providers(
    sheet: Sheet, lexicon: Lexicon, names: Gazetteer, labelled: list[Pair], to: Person | None, billed: bool
) -> list[Person]:
    """Who gave, asked for or ordered the service, best first. `billed` says that the care was given and billed:

    then the facility or the firm that bills stands for the provider, before that the one who asks.
    """
    found: list[Person] = []
    for pair in labelled:
        if pair.field != "provider":
            continue
        value = re.split(
            r"\s+(?:[|•·]|NPI|TIN|Tax ID|Phone|Fax)\b|;|\s—\s|\bNPI\b|(?<=[a-z]{3})\.\s", pair.text
        )[0].strip(" ,;:.")
        if (
            len(value) < 4
            or len(value) > 120
            or not re.search(r"[A-Z][a-z]|[A-Z]{3}", value)
            or value.endswith(":")
        ):
            continue
        if _NO_PROVIDER.search(value) or lexicon.cell("column", value) or lexicon.cell("text", value):
            continue
        named = bool(_PROFESSIONAL.search(value) or FACILITY.search(value) or is_person(clean(value)))
        wordy = 0.4 if re.search(r"\b[a-z]{4,} [a-z]{3,} [a-z]{3,}", value) else 1.0
        weight = pair.score * (1.0 if named else 0.78) * wordy
        found.append(Person(value, pair.start, pair.start + len(value), weight, pair.rule))
    for match in _PROFESSIONAL.finditer(sheet.text):
        before, after = (
            sheet.text[max(0, match.start() - 90) : match.start()],
            sheet.text[match.end() : match.end() + 70],
        )
        if _STAFF.search(before.rsplit("\n")[-1] + " " + after.split("\n")[0]) or "\n" in match[0]:
            continue
        if _OFFICE.search(match[0]):
            continue
        score = 0.5 + 0.12 * (not billed) + 0.1 * bool(_ASKED.search(before[-40:] + "§" + after[:40]))
        found.append(Person(match[0], match.start(), match.end(), score, "provider.professional"))
    for match in FACILITY.finditer(sheet.text):
        if "\n" in match[0] or len(match[0].split()) < 2 or _NO_PROVIDER.search(match[0]):
            continue
        before = sheet.text[max(0, match.start() - 60) : match.start()]
        score = 0.47 + 0.12 * billed + 0.1 * bool(_BILLED.search(before))
        found.append(Person(match[0], match.start(), match.end(), score, "provider.facility"))
    if to and (FACILITY.search(to.text) or re.search(_CREDENTIAL + r"\b", to.text)):
        found.append(Person(to.text, to.start, to.end, 0.62, "provider.addressee"))
    found = [
        p
        for p in found
        if not any(
            n.sure >= 0.8 and h.end - h.start > 0.7 * len(p.text) for h in names.find(p.text) for n in h.names
        )
    ]
    scored = []
    for person in found:
        others = sum(same(person.text, o.text) for o in found) - 1
        scored.append((person.score + 0.03 * min(others, 4), -person.start, person))
    return [_with_partner(sheet, p) for _, _, p in sorted(scored, key=lambda s: (-s[0], -s[1]))]


_OFFICE = re.compile(r",\s*(?:R\.?N|LPN|CPC|RPh)\b")  # nurses, coders and pharmacists who sign for the plan
_BESIDE = re.compile(r"(?:,? \(|, | of | at | with |, of |, from |: )(?:the )?")


def _with_partner(sheet: Sheet, person: Person) -> Person:
    """A facility with the doctor printed beside it, or the other way about: both, as printed."""
    whole, single = FACILITY.search(person.text), _PROFESSIONAL.search(person.text)
    if bool(whole) == bool(single) or len(person.text) > 70:
        return person
    other = FACILITY if single else _PROFESSIONAL
    after = _BESIDE.match(sheet.text, person.end)
    if after and (match := other.match(sheet.text, after.end())) and "\n" not in match[0]:
        end = match.end() + (sheet.text[match.end() : match.end() + 1] == ")")
        return Person(sheet.text[person.start : end], person.start, end, person.score, person.rule)
    for match in other.finditer(sheet.text, max(0, person.start - 90), person.start):
        if _BESIDE.fullmatch(sheet.text, match.end(), person.start) and "\n" not in match[0]:
            text = sheet.text[match.start() : person.end]
            return Person(text, match.start(), person.end, person.score, person.rule)
    return person


def billed_by(row: Row) -> str:
    """Who billed a row of a claim table: its own column, or the name before the service in one cell."""
    if cell := row.text("provider"):
        return cell
    parts = re.split(r"\s[–—-]\s|,\s(?=[a-z])", row.text("service") or row.text("date"), maxsplit=1)
    return parts[0] if len(parts) == 2 and FACILITY.search(parts[0]) else ""


_ASKED = re.compile(
    r"\b(?:your (?:doctor|provider|surgeon)|request(?:ed)?|asked|order(?:ed)?|prescri\w+|office of|from|by)\b[^§]{0,30}§|§\W*(?:asked|request|wrote|sent|order|prescrib)",
    re.I,
)
_BILLED = re.compile(
    r"\b(?:bill(?:s|ed)?|claims?|charges?|services?|visit|stay|treated|seen|care|performed|from|by|at|to)\b[^.;]{0,30}$",
    re.I,
)
