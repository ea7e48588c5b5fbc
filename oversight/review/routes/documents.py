"""The list of documents: filters, Thai search, page by page."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from oversight.archive import document_list, documents
from oversight.archive.document_list import Wanted
from oversight.review.desk import DeskOf, MayRead, page, query

router = APIRouter()
PAGE = 50
STATUSES = ("ok", "partial", "failed", "refused")
PROGRESS = ("todo", "begun", "approved", "clean")
Short = Annotated[str, Query(max_length=200)]


@router.get("/documents", response_class=HTMLResponse)
def document_pages(
    request: Request,
    here: DeskOf,
    session: MayRead,
    q: Short = "",
    province: Short = "",
    year: Annotated[str, Query(pattern=r"^(\d{4})?$")] = "",
    agency: Short = "",
    status: Annotated[Literal["", "ok", "partial", "failed", "refused"], Query()] = "",
    cause: Short = "",
    progress: Annotated[Literal["", "todo", "begun", "approved", "clean"], Query()] = "",
    after: Annotated[str, Query(max_length=4000)] = "",
) -> HTMLResponse:
    """One page of the list."""
    wanted = Wanted(
        text=q,
        province=province or None,
        fiscal_year=int(year) if year else None,
        agency_id=agency or None,
        status=status or None,
        cause=cause or None,
        progress=progress or None,
    )
    with here.reading() as connection:
        rows, total = document_list.listed(connection, wanted, key_of(after), PAGE + 1)
        provinces, years = documents.provinces(connection), documents.years(connection)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    given: dict[str, Any] = {
        "q": q,
        "province": province,
        "year": year,
        "agency": agency,
        "status": status,
        "cause": cause,
        "progress": progress,
    }
    following = query(**given, after=mark_of(rows[-1].key)) if more else ""
    return page(
        request,
        "documents.html",
        rows=rows,
        total=total,
        provinces=provinces,
        years=years,
        given=given,
        following=following,
        first=query(**given) or "/documents",
        after=after,
        statuses=STATUSES,
        stages=PROGRESS,
    )


def mark_of(key: tuple[Any, ...]) -> str:
    """A list's key as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def key_of(mark: str) -> tuple[str, str, int, int] | None:
    """The key again; None for what is none, which begins the list anew."""
    try:
        source_file, location, member, part = json.loads(base64.urlsafe_b64decode(mark.encode()))
    except (ValueError, binascii.Error, TypeError, UnicodeError):
        return None
    if (
        isinstance(source_file, str)
        and isinstance(location, str)
        and type(member) is int
        and type(part) is int
    ):
        return source_file, location, member, part
    return None
