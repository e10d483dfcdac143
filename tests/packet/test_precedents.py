"""Decided reviews: counted as they were, never more."""

from pathlib import Path

import pytest

from pipeline.assemble.precedents import compare, count, import_rows, load
from pipeline.assemble.templates import shipped, templates
from pipeline.errors import UsageError
from tests.packet.conftest import made, paragraphs

DATA = templates(None).data("precedents.yaml")
COUNTS = load(shipped() / "precedents.csv")

HEAD = "ReferenceID,ReportYear,DiagnosisCategory,DiagnosisSubCategory,TreatmentCategory,TreatmentSubCategory,Determination,Type,AgeRange,PatientGender,Findings\n"
ROWS = """MN22-1,2022,Mental,Eating Disorder,Mental Health Treatment,Residential Treatment Center - Admission,Overturned Decision of Health Plan,Medical Necessity,11-20,Female,"Long, quoted"
MN22-2,2022,Mental,Eating Disorder,Mental Health Treatment,Residential Treatment Center - Admission,Upheld Decision of Health Plan,Medical Necessity,11-20,Female,x
MN21-3,2021,Mental,Eating Disorder,Mental Health Treatment,Residential Treatment Center - Admission,Overturned Decision of Health Plan,Medical Necessity,21-30,Male,x
MN21-3,2021,Mental,Eating Disorder,Mental Health Treatment,Residential Treatment Center - Admission,Overturned Decision of Health Plan,Medical Necessity,21-30,Male,told twice
MN21-4,2021,Mental,,,,Withdrawn,Medical Necessity,,,no plain outcome
,2021,Mental,,,,Upheld Decision of Health Plan,Medical Necessity,,,no reference number
"""


def test_shipped_counts_are_whole() -> None:
    """As many reviews and overturned ones as the source says, and never more overturned than decided."""
    assert sum(c.decided for c in COUNTS) == 19228
    assert sum(c.overturned for c in COUNTS) == 8452
    assert all(0 <= c.overturned <= c.decided and len(c.references) <= c.overturned for c in COUNTS)


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        HEAD.replace("ReferenceID", "REFERENCE_ID").replace("ReportYear", "REPORT_YEAR"),  # newer spelling
        HEAD.replace("ReferenceID", "\ufeffReference ID").replace(",Type,", ",IMRType,"),  # older spelling
    ],
)
def test_import_counts_only_plain_outcomes(head: str, tmp_path: Path) -> None:
    file = tmp_path / "imr.csv"
    file.write_text(head + ROWS, "utf-8")
    imported = import_rows(file)
    assert (len(imported.reviews), imported.left_out) == (3, 2)
    (total,) = count(imported.reviews)
    assert (total.decided, total.overturned, total.upheld) == (3, 2, 1)
    assert total.references == ("MN22-1", "MN21-3")  # newest first, the upheld MN22-2 never
    assert (total.first_year, total.last_year) == (2021, 2022)


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="reference"):
        import_rows(file)
    with pytest.raises(UsageError):
        import_rows(tmp_path / "nowhere.csv")


def _scopes(category: str, service: str, codes: list[str]) -> list[tuple[str, str, str]]:
    found = compare(COUNTS, DATA, category=category, service=service, diagnosis_codes=codes)
    return [(f.scope, f.diagnosis, f.treatment) for f in found]


@pytest.mark.parametrize(
    ("category", "service", "codes", "scopes"),
    [
        # everything known
        ("experimental", "Proton beam therapy", ["C71.1"], ["type", "diagnosis", "treatment", "both"]),
        # a service that no treatment name fits: no guess
        ("medical_necessity", "Extended EEG monitoring", ["G40.909"], ["type", "diagnosis"]),
        # no code: no diagnosis
        ("level_of_care", "Residential treatment", [], ["type", "treatment"]),
        # an administrative denial has no comparable review
        ("coding", "MRI of the knee", ["M25.561"], []),
        # a word within a word is no match: spirometry is no MRI, carpet no PET
        ("medical_necessity", "Spirometry, carpet cleaning", [], ["type"]),
    ],
)
def test_comparison_goes_as_far_as_the_words_go(
    category: str, service: str, codes: list[str], scopes: list[str]
) -> None:
    assert [s for s, _, _ in _scopes(category, service, codes)] == scopes


def test_worksheet_adds_up_and_is_for_california_only() -> None:
    packet = made("ca-dmhc-level-of-care-parent")
    cells = paragraphs(packet.folder / "precedents.docx")
    rows = [i for i, cell in enumerate(cells) if cell.startswith(("all, ", "Medical Necessity;"))]
    assert rows
    for i in rows:
        decided, overturned, upheld = (int(n) for n in cells[i + 1 : i + 4])
        assert decided == overturned + upheld
    assert "%" not in " ".join(cells)
    assert "precedents" not in made("ny-representative").documents
