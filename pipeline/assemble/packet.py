"""One packet in the making: which papers, their words, their pages."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.assemble.bundle import bundle
from pipeline.assemble.checklist import asked, contents, doubts, missing
from pipeline.assemble.choose import Paper, bases, papers, traits
from pipeline.assemble.context import context, enclosures, office_for, precedent_names
from pipeline.assemble.forms import fill_form, for_case, forms
from pipeline.assemble.forms.filling import Filled
from pipeline.assemble.forms.sheet import sheet_names
from pipeline.assemble.gather import Gatherer
from pipeline.assemble.given import Given, Names
from pipeline.assemble.markup import Block, blocks
from pipeline.assemble.office import addressee
from pipeline.assemble.precedents import Comparison, Count, compare, load
from pipeline.assemble.reminders import reminders
from pipeline.assemble.templates import Templates
from pipeline.assemble.typeset import compile_pdf, sheet
from pipeline.assemble.worddoc import word
from pipeline.errors import TemplateError
from pipeline.law import Process
from pipeline.models.case import Case
from pipeline.models.decision import Path as Road


class Packet:
    """One packet in the making."""

    def __init__(
        self,
        case: Case,
        process: Process | None,
        texts: Templates,
        as_of: dt.date,
        precedents: Sequence[Count] | None = None,
    ) -> None:
        self.case, self.process, self.texts, self.as_of = case, process, texts, as_of
        self.data = texts.data("packets.yaml")
        self.g = Gatherer(case, texts.words(), texts.language)
        self.traits = traits(case, process, self.data, as_of) | {"language": texts.language}
        self.traits["fax"] = "yes" if any(self._fax()) else "no"
        self.forms = for_case(forms(texts), process.id if process else None, self.traits)
        self.traits["form"] = "yes" if self.forms else "no"
        self.comparisons = self._compare(precedents)
        self.traits["precedents"] = "yes" if self.comparisons else "no"
        self.papers = papers(self.traits, self.data)
        self.main = next((p for p in self.papers if p.main), None)
        self.base: dict[str, Any] = {}
        self.filled: dict[str, Filled] = {}
        self.values: dict[str, list[Given]] = {}
        self.blocks: dict[str, tuple[Block, ...]] = {}

    def _fax(self) -> list[bool]:
        kinds = ("plan", "office") if self.process else ("plan",)
        return [bool(vars(addressee(self.g, kind, self.process))["fax"]) for kind in kinds]

    def _compare(self, counts: Sequence[Count] | None) -> list[Comparison]:
        """Comparable decided reviews; only California publishes them, so only its cases get them."""
        if self.traits["state"] != "CA":
            return []
        shipped = self.texts.find("precedents.csv")
        if counts is None and shipped is not None:
            counts = load(shipped)
        service = self.g.field("service")
        return compare(
            counts or (),
            self.texts.data("precedents.yaml"),
            category=self.traits["category"],
            service=service.text if service else "",
            diagnosis_codes=[v.text for v in self.g.fields("diagnosis_codes", "letter.diagnosis_codes")],
        )

    def _fill(self, base: dict[str, Any]) -> dict[str, Filled]:
        """The office's own blanks, where a person keeps them in the templates folder."""
        blanks = {f.id: self.texts.find(f"forms/{f.id}.pdf") for f in self.forms}
        self.filled = {
            f.id: fill_form(blank, f, self.texts, self.g, base, self.traits)
            for f in self.forms
            if (blank := blanks[f.id]) is not None
        }
        return self.filled

    def _bases(self) -> dict[str, Given]:
        found = bases(self.traits, self.data)
        return {right: Given(cite, f"packets.yaml:bases.{right}") for right, cite in found.items()}

    def render(self) -> None:
        """Every document's words; the checklist comes last, for it lists what the others lack."""
        base = self.base | context(self.g, self.process, self.traits, self.as_of)
        main = self.main
        base |= {
            "enclosures": enclosures(self.g, self.papers, self.case),
            "main_title": self.g.say("titles", main.text) if main else None,
            "asked": asked(self.g, self.case.decision),
            "forms": sheet_names(self.forms, self.g, base, self.traits, self._fill(base)),
            "precedents": precedent_names(self.g, self.comparisons),
            "basis": Names(dict.fromkeys(self.data["bases"]) | self._bases()),
        }
        last = [p for p in self.papers if p.id == "checklist"]
        for paper in [p for p in self.papers if p.id != "checklist"]:
            self._render(paper, base)
        printed = [v for values in self.values.values() for v in values]
        filed_by = self.traits["filed_by"]
        base |= {
            "contents": contents(self.g, [p for p in self.papers if p.id != "checklist"], filed_by),
            "missing": missing(self.g, printed, self.case.decision, self.as_of),
            "doubts": doubts(self.g, printed, self.case.review.reasons),
        }
        for paper in last:
            self._render(paper, base, main)
        self.base = base

    def _render(self, paper: Paper, base: dict[str, Any], like: Paper | None = None) -> None:
        names = base | {"office": office_for(self.g, like or paper, self.process)}
        written = self.texts.write(paper.text, names)
        try:
            self.blocks[paper.id] = blocks(written.markdown)
        except ValueError as e:
            raise TemplateError(f"template {paper.text}: {e}") from e
        self.values[paper.id] = written.values

    def write(self, out: Path, originals: Sequence[Path]) -> tuple[str, ...]:
        """All files of the packet, checklist first."""
        self.render()
        style = self.texts.find("typst/style.typ")
        assert style is not None
        files = []
        for paper in self.papers:
            made = self.blocks[paper.id]
            source = sheet(made, language=self.texts.language, dense=paper.dense)
            pdf = compile_pdf(source, style, self.as_of, out, accessible=True)
            files += [f"{paper.id}.pdf", f"{paper.id}.docx"]
            _save(out / files[-2], pdf)
            _save(
                out / files[-1], word(made, language=self.texts.language, as_of=self.as_of, dense=paper.dense)
            )
        for form_id, form in self.filled.items():
            files.append(f"form-{form_id}.pdf")
            _save(out / files[-1], form.content)
        if self.case.decision and self.case.decision.path is not Road.NOT_A_DENIAL:
            _save(out / "deadlines.ics", self._reminders())
            files.append("deadlines.ics")
        if self.main:
            _save(out / "packet.pdf", self._bundle(self.main, style, out, originals))
            files.append("packet.pdf")
        return tuple(files)

    def _reminders(self) -> bytes:
        title = self.g.words["titles"][self.main.text if self.main else "draft-request"]
        return reminders(
            self.case,
            self.process,
            title,
            self.g.words["reminders"],
            expedited=self.traits["expedited"] == "yes",
            as_of=self.as_of,
        )

    def _bundle(self, main: Paper, style: Path, out: Path, originals: Sequence[Path]) -> bytes:
        """packet.pdf: what goes to the office now; what others must sign first is named on its cover."""
        filed = [p for p in self.papers if p.main or p.to == "office"]
        filed.sort(key=lambda p: (p.id != "fax-cover", not p.main))
        later = [self.g.say("titles", p.text) for p in self.papers if p.to == "doctor"]
        names = self.base | {"later": bool(later), "add_signed": self.g.say("packet", "add_signed")}
        self._render(Paper("packet", "packet", "office", main.addressee), names)
        return bundle(
            self.blocks["packet"],
            [(self.g.say("titles", p.text).text, self.blocks[p.id]) for p in filed],
            [title.text for title in later],
            originals,
            words=self.g.words["packet"],
            style=style,
            language=self.texts.language,
            as_of=self.as_of,
            out=out,
            limit_bytes=self.data["limits"]["packet_megabytes"] * 1_000_000,
        )

    def provenance(self) -> dict[str, Any]:
        """Document name to its values in the order printed: text, source, and filled, check or blank."""
        return {
            name: [{"value": v.text, "from": v.source, "state": v.state} for v in dict.fromkeys(values)]
            for name, values in self.values.items()
        }


def _save(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
