"""A person may change the words: what is wrong is named, what is right is printed."""

import datetime as dt
import json
from itertools import cycle
from pathlib import Path

import pytest
from pypdf import PdfReader

from pipeline.assemble import assemble
from pipeline.assemble.given import Given, marked
from pipeline.assemble.markup import Para, blocks, plain
from pipeline.assemble.packet import Packet
from pipeline.assemble.templates import eject, shipped, templates
from pipeline.decide import decide
from pipeline.errors import TemplateError, UsageError
from pipeline.law import Process
from pipeline.law.terms import Role
from pipeline.models.case import Case, DocumentSummary
from pipeline.models.decision import Decision
from pipeline.models.decision import Path as Path_
from pipeline.models.facts import Facts, FiledBy
from pipeline.models.fields import (
    LIST_FIELDS,
    SCALAR_FIELDS,
    Classification,
    DenialCategory,
    Extraction,
    Field,
)
from pipeline.situate import situate
from tests.packet.build import given
from tests.packet.conftest import LAW, original, paragraphs

WRONG = [
    # text of request.md, what the message must name
    ("# T\n\n{{ no_such_name }}", "line 3"),
    ("# T\n\n{{ letter.no_such_field }}", "no_such_field"),
    ("# T\n{% if trait.path == 'x' %}", "line 2"),  # never closed
    ("# T\n{{ 7 * 7 }}", "no source"),  # numbers of one's own are no values
    ("# T\n{{ 'words' }}", "no source"),
    ("# T\n{{ patient.name | upper }}", "no source"),  # a filter that forgets where the value is from
    ("# T\n\n::: box\nx\n:::", "box"),  # no such box
    ("# T\n\n::: note\nx", "never closed"),
]


@pytest.mark.parametrize(("text", "named"), WRONG)
def test_a_wrong_template_is_named(text: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "request.md").write_text(text)
    (out := tmp_path / "out").mkdir()
    case = given("no-deadline")
    with pytest.raises(TemplateError, match=named) as caught:
        assemble(case.case, LAW, [], out, templates=tmp_path, as_of=case.as_of)
    assert "request" in caught.value.message


def test_an_unknown_trait_is_named(tmp_path: Path) -> None:
    text = (shipped() / "packets.yaml").read_text()
    (tmp_path / "packets.yaml").write_text(text.replace("when: {path: [not_a_denial]}", "when: {pth: [x]}"))
    case = given("no-deadline")
    with pytest.raises(TemplateError, match="pth"):
        assemble(case.case, LAW, [], tmp_path, templates=tmp_path, as_of=case.as_of)


def test_ejected_templates_can_be_changed(tmp_path: Path) -> None:
    """Eject, change a sentence, assemble: the sentence is in both files; a second eject keeps it."""
    mine = tmp_path / "mine"
    assert len(eject(mine)) > 80
    request = mine / "en" / "request.md"
    request.write_text(request.read_text().replace("## Legal basis", "## The law we rely on"))
    assert eject(mine) == []
    case = given("no-deadline")
    (out := tmp_path / "out").mkdir()
    assemble(case.case, LAW, [original()], out, templates=mine, as_of=case.as_of)
    assert "The law we rely on" in paragraphs(out / "request.docx")
    with pytest.raises(UsageError):
        eject(request)


def test_unknown_language_and_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="'xx'"):
        templates(None, "xx")
    with pytest.raises(TemplateError, match="nowhere"):
        templates(tmp_path / "nowhere")


VALUES = [
    "plain",
    "*a* _b_ `c` [d](e) <f> # g",
    "1. one",
    "- one",
    "| a | b |",
    "::: note",
    "{{ x }} {% y %}",
    "a \\ b \\n",
    "&amp; < > \"'",
    "Ünïcode 手术 جراحة",
    "https://example.org/a_b*c",
]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_printed_as_it_is(value: str) -> None:
    """Whatever a letter holds, Markdown gives it back unchanged, alone and within a sentence."""
    for around in ("{}", "Before {} after."):
        (block,) = blocks(around.format(marked(Given(value, "test"))))
        assert isinstance(block, Para)
        assert plain(block.text) == around.format(value)


