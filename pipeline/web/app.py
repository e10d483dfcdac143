"""The application: what is checked before every request, which pages there are, and how errors look."""

import datetime as dt
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pipeline.errors import BadInputError, ImrkitError, PassingError, UsageError
from pipeline.models.letter import Limits
from pipeline.web import case_page, list_page
from pipeline.web.guard import Guard, fresh_token
from pipeline.web.intray import InTray
from pipeline.web.pages import Pages
from pipeline.web.render import STATIC, problem
from pipeline.web.shelf import MovedOnError, NoSuchCaseError, Shelf
from pipeline.web.words import FOLDER

HOST = "127.0.0.1"
_UPLOAD_OVERHEAD = 1024 * 1024  # what a form adds around its files


def create_app(
    out: Path,
    ledger_url: str,
    *,
    today: Callable[[], dt.date],
    limits: Limits | None = None,
    law: Path | None = None,
    templates: Path | None = None,
    language: str = "en",
) -> FastAPI:
    """The review page over one output folder and its ledger. Opens both; raises LedgerError."""
    limits = limits or Limits()
    shelf = Shelf(out, ledger_url, today, limits, law, templates, language)
    pages = Pages(limits)
    tray = InTray(shelf)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        tray.start()
        yield
        tray.close()
        pages.close()
        shelf.close()

    app = FastAPI(title="IMRKit review page", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.shelf, app.state.pages, app.state.tray = shelf, pages, tray
    app.state.token = fresh_token()
    app.include_router(list_page.router)
    app.include_router(case_page.router)
    app.add_api_route("/static/{name}", _static, methods=["GET"])
    app.add_exception_handler(ImrkitError, _named)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unknown)
    app.add_middleware(Guard, refuse=_refuse, upload_bytes=limits.max_bytes + _UPLOAD_OVERHEAD)
    return app


def serve(app: FastAPI, port: int) -> None:
    """Answer on 127.0.0.1 until stopped. Requests are not logged: addresses name cases.

    Raises UsageError when the port is taken.
    """
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((HOST, port))
    except OSError:
        place.close()
        raise UsageError(
            f"Port {port} of this machine is taken, perhaps by another `imrkit review`. Choose one with --port."
        ) from None
    app.state.pages.warm()
    with place:
        config = uvicorn.Config(app, log_level="critical", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[place])


def _static(name: str) -> Response:
    if name not in STATIC:
        raise HTTPException(404)
    return Response((FOLDER / "static" / name).read_bytes(), media_type=STATIC[name])


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, why: str) -> None:
    await problem(status, "This was refused", why)(scope, receive, send)


async def _named(request: Request, error: Exception) -> Response:
    """Our own errors say what is wrong and what to do."""
    assert isinstance(error, ImrkitError)
    status, title = 500, "Something is wrong here"
    if isinstance(error, NoSuchCaseError):
        status, title = 404, "Not found"
    elif isinstance(error, MovedOnError):
        status, title = 409, "The case was changed meanwhile"
    elif isinstance(error, PassingError):
        status, title = 503, "Please try again in a moment"
    elif isinstance(error, BadInputError):
        status, title = 422, "This cannot be used"
    return problem(status, title, error.message, request.url.path if status in (409, 503) else "/")


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return problem(404, "Not found", "There is no such page. The case may have been removed.")
    return problem(error.status_code, "This was refused", "The page cannot do that.")


async def _unknown(_: Request, error: Exception) -> Response:
    """A bug of ours: its kind and place go to the log, never its words, which may be a letter's."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"
    print(f"imrkit review: {type(error).__name__} at {place}", file=sys.stderr)
    return problem(
        500, "This is our fault", f"Nothing was lost. Please report: {type(error).__name__} at {place}."
    )
