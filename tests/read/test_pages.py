"""Each kind of file that people send, read as it should be: by text or by OCR, upright, and why."""

import pytest

from pipeline.errors import (
    BadInputError,
    DamagedError,
    EmptyInputError,
    EncryptedError,
    TooLargeError,
    UnreadableError,
    UnsupportedError,
)
from pipeline.models.document import Origin, PageRole, box_as_given
from pipeline.models.letter import Letter, Limits
from pipeline.read import Reader, read
from tests.read import make_broken as broken
from tests.read import make_forms as forms
from tests.read import make_layers as layers
from tests.read import make_letter as made
from tests.read import make_pictures as pictures
from tests.read.conftest import letter

TEXT, OCR = Origin.TEXT, Origin.OCR
PDF, TIFF, PNG, JPEG, HEIC, WEBP = (
    "application/pdf",
    "image/tiff",
    "image/png",
    "image/jpeg",
    "image/heic",
    "image/webp",
)

READ = [
    # name, bytes, media type, origin and reason of page 1
    ("born digital", made.born_digital, PDF, TEXT, "good text layer"),
    ("turned 90", lambda: layers.turned(90), PDF, TEXT, "good text layer"),
    ("turned 180", lambda: layers.turned(180), PDF, TEXT, "good text layer"),
    ("turned 270", lambda: layers.turned(270), PDF, TEXT, "good text layer"),
    ("crop box", layers.cropped, PDF, TEXT, "good text layer"),
    ("mail-sort line", layers.mail_sort_line, PDF, TEXT, "good text layer"),
    ("fake bold", layers.fake_bold, PDF, TEXT, "good text layer"),
    ("letter spacing", layers.letter_spaced, PDF, TEXT, "good text layer"),
    ("hidden text", layers.hidden_text, PDF, TEXT, "good text layer"),
    ("tagged", forms.tagged, PDF, TEXT, "good text layer"),
    ("signed", forms.signed, PDF, TEXT, "good text layer"),
    ("JavaScript", forms.with_javascript, PDF, TEXT, "good text layer"),
    ("launch action", forms.launch_action, PDF, TEXT, "good text layer"),
    ("no Unicode map", layers.no_unicode_map, PDF, OCR, "text has no Unicode map"),
    ("wrong map", layers.wrong_map, PDF, OCR, "text layer makes no sense"),
    ("outlines", layers.outlines, PDF, OCR, "letters drawn as outlines"),
    ("stamp on a scan", layers.stamp_on_scan, PDF, OCR, "only a stamp or header as text"),
    ("bad OCR layer", layers.invisible_layer, PDF, OCR, "invisible text over a scan"),
    ("text under a picture", layers.text_under_picture, PDF, OCR, "text under a picture"),
    ("JPEG 2000", pictures.jpx_pdf, PDF, OCR, "a scan"),
    ("CCITT in PDF", pictures.ccitt_pdf, PDF, OCR, "a scan"),
    ("sideways", lambda: pictures.sideways(90, 1.5), PDF, OCR, "a scan"),
    ("upside down, crooked", lambda: pictures.sideways(180, -2), PDF, OCR, "a scan"),
    ("crooked", lambda: pictures.sideways(0, 4), PDF, OCR, "a scan"),
    ("150 dpi", lambda: pictures.coarse(150), PDF, OCR, "a scan"),
    ("dark edges", pictures.dark_edges, PDF, OCR, "a scan"),
    ("fax G3 204x98", lambda: pictures.fax_tiff("group3", dpi=(204, 98)), TIFF, OCR, "a picture"),
    ("fax G4", lambda: pictures.fax_tiff("group4"), TIFF, OCR, "a picture"),
    ("16 bits", pictures.sixteen_bit_png, PNG, OCR, "a picture"),
    ("alpha", pictures.alpha_png, PNG, OCR, "a picture"),
    ("CMYK", pictures.cmyk_jpeg, JPEG, OCR, "a picture"),
    ("EXIF", lambda: pictures.exif_jpeg(8), JPEG, OCR, "a picture"),
    ("photo on a table", pictures.on_table, JPEG, OCR, "a picture"),
    ("HEIC", pictures.heic, HEIC, OCR, "a picture"),
    ("WebP, animated", pictures.animated_webp, WEBP, OCR, "a picture"),
]


