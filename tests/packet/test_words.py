"""The words of every document: golden per case, the same in PDF and DOCX, every value with a source."""

import os
import re
from pathlib import Path

import pytest

from pipeline.assemble.packet import Packet
from pipeline.assemble.templates import templates
from pipeline.models.fields import Field
from tests.packet.build import NAMES, given
from tests.packet.conftest import LAW, made, paragraphs, pdf_pages, squeezed

GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize("name", NAMES)
def test_words_are_as_approved(name: str) -> None:
    """Every document of every path. UPDATE_GOLDEN=1 rewrites; read the difference before you commit it."""
    packet = made(name)
    parts = []
    for document in packet.documents:
        words = "\n".join(paragraphs(packet.folder / f"{document}.docx"))
        parts.append(f"=== {document}\n{words}\n")
    text = "\n".join(parts)
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_pdf_and_docx_say_the_same(name: str) -> None:
    packet = made(name)
    for document in packet.documents:
        pdf = "".join(pdf_pages(packet.folder / f"{document}.pdf"))
        for paragraph in paragraphs(packet.folder / f"{document}.docx"):
            words = squeezed(re.sub(r"^\d+\. ", "", paragraph))
            assert words in pdf, f"{document}: {paragraph}"


SOURCES = (
    "field:",
    "fact:",
    "law:",
    "decision:",
    "words:",
    "blank:",
    "documents[",
    "document:",
    "classification:",
    "forms/",
    "precedents:",
    "packets.yaml:",
    "review:",
    "doubt:",
    "as_of",
)


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_source(name: str) -> None:
    """Walk every document: a word that is neither the template's nor a recorded value was invented."""
    packet = made(name)
    for document in packet.documents:
        values = packet.provenance[document]
        for value in values:
            assert value["from"].startswith(SOURCES), value
        allowed = _tokens(" ".join(v["value"] for v in values)) | _template_words()
        text = " ".join(paragraphs(packet.folder / f"{document}.docx"))
        invented = _tokens(text) - allowed
        assert not invented, document


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.lower()))


def _template_words() -> set[str]:
    """The words of the templates without their tags; numbers of lists are none of them."""
    out: set[str] = set()
    for path in [*TEMPLATES.rglob("*.md"), *TEMPLATES.rglob("words.yaml")]:
        out |= _tokens(re.sub(r"\{[{%].*?[%}]\}", " ", path.read_text("utf-8"), flags=re.DOTALL))
    return {w for w in out if not w.isdigit()} | {"check", "verifique", "1696", *"123456789"}


@pytest.mark.parametrize("name", NAMES)
def test_letter_values_are_the_letters_own(name: str) -> None:
    """What is said to come from a text field stands in that field, word for word."""
    packet = made(name)
    for values in packet.provenance.values():
        for value in values:
            match = re.fullmatch(r"field:(\w+)(?:\[(\d+)\])?", value["from"])
            if not match:
                continue
            found = packet.given.case.fields[match.group(1)]
            fields = [found] if isinstance(found, Field) else list(found)
            texts = [" ".join(str(f.value).split()) for f in fields]
            if re.search("date|amount", match.group(1)):
                continue  # dates and sums are written out
            printed = " ".join(value["value"].split())
            assert any(printed in t for t in texts) or printed == "; ".join(texts), value


@pytest.mark.parametrize("name", NAMES)
def test_blanks_are_listed_on_the_checklist(name: str) -> None:
    packet = made(name)
    if "checklist" not in packet.documents:
        return
    listed = {v["from"] for v in packet.provenance["checklist"]}
    shown = {
        v["from"]
        for document in packet.documents
        for v in packet.provenance[document]
        if v["state"] == "blank" and v["from"] not in ("blank:signed", "blank:pages", "blank:form")
    }
    assert shown <= listed


def test_doubtful_values_are_marked_and_listed() -> None:
    packet = made("low-confidence")
    request = " ".join(paragraphs(packet.folder / "request.docx"))
    checklist = " ".join(paragraphs(packet.folder / "checklist.docx"))
    assert "March 2, 2026 [check]" in request
    assert "26O61 [check]" in request
    assert "8O0-I1" not in request  # hardly readable: a blank asks for it
    assert "(member ID from the insurance card)" in request
    assert "two dates compete; also seen: February 27, 2026" in checklist


@pytest.mark.parametrize("name", NAMES)
def test_an_administrative_denial_gets_no_external_review_request(name: str) -> None:
    packet = made(name)
    decision = packet.given.case.decision
    assert decision is not None
    if decision.path == "administrative_route":
        assert "request" not in packet.documents
        assert "complaint" in packet.documents
    if decision.path == "not_a_denial":
        assert packet.files == ("note.pdf", "note.docx")
    if decision.path == "needs_facts":
        assert "questions" in packet.documents
        assert "packet.pdf" not in packet.files


def test_every_template_is_printed_by_some_case() -> None:
    seen = set()
    for name in NAMES:
        case = given(name)
        process_id = case.case.decision.process_id if case.case.decision else None
        process = LAW.process(process_id) if process_id else None
        packet = Packet(case.case, process, templates(None, case.language), case.as_of)
        seen |= {f"{p.tongue}/{p.text}" for p in packet.papers}
        seen |= {"en/packet"} if packet.main else set()
    shipped = {p.relative_to(TEMPLATES).with_suffix("").as_posix() for p in TEMPLATES.glob("*/*.md")}
    assert shipped - seen == set()
