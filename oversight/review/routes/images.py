"""Images of pages and of cells cut out of them."""

from __future__ import annotations

from pathlib import Path as File
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import FileResponse, Response

from extract.model import BBox, Page
from oversight.archive import documents
from oversight.archive.documents import StoredDocument
from oversight.archive.listing import places_of
from oversight.review.desk import Desk, DeskOf, MayRead, language
from oversight.review.picture import DrawOutcome, Order, cut
from oversight.review.words import say

router = APIRouter()
FOREVER = "private, max-age=31536000, immutable"
DocumentId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}(-\d{1,6})?$")]
PageNumber = Annotated[int, Path(ge=1, le=1_000_000)]
Edge = Annotated[float, Query(ge=-1e5, le=1e5, allow_inf_nan=False)]


@router.get("/documents/{document_id}/pages/{number}/image.webp", response_class=Response)
def image(
    request: Request, here: DeskOf, session: MayRead, document_id: DocumentId, number: PageNumber
) -> Response:
    """A page, at most 1600 pixels wide."""
    with here.reading() as connection:
        document, found = _find(connection, document_id, number)
        orders = _orders(connection, here, document, found)
    drawn = here.painter.get(orders, "view")
    if isinstance(drawn, DrawOutcome):
        return missing(request, drawn)
    return FileResponse(drawn, media_type="image/webp", headers={"Cache-Control": FOREVER})


@router.get("/documents/{document_id}/pages/{number}/crop.png", response_class=Response)
def crop(
    request: Request,
    here: DeskOf,
    session: MayRead,
    document_id: DocumentId,
    number: PageNumber,
    x0: Edge,
    y0: Edge,
    x1: Edge,
    y1: Edge,
) -> Response:
    """A box of a page (points), enlarged by the browser."""
    with here.reading() as connection:
        document, found = _find(connection, document_id, number)
        orders = _orders(connection, here, document, found)
    drawn = here.painter.get(orders[:1], "large")
    if isinstance(drawn, DrawOutcome):
        return missing(request, drawn)
    box = BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return Response(
        cut(drawn, box, found.width, found.height, found.rotation),
        media_type="image/png",
        headers={"Cache-Control": FOREVER},
    )


def missing(request: Request, drawn: DrawOutcome) -> Response:
    """A picture that says why there is none; the desk says it in words beside it."""
    words = say(f"picture.{drawn.state}", language(request))
    return Response(_sorry(words), 404, media_type="image/svg+xml")


def _sorry(words: str) -> str:
    from markupsafe import escape

    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 120" width="800" height="120">'
        f'<text x="400" y="66" text-anchor="middle" font-size="20">{escape(words)}</text></svg>'
    )


def state(here: Desk, connection: Connection, document: StoredDocument, found: Page) -> DrawOutcome | None:
    """Whether the page's file is where it was, without drawing it; None when an image is kept already."""
    (order, *_) = _orders(connection, here, document, found)
    if order.path("view").is_file():
        return None
    return None if any(File(place).is_file() for place, _ in order.places) else DrawOutcome("missing")


def _find(connection: Connection, document_id: str, number: int) -> tuple[StoredDocument, Page]:
    document, found = documents.one(connection, document_id), documents.page(connection, document_id, number)
    if document is None or found is None:
        raise HTTPException(404)
    return document, found


def _orders(connection: Connection, here: Desk, document: StoredDocument, found: Page) -> list[Order]:
    """The page and the one behind it."""
    known = places_of(connection, document.sha256)
    places = [*known]
    name = document.source_file.rpartition("/")[2]
    for folder in here.settings.inputs:
        places += [(str(folder / document.source_file), None), (str(folder / name), None)]
        places += [(str(folder / File(place).name), member) for place, member in known]
    pages = [(found.number, found.rotation)]
    behind = next((n for n in document.numbers if n > found.number), None)
    if behind is not None:
        following = documents.page(connection, document.document_id, behind)
        if following is not None:
            pages.append((behind, following.rotation))
    return [
        Order(
            document.sha256,
            name,
            tuple(places),
            number,
            rotation,
            str(here.painter.folder),
            here.settings.password,
        )
        for number, rotation in pages
    ]
