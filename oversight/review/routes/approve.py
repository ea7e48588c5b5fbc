"""Approving a record, a page, a document: as it was shown, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from oversight.archive import review_queue
from oversight.archive.correction_log import Correction
from oversight.archive.documents import StoredDocument
from oversight.archive.records import StoredRecord
from oversight.review import decisions
from oversight.review.decisions import Stale, Taken
from oversight.review.desk import CanReview, Desk, DeskOf, go
from oversight.review.routes.forms import (
    Case,
    NoteForm,
    PageForm,
    RecordFormOf,
    ShortForm,
    Version,
    case_of,
    locked_document,
)
from oversight.review.routes.images import DocumentId, PageNumber
from oversight.review.routes.sheet import address, desk_page
from oversight.review.sessions import Session
from oversight.review.view import mark_of, on_page

router = APIRouter()


@router.post("/records/{record_id}/approve", response_class=HTMLResponse)
def approve(form: RecordFormOf, onward: ShortForm = "") -> Response:
    """Say that a record is right; ``onward`` goes on to the next doubtful one of the document."""
    then: list[str] = []

    def approved(connection: Connection, case: Case) -> list[Correction]:
        document, hand = case.document, form.session.key[:16]
        review_queue.let_go(connection, hand, form.record_id)
        only = document.document_id
        for waiting in review_queue.queue(connection, hand, 2, free_only=True, document_id=only):
            if onward and waiting.record_id != form.record_id and not then:
                then.append(address(document, case_of(connection, waiting.record_id).held))
        if case.held.approved:
            return []
        return [decisions.approval(document, case.held, form.author, form.note)]

    answer = form.decide(approved)
    return go(then[0]) if then and answer.status_code == 303 else answer


@router.post("/documents/{document_id}/pages/{number}/approve", response_class=HTMLResponse)
def approve_page(
    request: Request,
    here: DeskOf,
    session: CanReview,
    document_id: DocumentId,
    number: PageNumber,
    seen: Version,
    note: NoteForm = "",
) -> Response:
    """Say that all records printed on a page are right, as they were shown (``seen``: ``mark_of`` them)."""

    def approvals(document: StoredDocument, held: Sequence[StoredRecord]) -> list[Correction]:
        waiting = [each for each in held if not each.approved]
        return [decisions.approval(document, each, session.user.name, note.strip()) for each in waiting]

    def printed(held: StoredRecord) -> bool:
        return on_page(held, number)

    return _together(request, here, session, document_id, number, seen, approvals, printed)


@router.post("/documents/{document_id}/approve", response_class=HTMLResponse)
def approve_document(
    request: Request,
    here: DeskOf,
    session: CanReview,
    document_id: DocumentId,
    number: PageForm,
    seen: Version,
    note: NoteForm = "",
) -> Response:
    """Say that a document is right as a whole."""

    def approval(document: StoredDocument, held: Sequence[StoredRecord]) -> list[Correction]:
        return [] if document.whole else decisions.whole(document, held, session.user.name, note.strip())

    return _together(request, here, session, document_id, number, seen, approval)


def _together(
    request: Request,
    here: Desk,
    session: Session,
    document_id: str,
    number: int,
    seen: str,
    decide: Callable[[StoredDocument, Sequence[StoredRecord]], list[Correction]],
    chosen: Callable[[StoredRecord], bool] = lambda held: True,
) -> Response:
    """Decide about several records of a document together, as they were shown, or about none."""
    notice = ""
    try:
        with here.writing() as connection:
            document, records = locked_document(connection, document_id)
            held = [each for each in records if chosen(each)]
            if mark_of(held) != seen:
                raise Stale
            for each in held:
                decisions.take(connection, each.record.record_id, session)
            given = decide(document, held)
            if given:
                decisions.write(connection, given)
            review_queue.let_go(connection, session.key[:16])
    except (Stale, Taken) as refused:
        notice = "taken" if isinstance(refused, Taken) else "stale"
    if notice:
        return desk_page(request, here, session, document_id, number, status=409, notice=notice)
    return go(f"/documents/{document_id}/pages/{number}")
