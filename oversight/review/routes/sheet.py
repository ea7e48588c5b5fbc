"""The desk itself: a page of paper beside its table, and the cell in hand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from oversight.archive import correction_log, documents, records, review_queue
from oversight.archive.documents import StoredDocument
from oversight.archive.records import StoredRecord
from oversight.review.desk import DeskOf, MayRead, go, page, query
from oversight.review.panel import choose, last_of, panel
from oversight.review.picture import turned, turned_quad
from oversight.review.routes.images import DocumentId, PageNumber, state
from oversight.review.sessions import Session
from oversight.review.values import INSTRUMENTS, STATUSES, shown
from oversight.review.view import first_place, mark_of, on_page, page_view, version_of

router = APIRouter()
CellKey = Annotated[str, Query(max_length=100)]


@router.get("/documents/{document_id}", response_class=HTMLResponse)
def document(here: DeskOf, session: MayRead, document_id: DocumentId) -> Response:
    """The page of a document to look at first: its most doubtful record's, else its first record's."""
    with here.reading() as connection:
        found = documents.one(connection, document_id)
        if found is None:
            raise HTTPException(404)
        held = records.of_document(connection, document_id)
    doubtful = sorted((h for h in held if h.priority is not None), key=lambda h: -(h.priority or 0.0))
    first = next(iter([*doubtful, *held]), None)
    if first is None:
        return go(f"/documents/{document_id}/pages/{next(iter(found.numbers), 1)}")
    return go(address(found, first))


def address(document: StoredDocument, held: StoredRecord) -> str:
    """Where a record is shown: the page of its measure, else of anything it prints."""
    place = first_place(held.record)
    number = place.page if place else next(iter(document.numbers), 1)
    return f"/documents/{document.document_id}/pages/{number}{query(record=held.record.record_id)}"


@router.get("/documents/{document_id}/pages/{number}", response_class=HTMLResponse)
def sheet(
    request: Request,
    here: DeskOf,
    session: MayRead,
    document_id: DocumentId,
    number: PageNumber,
    cell: CellKey = "",
    record: CellKey = "",
) -> HTMLResponse:
    """The desk."""
    return desk_page(request, here, session, document_id, number, cell, record)


def desk_page(
    request: Request,
    here: DeskOf,
    session: Session,
    document_id: str,
    number: int,
    cell: str = "",
    record: str = "",
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    """The desk with what a form's refusal has to say, if it has."""
    with here.reading() as connection:
        document = documents.one(connection, document_id)
        if document is None:
            raise HTTPException(404)
        found = documents.page(connection, document_id, number)
        if found is None:
            raise HTTPException(404)
        held = records.of_document(connection, document_id)
        book = correction_log.of_file(connection, document.sha256)
        in_hand = review_queue.held(connection, [h.record.record_id for h in held], session.key[:16])
        picture = state(here, connection, document, found)
    view = page_view(found, held)
    chosen = choose(view, cell, record, held)
    inside = panel(chosen, view, held, record)
    sideways = found.rotation % 180 != 0
    wide, high = (found.height, found.width) if sideways else (found.width, found.height)
    boxes = [
        (
            each,
            turned(each.cell.bbox, found.width, found.height, found.rotation),
            each.cell.quad and turned_quad(each.cell.quad, found.width, found.height, found.rotation),
        )
        for each in view.cells.values()
    ]
    at = document.numbers.index(number)
    order = [h.position for h in held]
    place = order.index(inside.held.position) if inside.held is not None else -1
    hold = in_hand.get(inside.held.record.record_id) if inside.held is not None else None
    values: dict[str, Any] = {
        "document": document,
        "number": number,
        "view": view,
        "held": held,
        "by_position": {h.position: h for h in held},
        "panel": inside,
        "wide": wide,
        "high": high,
        "boxes": boxes,
        "before": document.numbers[at - 1] if at else None,
        "behind": document.numbers[at + 1] if at + 1 < len(document.numbers) else None,
        "row_before": held[place - 1] if place > 0 else None,
        "row_behind": held[place + 1] if 0 <= place < len(held) - 1 else None,
        "undo": last_of(book, session.user.name),
        "hold": hold if hold is not None and not hold.mine else None,
        "picture": picture,
        "base": f"/documents/{document_id}/pages/{number}",
        "page_mark": mark_of([h for h in held if on_page(h, number)]),
        "on_page": [h for h in held if on_page(h, number)],
        "document_mark": mark_of(held),
        "version_of": version_of,
        "shown": shown,
        "result_statuses": STATUSES,
        "instruments": INSTRUMENTS,
        "notice": "",
        "draft": None,
        "conflicts": (),
        "holder": "",
    }
    return page(request, "desk.html", status, **{**values, **more})
