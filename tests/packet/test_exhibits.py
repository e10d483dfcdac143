"""Original letters of every kind in packet.pdf, and the calendar."""

import datetime as dt
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from PIL import Image
from pypdf import PdfReader, PdfWriter

from pipeline.assemble import assemble
from pipeline.assemble.exhibits import sheets
from tests.packet.build import given
from tests.packet.conftest import LAW, made, original, pdf_pages


def _photo(path: Path, kind: str, pages: int = 1) -> Path:
    image = Image.new("RGB", (600, 800), "white")
    more = {"save_all": True, "append_images": [image] * (pages - 1)} if pages > 1 else {}
    image.save(path, kind, **more)
    return path


def _packet(originals: list[Path], out: Path) -> list[str]:
    case = given("no-deadline")
    out.mkdir()
    assemble(case.case, LAW, originals, out, as_of=case.as_of)
    return pdf_pages(out / "packet.pdf")


def test_pictures_and_pdfs_stand_side_by_side(tmp_path: Path) -> None:
    letters = [
        original(),
        _photo(tmp_path / "a.jpg", "JPEG"),
        _photo(tmp_path / "b.tiff", "TIFF", pages=3),
        _photo(tmp_path / "c.png", "PNG"),
        _photo(tmp_path / "d.webp", "WEBP"),  # photos in a row are one letter
    ]
    pages = _packet(letters, tmp_path / "out")
    tabs = [re.search(r"Exhibit([A-E])", p).group(1) for p in pages if p.startswith("copyofthe")]  # type: ignore[union-attr]
    assert [tabs.count(t) for t in "ABCDE"] == [2, 1, 3, 2, 0]


def test_a_letter_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """Damaged, locked or no picture at all: the rest of the packet is made, and the place is kept."""
    (damaged := tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    writer = PdfWriter(clone_from=original())
    writer.encrypt("secret")
    writer.write(locked := tmp_path / "b.pdf")
    (junk := tmp_path / "c.jpg").write_bytes(b"\xff\xd8 not a picture")
    pages = _packet([damaged, locked, junk, original()], tmp_path / "out")
    for tab in "ABC":
        assert any(f"Exhibit{tab}" in p and "couldnotbeopened" in p for p in pages)
    assert any(p.startswith("copyofthe") for p in pages)


def test_a_heavy_letter_is_made_lighter(tmp_path: Path) -> None:
    """Over the limit the letters become pictures, so that the packet passes as an attachment."""
    noise = Image.effect_noise((2400, 3200), 90).convert("RGB")
    heavy = tmp_path / "heavy.pdf"
    noise.save(heavy, "PDF", quality=100, save_all=True, append_images=[noise])
    assert heavy.stat().st_size > 10_000_000
    _packet([heavy], tmp_path / "out")
    assert (tmp_path / "out" / "packet.pdf").stat().st_size < 10_000_000


def test_every_page_keeps_its_place(tmp_path: Path) -> None:
    made_, closed = sheets([original(), original()], tmp_path)
    assert closed == []
    assert [(s.exhibit, s.number, s.count) for s in made_] == [
        ("A", 1, 2),
        ("A", 2, 2),
        ("B", 1, 2),
        ("B", 2, 2),
    ]


def _days(name: str) -> dict[str, dt.date]:
    calendar = Calendar.from_ical((made(name).folder / "deadlines.ics").read_bytes())
    return {
        str(e["uid"]).split("@")[0].removeprefix(f"case-{name}-"): e["dtstart"].dt
        for e in calendar.walk("VEVENT")
    }


def test_days_to_remember() -> None:
    """14, 7 and 2 days before, the day itself, has it come, and the decision 30 days on (California)."""
    assert _days("ca-dmhc-level-of-care-parent") == {
        "before14": dt.date(2026, 6, 28),
        "before7": dt.date(2026, 7, 5),
        "before2": dt.date(2026, 7, 10),
        "last": dt.date(2026, 7, 12),
        "came": dt.date(2026, 7, 15),
        "decision": dt.date(2026, 8, 11),
    }


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("no-deadline", {"ask_deadline"}),  # nothing to count: ask
        ("late-and-no-exhaustion", {"last", "came", "decision"}),  # days gone by are not announced
        (
            "medicaid-plan-appeal",
            {"before14", "before7", "before2", "last", "came"},
        ),  # no reviewer's clock yet
    ],
)
def test_only_days_that_mean_something(name: str, keys: set[str]) -> None:
    assert set(_days(name)) >= keys if name == "late-and-no-exhaustion" else set(_days(name)) == keys


def test_calendar_names_nobody() -> None:
    text = (made("ny-representative").folder / "deadlines.ics").read_text()
    for secret in ("Ostrowski", "fusion", "Empire", "HLP-4471"):
        assert secret not in text


def test_pages_of_the_original_are_kept_whole() -> None:
    reader = PdfReader(made("no-deadline").folder / "packet.pdf")
    assert all(float(p.mediabox.width) == 612 for p in reader.pages)
