"""`summary.xlsx` and `summary.csv`: one line a letter, the most pressing first."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import LawError
from pipeline.law import Law
from pipeline.models.decision import Path as Way
from pipeline.models.words import FACTS, NEXT_STEP
from pipeline.record import Ledger
from pipeline.whole import write_whole

_DOUBTS = {"document": "what could not be read or is missing"}
COLUMNS = (
    ("file_by", "File by", 12),
    ("days_left", "Days left", 10),
    ("letter", "Letter", 30),
    ("insurer", "Insurer", 28),
    ("member", "Member", 22),
    ("denial", "Denial", 30),
    ("next_step", "What to do next", 30),
    ("where", "Where", 34),
    ("person", "Needs a person", 44),
    ("state", "State", 12),
    ("reason", "Why set aside", 44),
    ("case_id", "Case", 19),
    ("packet", "Packet", 40),
    ("same_matter", "Same matter as", 20),
    ("process_id", "Process", 20),
)
_COLORS = {"late": "F4B6B6", "soon": "F8D7A8", "near": "FBF3C0", "far": "DDF0D9", "none": "E8E8E8"}
_SOON_DAYS, _NEAR_DAYS = 14, 42


def write_summary(ledger: Ledger, out: Path, *, as_of: dt.date) -> list[dict[str, Any]]:
    """Write both files if anything in them changed; gives the rows."""
    rows = summary_rows(ledger, out, as_of=as_of)
    table = _csv(rows).encode("utf-8-sig")
    plain = out / "summary.csv"
    book = out / "summary.xlsx"
    if not (plain.exists() and book.exists() and plain.read_bytes() == table):
        write_whole(book, _xlsx(rows))
        write_whole(plain, table)
    return rows


def summary_rows(ledger: Ledger, out: Path, *, as_of: dt.date) -> list[dict[str, Any]]:
    """One row a letter, sorted by deadline; those with none come after, what was set aside first of them."""
    linked = {one: group for group in ledger.matters() for one in group}
    law = Law.load()
    rows = [_row(line, linked, out, as_of, law) for line in _replaced(ledger.summary_lines(out=out))]
    order = {"set_aside": 0, "pending": 1, "done": 2, "duplicate": 3, "replaced": 4}
    return sorted(rows, key=lambda r: (r["file_by"] or "9999", order[r["state"]], r["letter"]))


def _replaced(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines in order of arrival; one that was set aside, and of whose name a usable one came later, says so."""
    later: dict[tuple[str, str], str] = {}
    told: list[Mapping[str, Any]] = []
    for line in reversed(lines):
        place = line["root"], line["source"]
        if line["state"] == "set_aside" and place in later:
            why = f"One of this name came later: case {later[place]}. Of this one: {line['message']}"
            line = {**line, "state": "replaced", "message": why}
        elif line["case_id"]:
            later[place] = line["case_id"]
        told.append(line)
    return told[::-1]


def urgency(days_left: int | None) -> str:
    """late, soon (under two weeks), near (under six), far, or none where there is no deadline."""
    if days_left is None:
        return "none"
    if days_left < 0:
        return "late"
    return "soon" if days_left < _SOON_DAYS else "near" if days_left < _NEAR_DAYS else "far"


def _row(
    line: Mapping[str, Any], linked: Mapping[str, list[str]], out: Path, as_of: dt.date, law: Law
) -> dict[str, Any]:
    told = line["summary"] or {}
    file_by = line["file_by"] if line["state"] == "done" else None
    asked = [FACTS.get(name, name) for name in told.get("missing_facts", ())]
    missing = ["tell us " + ", ".join(asked)] if asked else []
    doubtful = [
        _DOUBTS.get(name, name.replace("_", " ")) for name in told.get("review", ()) if name != "route"
    ]
    checks = ["check " + ", ".join(doubtful)] if doubtful else []
    case_id = line["case_id"]
    first = next((name for name in told.get("packet", ()) if name.startswith("checklist")), "")
    return {
        "file_by": file_by or "",
        "days_left": (dt.date.fromisoformat(file_by) - as_of).days if file_by else None,
        "letter": line["source"],
        "insurer": told.get("insurer") or "",
        "member": told.get("member_name") or "",
        "denial": " · ".join(
            str(told[k]).replace("_", " ") for k in ("denial_class", "denial_category") if told.get(k)
        ),
        "next_step": NEXT_STEP.get(told.get("path") or "", ""),
        "where": office(told.get("path"), told.get("process_id") or "", law),
        "process_id": told.get("process_id") or "",
        "person": ("yes: " + "; ".join(missing + checks)) if told.get("review_needed") else "",
        "state": line["state"],
        "reason": line["message"] or "",
        "code": line["reason"] or "",
        "case_id": case_id or "",
        "packet": f"cases/{case_id}/{first}" if case_id else "",
        "same_matter": ", ".join(one for one in linked.get(case_id or "", ()) if one != case_id),
    }


def office(path: str | None, process_id: str, law: Law) -> str:
    """Where to file, in words: the process by its name, or that it comes only after the plan's own appeal.

    By its identifier where an older law knew it and this one does not.
    """
    try:
        name = law.process(process_id).name if process_id else ""
    except LawError:
        name = process_id
    return f"the plan; after that: {name}" if name and path == Way.INTERNAL_APPEAL_FIRST else name


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _, _ in COLUMNS])
    for row in rows:
        writer.writerow([_harmless(row[name]) for name, _, _ in COLUMNS])
    return text.getvalue()


def _harmless(value: Any) -> Any:
    """Words of a letter must never become a formula in somebody's spreadsheet."""
    return (
        f"'{value}"
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        else value
    )


def _xlsx(rows: Sequence[Mapping[str, Any]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Deadlines"
    sheet.append([title for _, title, _ in COLUMNS])
    fills = {name: PatternFill("solid", fgColor=color) for name, color in _COLORS.items()}
    wrap, link = Alignment(wrap_text=True, vertical="top"), Font(color="0563C1", underline="single")
    for number, row in enumerate(rows, start=2):
        for column, (name, _, _) in enumerate(COLUMNS, start=1):
            value = row[name]
            cell = sheet.cell(number, column)
            cell.alignment = wrap
            if name == "file_by" and value:
                cell.value, cell.number_format = dt.date.fromisoformat(value), "yyyy-mm-dd"
            elif isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"  # text, even where it begins like a formula
            else:
                cell.value = value
            if name in ("file_by", "days_left"):
                cell.fill = fills[urgency(row["days_left"])]
            if name == "packet" and value:
                cell.hyperlink, cell.font = value, link
    for column, (_, _, width) in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, column)
        head.font, head.fill = Font(bold=True), fills["none"]
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
