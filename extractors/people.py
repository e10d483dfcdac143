"""Names: the member, whom the letter is to, and the provider."""

import re
from dataclasses import dataclass

from extractors.base import Sheet
from extractors.lexicon import Lexicon
from extractors.pairs import Pair

_GIVEN = r"(?:[A-ZÀ-ÖØ-Þ][\w'’‘-]+|[A-Z]\.(?:-?[A-Z]\.)*)"
NAME = rf"{_GIVEN}(?: (?:{_GIVEN}|[A-Z]|de|la|las|los|del|van|von|der|den|da|di|dos|bin|al|ten|Jr\.?|Sr\.?|II|III|IV)){{1,5}}"
_NAME = re.compile(NAME)
_TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sr|Sra|Srta|Señora?|Señor|Rev|The Rev|Hon|Brother|Sister|Prof)\.?(?:\s+|$))+",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"\b(?:Department|Appeals?|Services?|Health|Plan|Insurance|Center|Centre|Hospital|Clinic|Group|Review|Claims?|Member|Patient|Box|"
    r"Street|Avenue|Notice|Date|Number|Name|Unit|Committee|Medical|Benefits?|Fund|Trust|Company|Associates|Inc|LLC|Office|Team|Care|"
    r"Subscriber|Medicare|Medicaid|Customer|Relations|Policy|Provider|Physician|Reason|Service|Address|Parent|Guardian|Level|Statement|"
    r"Explanation|Account|Blue|Cross|Shield|Accounts|Billing|Grievance|Coordinator|Director|Pharmacy|Request|Denial|Estate|School|None|"
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
    parts = text.split(",")
    if len(parts) > 1 and not (text.isupper() or len(parts[0].split()) <= 2 and len(parts) == 2):
        text = parts[0]
    if len(parts) == 2 and re.fullmatch(rf"\s*(?:{_CREDENTIAL}|[a-z ]+)\.?", parts[1]):
        text = parts[0]
    return text.strip(" ,;:")


def is_person(text: str) -> bool:
    words = re.findall(r"[\w'’‘.-]+", text)
    return (
        2 <= len(words) <= 6
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


def members(sheet: Sheet, lexicon: Lexicon, labelled: list[Pair], addressee: Person | None) -> list[Person]:
    """Who may be the patient, best first."""
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
    scored = []
    for person in found:
        others = sum(same(person.text, o.text) for o in found) - 1
        scored.append((person.score + 0.03 * min(others, 4), -person.start, person))
    return [p for _, _, p in sorted(scored, key=lambda s: (-s[0], -s[1]))]


def addressee(sheet: Sheet) -> Person | None:
    """Whom the letter is to: the first line of the address block, before the salutation."""
    for block in sheet.blocks:
        if block.page != sheet.first_page or sheet.top(block.start) > 0.55 or len(block.segments) > 8:
            continue
        text = block.text
        if (
            not re.search(r"\b[A-Z]{2}\.?,? +\d{5}(?:-\d{4})?\b|,\s+[A-Z][a-z]+ +\d{5}", text)
            or len(text) > 220
        ):
            continue
        lines = [s.text for s in block.segments]
        if len(lines) < 2 or re.search(r"P\.?O\.? Box|Suite|fax", lines[0], re.I):
            continue
        first = re.sub(
            r"^(?:To|Para|A):?\s+|^(?:To the )?(?:Parents?|Guardian)s?(?: or guardian)? of:?\s+",
            "",
            lines[0],
            flags=re.I,
        )
        name = clean(first)
        if is_person(name) or FACILITY.search(first):
            start = sheet.text.find(name, block.start)
            return Person(
                name if is_person(name) else first.strip(),
                max(start, block.start),
                max(start, block.start) + len(name),
                0.62,
                "person.addressee",
            )
    return None


def providers(sheet: Sheet, lexicon: Lexicon, labelled: list[Pair], to: Person | None) -> list[Person]:
    """Who gave, asked for or ordered the service, best first."""
    found: list[Person] = []
    for pair in labelled:
        if pair.field != "provider":
            continue
        value = re.split(r"\s+(?:[|•·]|NPI|TIN|Tax ID|Phone|Fax)\b|;|\s—\s|\bNPI\b", pair.text)[0].strip(
            " ,;:"
        )
        if (
            len(value) < 4
            or len(value) > 120
            or not re.search(r"[A-Z][a-z]|[A-Z]{3}", value)
            or value.endswith(":")
        ):
            continue
        named = bool(_PROFESSIONAL.search(value) or FACILITY.search(value) or is_person(clean(value)))
        weight = (
            pair.score
            * (1.0 if named else 0.72)
            * (0.4 if re.search(r"[a-z]{4,} [a-z]{3,} [a-z]{3,}", value) else 1)
        )
        found.append(Person(value, pair.start, pair.start + len(value), weight, pair.rule))
    for cue in lexicon.cues.get("provider", ()):
        for match in cue.pattern.finditer(sheet.text):
            found.append(
                Person(
                    match["value"].strip(" ,."),
                    match.start("value"),
                    match.end("value"),
                    cue.strength,
                    cue.id,
                )
            )
    for match in _PROFESSIONAL.finditer(sheet.text):
        around = (
            sheet.text[max(0, match.start() - 90) : match.start()]
            + " "
            + sheet.text[match.end() : match.end() + 70]
        )
        if _STAFF.search(around) or "\n" in match[0]:
            continue
        found.append(Person(match[0], match.start(), match.end(), 0.5, "provider.professional"))
    for match in FACILITY.finditer(sheet.text):
        if (
            "\n" not in match[0]
            and len(match[0].split()) > 1
            and not re.search(r"Member Services|Customer|Appeals|Human Services|Civil", match[0])
        ):
            found.append(Person(match[0], match.start(), match.end(), 0.42, "provider.facility"))
    if to and (FACILITY.search(to.text) or re.search(_CREDENTIAL + r"\b", to.text)):
        found.append(Person(to.text, to.start, to.end, 0.6, "provider.addressee"))
    scored = []
    for person in found:
        others = sum(same(person.text, o.text) for o in found) - 1
        scored.append((person.score + 0.03 * min(others, 5), -person.start, person))
    return [p for _, _, p in sorted(scored, key=lambda s: (-s[0], -s[1]))]
