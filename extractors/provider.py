"""Who gave, asked for or ordered the service: every name that may be meant, and what speaks for each.

The weights of the signs were fitted on the labelled letters of this repository (tests/benchmarks/fit_ranking.py).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.base import Sheet
from extractors.lexicon import patterns
from extractors.lines import Row
from extractors.people import CREDENTIAL, FACILITY, NAME, PROFESSIONAL, Person, is_person, same
from extractors.providersigns import FACILITY_WORD, stays
from extractors.providersigns import signs as signs_of
from extractors.ranking import chances, weights
from extractors.reading import Reading

_LEAST = 0.12  # chance below which no name is given
_NO_PROVIDER = re.compile(
    r"^(?:Dear|Group|Claim|Re:|RE:|Subject|Adverse|ADVERSE|Notice|NOTICE)\b|Member Services|Customer|Appeals?\b|Human Services|Civil|TPA\b|Administrators|Patient Financial|Medical Services$|"
    r"Department of|Division|Federal Services|Correspondence|Clinical Pharmacy|Financial Services|Insurance|Grievance|Review|"
    r"Medicare|Medicaid|Consumer|Administrative|Board of|Managed Care|Claims|Utilization|Benefit|Guideline|Criteria|Policy|"
    r"Justice|Legal|Help Center|Overpayment|Resolution|Integrity|Edition|Section|Coverage|Notice|Trustees|Plan\b|Fund\b|\((?:son|daughter|wife|husband|mother|father|parent|spouse|self|member)\b|"
    r"(?:Dear|The|This|Your|Our|If|We|You|It|In|On|For|And|No|Not|When|Because|Call|Any|Each|All|As|By|To|Of|At|Name|Date) ?$",
)
_LEAD = re.compile(
    r"^(?:(?:Requesting|Servicing|Ordering|Treating|Rendering|Physician Advisor|Medical Director|Provider|Facility|Hospital|"
    r"Attn|ATTN|Attention|The|Your|By|From|Office|Doctor|Physician|Prescriber|Supplier|Case Management)\b[ :/]*)+(?=[A-Z])"
)
_DEPARTMENT = re.compile(  # of a hospital or a firm, before its name
    r"^(?:(?:ATTN|Attn|Attention|ATTENTION|To|TO|c/o)\b:? *)?(?:(?:The )?(?:Utilization (?:Review|Management)(?: Dep(?:artmen)?t\.?)?|UM|UR|Patient (?:Financial|Accounts?|Access|Accounting|Billing)(?: Services| Office| Department)?|"
    r"Case Management|Care Management|Discharge Planning|Billing(?: Department| Office| Manager)?|Business Office|Medical Records|Revenue (?:Cycle|Integrity)(?: Management)?|"
    r"Accounts Receivable|Claims (?:Department|Office)|Appeals (?:Department|Coordinator|Unit)|Denials? (?:Management|Department))\b(?:,? (?:at|of) |[,;:/–—-]* *))(?=[A-Z]\w)"
)
_TAIL = re.compile(
    r"(?: (?:for|of|on|at|and|in|the|from|during|since|January|February|March|April|May|June|July|August|September|October|November|December|Drs?\.?|Mr\.?|Ms\.?|Who|Approved|Denied|Member|Patient|Claim))+$|"
    r"(?<=[a-z]{3})\.$"
)
_VALUE_END = re.compile(
    r"\s+(?:[|•·]|NPI|NCPDP|TIN|Tax ID|Phone|Fax|ATTN)\b|;|\s—\s|,? \bN(?:PI|CPDP)\b|(?<=[a-z]{3})\.\s|\s\d{2,6}\s(?=[A-Z])|:\s*$"
)
_CASED = r"(?:(?:St|Mt|Ft|Ste|[A-Z])\.|[A-Z][\w&'’-]*(?:\.(?=[a-z]))?|&)"
_ORG = rf"{_CASED}(?: (?:{_CASED}|of|and|the|for|at|de|la)){{0,6}} {_CASED}(?:,? (?:Inc|LLC|PC|PLLC|PA|P\.[AC]\.))?"
_CARE = (
    r"(?:visits?|stay|bill(?:s|ed)?|claims?|charges?|care|treat\w*|therapy|surgery|services?|request(?:ed)?|asked|seen|admi\w+|tests?|scans?|"
    r"sent|order(?:ed)?|appointment|days|program|provider|doctor|delivered|given|performed|transport\w*|infusions?|hours|notes|letter|"
    r"pay|paid|rented|bought|supplied)"
)
_OF_CARE = re.compile(
    rf"\b{_CARE}\b[^.;\n]{{0,70}}?\b(?:from|by|at|of|with|to) (?:the |our )?(?P<value>{_ORG})"
)
_ACTS = re.compile(
    rf"(?P<value>{_ORG}),? (?:has |have |had |also )?(?:asked|requested|billed|sent|charged|submitted|ordered|prescribed|performed|wants|"
    rf"gave|provided|treated|recommends?|recommended)\b"
)
_LETTERS = r"(?:M\.?D\.?|D\.?O\.?|DPM|DDS|DMD|PA-?C|APRN|APNP|CNP|CRNP|FNP(?:-\w+)?|ARNP|NP|DC|OD|PhD|PsyD|LCSW|DPT|BCBA|AuD)(?![\w-]|,? \d{5})"
_UNPOINTED = (
    re.compile(  # "Wendell Hruska MD", "Whitaker, Jolene MD": letters without a comma, the surname first
        rf"{NAME} {_LETTERS}|(?:[A-Z][\w’'-]+ )?[A-Z][\w’'-]+, [A-Z][\w’'-]+(?: [A-Z]\b\.?)?,? {_LETTERS}"
    )
)
_TRADES = patterns().source("provider.trade")
_BY_TRADE = re.compile(  # a name told by the trade before or after it
    rf"(?P<value>{NAME})(?:,? {CREDENTIAL}\b)?,? (?:an?|the|your|his|her|our member’s) (?:[a-z][\w-]* ){{0,4}}{_TRADES}\b|"
    rf"\b{_TRADES}(?: who [^.;\n]{{3,40}})?(?: is|:| was|,) (?P<single>(?:Dr\.? )?{NAME}(?:,? {CREDENTIAL}\b)?)"
)
_COPY = re.compile(rf"(?:^|\n)\W*(?:cc?|copy|copies|copy to|xc)\b:? +(?:to )?(?P<value>{_ORG})", re.I)
_YOURS = re.compile(  # "your own doctor, Adaeze Mbeki", "Dr Kolstad"
    rf"\b(?:[Yy]our|[Hh]er|[Hh]is|[Tt]heir)(?: own| treating| family| primary| care)* (?:doctor|physician|surgeon|dentist|oncologist|cardiologist|neurologist|psychiatrist|therapist|specialist|provider|prescriber|nurse practitioner)s?,? (?P<value>(?:Dr\.? )?{_CASED}(?: {_CASED}){{1,3}}(?:,? {CREDENTIAL}\b)?)|"
    r"\b(?P<single>Dr\.? [A-Z][a-z’'-]+[a-z]\b(?!’|'|-| [A-Z][a-z]))"
)
_TRADE = (
    r"(?:\w{2,}(?:ology|iatry|iatrics|odontics|opa?edics|opathy|otherapy|ometry|plasty)|Respiratory|Consultants|Nursing|Regional Health|Health ?[Cc]are|Surgeons|"
    r"Prosthetics|Orthotics|Infusion|Mobility|Transport|Audiology|Midwifery|Birth|Vision|Sleep|Fertility|Reproductive|Wound|Spine|Heart|Vein|Vascular|Therapies|Eye|Ear|Joint|Hand|Foot|Kidney|Dialysis|Cancer|Behavioral|Counseling|Psychotherapy)"
)
FIRM = re.compile(  # a house by the trade it ends on, where no list has the word
    rf"(?<![\w’'])(?:[A-Z][\w’'&-]+ (?:(?:and|of|the|&) )?){{1,4}}{_TRADE}\b(?: (?:Group|Care|Center|Clinic|Corp\.?|Co\.?|Inc\.?|LLC|PC|Specialists|Services|Supply|Equipment|Solutions|Network|Partners|Associates|Institute|Health)(?!\w))*"
)
_PIECE = re.compile(  # a part of a line about a claim, set off by dashes or dots
    rf"(?:[—·•|]|\s–) ?(?P<value>{_CASED}(?: (?:{_CASED}|of|and|the|for|at|de|la)){{1,5}})(?= ?(?:[—·•|(\n]|–\s|$))"
)
_ADDRESS = re.compile(r"\b(?:Ave|Avenue|Street|Road|Rd|Blvd|Drive|Lane|Suite|Unit)\b.*|,? [A-Z]{2},? \d{5}\b")
_SENTENCE = re.compile(  # a label's value that names nobody
    r"\b(?i:you|we|us|our|your|is|are|was|were|came|can|may|must|this|that|has|have|had|who|which|not|por|or)\b|\?|(?:\b[a-z]{4,}\b.*){3}"
)  # a label's value that names nobody
_TITLED = re.compile(r"\bDr\.? $")
_OFFICE = re.compile(
    r",\s*(?:R\.?N|LPN|CPC|RPh|PharmD)\b"
)  # nurses, coders and pharmacists who sign for the plan


def provider(reading: Reading, to: Person | None, billed: bool, member: str) -> Person | None:
    """The provider of the letter: the likeliest of its candidates, where it is likely enough."""
    found = candidates(reading, to, member)
    odds = chances(weights("provider"), features(reading, found, to, billed))
    if not odds or max(odds) < _LEAST:
        return None
    places, chance = max(zip(found, odds, strict=True), key=lambda f: f[1])
    best = shown(places)
    return _with_partner(reading.sheet, replace(best, score=min(0.95, 0.35 + 0.6 * chance)))


def candidates(reading: Reading, to: Person | None, member: str) -> list[list[Person]]:
    """Every name that may be the provider's, with all its places."""
    sheet, names = reading.sheet, reading.names
    found: list[list[Person]] = []
    for person in _all(reading, to):
        lead = _LEAD.match(person.text)
        cut = lead.end() if lead else 0
        if (office := _DEPARTMENT.match(person.text[cut:])) and FACILITY.search(
            person.text, cut + office.end()
        ):
            cut += office.end()
        text = _TAIL.sub("", person.text[cut:]).strip(" ,;:*")
        if len(text) < 4 or len(text) > 120 or "\n" in text or _NO_PROVIDER.search(text):
            continue
        if (
            (member and same(text, member))
            or (not re.search(r"[A-Z][a-z]|[A-Z]{3}", text))
            or re.search(r"\d\.\d\d", text)
        ):
            continue
        if _ADDRESS.search(text + sheet.text[person.end : person.end + 8]):
            continue
        hits = [h for h in names.find(text) if any(n.sure >= 0.8 for n in h.names)]
        if any(h.end - h.start > 0.6 * len(text) for h in hits):
            continue
        start = sheet.text.find(text, person.start, person.end + 2)
        start = start if start >= 0 else person.start
        if title := _TITLED.search(sheet.text, max(0, start - 4), start):  # "Dr." belongs to the name
            start, text = title.start(), title[0] + text
        place = Person(text, start, start + len(text), person.score, person.rule)
        for places in found:
            if any(_alike(text, p.text) for p in places):
                places.append(place)
                break
        else:
            found.append([place])
    return found


