"""The web application: routes, the guard around them, and pages for what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from extract.errors import OutputError, UsageError
from oversight.archive.store import Archive
from oversight.review import desk
from oversight.review.guard import Guard
from oversight.review.picture import Painter
from oversight.review.routes import (
    about,
    approve,
    compare,
    decide,
    documents,
    entry,
    exports,
    findings,
    images,
    overview,
    places,
    sheet,
    trail,
)
from oversight.review.sessions import Sessions
from oversight.review.settings import Settings

TOLD = {400, 401, 403, 404, 405, 409, 413, 422, 503}


def create_app(
    settings: Settings, archive: Archive, tell: Callable[[str], None] = lambda token: None
) -> Guard:
    """The desk as an ASGI application; ``tell`` is given every one-time token as it is made."""
    app = FastAPI(title="Prongsai review", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    sessions = Sessions(tell)
    painter = Painter(desk.cache_folder(settings))
    app.state.desk = desk.Desk(settings, archive, sessions, painter, desk.templates())
    for module in (
        entry,
        overview,
        documents,
        sheet,
        decide,
        approve,
        compare,
        about,
        images,
        places,
        findings,
        trail,
        exports,
    ):
        app.include_router(module.router)
    app.mount("/static", _Static(directory=Path(str(files("oversight.review").joinpath("static")))), "static")
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(UsageError, _unusable)
    app.add_exception_handler(OutputError, _unwritten)
    return Guard(app, settings, sessions)


class _Static(StaticFiles):
    """Files of the program: kept by the browser until the program changes."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "private, max-age=300"
        return response


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 401:
        return entry.stranger(request)
    key = (
        f"{error.status_code}_{error.detail}" if error.detail in ("csrf", "role") else str(error.status_code)
    )
    return problem(request, error.status_code, key if error.status_code in TOLD else "other")


def _invalid(request: Request, error: Exception) -> Response:
    return problem(request, 422, "422")


def _unusable(request: Request, error: Exception) -> Response:
    assert isinstance(error, UsageError)
    return problem(request, 422, "422", error.message(desk.language(request)))


def _unwritten(request: Request, error: Exception) -> Response:
    assert isinstance(error, OutputError)
    return problem(request, 503, "503", error.message(desk.language(request)))


def problem(request: Request, status: int, key: str, detail: str = "") -> HTMLResponse:
    """A page that says what went wrong and how to go on."""
    return desk.page(request, "problem.html", status, key=key, detail=detail)
