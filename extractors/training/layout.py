"""Set a draft as a PDF with Typst, in one of many looks."""

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

import typst

from extractors.training.letters import Draft
from extractors.training.parts import Part

FONTS = ("Liberation Serif", "Liberation Sans", "DejaVu Sans", "DejaVu Serif", "Libertinus Serif", "Liberation Sans Narrow", "New Computer Modern")  # fmt: skip
MONO = ("Liberation Mono", "DejaVu Sans Mono")
PAIRS = ("lines", "lines", "grid", "two", "above", "re", "dots", "box", "right", "semicolons")


@dataclass(frozen=True)
class Look:
    """How one letter looks."""

    font: str
    size: float
    pairs: str
    heading: str  # bold | caps | runin | colon
    boxed: bool
    stamp: str  # none | fax | portal
    justify: bool
    columns: bool


def look(rng: random.Random) -> Look:
    """A look drawn at random."""
    mono = rng.random() < 0.12
    size = rng.choice([9, 10, 10, 10.5, 11, 11, 12]) if rng.random() > 0.06 else rng.choice([15, 17])
    return Look(
        font=rng.choice(MONO if mono else FONTS),
        size=size if not mono else min(size, 10),
        pairs=rng.choice(PAIRS),
        heading=rng.choice(["bold", "bold", "caps", "runin", "colon"]),
        boxed=rng.random() < 0.2,
        stamp=rng.choices(["none", "fax", "portal"], [8, 1, 1])[0],
        justify=rng.random() < 0.25,
        columns=rng.random() < 0.06,
    )


def pdf(draft: Draft, looks: Look | None = None) -> bytes:
    """`draft` as the bytes of a PDF."""
    chosen = looks or look(draft.case.rng)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "letter.typ"
        source.write_text(markup(draft, chosen), encoding="utf-8")
        made: bytes = typst.compile(source)
        return made


def markup(draft: Draft, chosen: Look) -> str:
    """`draft` as Typst markup."""
    head = [
        f"#set page(width: 8.5in, height: 11in, margin: (x: {draft.case.rng.choice([0.7, 0.9, 1, 1.2])}in, y: 0.8in){_stamp(draft, chosen)})",
        f'#set text(font: ("{chosen.font}", "Libertinus Serif"), size: {chosen.size}pt, hyphenate: false)',
        f"#set par(justify: {'true' if chosen.justify else 'false'}, leading: 0.6em)",
    ]
    body: list[str] = []
    heading = ""
    for part in draft.parts:
        if part.sort == "heading" and chosen.heading == "runin":
            heading = part.said[0].text
            continue
        body.append(_part(draft, part, chosen, heading))
        heading = ""
    text = "\n\n".join(b for b in body if b)
    return "\n".join(head) + "\n" + (f"#columns(2)[{text}]" if chosen.columns else text)


def _stamp(draft: Draft, chosen: Look) -> str:
    rng = draft.case.rng
    if chosen.stamp == "fax":
        line = f"{rng.randint(1, 12):02d}/{rng.randint(1, 28):02d}/2026 {rng.randint(8, 18)}:{rng.randint(10, 59)}  FROM: 800-555-01{rng.randint(10, 99)}  P.001"
    elif chosen.stamp == "portal":
        line = f"{rng.randint(1, 12)}/{rng.randint(1, 28)}/26, {rng.randint(1, 12)}:{rng.randint(10, 59)} PM   Member portal - Messages"
    else:
        return ""
    return f", header: text(size: 8pt)[{esc(line)}]"


def esc(text: str) -> str:
    """`text` with Typst's signs made plain."""
    return "".join("\\" + c if c in "\\#$*_`<>@=[]~/+-'\"" and c not in "'\"" else c for c in text)


