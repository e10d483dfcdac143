"""Templates to Markdown, with a record of every value that was printed and where it came from."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import yaml
from jinja2.ext import Extension

from pipeline.assemble.given import Given, Several, marked
from pipeline.errors import TemplateError, UsageError

RECORD = "_record"


@dataclass(slots=True)
class Written:
    """A rendered template: its Markdown and the values in the order they were printed."""

    markdown: str
    values: list[Given] = field(default_factory=list)


def shipped() -> Path:
    """The templates that come with the program: beside the package, in the source tree and in the wheel."""
    return Path(__file__).resolve().parents[2] / "templates"


# A line that holds one tag and nothing else: it leaves no line behind, and later lines keep their numbers.
_TAG_LINE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*)%\}[ \t]*\n", re.MULTILINE)


class _TagLines(Extension):
    """Tags on lines of their own vanish; a tag inside a line leaves the line's end alone."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _TAG_LINE.sub(r"\1\n%}", source)


@jinja2.pass_context
def _print(context: jinja2.runtime.Context, value: Any) -> str:
    """What `{{ … }}` prints: a value that knows its source, and nothing else."""
    if isinstance(value, jinja2.Undefined):
        return str(value)  # raises, naming the undefined name
    record: list[Given] = context[RECORD]
    if isinstance(value, Given):
        record.append(value)
        return marked(value)
    if isinstance(value, Several):
        chosen = value.items or (value.missing,)
        record.extend(chosen)
        return value.joint.join(marked(v) for v in chosen)
    if value is None:
        raise TemplateError(f"template {context.name}: a value is not known here; ask for it with if first")
    raise TemplateError(
        f"template {context.name}: a printed value has no source; print names from the context as they are"
    )


def _lines(value: Given) -> Given:
    return value.kept("lines")


def _paragraphs(value: Given) -> Given:
    return value.kept("paragraphs")


@lru_cache(maxsize=8)
def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(f) for f in folders]),
        undefined=jinja2.StrictUndefined,
        finalize=_print,
        extensions=[_TagLines],
        keep_trailing_newline=True,
        autoescape=False,
    )
    env.filters["lines"] = _lines
    env.filters["paragraphs"] = _paragraphs
    return env


@dataclass(frozen=True, slots=True)
class Templates:
    """Where the words are: a person's folder first, the shipped one behind it."""

    folders: tuple[Path, ...]
    language: str = "en"

    def find(self, name: str) -> Path | None:
        """The file `name` in the first folder that has it."""
        return next((f / name for f in self.folders if (f / name).is_file()), None)

    def data(self, name: str) -> Any:
        """A YAML file of the templates. TemplateError if it is missing or malformed."""
        path = self.find(name)
        if path is None:
            raise TemplateError(f"templates: no file {name}")
        return _yaml(path, path.stat().st_mtime_ns)

    def tongue(self, document: str) -> str:
        """The language that `document` is written in: the one asked for, else English."""
        for language in (self.language, "en"):
            if self.find(f"{language}/{document}.md"):
                return language
        raise TemplateError(f"templates: no text for the document {document}")

    def words(self, language: str) -> dict[str, Any]:
        """Labels of blanks and other small words of `language`, over the English ones."""
        english: dict[str, Any] = self.data("en/words.yaml")
        if language == "en":
            return english
        other: dict[str, Any] = self.data(f"{language}/words.yaml")
        return {k: {**v, **other.get(k, {})} for k, v in english.items()}

    def write(self, document: str, tongue: str, context: dict[str, Any]) -> Written:
        """Render one document. TemplateError names the template and line of what is wrong."""
        name = f"{tongue}/{document}.md"
        written = Written("")
        try:
            template = _environment(self.folders).get_template(name)
            written.markdown = template.render({**context, RECORD: written.values})
        except jinja2.TemplateSyntaxError as e:
            raise TemplateError(f"template {e.name or name}, line {e.lineno}: {e.message}") from e
        except jinja2.UndefinedError as e:
            raise TemplateError(f"template {name}, line {_line(e)}: {e.message}") from e
        except jinja2.TemplateError as e:
            raise TemplateError(f"template {name}: {e.message}") from e
        return written


def _line(error: BaseException) -> int:
    """The line of the template where rendering stopped: Jinja keeps it in the traceback."""
    trace, line = error.__traceback__, 0
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".md"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


@lru_cache(maxsize=128)
def _yaml(path: Path, _changed: int) -> Any:
    try:
        return yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as e:
        raise TemplateError(f"{path.name}: not valid YAML: {e}") from e


def templates(folder: Path | None, language: str = "en") -> Templates:
    """The shipped templates, or those of `folder` before them. TemplateError for an unknown folder or language."""
    if folder is not None and not folder.is_dir():
        raise TemplateError(f"templates: no folder {folder}")
    folders = (folder, shipped()) if folder else (shipped(),)
    found = Templates(folders, language)
    if found.find(f"{language}/words.yaml") is None:
        raise TemplateError(f"templates: no texts in the language '{language}'")
    return found


def eject(folder: Path) -> list[Path]:
    """Copy all shipped templates into `folder`, to be changed there and used with `--templates`.

    Nothing that is there already is overwritten. Returns the files written; UsageError for a file in the way.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder for the templates")
    written = []
    for source in sorted(p for p in shipped().rglob("*") if p.is_file()):
        inner = source.relative_to(shipped())
        if inner.parts[0] == "web" or (folder / inner).exists():
            continue
        (folder / inner).parent.mkdir(parents=True, exist_ok=True)
        (folder / inner).write_bytes(source.read_bytes())
        written.append(folder / inner)
    return written
