"""What keeps the page private: only this machine's own browser, only from this page, nothing kept.

The page shows health records without a login, so it listens on 127.0.0.1 and refuses every request that
another site could make a browser send: a foreign Host (DNS rebinding), a foreign Origin, a POST without the
page's own token.
"""

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_SAFE = frozenset({"GET", "HEAD"})
_FORM_BYTES = 2 * 1024 * 1024

Refuse = Callable[[Scope, Receive, Send, int, str], Awaitable[None]]


class TooMuchError(Exception):
    """The body of a request is over its limit."""


class Guard:
    """ASGI middleware: checks every request before anything else sees it, and stamps every answer."""

    def __init__(self, app: ASGIApp, *, refuse: Refuse, upload_bytes: int) -> None:
        self.app = app
        self.refuse = refuse
        self.upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        stamped = _stamped(scope, send)
        headers = Headers(scope=scope)
        why = _foreign(scope["method"], headers)
        if why:
            await self.refuse(scope, receive, stamped, 403, why)
            return
        limit = self.upload_bytes if scope["path"] == "/letters" else _FORM_BYTES
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > limit:
            await self.refuse(scope, receive, stamped, 413, _too_much(limit))
            return
        try:
            await self.app(scope, _limited(receive, limit), stamped)
        except TooMuchError:
            await self.refuse(scope, receive, stamped, 413, _too_much(limit))


def fresh_token() -> str:
    """The secret that every form of this run carries."""
    return secrets.token_urlsafe(32)


def same_token(given: str, expected: str) -> bool:
    """Whether a form carries the token, in constant time."""
    return secrets.compare_digest(given.encode(), expected.encode())


def _foreign(method: str, headers: Headers) -> str | None:
    """Why a request did not come from this page in this machine's browser, or None."""
    host = headers.get("host", "")
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    if name.lower() not in HOSTS:
        return "This page answers only at the address that imrkit printed (127.0.0.1)."
    if method in _SAFE:
        return None
    if method != "POST":
        return "This page takes no such request."
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "This request came from another site and was refused."
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return "This request came from another site and was refused."
    return None


def _too_much(limit: int) -> str:
    return f"That is more than {limit // (1024 * 1024)} MB. Please send the letters in smaller parts."


def _limited(receive: Receive, limit: int) -> Receive:
    """Counts what really arrives: a length in the header is only a claim."""
    taken = 0

    async def count() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooMuchError
        return message

    return count


def _stamped(scope: Scope, send: Send) -> Send:
    """Adds the safety headers; only the page's own style and script may be kept by the browser."""
    keep = scope["path"].startswith("/static/")

    async def stamp(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if keep else "no-store"
        await send(message)

    return stamp
