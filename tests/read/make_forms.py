"""One letter for each thing that a PDF can carry beside its text: form fields, scripts, locks, tags, signatures."""

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from tests.read.make_letter import LINES, on_page, rewritten, write


def filled_form() -> bytes:
    """Values that stand in form fields only, and two check boxes."""

    def draw(page: Canvas) -> None:
        write(page, LINES[:3] + LINES[5:])
        form = page.acroForm
        page.drawString(72, 360, "Claim number:")
        form.textfield(
            name="claim", x=160, y=352, width=200, height=20, value="26-118804-QX7", forceBorder=True
        )
        page.drawString(100, 330, "Urgent")
        form.checkbox(name="urgent", x=72, y=326, size=14, checked=True)
        page.drawString(200, 330, "Standard")
        form.checkbox(name="standard", x=172, y=326, size=14, checked=False)

    return on_page(draw)


def field_without_appearance() -> bytes:
    def strip(pdf: pypdf.PdfWriter) -> None:
        for note in pdf.pages[0]["/Annots"]:  # type: ignore[attr-defined]
            note.get_object().pop("/AP", None)

    return rewritten(strip, filled_form())


def with_javascript() -> bytes:
    def add(pdf: pypdf.PdfWriter) -> None:
        pdf.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject(
                    "app.alert('x'); this.submitForm('http://127.0.0.1:9/');"
                ),
            }
        )

    return rewritten(add)


def launch_action() -> bytes:
    def add(pdf: pypdf.PdfWriter) -> None:
        pdf.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("/bin/sh")}
        )

    return rewritten(add)


def locked(user: str, owner: str, algorithm: str) -> bytes:
    return rewritten(lambda pdf: pdf.encrypt(user, owner, algorithm=algorithm))


def tagged() -> bytes:
    def mark(pdf: pypdf.PdfWriter) -> None:
        pdf.root_object[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): pypdf.generic.BooleanObject(True)}
        )

    return rewritten(mark)


def signed() -> bytes:
    """A signature field with a signature that covers the file; nobody checks it here."""

    def sign(pdf: pypdf.PdfWriter) -> None:
        value = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Sig"),
                NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
                NameObject("/ByteRange"): ArrayObject([NumberObject(n) for n in (0, 100, 200, 100)]),
                NameObject("/Contents"): pypdf.generic.ByteStringObject(b"\x30\x00"),
            }
        )
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject("Signature"),
                NameObject("/V"): pdf._add_object(value),
                NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            }
        )
        reference = pdf._add_object(widget)
        pdf.pages[0][NameObject("/Annots")] = ArrayObject([reference])
        pdf.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject([reference]), NameObject("/SigFlags"): NumberObject(3)}
        )

    return rewritten(sign)


def xfa(announced: bool) -> bytes:
    """A dynamic form: one page that says to wait, and the real ones in XML."""
    text = [
        "Please wait...",
        "",
        "If this message is not eventually replaced by the proper contents of the document,",
    ]

    def add(pdf: pypdf.PdfWriter) -> None:
        stream = pypdf.generic.StreamObject()
        stream.set_data(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        form = DictionaryObject({NameObject("/Fields"): ArrayObject()})
        if announced:
            form[NameObject("/XFA")] = pdf._add_object(stream)
            pdf.root_object[NameObject("/NeedsRendering")] = pypdf.generic.BooleanObject(True)
        pdf.root_object[NameObject("/AcroForm")] = form

    return rewritten(add, on_page(lambda page: write(page, text)))
