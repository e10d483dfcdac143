"""What speaks for and against a name as the provider: its form, its label, and what its sentence says of it."""

import re

from extractors.base import Sheet
from extractors.people import FACILITY, PROFESSIONAL, STAFF, Person, clean, is_person, same

FACILITY_WORD = re.compile(
    r"\b(?:Surgeons|Surgi-?center|Suites|Infusion|Nursing|Supply|Rehab|Attendants|Behavioral|Residential|EMS|LifeFlight|Infirmary|Unit|Home Care|Prosthetics|Hearing|"
    r"Surgical|Healthcare|Health|Hospital|Rehabilitation|Mobility|Medical|Endocrinology|Gastro\w*|Ortho\w*|Oculoplastics?|Spine|Podiatry|"
    r"Center|Clinic|Labs?|Laborator(?:y|ies)|ENT|Pediatrics?|Chiropractic|Vascular|Voice|Memorial|Biosciences|GeneDx|Group|LLC|Inc|PC|PLLC|PA|SC)\b",
    re.I,
)
_ITS_OFFICE = re.compile(
    r"(?:Utilization (?:Review|Management)|Case Management|Medical Records|Appeals Department),? $"
)
_REQUESTS = r"(?:ask(?:s|ed)|request(?:s|ed)|order(?:s|ed)|prescrib(?:es|ed)|want(?:s|ed)|recommend(?:s|ed)|propos(?:es|ed)|appl(?:ies|ied)|sought|seeks|submit(?:s|ted))"
_ASKED = re.compile(
    r"\b(?:your (?:doctor|provider|surgeon)|request(?:ed)?|asked|order(?:ed)?|prescri\w+|office of|from|by)\b[^§]{0,30}§|"
    r"§\W*(?:asked|request|wrote|sent|order|prescrib|submitted|wants)",
    re.I,
)
_BILLED = re.compile(
    r"\b(?:bill(?:s|ed)?|claims?|charges?|services?|visit|stay|treated|seen|care|performed|from|by|at|to)\b[^.;§]{0,30}§|§\W*(?:billed|charged)",
    re.I,
)
_PLANS = re.compile(
    r"\b(?:review(?:ed|er)?|our|plan's|decided|panel|committee|hear(?:d|ing)|signed|administ\w+|underwritten|insured by|on behalf of)\b[^§]{0,40}§",
    re.I,
)
_REQUESTED = re.compile(  # who asked for the service, as the subject of the sentence or behind "by"
    rf"§(?: ?\([^()]{{3,40}}\))?(?:,? (?:(?:of|at|with|from) [^.;,§]{{3,50}}|(?:your|the|a|an) [a-z -]{{4,50}},?))?,? (?:(?:has|have|had|also|who|first|then|on|again|[A-Z][a-z]+|\d+,?) ){{0,4}}{_REQUESTS}\b|"
    r"\b(?:requested|ordered|prescribed|recommended|proposed|submitted|sent|asked for|request|order|prescription|referral)(?: for you| for your \w+| to us| in)? (?:by|from|of) (?:your |the |his |her )?(?:(?:doctor|provider|surgeon|prescriber|facility|hospital)s?,? )?§",
    re.I,
)
_TO_SEE = re.compile(
    r"\b(?:to|let you|for you to|wants? to|asked to) (?:see|visit|use|be seen by|be treated (?:at|by)|go to) §|§ (?:is|are|was|were) (?:not|out)[\w ]{0,12}(?:network|participating|contract)",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:including|such as|for example|instead|could (?:see|use|go)|can (?:see|use|go)|alternatives?)\b[^.;§]{0,50}§|"
    r"§[^.;§]{0,40}\b(?:who can|which can|can see you|is in (?:our|the) network|are in (?:our|the) network|has openings?)",
    re.I,
)
_DECIDED = re.compile(
    r"\b(?:deci\w+|review\w*|determin\w+|read|made|signed|denied|heard|considered|peer.to.peer)\b[^.;§]{0,30}(?:by|with|from|was|:|\?):? ?(?:our [\w ]{3,40}, )?(?:Dr\.? )?§|§,? (?:(?:a|an|our|who) )?[^.;§]{0,30}(?:board.certified|medical director|reviewed|reviewer)",
    re.I,
)
_MAY_CALL = re.compile(
    r"§[^.;§]{0,20} (?:may|can|could|should|is welcome to|or [\w ]{3,30} may) (?:call|talk|speak|ask|phone|discuss|contact|reach)",
    re.I,
)
_SOURCE = re.compile(
    r"\b(?:InterQual|MCG|guidelines?|criteria|polic(?:y|ies)|bulletin|CPB|Manual|entitled|Index|Compendium)\b[^.;§]{0,50}§|§ (?:guidelines?|criteria|polic(?:y|ies))",
    re.I,
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
    signs = {
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
