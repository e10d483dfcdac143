"""What a batch tells people: how far it is, and the summary of its letters."""

import csv
from collections.abc import Iterator

import openpyxl
import pytest

from pipeline.batch.outcome import Progress
from pipeline.law import Law
from pipeline.summary import office
from tests.ledger.light import letter
from tests.ledger.room import Room


def test_progress_tells_rate_and_time_left(room: Room) -> None:
    for n in range(6):
        room.put(f"{n}.pdf", letter(str(n)))
    steps: list[Progress] = []
    ticks: Iterator[float] = iter(float(n) for n in range(1000))
    room.run(on_progress=steps.append, clock=lambda: next(ticks), workers=1)
    assert [step.ended for step in steps] == [0, 1, 2, 3, 4, 5, 6]
    assert {step.total for step in steps} == {6}
    assert (steps[3].rate, steps[3].seconds_left) == (1.0, 3.0)
    assert steps[0].seconds_left is None


def test_the_summary_is_sorted_by_deadline_and_colored_and_links_to_packets(room: Room) -> None:
    room.put("late.pdf", letter("late", file_by="2026-02-01", member="M", claim="1"))
    room.put("far.pdf", letter("far", file_by="2026-12-01"))
    room.put("soon.pdf", letter("soon", file_by="2026-03-05", member="M", claim="1"))
    room.put("bad.pdf", "bad")
    room.put("formula.pdf", letter("f", insurer="=HYPERLINK(0)", file_by="2026-05-01"))
    result = room.run()
    assert [row["letter"] for row in result.rows] == [
        "late.pdf",
        "soon.pdf",
        "formula.pdf",
        "far.pdf",
        "bad.pdf",
    ]
    sheet = openpyxl.load_workbook(room.out / "summary.xlsx").active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    colors = {
        str(row[head.index("Letter")].value): row[0].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)
    }
    assert len({colors["late.pdf"], colors["soon.pdf"], colors["far.pdf"], colors["bad.pdf"]}) == 4
    late = sheet[2]
    case_id = next(r.case_id for r in result.results if r.key == "late.pdf")
    link = late[head.index("Packet")].hyperlink
    assert link is not None and link.target == f"cases/{case_id}/checklist.pdf"
    assert late[head.index("Days left")].value == -28
    assert late[head.index("Where")].value == Law.load().process("CA-DMHC-IMR").name, (
        "an office, no identifier"
    )
    assert late[head.index("Process")].value == "CA-DMHC-IMR"
    assert late[head.index("Same matter as")].value == result.rows[1]["case_id"]
    assert sheet[4][head.index("Insurer")].data_type == "s", "a letter's words never become a formula"
    with (room.out / "summary.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert rows[2]["Insurer" if "Insurer" in rows[2] else "insurer"] == "'=HYPERLINK(0)"
    modes = {name: (room.out / name).stat().st_mode & 0o777 for name in ("summary.csv", "summary.xlsx")}
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize(
    ("path", "process_id", "said"),
    [
        ("external_review", "CA-DMHC-IMR", "{name}"),
        ("internal_appeal_first", "CA-DMHC-IMR", "the plan; after that: {name}"),  # nobody writes there first
        ("internal_appeal_first", "", ""),
        ("external_review", "XX-GONE", "XX-GONE"),  # of a law that this one is not
    ],
)
def test_where_to_file_is_said_in_words(path: str, process_id: str, said: str) -> None:
    law = Law.load()
    assert office(path, process_id, law) == said.format(name=law.process("CA-DMHC-IMR").name)
