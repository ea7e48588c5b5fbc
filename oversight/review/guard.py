"""The door of the desk: what every request must bring, and what every answer says to the browser.

Nothing but the entry is served without a session. Host is checked against DNS rebinding, Origin against forms
of other sites, sizes against floods; all before a handler sees the request.
"""

from __future__ import annotations

from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from oversight.review.sessions import Sessions
from oversight.review.settings import LONGEST_URL, MOST_BYTES, Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: browsers then send "Origin: null" with the desk's own forms. Other sites learn nothing.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/enter", "/login")  # what a stranger may ask for


class TooLarge(Exception):
    """The body went over the limit while it came in."""


def cookie_name(settings: Settings) -> str:
    """Browsers keep one jar for all ports of a host: each desk has a cookie of its own."""
    return f"{'__Host-' if settings.secure else ''}prongsai-{settings.port}"


class Guard:
    """ASGI middleware around the whole application; puts the session into ``scope["state"]``."""

    def __init__(self, app: FastAPI, settings: Settings, sessions: Sessions) -> None:
        self.app = app
        self.sessions = sessions
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        flood, answered = _Flood(receive), False

        async def guarded(message: Message) -> None:
            nonlocal answered
            if flood.over and not answered:  # whatever the handler makes of half a body
                return
            if message["type"] == "http.response.start":
                answered = True
                _dress(MutableHeaders(raw=message["headers"]))
            await send(message)

        if refusal := self._refusal(scope, headers):
            await _plain(guarded, *refusal)
            return
        session = self.sessions.find(self._cookie(headers))
        if session is None and not self._may_enter(scope["path"]):
            scope = {**scope, "path": "/enter", "raw_path": b"/enter", "query_string": b"", "method": "GET"}
        scope.setdefault("state", {})["session"] = session
        with suppress(TooLarge):
            await self.app(scope, flood, guarded)
        if flood.over and not answered:
            flood.over = False
            await _plain(guarded, 413, f"more than {MOST_BYTES} bytes")

    def _may_enter(self, path: str) -> bool:
        return path in OPEN or (self._settings.login and path.startswith("/static/"))

    def _cookie(self, headers: Headers) -> str | None:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(cookie_name(self._settings))
        except CookieError:
            return None
        return None if morsel is None else morsel.value

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Why a request is refused, before anything else is looked at."""
        if headers.get("host") not in self._settings.hosts:
            return 421, "unknown host: open the address that prongsai review printed"
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_URL:
            return 414, "address too long"
        if "\x00" in scope["path"] or b"%00" in scope["query_string"] or b"\x00" in scope["query_string"]:
            return 400, "bad address"  # PostgreSQL takes no NUL
        if scope["method"] not in SAFE and headers.get("origin") not in self._settings.origins:
            return 403, "a request from another site was refused"
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return 403, "a request from another site was refused"
        try:
            length = int(headers.get("content-length", "0"))
        except ValueError:
            return 400, "bad length"
        return (413, f"more than {MOST_BYTES} bytes") if length > MOST_BYTES else None


class _Flood:
    """``receive`` that ends a body over the limit, also one that does not say its length."""

    def __init__(self, receive: Receive) -> None:
        self.over = False
        self._receive = receive
        self._came = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._came += len(message.get("body", b""))
        if self._came > MOST_BYTES:
            self.over = True
            raise TooLarge
        return message


def _dress(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
    if "cache-control" not in headers:
        headers["Cache-Control"] = "no-store"


async def _plain(send: Send, status: int, words: str) -> None:
    body = words.encode()
    start: dict[str, Any] = {
        "type": "http.response.start",
        "status": status,
        "headers": [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
        ],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
