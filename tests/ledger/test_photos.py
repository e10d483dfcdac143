"""Which photos are pages of one letter, by their names alone; the same in folders, watched folders and `extract`."""

from pathlib import Path

import pytest

from pipeline.batch.listing import list_folder
from pipeline.photos import facts_names, in_order, letters_of


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        # a name of somebody's own, counted from 1
        (["smith-1.jpg", "smith-2.jpg", "smith-3.jpg"], ["smith-1.jpg smith-2.jpg smith-3.jpg"]),
        (["d001-1.jpg", "d001-2.jpg", "d002-1.jpg", "d002-2.jpg"], ["d001-1.jpg d001-2.jpg", "d002-1.jpg d002-2.jpg"]),
        (["page-1.png", "page-2.png"], ["page-1.png page-2.png"]),
        (["García negación-1.HEIC", "García negación-2.HEIC"], ["García negación-1.HEIC García negación-2.HEIC"]),
        # a number of the letter's own before that of the page
        (["case12-1.jpg", "case12-2.jpg", "017-1.jpg", "017-2.jpg"], ["case12-1.jpg case12-2.jpg", "017-1.jpg 017-2.jpg"]),
        # ten pages: 10 comes after 9
        ([f"smith-{n}.jpg" for n in range(1, 11)], [" ".join(f"smith-{n}.jpg" for n in range(1, 11))]),
        # counted by a camera, a scanner, a telephone
        (["IMG-1.jpg", "IMG-2.jpg"], ["IMG-1.jpg", "IMG-2.jpg"]),
        (["Scan_12-1.jpg", "Scan_12-2.jpg"], ["Scan_12-1.jpg", "Scan_12-2.jpg"]),
        (["IMG_0001.jpg", "IMG_0002.jpg"], ["IMG_0001.jpg", "IMG_0002.jpg"]),
        (["Scan 2026-03-01-1.jpg", "Scan 2026-03-01-2.jpg"], ["Scan 2026-03-01-1.jpg", "Scan 2026-03-01-2.jpg"]),
        (["20260301_120000-1.jpg", "20260301_120000-2.jpg"], ["20260301_120000-1.jpg", "20260301_120000-2.jpg"]),
        (["WhatsApp Image 2026-03-01 at 10.15 AM-1.jpeg", "WhatsApp Image 2026-03-01 at 10.15 AM-2.jpeg"],
         ["WhatsApp Image 2026-03-01 at 10.15 AM-1.jpeg", "WhatsApp Image 2026-03-01 at 10.15 AM-2.jpeg"]),
        # letters or people are counted, not pages
        (["letter-1.jpg", "letter-2.jpg"], ["letter-1.jpg", "letter-2.jpg"]),
        (["patient-1.jpg", "patient-2.jpg"], ["patient-1.jpg", "patient-2.jpg"]),
        # a page is missing: what follows the gap is not guessed to belong
        (["smith-1.jpg", "smith-3.jpg"], ["smith-1.jpg", "smith-3.jpg"]),
        (["smith-2.jpg", "smith-3.jpg"], ["smith-2.jpg", "smith-3.jpg"]),
        # zeros in front are a counter's
        (["smith-01.jpg", "smith-02.jpg"], ["smith-01.jpg", "smith-02.jpg"]),
        # only photos: a PDF has its own pages
        (["smith-1.pdf", "smith-2.pdf"], ["smith-1.pdf", "smith-2.pdf"]),
        # two kinds of picture are two series
        (["smith-1.jpg", "smith-2.png"], ["smith-1.jpg", "smith-2.png"]),
    ],
)  # fmt: skip
def test_which_photos_are_one_letter(tmp_path: Path, names: list[str], letters: list[str]) -> None:
    given = [[path.name for path in letter] for letter in letters_of((Path(n), Path(n)) for n in names)]
    assert [" ".join(letter) for letter in given] == letters
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    listed = [" ".join(file.path.name for file in bundle.files) for bundle in list_folder(tmp_path)]
    assert sorted(listed) == sorted(letters)


def test_pages_in_two_folders_are_two_letters() -> None:
    paths = [Path("a/smith-1.jpg"), Path("b/smith-2.jpg")]
    assert letters_of((path, path) for path in paths) == [[paths[0]], [paths[1]]]


def test_given_in_another_order_they_are_not_pages_in_a_row() -> None:
    """One line a letter, in the order given: nothing is moved."""
    paths = [Path("smith-2.jpg"), Path("smith-1.jpg"), Path("x.pdf"), Path("smith-2.jpg")]
    assert [len(letter) for letter in letters_of((path, path) for path in paths)] == [1, 1, 1, 1]


def test_facts_of_a_letter_in_pages_bear_its_name(tmp_path: Path) -> None:
    for name in ("smith-1.jpg", "smith-2.jpg", "smith.facts.yaml"):
        (tmp_path / name).write_bytes(b"x")
    [bundle] = list_folder(tmp_path)
    assert [facts.source for facts in bundle.facts] == ["smith.facts.yaml"]
    assert facts_names(Path("a.pdf")) == ("a.pdf.facts.yaml", "a.facts.yaml")


def test_pages_of_a_folder_are_in_the_order_people_count(tmp_path: Path) -> None:
    (tmp_path / "Smith").mkdir()
    for n in (1, 2, 10):
        (tmp_path / "Smith" / f"IMG_{n}.jpg").write_bytes(b"x")
    [bundle] = list_folder(tmp_path)
    assert [file.path.name for file in bundle.files] == ["IMG_1.jpg", "IMG_2.jpg", "IMG_10.jpg"]
    assert sorted(["b2", "a", "b10", "²"], key=in_order) == ["a", "b2", "b10", "²"]
