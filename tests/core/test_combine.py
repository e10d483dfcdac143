"""Several letters of one case: which governs, what is kept, what is asked."""

import pytest

from pipeline.combine import Reading, combine
from pipeline.models.document import Document
from pipeline.models.fields import Classification, DenialCategory, DenialClass, Extraction, Field


def reading(
    kind: str | None, date: str | None = None, denial_class: DenialClass | None = None, **fields: object
) -> Reading:
    found: dict[str, Field | tuple[Field, ...]] = {}
    if date:
        found["letter_date"] = Field(value=date, confidence=0.9)
    for name, value in fields.items():
        if isinstance(value, list):
            found[name] = tuple(Field(value=v, confidence=0.9) for v in value)
        else:
            found[name] = Field(value=value, confidence=0.9)
    extraction = Extraction(kind=Field(value=kind, confidence=0.9), fields=found)
    category = DenialCategory.CODING if denial_class else None
    return Reading(
        Document("x.pdf", "00", ()),
        extraction,
        Classification(denial_class=denial_class, denial_category=category),
    )


GOVERNS = [
    # an upheld appeal governs over the first denial, whatever the order given
    ([("initial_denial", "2026-01-05"), ("final_internal_denial", "2026-03-01")], 1),
    ([("final_internal_denial", "2026-03-01"), ("initial_denial", "2026-01-05")], 0),
    # of two appeal levels the later decision is the one that counts
    ([("final_internal_denial", "2026-03-01"), ("final_internal_denial", "2026-05-01")], 1),
    # an EOB governs only where there is no denial letter
    ([("eob_denial", "2026-06-01"), ("initial_denial", "2026-01-05")], 1),
    # an acknowledgement among denials never governs, even when it is the newest
    ([("not_a_denial", "2026-09-01"), ("eob_denial", "2026-01-05")], 1),
    # a letter of unknown kind does not push a known denial aside
    ([(None, "2026-09-01"), ("initial_denial", "2026-01-05")], 1),
]


@pytest.mark.parametrize(("letters", "expected"), GOVERNS)
def test_which_letter_governs(letters: list[tuple[str | None, str]], expected: int) -> None:
    lead, _, _ = combine([reading(kind, date) for kind, date in letters])
    assert lead == expected


def test_one_letter_stays_as_it_is() -> None:
    only = reading("initial_denial", "2026-01-05", member_id="A1")
    lead, extraction, _ = combine([only])
    assert lead == 0
    assert extraction is only.extraction


def test_first_denial_gives_its_date_and_missing_fields() -> None:
    first = reading("initial_denial", "2026-01-05", group_number="77", claim_numbers=["C1"])
    final = reading("final_internal_denial", "2026-03-01", member_id="A1", claim_numbers=["C1", "C2"])
    _, extraction, _ = combine([first, final])
    assert extraction.one("initial_denial_date").value == "2026-01-05"  # type: ignore[union-attr]
    assert extraction.one("letter_date").value == "2026-03-01"  # type: ignore[union-attr]
    assert extraction.one("group_number").value == "77"  # type: ignore[union-attr]
    assert [f.value for f in extraction.many("claim_numbers")] == ["C1", "C2"]


def test_letters_of_two_members_are_questioned() -> None:
    _, extraction, _ = combine(
        [
            reading("initial_denial", "2026-01-05", member_id="A-1"),
            reading("final_internal_denial", "2026-03-01", member_id="B2"),
        ]
    )
    assert [d.field for d in extraction.doubts] == ["member_id"]
    assert {c.value for c in extraction.doubts[0].candidates} == {"A-1", "B2"}


def test_the_same_id_printed_differently_is_no_conflict() -> None:
    _, extraction, _ = combine(
        [
            reading("initial_denial", "2026-01-05", member_id="A-1 2"),
            reading("final_internal_denial", "2026-03-01", member_id="A12"),
        ]
    )
    assert extraction.doubts == ()


def test_an_appeal_decision_without_a_reason_leans_on_the_first_denial() -> None:
    first = reading("initial_denial", "2026-01-05", DenialClass.ADMINISTRATIVE)
    _, _, classification = combine([first, reading("final_internal_denial", "2026-03-01")])
    assert classification.denial_class is DenialClass.ADMINISTRATIVE
