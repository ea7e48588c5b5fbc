"""Coming in and going out: the one-time token, name and password, the choice of language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, Response

from oversight.archive import packing, review_queue, users
from oversight.archive.users import User
from oversight.review import desk
from oversight.review.desk import LANG_COOKIE, CanRead, DeskOf, go, inside
from oversight.review.guard import cookie_name
from oversight.review.sessions import Session
from oversight.review.words import LANGUAGES

router = APIRouter()
YEAR = 365 * 24 * 3600


@router.get("/enter", response_class=HTMLResponse)
def enter(request: Request, here: DeskOf, token: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Exchange the token for a session, or say how to come in."""
    if token and not here.settings.login:
        session = here.sessions.exchange(token, User(here.settings.author, "admin"))
        if session is not None:
            return _welcome(here, session, "/")
    return stranger(request, used=bool(token))


def stranger(request: Request, used: bool = False) -> Response:
    """What somebody without a session sees: nothing of the archive."""
    here = desk.of(request)
    if here.settings.login:
        return desk.page(request, "login.html", 401, wrong=False, wait=False)
    return desk.page(request, "stranger.html", 401, used=used)


@router.get("/login", response_class=HTMLResponse)
def login_form(request: Request) -> Response:
    """Where names and passwords are asked for."""
    return go("/") if getattr(request.state, "session", None) is not None else stranger(request)


@router.post("/login", response_class=HTMLResponse)
def login(
    request: Request,
    here: DeskOf,
    name: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=users.LONGEST)] = "",
) -> Response:
    """Come in by name and password."""
    if not here.settings.login:
        return stranger(request)
    name = packing.text(name)
    if not here.sessions.may_try(name):
        return desk.page(request, "login.html", 429, wrong=False, wait=True)
    with here.reading() as connection:
        stored, user = users.hash_of(connection, name), users.find(connection, name)
    right = users.matches(stored, password) and user is not None
    here.sessions.tried(name, right)
    if not right or user is None:
        return desk.page(request, "login.html", 401, wrong=True, wait=False)
    return _welcome(here, here.sessions.begin(user, logged_in=True), "/")


def _welcome(here: DeskOf, session: Session, where: str) -> Response:
    return _with_cookie(here, go(where), cookie_name(here.settings), session.key)


def _with_cookie(
    here: DeskOf, response: Response, name: str, value: str, seconds: int | None = None
) -> Response:
    """A cookie that only this desk sees; without ``seconds`` it ends with the browser."""
    response.set_cookie(
        name, value, seconds, httponly=True, samesite="strict", secure=here.settings.secure, path="/"
    )
    return response


@router.post("/leave")
def leave(here: DeskOf, session: CanRead) -> Response:
    """Go out; what was in hand is put down."""
    with here.writing() as connection:
        review_queue.let_go(connection, session.key[:16])
    here.sessions.end(session.key)
    response = go("/")
    response.delete_cookie(cookie_name(here.settings), path="/")
    return response


@router.post("/language")
def choose(
    here: DeskOf,
    session: CanRead,
    to: Annotated[str, Form(max_length=2)] = "th",
    back: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Choose the language of the desk."""
    return _with_cookie(here, go(inside(back)), LANG_COOKIE, to if to in LANGUAGES else "th", YEAR)
