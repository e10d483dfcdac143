"""Words on a page become sentences as one would read them."""

from extractors.sentences import sentences
from tests.classify.paper import typed


def texts(text: str) -> list[str]:
    return [s.text for s in sentences(typed(text))]


def test_lines_of_one_paragraph_join_and_split_at_full_stops() -> None:
    assert texts("We read the notes of Dr. Holt and the\nchart. The scan is not needed.") == [
        "We read the notes of Dr. Holt and the chart.",
        "The scan is not needed.",
    ]


def test_a_word_broken_at_a_line_end_keeps_its_hyphen_and_loses_the_gap() -> None:
    assert texts("The request is for a re-\nevaluation of the knee.") == [
        "The request is for a re-evaluation of the knee."
    ]


def test_cells_side_by_side_are_apart() -> None:
    # a two-column block must not read across
    assert texts("Member name    Claim number\nAnn Reed    55-1") == [
        "Member name",
        "Claim number",
        "Ann Reed",
        "55-1",
    ] or set(texts("Member name    Claim number\nAnn Reed    55-1")) == {
        "Member name Ann Reed",
        "Claim number",
        "55-1",
    }


def test_legend_entries_are_apart_and_know_their_code() -> None:
    found = sentences(typed("A1    The claim came too late.\nB2    Applied to your deductible."))
    assert [(s.label, s.text) for s in found if s.label] == [
        ("A1", "The claim came too late."),
        ("B2", "Applied to your deductible."),
    ]


def test_boxes_hold_all_words_of_the_sentence() -> None:
    found = sentences(typed("One two.\n\nThree four five."))
    assert all(s.box[0] <= w.box[0] and w.box[2] <= s.box[2] for s in found for w in s.words)
    assert [s.block for s in found] == [0, 1]


def test_no_words_give_no_sentences() -> None:
    assert sentences(typed("")) == ()