def _part(draft: Draft, part: Part, chosen: Look, heading: str) -> str:
    rng = draft.case.rng
    lines = [" ".join(esc(c) for c in row) for row in part.rows]
    said = " ".join(esc(s.text) for s in part.said)
    match part.sort:
        case "head":
            first, rest = lines[0], " \\ ".join(lines[1:])
            aligned = rng.choice(["left", "left", "center", "right"])
            return f'#align({aligned})[#text(size: {chosen.size + rng.choice([0, 2, 5])}pt, weight: "bold")[{first}] \\ #text(size: {chosen.size - 1.5}pt)[{rest}]]'
        case "date" | "address" | "closing":
            return " \\ ".join(lines)
        case "pairs":
            return pairs(part, chosen, rng)
        case "title":
            return f'#align({rng.choice(["left", "center"])})[#text(size: {chosen.size + rng.choice([0, 1, 4])}pt, weight: "bold")[{said}]]'
        case "heading":
            text = (
                said.upper()
                if chosen.heading == "caps"
                else said + (":" if chosen.heading == "colon" else "")
            )
            return f'#text(weight: "bold")[{text}]'
        case "table":
            return table(part, chosen)
        case "legend":
            return legend(part, chosen, rng)
        case "small":
            return f"#text(size: {max(chosen.size - 2, 7)}pt)[{said}]"
    lead = f'#text(weight: "bold")[{esc(heading)}{rng.choice([".", ":"])}] ' if heading else ""
    decisive = any(s.act in ("deny", "uphold") for s in part.said)
    if chosen.boxed and decisive:
        fill = rng.choice(["luma(235)", "none", 'rgb("eef3fa")'])
        return f"#block(width: 100%, inset: 8pt, fill: {fill}, stroke: 0.6pt)[{lead}{said}]"
    return lead + said


def pairs(part: Part, chosen: Look, rng: random.Random) -> str:
    """The reference block in one of its looks."""
    rows = [(esc(label), esc(value)) for label, value in part.rows]
    match chosen.pairs:
        case "grid":
            cells = ", ".join(f"[*{a}*], [{b}]" for a, b in rows)
            return f"#table(columns: (auto, auto), inset: 4pt, {cells})"
        case "two":
            cells = ", ".join(f"[{a}: {b}]" for a, b in rows)
            return f"#grid(columns: (1fr, 1fr), row-gutter: 6pt, column-gutter: 14pt, {cells})"
        case "above":
            cells = ", ".join(f"[#text(size: {chosen.size - 2}pt)[{a}] \\ {b}]" for a, b in rows)
            return f"#grid(columns: (1fr, 1fr, 1fr), row-gutter: 10pt, column-gutter: 14pt, {cells})"
        case "re":
            return "RE: " + "; ".join(f"{a}: {b}" for a, b in rows)
        case "semicolons":
            return " #h(4pt) ".join(f"{a}: {b} {rng.choice(['•', '|', '—'])}" for a, b in rows)
        case "dots":
            return " \\ ".join(f"{a}#box(width: 12pt, repeat[.]){b}" for a, b in rows)
        case "box":
            inner = " \\ ".join(f"*{a}:* {b}" for a, b in rows)
            return f"#block(width: 100%, inset: 8pt, stroke: 0.5pt, fill: luma(240))[{inner}]"
        case "right":
            inner = " \\ ".join(f"{a}: {b}" for a, b in rows)
            return f"#grid(columns: (1fr, 1fr), [], [{inner}])"
    return " \\ ".join(f"{a}: {b}" for a, b in rows)


def table(part: Part, chosen: Look) -> str:
    """The claim table."""
    width = len(part.rows[0])
    cells = ", ".join(f"[{esc(c)}]" for row in part.rows for c in row)
    size = min(chosen.size, 9) - (1 if width > 8 else 0)
    return f"#text(size: {size}pt)[#table(columns: {width}, inset: 4pt, {cells})]"


def legend(part: Part, chosen: Look, rng: random.Random) -> str:
    """Codes with what they mean: as a table, or line by line."""
    rows = [(esc(row[0]), esc(said.text)) for row, said in zip(part.rows, part.said, strict=True)]
    title = f'#text(weight: "bold")[{esc(part.style)}]'
    if rng.random() < 0.5:
        cells = ", ".join(f"[{c}], [{t}]" for c, t in rows)
        return f"{title}\n\n#table(columns: (auto, 1fr), stroke: none, inset: 3pt, {cells})"
    mark = rng.choice([" ", ": ", " = ", " \\- "])
    return title + "\n\n" + "\n\n".join(f"{c}{mark}{t}" for c, t in rows)
