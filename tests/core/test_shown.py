import pytest

from pipeline.models.document import Document, Origin, Page, turn_of
from pipeline.models.fields import Candidate, Classification, Doubt, Extraction, Field, Pointer
from pipeline.shown import as_shown

# A letter sheet that lies on its side in the file (792 x 612 points there): each step right on the upright
# page goes up in the file, each step down goes right.
ON_ITS_SIDE = (0.0, 1.0, 0.0, -1.0, 0.0, 612.0, 0.0, 0.0, 1.0)
BOX, THERE = (100.0, 50.0, 200.0, 62.0), (50.0, 412.0, 62.0, 512.0)


def _page(number: int, as_given: tuple[float, ...] | None) -> Page:
    return Page(number, 612.0, 792.0, (), Origin.OCR, "no text layer", as_given=as_given)


def test_every_box_goes_back_to_the_page_as_the_file_shows_it() -> None:
    document = Document("a.pdf", "0" * 64, (_page(1, None), _page(2, ON_ITS_SIDE)))
    seen = Candidate(value="y", score=0.2, page=2, box=BOX)
    extraction = Extraction(
        kind=Field(value="eob_denial", confidence=1.0),
        fields={
            "insurer": Field(value="x", confidence=1.0, page=2, box=BOX, candidates=(seen,)),
            "claim_numbers": (Field(value="1", confidence=1.0, page=2, box=BOX),),
            "member_id": Field(value="2", confidence=1.0, page=1, box=BOX),  # a page that was not moved
        },
        doubts=(Doubt(field="insurer", why="two", candidates=(seen,)),),
    )
    classification = Classification(evidence=(Pointer(quote="z", page=2, box=BOX, points_to="clinical"),))
    found, classified = as_shown(document, extraction, classification)
    insurer = found.one("insurer")
    assert insurer is not None
    assert insurer.box == insurer.candidates[0].box == THERE
    assert found.many("claim_numbers")[0].box == THERE
    assert found.many("member_id")[0].box == BOX
    assert found.doubts[0].candidates[0].box == THERE
    assert classified.evidence[0].box == THERE


@pytest.mark.parametrize(
    ("as_given", "turn"),
    [
        (None, 0),
        ((1.0, 0.02, 0.0, -0.02, 1.0, 0.0, 0.0, 0.0, 1.0), 0),  # a little crooked
        (ON_ITS_SIDE, 90),  # lines run upward in the file: a quarter clockwise makes them upright
        ((-1.0, 0.0, 612.0, 0.0, -1.0, 792.0, 0.0, 0.0, 1.0), 180),  # on its head
        ((0.0, -1.0, 792.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0), 270),
    ],
)
def test_the_turn_that_makes_a_page_upright(as_given: tuple[float, ...] | None, turn: int) -> None:
    assert turn_of(_page(1, as_given)) == turn
