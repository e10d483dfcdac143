"""packet.pdf: a cover index, the documents in filing order, the letters as exhibits, pages numbered through."""

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.assemble.exhibits import Sheet, sheets
from pipeline.assemble.markup import Block, Box, Heading, plain
from pipeline.assemble.typeset import body, compile_pdf, quote
from pipeline.errors import TemplateError

TONGUE = "en"  # what goes to an office is in English


def bundle(
    cover: tuple[Block, ...],
    documents: Sequence[tuple[str, tuple[Block, ...]]],
    later: Sequence[str],
    originals: Sequence[Path],
    *,
    words: dict[str, str],
    style: Path,
    as_of: dt.date,
    out: Path,
    limit_bytes: int,
) -> bytes:
    """The PDF to file. `documents` are (title, blocks); `later` names papers that are added once signed.

    Letters that cannot be set as they are, or that make the file larger than `limit_bytes`, become pictures.
    """
    with tempfile.TemporaryDirectory(dir=out, prefix=".exhibits-") as work:
        made = b""
        for pictures in (False, True):
            pages, closed = sheets(originals, Path(work), pictures=pictures)
            source = _source(cover, documents, later, pages, closed, words)
            try:
                made = compile_pdf(source, style, as_of, Path(work), accessible=False)
            except TemplateError:
                if pictures:
                    raise
                continue
            except BaseException as e:  # Typst's PDF reader may panic on a damaged letter
                if pictures or type(e).__name__ != "PanicException":
                    raise
                continue
            if len(made) <= limit_bytes or not originals:
                break
            shutil.rmtree(work, ignore_errors=True)
            Path(work).mkdir(mode=0o700)
        return made


def _source(
    cover: tuple[Block, ...],
    documents: Sequence[tuple[str, tuple[Block, ...]]],
    later: Sequence[str],
    pages: Sequence[Sheet],
    closed: Sequence[str],
    words: dict[str, str],
) -> str:
    title = next((plain(b.text) for b in cover if isinstance(b, Heading)), "")
    exhibits = list(dict.fromkeys([*(p.exhibit for p in pages), *closed]))
    rows = [(f"doc-{i}", name) for i, (name, _) in enumerate(documents)]
    rows += [(f"exhibit-{e}", f"{words['exhibit']} {e}: {words['letter']}") for e in exhibits]
    parts = [
        f"#show: sheet.with(title: {quote(title)}, lang: {quote(TONGUE)}, footer: {_footer(title, words)})",
        "\n\n".join(
            _index(rows, later, words) if isinstance(b, Box) and b.name == "contents" else body((b,), TONGUE)
            for b in cover
        ),
    ]
    for i, (_, blocks) in enumerate(documents):
        parts.append(f"#pagebreak(weak: true)\n#metadata(none)<doc-{i}>\n{body(blocks, TONGUE)}")
    parts += [_sheet(page, words) for page in pages]
    parts += [
        f"#exhibit-missing({quote(words['exhibit'])}, {quote(e)}, {quote(words['closed'])})<exhibit-{e}>"
        for e in closed
    ]
    return "\n".join(parts)


def _footer(title: str, words: dict[str, str]) -> str:
    return f"packet-footer({quote(title)}, {quote(words['packet_page'])}, {quote(words['of'])})"


def _index(rows: Sequence[tuple[str, str]], later: Sequence[str], words: dict[str, str]) -> str:
    lines = [f"({quote(name)}, context counter(page).at(<{label}>).first())" for label, name in rows]
    lines += [f"({quote(name)}, {quote(words['add_signed'])})" for name in later]
    head = f"({quote(words['document'])}, {quote(words['page_head'])})"
    return f"#packet-index({head}, {', '.join(lines)})"


def _sheet(page: Sheet, words: dict[str, str]) -> str:
    label = f"<exhibit-{page.exhibit}>" if page.number == 1 else ""
    name = f"{words['exhibit']} {page.exhibit}"
    place = f"{words['page']} {page.number} {words['of']} {page.count}"
    alt = f"{name}, {place}: {words['letter']}"
    image = f'image({quote(page.file)}, alt: {quote(alt)}, width: 100%, height: 100%, fit: "contain"' + (
        f", page: {page.page})" if page.page else ")"
    )
    first = "true" if page.number == 1 else "false"
    return f"#exhibit({quote(name)}, {quote(words['letter'])}, {quote(place)}, {first}, {image}){label}"
