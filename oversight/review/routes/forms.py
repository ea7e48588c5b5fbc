"""What the forms of the desk have in common: their fields, what they are about, and how they are refused."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, HTTPException, Path, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from oversight.archive import leaf
from oversight.archive.leaf import Held, Paper
from oversight.review.decisions import Stale, Taken
from oversight.review.desk import Desk
from oversight.review.routes.sheet import desk_page
from oversight.review.sessions import Session
from oversight.review.settings import MOST_TEXT

RecordId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}[0-9A-Za-z-]{1,60}$")]
Version = Annotated[str, Form(pattern=r"^[0-9a-f]{16}$")]
Text = Annotated[str, Form(max_length=MOST_TEXT)]
Note = Annotated[str, Form(max_length=1000)]
Small = Annotated[str, Form(max_length=100)]


async def whole_form(request: Request) -> dict[str, str]:
    """Every field of a form as it came, empty ones too (which parameters cannot tell from missing ones)."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(whole_form)]
PageForm = Annotated[int, Form(ge=1, le=1_000_000)]


def record_of(connection: Connection, record_id: str) -> tuple[Held, Paper, list[Held]]:
    """A record, its document and all records of that.

    Raises:
        HTTPException: There is none.
    """
    held = leaf.record(connection, record_id)
    if held is None:
        raise HTTPException(404)
    document = document_of(connection, held.record.document_id)
    return held, document, leaf.records_of(connection, document.document_id)


def document_of(connection: Connection, document_id: str) -> Paper:
    """A document that was read.

    Raises:
        HTTPException: There is none.
    """
    document = leaf.paper(connection, document_id)
    if document is None or document.facts is None:
        raise HTTPException(404)
    return document


def refusal(
    request: Request,
    here: Desk,
    session: Session,
    document: Paper,
    number: int,
    cell: str,
    record_id: str,
    refused: Stale | Taken,
    draft: tuple[str, str] | None = None,
) -> HTMLResponse:
    """The desk as it is now, and why the form was not taken; ``draft`` is a field and its typed text."""
    notice, holder = ("taken", refused.hold.holder) if isinstance(refused, Taken) else ("stale", "")
    return desk_page(
        request,
        here,
        session,
        document.document_id,
        number,
        cell,
        record_id,
        409,
        notice=notice,
        draft=draft,
        holder=holder,
    )
