"""From a decided case to the papers that are signed and sent.

`assemble` writes every document as PDF and as editable DOCX from one text, the reminders, and `packet.pdf`
with the original letters as exhibits; it returns the file names and where each printed value came from.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.assemble.given import as_date
from pipeline.assemble.precedents import Count
from pipeline.law import Law
from pipeline.models.case import Case

__all__ = ["assemble"]


def assemble(
    case: Case,
    law: Law,
    originals: Sequence[Path],
    out: Path,
    *,
    templates: Path | None = None,
    language: str = "en",
    as_of: dt.date,
    precedents: Sequence[Count] | None = None,
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Write the packet of `case` into the folder `out`; the same case and date give the same bytes.

    `precedents` are counts from the ledger, to be used instead of the shipped ones. Returns the file names in
    the order to look at them, and for each document where its values came from. Raises TemplateError if a
    template is wrong, LawError if the decision names a process that the law lacks.
    """
    from pipeline.assemble.packet import Packet  # a second of imports that `extract` and `decide` never need
    from pipeline.assemble.templates import templates as open_templates

    texts = open_templates(templates, language)
    on = case.facts.denial.letter_date or as_date(case.value("letter_date"))
    decision = case.decision
    process = law.process(decision.process_id, on) if decision and decision.process_id else None
    roads = [(a, law.process(a.process_id, on)) for a in (decision.alternatives if decision else ())]
    packet = Packet(case, process, texts, as_of, precedents=precedents, roads=roads)
    return packet.write(out, originals), packet.provenance()
