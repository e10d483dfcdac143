"""Where a name ends in a column of values: at the line that has a label of its own beside it."""

import pytest

from extractors.gather import examine
from tests.extract.page import Line, document

LABELS = (60.0, 210.0)  # where labels and their values begin, in points
GAP = 13.0


def form(*rows: tuple[str, str]) -> tuple[Line, ...]:
    """A form as mainframes print it: a column of labels, a column of values."""
    lines: list[Line] = [(60.0, 40.0, "NOTICE OF DENIAL")]
    for n, (label, value) in enumerate(rows):
        top = 80.0 + GAP * n
        lines += [(LABELS[0], top, label)] if label else []
        lines.append((LABELS[1], top, value))
    return (*lines, (60.0, 420.0, "The request is denied because it is not medically necessary."))


FUND = "LABORERS' HEALTH AND WELFARE FUND OF THE"
FORMS = [
    # a fund's name over two lines, then values that are capitals too: both once ran into the name
    ((("PLAN:", FUND), ("", "GREAT LAKES REGION"), ("RX GROUP:", "RX22LGL"), ("PARTICIPANT:", "GIOVANNETTI, ROCCO")), f"{FUND} GREAT LAKES REGION"),
    # the same with dot leaders
    ((("PLAN . . . :", FUND), ("", "GREAT LAKES REGION"), ("GROUP . . :", "HARBOR LOCAL")), f"{FUND} GREAT LAKES REGION"),
    # one line only; the group's words would go on as a fund's town does
    ((("Plan:", "Teamsters Local 421 Health and Welfare Fund"), ("Group:", "Dubuque Drivers")), "Teamsters Local 421 Health and Welfare Fund"),
    # labels without a colon, but in a column of their own
    ((("Plan", "Ironworkers District Council Welfare Plan"), ("Division", "Tri-State Riggers"), ("Member", "Rocco Giovannetti")), "Ironworkers District Council Welfare Plan"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "name"), FORMS)
def test_a_plan_in_a_column_of_values_ends_where_the_next_label_begins(
    rows: tuple[tuple[str, str], ...], name: str
) -> None:
    found = examine(document(*form(*rows)))[0].fields["insurer"]
    assert not isinstance(found, tuple)
    assert found.value == name
