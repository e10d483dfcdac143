"""One case: its letter with boxes, its values as a form, the decision, the packet, the history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, RedirectResponse, Response

from pipeline.errors import ImrkitError
from pipeline.models.case import Case
from pipeline.web.answers import read_form
from pipeline.web.guard import same_token
from pipeline.web.history import story
from pipeline.web.pages import Pages, Size, turned_box, turned_size
from pipeline.web.proofs import Mark, first_sheet
from pipeline.web.render import page, problem
from pipeline.web.shelf import MovedOnError, NoSuchCaseError, Shelf
from pipeline.web.values import Texts
from pipeline.web.view import case_view, packet_of, urgency
from pipeline.web.words import load

router = APIRouter()
_COOKIE = "imrkit_who"
_MAX_FIELDS = 3000
_SAVED = "Saved. The packet was made again; this is version {}."
_STALE = (
    "The program was started again after you opened this page, so nothing was saved yet. "
    "What you wrote is still below: please press Save once more."
)
_MOVED = (
    "Somebody saved this case after you opened it. Nothing was overwritten: below is what you wrote, laid over "
    "the newest version. Please look through it and press Save once more."
)
_WRONG = "Nothing was saved yet: please mend what is marked below."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a letter as shown; no size where it cannot be drawn, and then `trouble` says why."""

    index: int
    number: int
    source: str
    url: str = ""
    width: float = 0.0
    height: float = 0.0
    note: str = ""
    trouble: str = ""
    marks: tuple[Mark, ...] = ()


@router.get("/cases/{case_id}")
def show(request: Request, case_id: str, version: int | None = None, saved: int = 0) -> Response:
    """The case; an older `version` is shown as it was and cannot be saved."""
    shelf: Shelf = request.app.state.shelf
    case, number = shelf.case(case_id, version)
    return _page(request, case, number, said=_SAVED.format(saved) if saved == number else "")


@router.post("/cases/{case_id}")
async def save(request: Request, case_id: str) -> Response:
    """Take a form: check it, decide and assemble again, keep a new version."""
    form = await form_texts(request)
    return await run_in_threadpool(_save, request, case_id, form)


def _save(request: Request, case_id: str, form: Mapping[str, str]) -> Response:
    shelf: Shelf = request.app.state.shelf
    case, newest = shelf.case(case_id)
    opened = int(form["version"]) if form.get("version", "").isdigit() else 0
    answers = read_form(case, form, load())
    if not same_token(form.get("token", ""), request.app.state.token):
        return _page(request, case, newest, typed=answers.typed, problem=_STALE, status=403)
    if opened != newest:
        return _page(request, case, newest, typed=answers.typed, problem=_MOVED, status=409)
    if answers.errors:
        return _page(
            request, case, newest, typed=answers.typed, errors=answers.errors, problem=_WRONG, status=422
        )
    who = " ".join(form.get("who", "").split())[:80]
    if not who:
        told = "Please write your name beside the Save button: the history says who changed what."
        return _page(request, case, newest, typed=answers.typed, problem=told, status=422)
    _, made = shelf.save(case_id, newest, answers.facts, who)
    response = RedirectResponse(f"/cases/{case_id}?saved={made}", status_code=303)
    response.set_cookie(_COOKIE, quote(who), max_age=90 * 24 * 3600, httponly=True, samesite="strict")
    return response


@router.get("/cases/{case_id}/history")
def history(request: Request, case_id: str) -> Response:
    """All versions: who made each, when, and what it changed."""
    shelf: Shelf = request.app.state.shelf
    case, newest = shelf.case(case_id)
    rows = shelf.versions(case_id)
    return page(
        "history.html",
        case=case,
        newest=newest,
        story=story([(row, shelf.case(case_id, row.version)[0]) for row in rows], load()),
        token=request.app.state.token,
        who=_who(request),
    )


@router.post("/cases/{case_id}/restore")
async def restore(request: Request, case_id: str) -> Response:
    """Go back to an older version: its facts make a new version."""
    form = await form_texts(request)
    return await run_in_threadpool(_restore, request, case_id, form)


def _restore(request: Request, case_id: str, form: Mapping[str, str]) -> Response:
    shelf: Shelf = request.app.state.shelf
    _, newest = shelf.case(case_id)
    if not same_token(form.get("token", ""), request.app.state.token):
        return problem(
            403, "Please try once more", "The program was started again.", f"/cases/{case_id}/history"
        )
    if form.get("newest") != str(newest):
        raise MovedOnError("This case was saved in another window. Look at the newest version first.")
    wanted = form.get("version", "")
    old, _ = shelf.case(case_id, int(wanted) if wanted.isdigit() else -1)
    who = " ".join(form.get("who", "").split())[:80] or _who(request)
    if not who:
        return problem(422, "Who are you?", "Please write your name.", f"/cases/{case_id}/history")
    _, made = shelf.save(case_id, newest, old.facts, who)
    return RedirectResponse(f"/cases/{case_id}?saved={made}", status_code=303)


@router.post("/cases/{case_id}/join")
async def join(request: Request, case_id: str) -> Response:
    """Make one case of the letters of this matter."""
    form = await form_texts(request)
    return await run_in_threadpool(_join, request, case_id, form)


