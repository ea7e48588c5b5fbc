"""Approving a record, a page, a document: as it was shown, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from oversight.archive import holds, leaf, progress
from oversight.archive.leaf import Held, Paper
from oversight.review import decisions
from oversight.review.decisions import Stale, Taken
from oversight.review.desk import CanReview, DeskOf, go, query
from oversight.review.routes.forms import (
    Note,
    PageForm,
    RecordId,
    Small,
    Version,
    document_of,
    record_of,
    refusal,
)
from oversight.review.routes.images import DocumentId, PageNumber
from oversight.review.routes.sheet import address, desk_page
from oversight.review.sessions import Session
from oversight.review.view import mark_of, on_page

router = APIRouter()


@router.post("/records/{record_id}/approve", response_class=HTMLResponse)
def approve(
    request: Request,
    here: DeskOf,
    session: CanReview,
    record_id: RecordId,
    version: Version,
    number: PageForm,
    cell: Small = "",
    note: Note = "",
    onward: Small = "",
) -> Response:
    """Say that a record is right; ``onward`` goes on to the next doubtful one of the document."""
    with here.reading() as connection:
        held, document, _ = record_of(connection, record_id)
    try:
        with here.writing() as connection:
            seen = decisions.unchanged(leaf.record(connection, record_id), version)
            decisions.take(connection, record_id, session)
            if not seen.approved:
                decisions.write(
                    connection, [decisions.approval(document, seen, session.user.name, note.strip())]
                )
            holds.let_go(connection, session.key[:16], record_id)
            following = progress.queue(
                connection, session.key[:16], 1, free_only=True, document_id=document.document_id
            )
            then = leaf.record(connection, following[0].record_id) if following else None
    except (Stale, Taken) as refused:
        return refusal(request, here, session, document, number, cell, record_id, refused)
    if onward and then is not None:
        return go(address(document, then))
    return go(f"/documents/{document.document_id}/pages/{number}{query(cell=cell, record=record_id)}")


@router.post("/documents/{document_id}/pages/{number}/approve", response_class=HTMLResponse)
def approve_page(
    request: Request,
    here: DeskOf,
    session: CanReview,
    document_id: DocumentId,
    number: PageNumber,
    seen: Version,
    note: Note = "",
) -> Response:
    """Say that all records printed on a page are right, as they were shown (``seen``: ``mark_of`` them)."""
    with here.writing() as connection:
        document = document_of(connection, document_id)
        held = [h for h in leaf.records_of(connection, document_id) if on_page(h, number)]
        notice = "stale" if mark_of(held) != seen else _approve_all(connection, document, held, session, note)
    if notice:
        return desk_page(request, here, session, document_id, number, status=409, notice=notice)
    return go(f"/documents/{document_id}/pages/{number}")


def _approve_all(
    connection: Connection, document: Paper, held: Sequence[Held], session: Session, note: str
) -> str:
    """Approve records together; why not, if so."""
    try:
        for each in held:
            decisions.take(connection, each.record.record_id, session)
    except Taken:
        return "taken"
    given = [
        decisions.approval(document, each, session.user.name, note.strip())
        for each in held
        if not each.approved
    ]
    if given:
        decisions.write(connection, given)
    holds.let_go(connection, session.key[:16])
    return ""


@router.post("/documents/{document_id}/approve", response_class=HTMLResponse)
def approve_document(
    request: Request,
    here: DeskOf,
    session: CanReview,
    document_id: DocumentId,
    number: PageForm,
    seen: Version,
    note: Note = "",
) -> Response:
    """Say that a document is right as a whole."""
    with here.writing() as connection:
        document = document_of(connection, document_id)
        held = leaf.records_of(connection, document_id)
        notice = "stale" if mark_of(held) != seen else ""
        if not notice:
            try:
                for each in held:
                    decisions.take(connection, each.record.record_id, session)
                if not document.whole:
                    decisions.write(
                        connection, decisions.whole(document, held, session.user.name, note.strip())
                    )
                holds.let_go(connection, session.key[:16])
            except Taken:
                notice = "taken"
    if notice:
        return desk_page(request, here, session, document_id, number, status=409, notice=notice)
    return go(f"/documents/{document_id}/pages/{number}")