@pytest.mark.parametrize(("name", "maker", "kind", "origin", "reason"), READ, ids=[row[0] for row in READ])
def test_read(reader: Reader, name, maker, kind, origin, reason) -> None:
    page = reader.read(letter(maker(), kind)).pages[0]
    assert (page.origin, page.reason, page.readable, page.role) == (origin, reason, True, PageRole.BODY)
    text = " ".join(word.text for word in page.words)
    assert [fact for fact in made.FACTS if fact not in text] == []
    # Upright: the letterhead stands above the closing, and lines run from left to right.
    where = {word.text.strip(",."): word.box for word in page.words}
    assert where["Northwind"][3] < where["Sincerely"][1]
    assert where["Northwind"][2] < where["Ohio"][0]
    assert all(0 <= w.box[0] < w.box[2] <= page.width + 1 and w.box[1] < w.box[3] for w in page.words)
    assert all(
        8 < word.size < 15 for word in page.words if word.text in ("Northwind", "Sincerely", "necessary")
    )


REFUSED = [
    # name, bytes, media type, error
    ("cut short", lambda: made.born_digital()[:200], PDF, DamagedError),
    ("garbage", broken.garbage, PDF, DamagedError),
    ("no pages", broken.no_pages, PDF, EmptyInputError),
    ("pages in a ring", broken.cyclic_tree, PDF, BadInputError),
    ("deep nesting", broken.deep_nesting, PDF, BadInputError),
    ("no contents", broken.without_contents, PDF, UnreadableError),
    ("form in a ring", broken.form_loop, PDF, UnreadableError),
    ("page of 220 miles", broken.huge_media_box, PDF, BadInputError),
    ("picture bomb in a PDF", broken.bomb_in_pdf, PDF, TooLargeError),
    ("500 pages", lambda: made.born_digital(500), PDF, TooLargeError),
    ("XFA", lambda: forms.xfa(announced=True), PDF, UnsupportedError),
    ("XFA that does not say so", lambda: forms.xfa(announced=False), PDF, UnsupportedError),
    ("PNG bomb", broken.png_bomb, PNG, TooLargeError),
    ("PNG cut short", lambda: pictures.sixteen_bit_png()[:3000], PNG, DamagedError),
    ("JPEG header alone", lambda: pictures.exif_jpeg(6)[:120], JPEG, DamagedError),
    ("TIFF cut short", lambda: pictures.fax_tiff("group4")[:90], TIFF, DamagedError),
    ("HEIC cut short", lambda: pictures.heic()[:400], HEIC, DamagedError),
    ("blank scan", pictures.blank_scan, PDF, UnreadableError),
]


