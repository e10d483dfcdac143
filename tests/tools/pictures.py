"""Make the pictures of the README from what the program really prints.

    .venv/bin/python tests/tools/pictures.py

Runs the sample letters as `make demo` does, draws the terminal with rich and Chromium, and a checklist with pdfium.
"""

import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 100
CHROMIUM = "chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"


def terminal(command: list[str]) -> str:
    """What `command` prints to a terminal of COLUMNS columns, colours included."""
    shown = bytearray()

    def keep(handle: int) -> bytes:
        data = os.read(handle, 4096)
        shown.extend(data)
        return data

    os.environ.update(COLUMNS=str(COLUMNS), TERM="xterm-256color")
    pty.spawn(command, keep)
    return shown.decode("utf-8", "replace")


def draw(ansi: str, target: Path) -> None:
    """The last screen of `ansi` as a picture."""
    lines = ansi.replace("\r", "").splitlines()
    first = max(i for i, line in enumerate(lines) if "File by" in line) - 1
    table = "\n".join(line for line in lines[first:] if not line.startswith(("Packets:", "Table:")))
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
    console.print(Text.from_ansi(table))
    with tempfile.TemporaryDirectory() as work:
        page = Path(work) / "terminal.html"
        page.write_text(console.export_svg(title="make demo"), encoding="utf-8")
        size = f"--window-size={COLUMNS * 13},{len(table.splitlines()) * 25 + 90}"
        options = [
            *CHROMIUM.split(),
            f"--user-data-dir={work}/profile",
            size,
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
        ]
        subprocess.run(
            [*options, f"--screenshot={target}", page.as_uri()], check=True, capture_output=True, timeout=120
        )


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    imrkit = str(Path(sys.executable).with_name("imrkit"))
    with tempfile.TemporaryDirectory() as out:
        words = [
            imrkit,
            "batch",
            str(ROOT / "samples" / "letters"),
            "--out",
            out,
            "--engine",
            "inline",
            "--as-of",
            "2026-06-15",
        ]
        draw(terminal(words), PICTURES / "terminal.png")
        case = next(p.parent for p in Path(out).glob("cases/*/case.json") if "01-hmo" in p.read_text())
        with pdfium.PdfDocument(case / "checklist.pdf") as document:
            document[0].render(scale=1.4).to_pil().save(PICTURES / "checklist.png", optimize=True)


if __name__ == "__main__":
    main()
