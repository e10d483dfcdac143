"""The list of cases by deadline, what could not be used, and the place to drop letters."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from pipeline.record.review import CaseRow, Word
from pipeline.web.guard import same_token
from pipeline.web.intray import InTray
from pipeline.web.render import page, problem
from pipeline.web.shelf import Shelf
from pipeline.web.view import urgency
from pipeline.web.words import Words, load

router = APIRouter()
DUE_DAYS = 30
_PER_PAGE = 100
_COOKIE = "imrkit_find"
_LONGEST_SEARCH = 200
_GROUPS = ("all", "person", "due")
_MAX_FILES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list."""

    case_id: str
    insurer: str
    member: str
    reason: str
    step: str
    path: str
    file_by: str
    color: str
    left: str
    days: int | None
    look_at: tuple[str, ...]
    needs: bool


@router.get("/")
def cases(request: Request, show: str = "all", page_number: int = 1) -> Response:
    """Cases by deadline. `show`: person (needs one), due (soon or past), all; also by the words last searched for."""
    q = unquote(request.cookies.get(_COOKIE, ""))[:_LONGEST_SEARCH]
    shelf: Shelf = request.app.state.shelf
    tray: InTray = request.app.state.tray
    today, words = shelf.today(), load()
    search = [Word(word, words.codes(word)) for word in q.lower().split()]
    due_by = today + dt.timedelta(days=DUE_DAYS)
    chosen = show if show in _GROUPS else "all"
    start = (max(page_number, 1) - 1) * _PER_PAGE
    rows, counts = shelf.book.page(show=chosen, search=search, due_by=due_by, limit=_PER_PAGE, offset=start)
    set_aside, all_set_aside = shelf.letters("set_aside", _PER_PAGE)
    duplicates, all_duplicates = shelf.letters("duplicate", _PER_PAGE)
    return page(
        "list.html",
        lines=[line_of(row, words, today) for row in rows],
        counts=counts,
        show=chosen,
        q=q,
        page_number=page_number,
        pages=max(1, -(-counts[chosen] // _PER_PAGE)),
        set_aside=set_aside,
        all_set_aside=all_set_aside,
        duplicates=duplicates,
        all_duplicates=all_duplicates,
        waiting=tray.waiting(),
        news=tray.news(),
        due_days=DUE_DAYS,
        token=request.app.state.token,
        any_case=bool(counts["all"] or q),
    )


@router.post("/find")
async def find(request: Request) -> Response:
    """Keep the words to search for until the browser is closed; an address that holds a name would be kept longer."""
    async with request.form(max_files=0, max_fields=5) as form:
        token, q, show = (str(form.get(name, "")) for name in ("token", "q", "show"))
    if not same_token(token, request.app.state.token):
        return problem(403, "Please try once more", "The program was started again.")
    answer = RedirectResponse(f"/?show={show if show in _GROUPS else 'all'}", status_code=303)
    answer.set_cookie(_COOKIE, quote(q.strip()[:_LONGEST_SEARCH]), httponly=True, samesite="strict")
    return answer


@router.post("/letters")
async def take_in(request: Request) -> Response:
    """Letters dropped on the page: kept at once, read in the background by the same way as all others."""
    tray: InTray = request.app.state.tray
    async with request.form(max_files=_MAX_FILES, max_fields=20) as form:
        if not same_token(str(form.get("token", "")), request.app.state.token):
            return problem(
                403, "Please try once more", "The program was started again. Drop the letters once more."
            )
        files = [one for one in form.getlist("letters") if isinstance(one, UploadFile) and one.filename]
        if not files:
            return problem(422, "No letter was chosen", "Choose one or more files, then press the button.")
        together = form.get("together") == "yes"
        given = [(one.filename or "letter", one.file) for one in files]
        await run_in_threadpool(tray.take, given, together)
    return RedirectResponse("/", status_code=303)


def line_of(row: CaseRow, words: Words, today: dt.date) -> Line:
    """A row of the ledger in words."""
    told = row.summary
    file_by = dt.date.fromisoformat(row.file_by) if row.file_by else None
    color, left = urgency(file_by, today)
    path = str(told.get("path") or "")
    if path == "not_a_denial":
        color, left = "none", "nothing to file"
    return Line(
        case_id=row.case_id,
        insurer=str(told.get("insurer") or "Insurer not found"),
        member=str(told.get("member_name") or "Name not found"),
        reason=_reason(told, words),
        step=words.say("steps", path) if path else "Not decided yet",
        path=path,
        file_by=row.file_by or "",
        color=color,
        left=left,
        days=(file_by - today).days if file_by else None,
        look_at=tuple(dict.fromkeys(words.label(name) for name in told.get("review", ()))),
        needs=bool(told.get("review_needed")),
    )


def _reason(told: dict[str, Any], words: Words) -> str:
    category, denial_class = told.get("denial_category"), told.get("denial_class")
    if category:
        return words.say("categories", category)
    if denial_class:
        return words.say("classes", denial_class)
    return words.say("kinds", told["kind"]) if told.get("kind") else ""
