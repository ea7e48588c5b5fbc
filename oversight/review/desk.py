"""What every page of the desk works with: archive, painter, sessions, and how a page is answered."""

from __future__ import annotations

import hmac
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Form, Header, HTTPException, Request
from jinja2 import Environment
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from oversight.archive import users
from oversight.archive.store import Archive
from oversight.archive.users import Role, User
from oversight.drawing.html import environment
from oversight.review import words
from oversight.review.picture import Painter
from oversight.review.sessions import Session, Sessions
from oversight.review.settings import Settings

LANG_COOKIE = "prongsai-lang"
CACHE = "review-cache"  # in the output folder


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one archive."""

    settings: Settings
    archive: Archive
    sessions: Sessions
    painter: Painter
    templates: Environment

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads."""
        return self.archive.reading()

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that writes."""
        return self.archive.writing()


def templates() -> Environment:
    """The templates: everything escaped, every name known."""
    made = environment("oversight.review")
    made.filters.update(number=words.number)
    made.globals.update(query=query)
    return made


def query(**values: object) -> str:
    """``?a=b`` of the values that are there, empty without any."""
    given = {name: value for name, value in values.items() if value not in (None, "", False)}
    return "?" + urlencode(given) if given else ""


def of(request: Request) -> Desk:
    """The desk a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def language(request: Request) -> str:
    """The language of a request: Thai unless English was chosen."""
    return "en" if request.cookies.get(LANG_COOKIE) == "en" else "th"


def session_of(request: Request) -> Session:
    """The session of a request; a login's role is looked up each time, so that taking it away works at once.

    Raises:
        HTTPException: There is none.
    """
    session: Session | None = getattr(request.state, "session", None)
    if session is None:
        raise HTTPException(401)
    if session.logged_in:
        with of(request).reading() as connection:
            known = users.find(connection, session.user.name)
        if known is None:
            of(request).sessions.end(session.key)
            raise HTTPException(401)
        session.user = known
    return session


class May:
    """A dependency: the session of somebody who may do what ``role`` may."""

    def __init__(self, role: Role) -> None:
        self._role = role

    def __call__(self, session: Annotated[Session, Depends(session_of)]) -> Session:
        """The session, if the person may.

        Raises:
            HTTPException: They may not.
        """
        if not session.user.may(self._role):
            raise HTTPException(403, "role")
        return session


class Signed(May):
    """The same for a request that changes something: the form's or the header's CSRF token must be right."""

    def __call__(
        self,
        session: Annotated[Session, Depends(session_of)],
        csrf: Annotated[str, Form(max_length=100)] = "",
        x_csrf_token: Annotated[str, Header(max_length=100)] = "",
    ) -> Session:
        """The session, if the form is its own and the person may.

        Raises:
            HTTPException: The token is wrong, or they may not.
        """
        given = (csrf or x_csrf_token).encode()
        if not hmac.compare_digest(given, session.csrf.encode()):
            raise HTTPException(403, "csrf")
        return super().__call__(session)


DeskOf = Annotated[Desk, Depends(of)]
MayRead = Annotated[Session, Depends(May("reader"))]
CanReview = Annotated[Session, Depends(Signed("reviewer"))]
CanRead = Annotated[Session, Depends(Signed("reader"))]


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from a template, in the request's language, for the request's person."""
    desk, lang = of(request), language(request)
    session: Session | None = getattr(request.state, "session", None)
    user: User | None = session.user if session else None
    shown = desk.templates.get_template(template).render(
        t=partial(words.say, lang=lang),
        name=partial(words.name, lang=lang),
        finding=partial(words.finding, lang=lang),
        day=partial(words.day, lang=lang),
        moment=partial(words.moment, lang=lang),
        lang=lang,
        user=user,
        may_review=user is not None and user.may("reviewer"),
        csrf=session.csrf if session else "",
        here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        path=request.url.path,
        login=desk.settings.login,
        **values,
    )
    return HTMLResponse(shown, status)


def go(where: str) -> Response:
    """Send the browser on, after a form was taken."""
    return RedirectResponse(where, 303)


def inside(where: str, otherwise: str = "/") -> str:
    """``where`` if it is a place of this desk."""
    parts = urlsplit(where)
    good = where.startswith("/") and not where.startswith(("//", "/\\")) and not parts.netloc
    return where if good and "\\" not in where and not any(ord(c) < 32 for c in where) else otherwise


def cache_folder(settings: Settings) -> Path:
    """Where page images are kept."""
    return settings.output / CACHE