def _join(request: Request, case_id: str, form: Mapping[str, str]) -> Response:
    shelf: Shelf = request.app.state.shelf
    if not same_token(form.get("token", ""), request.app.state.token):
        return problem(403, "Please try once more", "The program was started again.", f"/cases/{case_id}")
    who = " ".join(form.get("who", "").split())[:80] or _who(request)
    if not who:
        return problem(422, "Who are you?", "Please write your name.", f"/cases/{case_id}")
    return RedirectResponse(f"/cases/{shelf.join(case_id, who)}", status_code=303)


@router.get("/cases/{case_id}/pages/{sheet}.webp")
def picture(request: Request, case_id: str, sheet: int) -> Response:
    """A page of a letter as a picture; pages are counted over all letters of the case, from 0."""
    shelf: Shelf = request.app.state.shelf
    pages: Pages = request.app.state.pages
    case, _ = shelf.case(case_id)
    for document in case.documents or (case.document,):
        number = sheet - first_sheet(case, document.sha256) + 1
        if document.sha256 and 1 <= number <= document.pages:
            turned = document.turned.get(str(number), 0)
            drawn = pages.picture(shelf.originals(case_id), document.sha256, number, turned)
            return Response(drawn, media_type="image/webp")
    raise NoSuchCaseError("There is no such page in this letter.")


@router.get("/cases/{case_id}/letters/{index}")
def original(request: Request, case_id: str, index: int) -> Response:
    """A letter's own file, to be saved."""
    shelf: Shelf = request.app.state.shelf
    shelf.versions(case_id)
    found = shelf.originals(case_id)
    if not 0 <= index < len(found):
        raise NoSuchCaseError("The letter's file is not where it was.")
    return FileResponse(found[index], filename=found[index].name, media_type="application/octet-stream")


@router.get("/cases/{case_id}/packet/{name}")
def packet_file(request: Request, case_id: str, name: str, open: int = 0) -> Response:
    """A file of the packet: to be saved, or (PDF alone) to be looked at."""
    shelf: Shelf = request.app.state.shelf
    case, _ = shelf.case(case_id)
    path = shelf.packet_file(case, name)
    if open and name.endswith(".pdf"):
        return FileResponse(
            path, media_type="application/pdf", filename=name, content_disposition_type="inline"
        )
    return FileResponse(path, media_type="application/octet-stream", filename=name)


async def form_texts(request: Request) -> dict[str, str]:
    """The text inputs of a form; the last of a name counts. Files are not for this door."""
    async with request.form(max_files=0, max_fields=_MAX_FIELDS) as form:
        return {key: value for key, value in form.multi_items() if isinstance(value, str)}


def _page(
    request: Request,
    case: Case,
    number: int,
    *,
    said: str = "",
    problem: str = "",
    status: int = 200,
    typed: Texts | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    shelf: Shelf = request.app.state.shelf
    newest = shelf.versions(case.case_id)[0].version
    view = case_view(case, load(), typed, errors)
    deadline = case.decision.deadline if case.decision else None
    originals = shelf.originals(case.case_id)
    return page(
        "case.html",
        status=status,
        case=case,
        view=view,
        sheets=_sheets(request.app.state.pages, case, originals, view.marks),
        matter=shelf.same_matter(case),
        whole=shelf.whole(case),
        packet=packet_of(case, load()),
        version=number,
        newest=newest,
        said=said,
        problem=problem,
        urgency=urgency(deadline.file_by if deadline else None, shelf.today()),
        process=shelf.process(case.decision.process_id if case.decision else None),
        originals=[path.name for path in originals],
        token=request.app.state.token,
        who=_who(request),
    )


def _who(request: Request) -> str:
    return unquote(request.cookies.get(_COOKIE, ""))[:80]


def _sheets(pages: Pages, case: Case, originals: list[Any], marks: Mapping[int, list[Mark]]) -> list[Sheet]:
    """Every page of every letter, in order."""
    sheets: list[Sheet] = []
    for document in case.documents or (case.document,):
        trouble = ""
        try:
            if not originals:
                raise NoSuchCaseError("The letter's file is not where it was, so it cannot be shown.")
            sizes = pages.sizes(originals, document.sha256 or "")
        except ImrkitError as error:
            sizes, trouble = [], error.message
        for number in range(1, document.pages + 1):
            size = sizes[number - 1] if number <= len(sizes) else None
            sheet = Sheet(len(sheets), number, document.source, note=_note(document, number), trouble=trouble)
            if size:
                sheet = _drawn(sheet, case.case_id, size, document.turned.get(str(number), 0), marks)
            sheets.append(sheet)
    return sheets


def _drawn(sheet: Sheet, case_id: str, size: Size, turned: int, marks: Mapping[int, list[Mark]]) -> Sheet:
    """The sheet upright, its boxes with it."""
    upright = turned_size(size, turned)
    boxes = [replace(m, box=turned_box(m.box, size, turned)) for m in marks.get(sheet.index, ())]
    url = f"/cases/{case_id}/pages/{sheet.index}.webp"
    return replace(sheet, url=url, width=upright.width, height=upright.height, marks=tuple(boxes))


def _note(document: Any, number: int) -> str:
    if number in document.unreadable_pages:
        return "could not be read: please read it yourself"
    if str(number) in document.skipped_pages:
        return f"not used: {load().say('roles', document.skipped_pages[str(number)])}"
    return "read from a picture (scan)" if number in document.ocr_pages else ""
