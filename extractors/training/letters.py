"""A whole letter: parts in order, every sentence with what it is, and the truth of the letter."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.training import appeals
from extractors.training.claims import claim_table
from extractors.training.grammar import capital, expand, pick, wording
from extractors.training.invent import Case, denial_class, invent, number, why
from extractors.training.parts import Part, Said, printed
from extractors.training.truth import DENIALS, truth
from pipeline.models.fields import DenialCategory

# how often each sort of letter is made
KINDS = {
    "initial_denial": 30,
    "final_internal_denial": 26,
    "eob_denial": 18,
    "approval": 4,
    "acknowledgement": 4,
    "request_for_information": 4,
    "extension": 2,
    "overturned": 4,
    "bill": 3,
    "paid_eob": 5,
    "form": 1,
    "welcome": 2,
    "withdrawn": 2,
    "appeal_withdrawn": 1,
    "iro": 2,
}
SECTIONED = 0.6  # share of letters about an appeal that are told in sections
# EOBs deny on these grounds more than on others
EOB_WEIGHTS = dict.fromkeys(DenialCategory, 1) | {
    DenialCategory.RESCISSION: 0,
    DenialCategory.STEP_THERAPY: 0,
}


@dataclass
class Draft:
    """A letter before it is set: its parts and its truth."""

    case: Case
    sort: str
    parts: list[Part]
    truth: dict[str, Any]

    def said(self) -> Iterator[Said]:
        for part in self.parts:
            yield from part.said


def draft(
    number_: int, rng: random.Random, sort: str | None = None, category: DenialCategory | None = None
) -> Draft:
    """Letter `number_` of a run, of a given or a random sort."""
    sort = sort or rng.choices(list(KINDS), list(KINDS.values()))[0]
    if sort in DENIALS and category is None:
        weights = [EOB_WEIGHTS[c] if sort == "eob_denial" else 1 for c in DenialCategory]
        category = rng.choices(list(DenialCategory), weights)[0]
    case = invent(sort, category if sort in DENIALS else None, rng)
    maker = _Maker(case, sort)
    parts = maker.eob() if sort in ("eob_denial", "paid_eob") else maker.letter()
    return Draft(
        case,
        sort,
        parts,
        truth(case, sort, f"t{number_:04d}", printed(parts), maker.deadlines, maker.codes, maker.reason),
    )


class _Maker:
    """Builds one letter; what it prints goes into the truth."""

    def __init__(self, case: Case, sort: str) -> None:
        self.case, self.sort, self.rng = case, sort, case.rng
        self.kinds, self.notices, self.slots = wording("kinds"), wording("notices"), wording("slots")
        self.reason: list[str] = []
        self.deadlines: list[dict[str, Any]] = []
        self.codes: list[str] = []
        self.sectioned = sort in appeals.ACTS and (
            case.rng.random() < SECTIONED or sort not in self.kinds["decisions"]
        )

    # --- prose letters -----------------------------------------------------------------------------------
    def letter(self) -> list[Part]:
        rng = self.rng
        parts = [Part("head", rows=[[self.case.insurer], [self._address()]]), self._date_part()]
        if self.case.administrator and rng.random() < 0.8:
            line = rng.choice(["on behalf of", "for", "reviewing for", "administrator for"])
            parts[0].rows.append([f"{self.case.administrator} {line} {self.case.insurer}"])
        parts.append(Part("address", rows=[[self.case.member], [f"{rng.randint(2, 9900)} {pick(self.slots['streets'], rng)}"], [f"{self.case.place[0]}, {self.case.place[1]} {self.case.place[2]}{rng.randint(10, 99)}"]]))  # fmt: skip
        pairs = self._pairs()
        foot = rng.random() < 0.12
        if not foot:
            parts.append(pairs)
        if rng.random() < 0.75:
            parts.append(Part("title", [self._title()]))
        if self.sort not in ("form",):
            parts.append(Part("para", [Said(f"Dear {self.case.member}{rng.choice([':', ','])}")]))
        parts += self._body()
        parts += self._notices()
        if foot:
            parts.append(pairs)
        parts.append(self._closing())
        return parts

    def _body(self) -> list[Part]:
        rng = self.rng
        if self.sectioned:
            return appeals.sectioned(self.case, self.sort, self._reason() if self.case.category else [])
        opening = [
            self._from(self.kinds["openings"].get(self.sort, self.kinds["openings"]["initial_denial"]))
        ]
        decisions = [self._from(self.kinds["decisions"][self.sort])]
        if rng.random() < 0.4 or self.sort not in DENIALS:
            decisions.append(self._from(self.kinds["decisions"][self.sort]))
        background = [self._said(pick(self.notices["background"], rng)) for _ in range(rng.randint(0, 3))]
        looking_back = (
            self._recap() if self.sort in ("final_internal_denial", "overturned", "acknowledgement") else []
        )
        if self.sort not in DENIALS:
            body = [*opening, *looking_back, *decisions]
            if rng.random() < 0.4:
                body.append(self._said(pick(self.notices["conditions"], rng)))
            return self._paragraphs([body])
        reason = self._reason()
        tail = [self._said(pick(self.notices["policies"], rng))] if rng.random() < 0.6 else []
        if rng.random() < 0.3:
            tail.append(self._said(pick(self._fitting_asides(), rng)))
        argue = (
            [self._said(pick(self.kinds["arguments"], rng))]
            if rng.random() < (0.5 if looking_back else 0.15)
            else []
        )
        if rng.random() < 0.3:  # the reason comes with the decision in one paragraph
            return self._paragraphs(
                [[*opening, *background], [*looking_back, *argue], [*decisions, *reason, *tail]]
            )
        heading = Said(pick(self.notices["headings"]["reason"], rng))
        groups = [[*opening, *decisions], [*looking_back, *argue, *background]]
        parts = self._paragraphs(groups)
        parts += [Part("heading", [heading]), *self._paragraphs([[*reason, *tail]])]
        return parts

    def _fitting_asides(self) -> list[str]:
        """Asides that set another ground aside than this letter's own."""
        case = self.case
        keep = []
        for text in self.kinds["asides"]:
            if "medical" in text.lower() and denial_class(case.category) == "clinical":
                continue
            if "limit" in text and case.category is DenialCategory.BENEFIT_LIMIT:
                continue
            if "network" in text and case.category is DenialCategory.OUT_OF_NETWORK:
                continue
            if ("needed" in text or "doubts" in text) and denial_class(case.category) == "clinical":
                continue
            keep.append(text)
        return keep or ["The {plan|policy} year began in January."]

    def _reason(self) -> list[Said]:
        """The reason itself, now and then with a second sentence of the same ground."""
        assert self.case.category is not None
        texts = [why(self.case)]
        if self.rng.random() < 0.3:
            texts.append(why(self.case))
        self.reason = texts
        return [Said(t, self.case.category.value) for t in texts]

    def _recap(self) -> list[Said]:
        out = [self._said(pick(self.kinds["recaps"], self.rng))]
        if self.rng.random() < 0.2:
            out.append(self._said(pick(self.kinds["withdrawals"], self.rng)))
        return out

    def _paragraphs(self, groups: list[list[Said]]) -> list[Part]:
        return [Part("para", group) for group in groups if group]

    # --- what stands around -------------------------------------------------------------------------------
    def _notices(self) -> list[Part]:
        rng = self.rng
        parts: list[Part] = []
        if self.sort in DENIALS or (self.sort == "paid_eob" and rng.random() < 0.6):
            rights = self._rights()
            if rng.random() < 0.7:
                parts.append(Part("heading", [Said(pick(self.notices["headings"]["rights"], rng))]))
            parts += self._paragraphs([rights])
        elif rng.random() < 0.4:
            parts += self._paragraphs([[self._said(t) for t in rng.sample(self.notices["rights"], 2)]])
        if rng.random() < 0.25:
            chosen = rng.sample(self.notices["definitions"], rng.randint(2, 5))
            parts.append(Part("heading", [Said(pick(self.notices["headings"]["terms"], rng))]))
            parts.append(Part("small", [self._said(t) for t in chosen]))
        if rng.random() < 0.3:
            parts += self._paragraphs([[self._said(t) for t in rng.sample(self.notices["conditions"], 2)]])
        if rng.random() < 0.7:
            chosen = rng.sample(self.notices["languages"], rng.randint(1, 4))
            parts.append(Part("small", [self._said(t) for t in chosen]))
        return parts

    def _rights(self) -> list[Said]:
        rng = self.rng
        out: list[Said] = []
        final = self.sort == "final_internal_denial"
        if not final:
            out.append(self._deadline("internal"))
        if final or rng.random() < 0.5:
            out.append(self._deadline("external"))
        out += [self._said(t) for t in rng.sample(self.notices["rights"], rng.randint(2, 6))]
        if rng.random() < 0.5:
            out.append(Said(f"Help is also available from the {self.case.place[3]}."))
        return out

    def _deadline(self, which: str) -> Said:
        window = pick(self.notices[f"windows_{which}"], self.rng)
        name = "internal_appeal" if which == "internal" else "external_review"
        said = expand(
            pick(self.notices[f"rights_{which}"], self.rng), {**self.case.context, "win": window}, self.rng
        )
        self.deadlines.append({"for": name, "text": f"within {window}", "date": None})
        return Said(said)

    def _closing(self) -> Part:
        lines = [expand(t, self.case.context, self.rng) for t in self.notices["closings"]]
        form = number("AA-####-##", self.rng) + self.rng.choice(["", " Rev. 04/25", " (R 1/26)"])
        return Part("closing", rows=[[lines[0]], [lines[1]], [form]])

    def _title(self) -> Said:
        made = appeals.title(self.sort, self.rng) if self.sectioned else None
        if made:
            return Said(made)
        return Said(expand(pick(self.kinds["titles"][self.sort], self.rng), self.case.context, self.rng))

    def _date_part(self) -> Part:
        text = self.case.date(self.case.letter_date)
        if self.rng.random() < 0.4:
            text = f"{pick(self.slots['labels']['letter_date'], self.rng)}: {text}"
        return Part("date", rows=[[text]])

    def _address(self) -> str:
        rng = self.rng
        return f"P.O. Box {rng.randint(100, 99000)}, {pick(self.slots['places'], rng)[0]}, {self.case.place[1]} {rng.randint(10000, 99000)}"

    def _pairs(self) -> Part:
        case, rng, labels = self.case, self.rng, self.slots["labels"]
        rows = [["member_name", case.member], ["member_id", case.member_id]]
        if case.group:
            rows.append(["group_number", case.group])
        if case.claim:
            rows.append(["claim_numbers", case.claim])
        if case.ref:
            appeal = self.sort in ("final_internal_denial", "acknowledgement", "overturned")
            rows.append(["appeal_reference" if appeal else "reference_numbers", case.ref])
        if case.dos:
            rows.append(["service_dates", self._dates()])
        rows.append(["provider", case.provider])
        if rng.random() < 0.7:
            rows.append(["service", case.service[0]])
            if case.service[1] and rng.random() < 0.7:
                rows.append(["procedure_codes", case.service[1]])
        if rng.random() < 0.4:
            rows.append(["diagnosis_codes", case.service[2]])
        if self.sort in DENIALS and case.claim and rng.random() < 0.4:
            rows.append(["amount_denied", f"${case.amount:,.2f}"])
        return Part("pairs", rows=[[pick(labels[k], rng), v] for k, v in rows])

    def _dates(self) -> str:
        assert self.case.dos
        start, end = self.case.dos
        if start == end:
            return self.case.date(start)
        return f"{self.case.date(start)} {self.rng.choice(['-', 'to', 'through'])} {self.case.date(end)}"

    # --- EOBs ---------------------------------------------------------------------------------------------
    def eob(self) -> list[Part]:
        rng = self.rng
        parts = [Part("head", rows=[[self.case.insurer], [self._address()]]), Part("title", [self._title()])]
        parts += [self._date_part(), self._pairs()]
        table, legend, reason, codes = claim_table(self.case, self.sort == "eob_denial")
        self.reason, self.codes = reason, codes
        parts += [table, legend]
        if self.sort == "eob_denial" and rng.random() < 0.4:
            parts.append(Part("para", [self._from(self.kinds["decisions"]["eob_denial"])]))
        if self.sort == "paid_eob" and rng.random() < 0.5:
            parts.append(Part("para", [self._from(self.kinds["decisions"]["paid_eob"])]))
        if rng.random() < 0.3:
            parts.append(Part("para", [self._said(pick(self._fitting_asides(), rng))]))
        return [*parts, *self._notices(), self._closing()]

    def _said(self, template: str) -> Said:
        return Said(capital(expand(template, self.case.context, self.rng)))

    def _from(self, entries: list[dict[str, str]]) -> Said:
        entry = pick(entries, self.rng)
        return Said(capital(expand(entry["text"], self.case.context, self.rng)), act=entry["act"])
