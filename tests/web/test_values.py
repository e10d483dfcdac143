import pytest

from pipeline.web.values import NotUnderstoodError, differ, shown, typed, understood
from pipeline.web.words import Asked, load

ASKED = {a.name: a for a in (*load().letter_fields(), *load().questions())}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("insurer", "Sierra Vista Health Plan of California"),
        ("letter_date", "2026-03-02"),
        ("claim_numbers", ["A-1", "B-2"]),
        ("service_dates", [["2026-01-05", "2026-01-09"], ["2026-02-01", "2026-02-01"]]),
        ("urgent_or_concurrent", False),  # `no` is told from `not found`
        ("amount_denied", "1250.00"),
        ("stated_deadlines", [{"for": "internal_appeal", "text": "within 180 days", "date": None}]),
        ("internal_appeals", []),  # `none was made` is told from `not known`
        ("internal_appeals", [{"filed_on": "2026-01-10", "decided_on": None, "outcome": "pending"}]),
        ("internal_appeals", None),
        ("plan.grandfathered", True),
    ],
)
def test_a_value_survives_the_form(name: str, value: object) -> None:
    asked = ASKED[name]
    inputs = shown(asked, "f", value)
    # Browsers send every input, also the empty ones, with line ends of their own.
    sent = {k: v.replace("\n", "\r\n") for k, v in inputs.items()} | {f"f.{name}.9.text": ""}
    again = typed(asked, "f", sent)
    assert not differ(inputs, again)
    assert understood(asked, "f", again) == value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("letter_date", "3/2/2026", "2026-03-02"),  # as Americans write
        ("amount_denied", "$1,250.00", "1250.00"),
        ("service_dates", "1/5/2026 - 1/9/2026", [["2026-01-05", "2026-01-09"]]),
        ("service_dates", "2026-01-05", [["2026-01-05", "2026-01-05"]]),
        ("service_dates", "2026-01-05 through 2026-01-09", [["2026-01-05", "2026-01-09"]]),
        ("claim_numbers", " A-1 \n\n B-2", ["A-1", "B-2"]),
    ],
)
def test_what_people_type_is_understood(name: str, text: str, value: object) -> None:
    assert understood(ASKED[name], "f", {f"f.{name}": text}) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("letter_date", "2026-02-30"),  # no such day
        ("letter_date", "March"),
        ("amount_denied", "twelve"),
        ("amount_denied", "-5"),
        ("amount_denied", "Infinity"),
        ("service_dates", "2026-01-09 to 2026-01-05"),  # the wrong way round
        ("service_dates", "2026-01-01 to 2026-01-02 to 2026-01-03"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        understood(ASKED[name], "f", {f"f.{name}": text})


def test_an_appeal_and_no_appeal_contradict() -> None:
    asked = ASKED["internal_appeals"]
    with pytest.raises(NotUnderstoodError, match="clear one"):
        understood(asked, "q", {"q.internal_appeals": "none", "q.internal_appeals.0.filed_on": "2026-01-10"})


def test_an_endless_table_is_cut() -> None:
    """A hostile form names row 999999999: no list of that length is made."""
    asked = Asked("t", "T", "table", columns={"a": "A"})
    assert understood(asked, "f", {"f.t.999999999.a": "x", "f.t.0.a": "y"}) == [{"a": "y"}]
