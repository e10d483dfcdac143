"""One packet in the making: which papers, their words, their pages."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.assemble.bundle import bundle
from pipeline.assemble.checklist import asked, contents, doubts, missing
from pipeline.assemble.choose import Paper, bases, papers, traits
from pipeline.assemble.context import context, enclosures, office_for, precedent_names, road_names
from pipeline.assemble.forms import fill_form, for_case, forms
from pipeline.assemble.forms.filling import Filled
from pipeline.assemble.forms.sheet import sheet_names
from pipeline.assemble.gather import Gatherer
from pipeline.assemble.given import Given, Names
from pipeline.assemble.markup import Block, blocks
from pipeline.assemble.precedents import Comparison, Count, compare, load
from pipeline.assemble.reminders import reminders
from pipeline.assemble.templates import Templates
from pipeline.assemble.typeset import compile_pdf, sheet
from pipeline.assemble.worddoc import word
from pipeline.errors import TemplateError
from pipeline.law import Process
from pipeline.models.case import Case
from pipeline.models.decision import Alternative
from pipeline.models.decision import Path as Road


class Packet:
    """One packet in the making. What goes to others is in English; what the person keeps is in their language."""

    def __init__(
        self,
        case: Case,
        process: Process | None,
        texts: Templates,
        as_of: dt.date,
        *,
        precedents: Sequence[Count] | None = None,
        roads: Sequence[tuple[Alternative, Process]] = (),
    ) -> None:
        self.case, self.process, self.texts, self.as_of = case, process, texts, as_of
        self.data = texts.data("packets.yaml")
        self.tongues = {t: Gatherer(case, texts.words(t), t) for t in dict.fromkeys(("en", texts.language))}
        self.g = self.tongues["en"]
        self.traits = traits(case, process, self.data, as_of) | {"language": texts.language}
        self.traits["fax"] = "yes" if self._fax() else "no"
        self.forms = for_case(forms(texts), process.id if process else None, self.traits)
        self.traits["form"] = "yes" if self.forms else "no"
        self.comparisons = self._compare(precedents)
        self.traits["precedents"] = "yes" if self.comparisons else "no"
        self.papers = self._in_tongues(papers(self.traits, self.data))
        self.main = next((p for p in self.papers if p.main), None)
        self.roads = tuple(roads)
        self.filled: dict[str, Filled] = {}
        self.values: dict[str, list[Given]] = {}
        self.blocks: dict[str, tuple[Block, ...]] = {}

    def _in_tongues(self, chosen: Sequence[Paper]) -> tuple[Paper, ...]:
        """Papers to keep in the person's language, and reading copies of those that go out in English."""
        main = next((p for p in chosen if p.main), None)
        out = []
        for paper in chosen:
            if main and paper.to in ("office", "doctor", "fax"):  # one envelope, one addressee
                paper = replace(paper, addressee=main.addressee)
            tongue = self.texts.tongue(paper.text)
            out.append(replace(paper, tongue=tongue if paper.to == "you" else "en"))
            if paper.to != "you" and tongue != "en":
                out.append(
                    replace(paper, id=f"{paper.id}-{tongue}", to="you", main=False, signs="", tongue=tongue)
                )
        return tuple(out)

    def _fax(self) -> bool:
        """Whether the office that gets the main document has a fax number."""
        known = self.traits | dict.fromkeys(("fax", "form", "precedents"), "no")
        main = next((p for p in papers(known, self.data) if p.main), None)
        return main is not None and bool(vars(office_for(self.g, main, self.process))["fax"])

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
        bases_ = {tongue: self._names(g) for tongue, g in self.tongues.items()}
        first = [p for p in self.papers if p.id != "checklist"]
        for paper in first:
            self._render(paper, bases_[paper.tongue])
        printed = [v for values in self.values.values() for v in values]
        for paper in [p for p in self.papers if p.id == "checklist"]:
            g = self.tongues[paper.tongue]
            names = bases_[paper.tongue] | {
                "contents": contents(g, first, self.traits["filed_by"]),
                "missing": missing(
                    g,
                    printed,
                    self.case.decision,
                    self.as_of,
                    urgent=self.traits["urgent"] == "yes",
                ),
                "doubts": doubts(g, printed, self.case.review.reasons),
            }
            self._render(paper, names, self.main)
        if self.main:
            later = any(p.to == "doctor" for p in self.papers)
            names = bases_["en"] | {"later": later, "add_signed": self.g.say("packet", "add_signed")}
            self._render(Paper("packet", "packet", "office", self.main.addressee), names)

    def _names(self, g: Gatherer) -> dict[str, Any]:
        names = context(g, self.process, self.traits, self.as_of)
        return names | {
            "alternatives": road_names(g, self.roads),
            "enclosures": enclosures(g, self.papers, self.case),
            "main": self.main.text if self.main else "",
            "main_title": g.say("titles", self.main.text) if self.main else None,
            "asked": asked(g, self.case.decision),
            "forms": sheet_names(self.forms, g, names, self.traits, self._fill(names)),
            "precedents": precedent_names(g, self.comparisons),
            "basis": Names(dict.fromkeys(self.data["bases"]) | self._bases()),
        }

    def _render(self, paper: Paper, names: dict[str, Any], like: Paper | None = None) -> None:
        office = office_for(self.tongues[paper.tongue], like or paper, self.process)
        written = self.texts.write(paper.text, paper.tongue, names | {"office": office})
        try:
            self.blocks[paper.id] = blocks(written.markdown)
        except ValueError as e:
            raise TemplateError(f"template {paper.tongue}/{paper.text}.md: {e}") from e
        self.values[paper.id] = written.values

    def write(self, out: Path, originals: Sequence[Path]) -> tuple[str, ...]:
        """All files of the packet, checklist first."""
        self.render()
        style = self.texts.find("typst/style.typ")
        assert style is not None
        files = []
        for paper in self.papers:
            made = self.blocks[paper.id]
            source = sheet(made, language=paper.tongue, dense=paper.dense)
            pdf = compile_pdf(source, style, self.as_of, out, accessible=True)
            files += [f"{paper.id}.pdf", f"{paper.id}.docx"]
            _save(out / files[-2], pdf)
            twin = word(made, language=paper.tongue, as_of=self.as_of, dense=paper.dense)
            _save(out / files[-1], twin)
        for form_id, form in self.filled.items():
            files.append(f"form-{form_id}.pdf")
            _save(out / files[-1], form.content)
        if self.case.decision and self.case.decision.path is not Road.NOT_A_DENIAL:
            _save(out / "deadlines.ics", self._reminders())
            files.append("deadlines.ics")
        if self.main:
            _save(out / "packet.pdf", self._bundle(style, out, originals))
            files.append("packet.pdf")
        return tuple(files)

    def _reminders(self) -> bytes:
        words = self.tongues[self.texts.language].words
        return reminders(
            self.case,
            self.process,
            words["titles"][self.main.text if self.main else "draft-request"],
            words["reminders"],
            expedited=self.traits["expedited"] == "yes",
            as_of=self.as_of,
        )

    def _bundle(self, style: Path, out: Path, originals: Sequence[Path]) -> bytes:
        """packet.pdf: what goes to the office now; what others must sign first is named on its cover."""
        filed = [p for p in self.papers if p.main or p.to == "office"]
        filed.sort(key=lambda p: not p.main)
        titles = self.g.words["titles"]
        return bundle(
            self.blocks["packet"],
            [(titles[p.text], self.blocks[p.id]) for p in filed],
            [titles[p.text] for p in self.papers if p.to == "doctor"],
            originals,
            words=self.g.words["packet"],
            style=style,
            as_of=self.as_of,
            out=out,
            limit_bytes=self._limit() * 1_000_000,
        )

    def _limit(self) -> int:
        """Megabytes that the receiving office takes, as far as known."""
        limits: dict[str, int] = self.data["limits"]
        return limits.get(self.process.id if self.process else "", limits["default"])

    def provenance(self) -> dict[str, Any]:
        """Document name to its values in the order printed: text, source, and filled, check or blank."""
        return {
            name: [{"value": v.text, "from": v.source, "state": v.state} for v in dict.fromkeys(values)]
            for name, values in self.values.items()
        }


def _save(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
