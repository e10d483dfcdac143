"""What speaks for and against a name as the provider: its form, its label, and what its sentence says of it."""

import re

from extractors.base import Sheet
from extractors.lexicon import pattern, patterns
from extractors.people import CREDENTIAL, FACILITY, PROFESSIONAL, STAFF, Person, clean, is_person, same

FACILITY_WORD = pattern("provider.facility")
_ITS_OFFICE = pattern("provider.its_office")
_ASKED = pattern("provider.asked")
_BILLED = pattern("provider.billed")
_PLANS = pattern("provider.plans")
_REQUESTED = pattern("provider.requested")  # who asked for the service
_GAVE = pattern("provider.gave")  # who gave the care, or was to give it
_TRADE = re.compile(patterns().source("provider.trade"))
_LETTERS = re.compile(r"[A-Za-z],? (?:MD|DO|M\.D\.?|D\.O\.?|NP|PA-C|DPM|DDS|PT|[A-Z]*NP|BCBA|LCSW|DC|PhD)$")
_TO_SEE = pattern("provider.to_see")
_ELSEWHERE = pattern("provider.elsewhere")
_DECIDED = pattern("provider.decided")
_MAY_CALL = pattern("provider.may_call")
_SOURCE = pattern("provider.source")
_PAID_TO = pattern("provider.paid_to")
_ORDERED = pattern("provider.ordered")
_RENDERED = pattern("provider.rendered")
_EMPLOYS = pattern("provider.employs")
_PERFORMS = pattern("provider.performs")
_HOUSES = pattern("provider.houses")
_STAY = pattern("provider.stay")
PHARMACY = pattern("provider.pharmacy")
CREDENTIAL_AFTER = re.compile(rf",? {CREDENTIAL}(?![\w.])")
_JUNK = re.compile(
    r"\b(?:Claim|Member|Patient|Group|Dear|Access|Approved|Denied|Box|Date|Number|ID|Who|Phone|Page)\b"
)


def signs(sheet: Sheet, person: Person, to: Person | None, billed: bool) -> dict[str, float]:
    text = person.text
    before, after = (
        sheet.text[max(0, person.start - 90) : person.start],
        sheet.text[person.end : person.end + 70],
    )
    before = _ITS_OFFICE.sub("", before)
    around = before.rsplit("\n")[-1][-45:] + "§" + after.split("\n")[0][:40]
    wide = before.rsplit("\n")[-1] + "§" + after.split("\n")[0]
    decided = bool(_DECIDED.search(wide))
    doctor = bool(PROFESSIONAL.search(text)) or is_person(clean(text))
    firm = bool(FACILITY.search(text) or FACILITY_WORD.search(text))
    source = person.rule.rpartition(".")[2]
    label = (
        sheet.text[max(0, person.start - 40) : person.start].lower()
        if source in ("provider", "facility")
        else ""
    )
    told = person.rule in ("text.provider", "text.facility")
    gave = bool(_GAVE.search(wide)) and not _ELSEWHERE.search(wide)
    here = f"{_label(sheet, person.start)}§{after.split(chr(10))[0]}"
    ordered, performs = bool(_ORDERED.search(here)), firm and bool(_PERFORMS.search(text))
    signs = {
        "paid_to": float(bool(_PAID_TO.search(here))),
        "paid_to_billed": float(billed and bool(_PAID_TO.search(here))),
        "ordered": float(ordered),
        "ordered_billed": float(ordered and billed),
        "rendered": float(bool(_RENDERED.search(here))),
        "rendered_billed": float(billed and bool(_RENDERED.search(here))),
        "employs": float(bool(_EMPLOYS.search(here) or _EMPLOYS.search(wide))),
        "performs": float(performs),
        "performs_billed": float(performs and billed),
        "houses_stay": float(firm and bool(_HOUSES.search(text))),
        "pharmacy": float(bool(PHARMACY.search(text))),
        f"from_{'label_' if told else ''}{source}": 1.0,
        "pair": person.score if told else 0.0,
        "doctor": float(doctor and not firm),
        "doctor_billed": float(doctor and not firm and billed),
        "firm": float(firm),
        "firm_billed": float(firm and billed),
        "neither": float(not firm and not doctor),
        "both": float(firm and doctor),
        "asked": float(not decided and bool(_ASKED.search(around))),
        "billed": float(not decided and bool(_BILLED.search(around))),
        "billed_after": float(not decided and billed and bool(_BILLED.search(around))),
        "requested": float(bool(_REQUESTED.search(wide))),
        "requested_billed": float(billed and bool(_REQUESTED.search(wide))),
        "gave": float(gave),
        "doctor_gave": float(doctor and not firm and gave),
        "doctor_requested": float(doctor and not firm and bool(_REQUESTED.search(wide))),
        "doctor_told": float(doctor and not firm and told),
        "lettered": float(
            bool(_LETTERS.search(text)) or bool(CREDENTIAL_AFTER.match(after)) or text.startswith("Dr")
        ),
        "trade": float(doctor and not firm and bool(_TRADE.search(wide)) and not _ELSEWHERE.search(wide)),
        "junk": float(bool(_JUNK.search(text))),
        "to_see": float(bool(_TO_SEE.search(wide))),
        "elsewhere": float(bool(_ELSEWHERE.search(wide))),
        "decided": float(decided),
        "may_call": float(bool(_MAY_CALL.search(wide))),
        "source": float(bool(_SOURCE.search(wide))),
        "staff": float(bool(STAFF.search(before.rsplit("\n")[-1] + " " + after.split("\n")[0]))),
        "plans": float(bool(_PLANS.search(around))),
        "copy": float(bool(re.search(r"\bcc?\b:?[^.]{0,60}$", before.rsplit("\n")[-1]))),
        "addressee": float(to is not None and same(text, to.text)),
        "first_page": float(sheet.segment_at(person.start).page == sheet.first_page),
        "top": 1.0 - sheet.top(person.start),
        "wordy": float(bool(re.search(r"\b[a-z]{4,} [a-z]{3,} [a-z]{3,}", text)) or len(text.split()) > 9),
        "digits": float(bool(re.search(r"\d", text))),
        "single": float(len(text.split()) < 2),
        "capitals": float(text.isupper()),
        "label_facility": float(told and source == "facility" and not billed),
        "label_request": float(told and bool(re.search(r"request|order|prescri|asked", label))),
        "label_request_billed": float(
            told and billed and bool(re.search(r"request|order|prescri|asked", label))
        ),
        "label_billed": float(told and bool(re.search(r"bill|pay|supplier", label))),
    }
    return {k: v for k, v in signs.items() if v}


def _label(sheet: Sheet, start: int) -> str:
    """What stands right before a name: its line, or the cell to the left of it or over it."""
    line = sheet.text[max(0, start - 60) : start].rsplit("\n")[-1]
    if line.strip() or not sheet.starts_segment(start):
        return line
    segment = sheet.segment_at(start)
    beside = sheet.left(segment) or next(iter(sheet.above(segment, 1)), None)
    return beside.text + " " if beside is not None and len(beside.text) < 40 else ""


def stays(text: str) -> float:
    """How much a letter is about a stay, 0 to 1."""
    return min(len(_STAY.findall(text)), 4) / 4