def _alike(a: str, b: str) -> bool:
    first, second = (set(re.findall(r"\w{2,}", t.lower())) for t in (a, b))
    return bool(first and second) and (first <= second or second <= first)


def shown(places: list[Person]) -> Person:
    """The place whose wording stands for a name: a label's or a table's, else the longest that is no sentence."""
    return max(
        places,
        key=lambda p: (
            p.rule.startswith("text.") and 1 < len(p.text.split()) < 9,
            p.rule == "provider.row",
            len(p.text) if len(p.text.split()) < 9 else 0,
            -p.start,
        ),
    )


def _all(reading: Reading, to: Person | None) -> Iterator[Person]:
    sheet, lexicon = reading.sheet, reading.lexicon
    for charge in reading.claims.denied_charges[:1]:
        if len(cell := billed_by(charge.row)) > 5:
            at = sheet.text.find(cell)
            start = at if at >= 0 else charge.start
            yield Person(cell, start, start + len(cell), 0.9, "provider.row")
    for pair in reading.labelled:
        value = _VALUE_END.split(pair.text)[0].strip(" ,;:.") if pair.field == "provider" else ""
        if (
            value
            and not any(lexicon.cell(f, value) for f in ("column", "text", "id", "date"))
            and not _SENTENCE.search(value)
            and not value.startswith("NPI")
        ):
            yield Person(value, pair.start, pair.start + len(value), pair.score, pair.rule)
    for match in PROFESSIONAL.finditer(sheet.text):
        if not _OFFICE.search(match[0]):
            yield Person(match[0], match.start(), match.end(), 0.5, "provider.professional")
    for match in FACILITY.finditer(sheet.text):
        if len(match[0].split()) > 1:
            yield Person(match[0], match.start(), match.end(), 0.5, "provider.facility")
    for match in _UNPOINTED.finditer(sheet.text):
        if is_person(re.sub(rf",? {_LETTERS}$", "", match[0]).replace(",", "")):
            yield Person(match[0], match.start(), match.end(), 0.5, "provider.professional")
    for match in FIRM.finditer(sheet.text):
        yield Person(match[0], match.start(), match.end(), 0.5, "provider.firm")
    for pattern, rule in (
        (_OF_CARE, "provider.of_care"),
        (_ACTS, "provider.acts"),
        (_COPY, "provider.copy"),
        (_YOURS, "provider.yours"),
        (_BY_TRADE, "provider.by_trade"),
        (_PIECE, "provider.piece"),
    ):
        for match in pattern.finditer(sheet.text):
            name = "value" if match["value"] else "single"
            if rule == "provider.piece" and not _on_claim_line(sheet, match):
                continue
            yield Person(match[name], match.start(name), match.end(name), 0.5, rule)
    if to and (FACILITY.search(to.text) or re.search(CREDENTIAL + r"\b", to.text) or not is_person(to.text)):
        yield Person(to.text, to.start, to.end, 0.62, "provider.addressee")


