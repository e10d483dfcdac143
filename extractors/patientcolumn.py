"""The patient as the claim table tells: who the first denied row is about, and whether the letter names another."""

import re
from dataclasses import dataclass

from extractors import people as names
from extractors.charges import Row
from extractors.lexicon import pattern
from extractors.reading import Reading

_KIN = pattern("member.kin_in_brackets")


@dataclass(frozen=True, slots=True)
class PatientColumn:
    """What a column of patients says.

    `who` is named whole in the first denied row, or in the first row where none was denied; `decides` tells whether
    that outweighs what stands elsewhere, as the table has rows of several patients or calls this one a relative;
    `cell` is what it holds in the first denied row; `denied` and `shared` are names over claims' numbers in one cell.
    """

    who: names.Person | None
    decides: bool
    cell: str
    shared: tuple[str, ...]  # of all rows
    denied: str  # of the first denied row

    @classmethod
    def of(cls, reading: Reading) -> "PatientColumn":
        """The column of the letter's tables; empty where there is none."""
        denied, charges = reading.claims.denied_charges, reading.claims.charges
        rows = [c.row for c in denied or charges]
        patients = {c.row.text("patient").lower() for c in charges} - {""}
        kin = bool(rows) and bool(_KIN.search(rows[0].text("patient")))
        return cls(
            next((who for row in rows if (who := _whole(reading, row))), None),
            len(patients) > 1 or kin,
            denied[0].row.text("patient") if denied else "",
            tuple(_over_a_claim(c.row) for c in charges),
            _over_a_claim(denied[0].row) if denied else "",
        )

    def names_another(self, who: names.Person) -> bool:
        """Whether the first denied row names a patient by a first name that is not in this name.

        A column may hold the patient over the claim's number; it does where a name stands in it that is partly this one.
        """
        own = _words(who.text)
        told = self.cell or (self.denied if any(own & _words(name) for name in self.shared) else "")
        first = re.match(r"[A-Z][a-z]{2,}\b", told)
        return first is not None and first[0].lower() not in own


def _whole(reading: Reading, row: Row) -> names.Person | None:
    """The patient of a row, by the whole name, which may stand elsewhere in the letter: "Jaylen (son)"."""
    cells = row.cells.get("patient", [])
    text = names.clean(" ".join(c.text for c in cells))
    if cells and names.is_person(text):
        start = reading.sheet.offset_of(cells[0])
        return names.Person(text, start, start + len(text), 0.8, "member.column")
    first = re.fullmatch(r"[A-Z][\w’'-]+", text)
    whole = first and re.search(rf"\b{text}(?: [A-Z]\.?)? [A-Z][\w-]+", reading.sheet.text)
    if whole and names.is_person(whole[0]):
        return names.Person(whole[0], *whole.span(), 0.8, "member.column")
    return None


def _over_a_claim(row: Row) -> str:
    return next((s.text for s in row.cells.get("claim", []) if s.text.replace(" ", "").isalpha()), "")


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
