"""Correcting a field, and taking a record in hand for it; each form says what the person saw."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from oversight.archive import leaf
from oversight.review import decisions
from oversight.review.decisions import Stale, Taken
from oversight.review.desk import CanReview, DeskOf, go, query
from oversight.review.normal import EDITABLE, followed, typed
from oversight.review.routes.forms import (
    Given,
    Note,
    PageForm,
    RecordId,
    Small,
    Text,
    Version,
    record_of,
    refusal,
)
from oversight.review.routes.sheet import desk_page
from oversight.review.values import set_by_hand
from oversight.review.view import places_of

router = APIRouter()


@router.post("/records/{record_id}/correct", response_class=HTMLResponse)
def correct(
    request: Request,
    here: DeskOf,
    session: CanReview,
    record_id: RecordId,
    version: Version,
    field: Small,
    number: PageForm,
    text: Text = "",
    note: Note = "",
    cell: Small = "",
    everywhere: Small = "",
    given: Given = {},  # noqa: B006 - never changed
) -> Response:
    """Correct one field: its printed text, and normalised values where the person set them otherwise.

    ``given`` is the whole form: normalised values stand in it by their names, as shown or changed.
    """
    if field not in EDITABLE:
        raise HTTPException(422)
    with here.reading() as connection:
        held, document, all_held = record_of(connection, record_id)
    record = held.record
    new = typed(text)
    after = followed(record, {field: new})
    after.update(set_by_hand(record, field, given))
    targets = [held]
    if field == "section" and everywhere:
        same = places_of(record, "section")
        targets = [each for each in all_held if places_of(each.record, "section") == same]
    note = note.strip()
    try:
        with here.writing() as connection:
            decisions.unchanged(leaf.record(connection, record_id), version)
            for each in targets:
                decisions.take(connection, each.record.record_id, session)
            made = [
                decisions.value(document, each.record, field, after, session.user.name, note, number)
                for each in targets
            ]
            if all(getattr(each.record, key) == value for each in targets for key, value in after.items()):
                made = []
            done = decisions.write(connection, made) if made else None
    except (Stale, Taken) as refused:
        return refusal(
            request, here, session, document, number, cell, record_id, refused, draft=(field, text)
        )
    if done is not None and done.conflicts:
        return desk_page(
            request,
            here,
            session,
            document.document_id,
            number,
            cell,
            record_id,
            409,
            notice="conflict",
            conflicts=done.conflicts,
        )
    return go(f"/documents/{document.document_id}/pages/{number}{query(cell=cell, record=record_id)}")


@router.post("/records/{record_id}/hold", response_class=HTMLResponse)
def hold(
    request: Request,
    here: DeskOf,
    session: CanReview,
    record_id: RecordId,
    number: PageForm,
    cell: Small = "",
) -> Response:
    """Take a record in hand: the desk asks for it when a text is entered."""
    with here.reading() as connection:
        _, document, _ = record_of(connection, record_id)
    try:
        with here.writing() as connection:
            decisions.take(connection, record_id, session)
    except Taken as taken:
        return refusal(request, here, session, document, number, cell, record_id, taken)
    if request.headers.get("hx-request"):  # the text is being typed already: nothing to show
        return Response(status_code=204)
    return go(f"/documents/{document.document_id}/pages/{number}{query(cell=cell, record=record_id)}")
