"""The table in law/README.md keeps step with the files. UPDATE_GOLDEN=1 rewrites it."""

import os

from pipeline.law import LAW_FOLDER, Law

HEAD = "## Every process, how sure, and what is not verified\n"


def table() -> str:
    rows = ["| process | confidence | not verified |", "|---|---|---|"]
    for process in Law.load().all_processes():
        doubts = "; ".join(process.uncertain).replace("|", "/")
        rows.append(f"| {process.id} | {process.confidence.value} | {doubts} |")
    return "\n".join(rows) + "\n"


def test_the_table_is_in_step() -> None:
    path = LAW_FOLDER / "README.md"
    before, _, after = path.read_text().partition(HEAD)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(f"{before}{HEAD}\n{table()}")
        return
    assert after.strip() == table().strip(), "run UPDATE_GOLDEN=1 python -m pytest tests/law/test_readme.py"
