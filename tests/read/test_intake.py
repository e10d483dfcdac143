"""What is taken in as a letter, by content and not by name, and what is refused."""

import os
from pathlib import Path

import pytest

from pipeline.errors import (
    EmptyInputError,
    ImrkitError,
    NotADocumentError,
    NotFoundInputError,
    RefusedPathError,
    TooLargeError,
)
from pipeline.intake import admit
from pipeline.models.letter import Limits
from tests.read import make_broken as broken
from tests.read import make_letter as made
from tests.read import make_pictures as pictures

SMALL = Limits(max_bytes=200_000, max_pages=3)


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


KINDS = [
    # name as given, its bytes, media type found
    ("a.pdf", made.born_digital, "application/pdf"),
    ("scan.JPG", made.born_digital, "application/pdf"),  # a wrong suffix
    ("noname", lambda: pictures.fax_tiff("group4"), "image/tiff"),
    ("photo.pdf", lambda: pictures.exif_jpeg(6), "image/jpeg"),  # a photo that somebody renamed
    ("x.png", pictures.sixteen_bit_png, "image/png"),
    ("IMG_1.HEIC", pictures.heic, "image/heic"),
    ("w", pictures.webp, "image/webp"),
    ("junk first.pdf", lambda: b"\r\n%junk\n" + made.born_digital(), "application/pdf"),
]


@pytest.mark.parametrize(("name", "maker", "media_type"), KINDS, ids=[row[0] for row in KINDS])
def test_kind_by_content(tmp_path: Path, name, maker, media_type) -> None:
    data = maker()
    (letter,) = admit([file(tmp_path, name, data)], Limits())
    assert (letter.source, letter.media_type, letter.parts) == (name, media_type, (data,))


REFUSED = [
    # what somebody may drop, the error, a word of the message that helps
    ("empty.pdf", b"", EmptyInputError, "empty"),
    ("page.pdf", b"<!DOCTYPE html><html></html>", NotADocumentError, "web page"),
    ("feed.pdf", b"\xef\xbb\xbf<?xml version='1.0'?>", NotADocumentError, "XML"),
    ("letter.docx", broken.office("word/document.xml"), NotADocumentError, "office"),
    ("letter.pdf", broken.office("word/document.xml"), NotADocumentError, "office"),  # renamed
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, NotADocumentError, "office"),
    ("setup.pdf", b"MZ\x90\0" + b"\0" * 200, NotADocumentError, "program"),
    ("a.out", b"\x7fELF" + b"\0" * 200, NotADocumentError, "program"),
    ("anim.gif", b"GIF89a" + b"\0" * 20, NotADocumentError, "GIF"),
    ("photo.jp2", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 20, NotADocumentError, "JPEG 2000"),
    ("print.ps", b"%!PS-Adobe-3.0\n", NotADocumentError, "PostScript"),
    ("letter.eml", b"Return-Path: <a@b.example>\n\n", NotADocumentError, "e-mail"),
    ("text.pdf", b"Dear member, we denied your claim.", NotADocumentError, "whatever its name"),
    ("big.pdf", b"%PDF-1.7\n" + b"\0" * 300_000, TooLargeError, "limit"),
    # a program that carries a PDF header further in is still a program
    ("trick.pdf", b"MZ" + b"\0" * 50 + b"%PDF-1.7", NotADocumentError, "program"),
]


@pytest.mark.parametrize(("name", "data", "error", "word"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_by_content(tmp_path: Path, name, data, error, word) -> None:
    with pytest.raises(error, match=word) as caught:
        admit([file(tmp_path, name, data)], SMALL)
    assert name in caught.value.message


def test_refused_paths(tmp_path: Path) -> None:
    letter = file(tmp_path, "letter.pdf", made.born_digital())
    (tmp_path / "link.pdf").symlink_to(letter)
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    for name, error in [
        ("link.pdf", RefusedPathError),  # may lead out of the folder
        ("pipe.pdf", RefusedPathError),  # would wait for ever
        ("folder.pdf", NotADocumentError),
        ("none.pdf", NotFoundInputError),
        ("letter.pdf/x", NotFoundInputError),
    ]:
        with pytest.raises(error):
            admit([tmp_path / name], Limits())
    with pytest.raises(RefusedPathError):
        admit([Path("/dev/zero")], Limits())
    with pytest.raises(ImrkitError):
        admit([tmp_path / "\0"], Limits())


NAMES = [
    # a file's name as bytes, and as it may be shown
    (b"letter \xf0\x9f\x98\x80.pdf", "letter \N{GRINNING FACE}.pdf"),
    (b"Bildschirm\xc3\xa4\xe2\x80\xaf.pdf", "Bildschirm\xe4\u202f.pdf"),  # how Macs name screenshots
    (b"two\nlines.pdf", r"two\nlines.pdf"),
    (b"\x1b[31mred.pdf", r"\x1b[31mred.pdf"),  # would colour the terminal
    (b"letter\xe2\x80\xaefdp.exe", r"letter\u202efdp.exe"),  # would be shown as letterexe.pdf
    (b"caf\xe9.pdf", r"caf\xe9.pdf"),  # from an old Windows share
]


@pytest.mark.parametrize(("given", "shown"), NAMES)
def test_odd_names_are_shown_plainly(tmp_path: Path, given: bytes, shown: str) -> None:
    path = file(tmp_path, os.fsdecode(given), made.born_digital())
    (letter,) = admit([path], Limits())
    assert letter.source == shown
    path.write_bytes(b"")
    with pytest.raises(EmptyInputError) as caught:
        admit([path], Limits())
    assert caught.value.message.startswith(f"{shown}: ")


def test_photos_in_a_row_are_one_letter(tmp_path: Path) -> None:
    jpeg, png, pdf = pictures.exif_jpeg(6), pictures.sixteen_bit_png(), made.born_digital()
    paths = [
        file(tmp_path, "1.jpg", jpeg),
        file(tmp_path, "2.png", png),
        file(tmp_path, "3.pdf", pdf),
        file(tmp_path, "4.jpg", jpeg),
    ]
    letters = admit(paths, Limits())
    assert [(letter.source, len(letter.parts)) for letter in letters] == [
        ("1.jpg", 2),
        ("3.pdf", 1),
        ("4.jpg", 1),
    ]
    assert len({letter.sha256 for letter in letters}) == 3
    again = admit(paths[1::-1], Limits())
    assert again[0].sha256 != letters[0].sha256  # the order of pages is part of a letter


def test_too_many_photos(tmp_path: Path) -> None:
    photo = file(tmp_path, "p.jpg", pictures.exif_jpeg(6))
    with pytest.raises(TooLargeError, match="photos"):
        admit([photo] * 4, Limits(max_pages=3))