@pytest.mark.parametrize(("name", "maker", "kind", "error"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(reader: Reader, name, maker, kind, error) -> None:
    with pytest.raises(error) as caught:
        reader.read(letter(maker(), kind))
    message = caught.value.message
    assert message.startswith("letter: ") and len(message) > 40  # says what is wrong and what to do
    assert not any(fact in message for fact in made.FACTS)


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_locked(reader: Reader, algorithm: str) -> None:
    locked = letter(forms.locked("open sesame", "owner", algorithm))
    for password in (None, "wrong", "ключ"):
        with pytest.raises(EncryptedError, match="--password"):
            reader.read(locked, password)
    assert reader.read(locked, "open sesame").pages[0].words
    # An owner's password keeps nobody from reading; a password that is not needed does no harm.
    for password in (None, "wrong"):
        assert reader.read(letter(forms.locked("", "owner", algorithm)), password).pages[0].words


def test_what_nobody_sees_is_not_read(reader: Reader) -> None:
    text = " ".join(w.text for w in reader.read(letter(layers.hidden_text())).pages[0].words)
    assert "ZZ9" not in text and "ZZZ" not in text  # invisible, white on white
    assert "55-0042" in text  # white on a dark bar
    text = " ".join(w.text for w in reader.read(letter(layers.cropped())).pages[0].words)
    assert "PROOF" not in text
    text = " ".join(w.text for w in reader.read(letter(layers.mail_sort_line())).pages[0].words)
    assert "P01234" not in text


def test_bold_and_spacing(reader: Reader) -> None:
    words = reader.read(letter(layers.fake_bold())).pages[0].words
    assert [word.text for word in words if word.bold][:2] == ["Northwind", "Health"]
    assert [word.text for word in words].count("Northwind") == 1
    words = [word.text for word in reader.read(letter(layers.touching_weights())).pages[0].words]
    assert {"Plan", "Larkspur", "HealthPartners"} <= set(words)
    words = reader.read(letter(layers.letter_spaced())).pages[0].words
    assert [word.text for word in words[:3]] == ["NOTICE", "OF", "DENIAL"]


@pytest.mark.parametrize("maker", [forms.filled_form, forms.field_without_appearance])
def test_form_fields(reader: Reader, maker) -> None:
    words = reader.read(letter(maker())).pages[0].words
    places = {word.text: word.box for word in words}
    assert places["26-118804-QX7"][0] > places["number:"][2]
    assert abs(places["26-118804-QX7"][3] - places["number:"][3]) < 6
    assert places["☒"][2] < places["Urgent"][0] and places["☐"][2] < places["Standard"][0]


def test_each_page_by_its_kind(reader: Reader) -> None:
    document = reader.read(letter(layers.typed_on_nine_scans()))
    assert [(page.origin, page.role) for page in document.pages] == [
        (TEXT, PageRole.BODY),
        (OCR, PageRole.BODY),
        (TEXT, PageRole.BLANK),
    ]
    assert document.ocr_pages == [2]


def test_picture_beside_text(reader: Reader) -> None:
    page = reader.read(letter(layers.mixed())).pages[0]
    origins = {word.text: word.origin for word in page.words}
    assert origins["Northwind"] is TEXT and origins["26-118804-QX7"] is OCR
    assert page.reason == "a picture beside the text"


def test_boxes_lead_back_to_the_file(reader: Reader) -> None:
    """What was read on a crooked page upside down lies, on the page as given, where its ink is."""
    upright = reader.read(letter(made.scan_pdf())).pages[0]
    turned = reader.read(letter(pictures.sideways(180))).pages[0]
    for name in ("Northwind", "NWH883120447"):
        x0, top, x1, bottom = next(w.box for w in upright.words if w.text == name)
        box = box_as_given(turned, next(w.box for w in turned.words if w.text == name))
        assert box == pytest.approx((612 - x1, 792 - bottom, 612 - x0, 792 - top), abs=3)


def test_photos_are_pages(reader: Reader) -> None:
    photos = Letter("p.jpg", "0" * 64, JPEG, (pictures.on_table(), pictures.exif_jpeg(6)))
    document = reader.read(photos)
    assert [page.number for page in document.pages] == [1, 2]
    assert all(word.page == page.number for page in document.pages for word in page.words)


def test_one_page_over_the_limit_is_unreadable(reader: Reader) -> None:
    """The letter goes on with its other pages."""
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.born_digital()))
    writer.append(io.BytesIO(broken.bomb_in_pdf()))
    buffer = io.BytesIO()
    writer.write(buffer)
    document = reader.read(letter(buffer.getvalue()))
    assert document.unreadable_pages == [2]
    assert "megapixels" in (document.pages[1].note or "")


def test_in_process_reading_is_the_same(reader: Reader) -> None:
    for maker in (forms.filled_form, layers.typed_on_nine_scans):
        given = letter(maker())
        assert read(given, Limits()) == reader.read(given)
