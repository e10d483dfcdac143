"""Templates to HTML: escaped, with undefined names as errors, and small filters for dates and words."""

from functools import lru_cache
from typing import Any

import jinja2
from starlette.responses import HTMLResponse

from pipeline.web.values import long_date
from pipeline.web.words import FOLDER, load, plain

STATIC = {"style.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["long_date"] = _day
    env.filters["plain"] = plain
    env.filters["moment"] = _moment
    env.globals["words"] = load()
    return env


def page(template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page made by `template`; it is always a whole answer, also for errors."""
    return HTMLResponse(_environment().get_template(template).render(context), status_code=status)


def problem(status: int, title: str, message: str, back: str = "/") -> HTMLResponse:
    """A page that says in plain words what went wrong."""
    return page("problem.html", status=status, title=title, message=message, back=back)


def _day(value: object) -> str:
    """March 9, 2026."""
    return long_date(value).partition(", ")[2]


def _moment(value: str) -> str:
    """An ISO moment in UTC, to the minute."""
    return f"{value[:16].replace('T', ' ')} UTC"