def _on_claim_line(sheet: Sheet, match: re.Match[str]) -> bool:
    line = sheet.segment_at(match.start("value")).text
    return not match["value"].isupper() and bool(re.search(r"\bclaim\b|\d\.\d\d|\d/\d|\d{6}", line, re.I))


def features(
    reading: Reading, found: list[list[Person]], to: Person | None, billed: bool
) -> list[dict[str, float]]:
    """What speaks for and against each name: each sign where it is strongest. `billed`: the care was given and billed."""
    listed = []
    starts = sorted(p.start for places in found for p in places)
    denied = reading.claims.denied_charges[:1]
    told = [pair for pair in reading.labelled if pair.field == "provider"]
    over = max((s for s in starts if denied and s < denied[0].start), default=-1)
    for places in found:
        signs: dict[str, float] = {"places": min(len(places) - 1, 5) / 5}
        for person in places:
            for name, value in signs_of(reading.sheet, person, to, billed).items():
                signs[name] = max(value, signs.get(name, 0.0))
        if any(pair.start < p.start < pair.end for p in places for pair in told):
            signs["inside"] = 1.0  # behind another name that a label tells
        if places is found[0]:
            signs["first"] = 1.0
        signs["over_denied"] = float(any(p.start == over for p in places))
        listed.append(signs)
    ordered = any(s.get("doctor") and (s.get("ordered") or s.get("requested")) for s in listed)
    stay = stays(reading.sheet.text)
    for signs in listed:
        signs["pharmacy_ordered"] = float(bool(signs.get("pharmacy")) and ordered)
        signs["houses_stay"], signs["doctor_stay"] = (
            signs.get("houses", 0.0) * stay,
            signs.get("doctor", 0.0) * stay,
        )
        signs["performs_ordered"] = float(bool(signs.get("performs")) and ordered)
    return listed


