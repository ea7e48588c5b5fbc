"""The audit trail: who decided what, when, from what to what, and why."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from oversight.archive import correction_log, users
from oversight.archive.correction_log import Step, Values
from oversight.archive.users import Event
from oversight.export.cells import csv_lines
from oversight.review.desk import DeskOf, MayRead, page, query

router = APIRouter()
PAGE = 50
COLUMNS = (
    *("number", "when", "who", "kind", "source_file", "document_id", "page", "record_id", "field"),
    *("from", "to", "why", "belongs_to", "withdrawn_by", "conflict"),
)


@router.get("/audit", response_class=HTMLResponse)
def audit(
    request: Request,
    here: DeskOf,
    session: MayRead,
    before: Annotated[str, Query(pattern=r"^\d{0,15}$")] = "",
    author: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Decisions, newest first."""
    with here.reading() as connection:
        rows = correction_log.steps(connection, int(before) if before else None, PAGE + 1, author or None)
        authors = correction_log.authors(connection)
        events = [] if before or author else users.events_of(connection, PAGE)
    more = rows[PAGE - 1].correction.number if len(rows) > PAGE else None
    return page(
        request,
        "audit.html",
        rows=rows[:PAGE],
        events=events,
        authors=authors,
        author=author,
        following=query(author=author, before=more) if more else "",
        before=before,
        said=said,
    )


@router.get("/audit.csv", response_class=Response)
def audit_csv(here: DeskOf, session: MayRead) -> Response:
    """All of it as CSV for spreadsheets, oldest first: decisions, then what people did beside them."""
    with here.reading() as connection:
        events = users.events_of(connection)[::-1]
    rows = chain(map(_row, correction_log.all_steps(here.archive.engine)), map(_event_row, events))
    return StreamingResponse(
        chain(("\ufeff",), csv_lines(COLUMNS, rows)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _row(step: Step) -> dict[str, Any]:
    given = step.correction
    return {
        **{name: getattr(given, name) for name in ("number", "kind", "page", "record_id", "field")},
        **{name: getattr(step, name) for name in ("source_file", "document_id", "withdrawn_by", "conflict")},
        "when": _when(given.made or 0),
        "who": given.author,
        "from": said(given.before, given.field),
        "to": said(given.after, given.field),
        "why": given.note,
        "belongs_to": given.refers,
    }


def _event_row(event: Event) -> dict[str, Any]:
    known = {"when": _when(event.made), "who": event.author, "kind": event.kind, "to": event.about}
    return {**dict.fromkeys(COLUMNS), **known}


def _when(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


def said(values: Values, field: str | None) -> str | None:
    """What a decision says of its field, or of everything it touched."""
    given = dict(values)
    if field is not None:
        value = given.get(field)
        return None if value is None else str(value)
    return (
        "; ".join(f"{name}: {value}" for name, value in given.items() if value not in (None, (), "")) or None
    )