@pytest.mark.parametrize("process", LAW.all_processes(), ids=lambda p: p.id)
def test_every_process_of_the_law_makes_words(process: Process) -> None:
    """All roads, with no facts at all: each request names its office, and nothing undefined is met."""
    path = {
        Role.EXTERNAL: "external_review",
        Role.ADMINISTRATIVE: "external_review",
        Role.PROGRAM: "other_program",
        Role.NONE: "other_program",
    }[process.role]
    bare = given("fl-federal-emergency").case
    decision = Decision.model_validate({"path": path, "process_id": process.id})
    case = bare.model_copy(update={"decision": decision})
    packet = Packet(case, process, templates(None), given("fl-federal-emergency").as_of)
    packet.render()
    assert "request" in packet.blocks
    assert packet.main is not None
    addressed = {v.source.rpartition(".")[0] for v in packet.values["request"]}
    assert any(s.startswith(("law:", "field:")) for s in addressed)


def test_a_case_without_a_decision_makes_a_draft() -> None:
    bare = Case(case_id="x", pipeline_version="0", document=given("no-deadline").case.document)
    packet = Packet(bare, None, templates(None), given("no-deadline").as_of)
    packet.render()
    assert "draft-request" in packet.blocks


KINDS = ("initial_denial", "final_internal_denial", "eob_denial")


@pytest.mark.parametrize("path", [p for p in Path_ if p is not Path_.NOT_A_DENIAL])
@pytest.mark.parametrize("kind", KINDS)
def test_no_mixture_of_path_kind_and_ground_is_without_words(path: Path_, kind: str) -> None:
    """Every ground on every path, first or last denial: something to file (but where facts are missing), no gap."""
    base = given("fl-federal-emergency")
    process = None if path is Path_.NEEDS_FACTS else LAW.process("CO-DOI")
    if path is Path_.OTHER_PROGRAM:
        process = LAW.process("FED-GRANDFATHERED")
    who = cycle(zip((*FiledBy, None), (True, False, None, True, False), strict=True))
    for category in (*DenialCategory, None):
        filed_by, urgent = next(who)
        case = base.case.model_copy(
            update={
                "decision": Decision(path=path, process_id=process.id if process else None),
                "document": base.case.document.model_copy(update={"kind": kind}),
                "classification": Classification(denial_category=category, confidence=0.9),
                "facts": Facts(filed_by=filed_by, urgent=urgent),
            }
        )
        packet = Packet(case, process, templates(None), base.as_of)
        packet.render()
        assert (packet.main is None) == (path is Path_.NEEDS_FACTS)
        assert "checklist" in packet.blocks


def test_shared_letters_make_packets(shared: Path, tmp_path: Path) -> None:
    """Every fortieth labelled letter, decided from its truth alone: no gap, and a checklist of two pages at most."""
    for path in sorted(shared.glob("letters/[a-k][0-9]*.json"))[::40]:
        truth = json.loads(path.read_text())
        names = (*SCALAR_FIELDS, *LIST_FIELDS)
        told = {k: truth[k] for k in names if truth.get(k) not in (None, [])}
        fields: dict[str, Field | tuple[Field, ...]] = {
            k: tuple(_field(x) for x in v) if k in LIST_FIELDS else _field(v) for k, v in told.items()
        }
        found = Extraction(kind=_field(truth["document_kind"]), fields=fields)
        ground = Classification(
            denial_class=truth["denial_class"], denial_category=truth["denial_category"], confidence=0.95
        )
        as_of = dt.date.fromisoformat(truth["letter_date"] or "2026-01-01") + dt.timedelta(days=10)
        decision = decide(situate(found, ground, Facts()), LAW, as_of)
        summary = DocumentSummary(source=f"{path.stem}.pdf", pages=1, kind=truth["document_kind"])
        case = Case(
            case_id=path.stem,
            pipeline_version="test",
            document=summary,
            fields=fields,
            classification=ground,
            decision=decision,
        )
        (out := tmp_path / path.stem).mkdir()
        files, _ = assemble(case, LAW, [path.with_suffix(".pdf")], out, as_of=as_of)
        if "checklist.pdf" in files:
            assert len(PdfReader(out / "checklist.pdf").pages) <= 2, path.stem


def _field(value: object) -> Field:
    return Field(value=value, confidence=0.97, page=1)