_BESIDE = re.compile(
    r"(?:,? \(|, (?:case management|utilization (?:review|management)|discharge planning|billing office) \(|, | of | at | with |, of |, from |: |; | and | ?/ ?| [–—-] )(?:the )?"
)


def _with_partner(sheet: Sheet, person: Person) -> Person:
    """A facility with the doctor printed beside it, or the other way about: both, as printed."""
    whole = FACILITY.search(person.text) or FACILITY_WORD.search(person.text)
    single = PROFESSIONAL.search(person.text) or re.match(r"Dr\.? [A-Z]", person.text)
    if bool(whole) == bool(single) or len(person.text) > 70:
        return person
    others = (FACILITY,) if single else (PROFESSIONAL, _UNPOINTED)
    if after := _BESIDE.match(sheet.text, person.end):
        for other in others:
            if (match := other.match(sheet.text, after.end())) and "\n" not in match[0]:
                end = match.end() + (sheet.text[match.end() : match.end() + 1] == ")")
                return replace(person, text=sheet.text[person.start : end], end=end)
    for other in others:
        for match in other.finditer(sheet.text, max(0, person.start - 90), person.start):
            if _BESIDE.fullmatch(sheet.text, match.end(), person.start) and "\n" not in match[0]:
                return replace(person, text=sheet.text[match.start() : person.end], start=match.start())
    return person


def billed_by(row: Row) -> str:
    """Who billed a row of a claim table: its own column, or the name before the service in one cell."""
    if cell := row.text("provider"):
        return cell
    parts = re.split(r"\s[–—-]\s|,\s(?=[a-z])", row.text("service") or row.text("date"), maxsplit=1)
    named = len(parts) == 2 and (FACILITY.search(parts[0]) or FACILITY_WORD.search(parts[0]))
    return parts[0] if named and not re.search(r"\d{4}", parts[0]) else ""
