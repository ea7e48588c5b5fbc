"""Correcting a field, taking a record in hand, joining and splitting rows: each form says what they saw."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from extract.fields import editable
from oversight.archive.correction_log import Correction
from oversight.review import decisions
from oversight.review.decisions import Stale
from oversight.review.desk import DeskOf, MayRead, page
from oversight.review.routes.forms import (
    Case,
    RecordFormOf,
    RecordId,
    ShortForm,
    TextForm,
    Version,
    WholeForm,
    case_of,
)
from oversight.review.routes.sheet import address
from oversight.review.settings import MOST_TEXT
from oversight.review.values import follow, set_by_hand, typed
from oversight.review.view import places_of, version_of

router = APIRouter()
SPLIT = tuple(name for name in editable() if name != "section")


@router.post("/records/{record_id}/correct", response_class=HTMLResponse)
def correct(
    form: RecordFormOf,
    field: ShortForm,
    text: TextForm = "",
    everywhere: ShortForm = "",
    given: WholeForm = {},  # noqa: B006 - never changed
) -> Response:
    """Correct one field: its printed text, and normalised values where the person set them otherwise.

    ``given`` is the whole form: normalised values stand in it by their names, as shown or changed. With
    ``everywhere`` a section is corrected in all rows that it was printed for; what follows from it is worked
    out for each row on its own.
    """
    if field not in editable():
        raise HTTPException(422)

    def corrected(connection: Connection, case: Case) -> list[Correction]:
        record = case.held.record
        changes = {field: typed(text), **set_by_hand(record, field, given)}
        targets = [record]
        if field == "section" and everywhere:
            same = places_of(record, field)
            targets = [h.record for h in case.records if places_of(h.record, field) == same]
        made = []
        for each in targets:
            decisions.take(connection, each.record_id, form.session)
            after = follow(each, changes)
            if any(getattr(each, key) != value for key, value in after.items()):
                made.append(
                    decisions.value(case.document, each, field, after, form.author, form.note, form.number)
                )
        return made

    return form.decide(corrected, draft=(field, text))


@router.post("/records/{record_id}/hold", response_class=HTMLResponse)
def hold(request: Request, form: RecordFormOf) -> Response:
    """Take a record in hand: the desk asks for it when a text is entered."""
    answer = form.decide(lambda connection, case: (), in_any_state=True)
    if answer.status_code == 303 and request.headers.get("hx-request"):
        return Response(status_code=204)  # the text is being typed already: nothing to show
    return answer


@router.post("/records/{record_id}/join", response_class=HTMLResponse)
def join(form: RecordFormOf, second: Version) -> Response:
    """Put the row behind a record to it: one measure that was read as two."""

    def joined(connection: Connection, case: Case) -> list[Correction]:
        follower = case.follower
        if follower is None or version_of(follower.record) != second:
            raise Stale
        decisions.take(connection, follower.record.record_id, form.session)
        return [decisions.join(case.document, case.held, follower, form.author, form.note)]

    return form.decide(joined)


@router.get("/records/{record_id}/split", response_class=HTMLResponse)
def split_form(request: Request, here: DeskOf, session: MayRead, record_id: RecordId) -> HTMLResponse:
    """Ask which part of each text belongs to which of two measures."""
    with here.reading() as connection:
        case = case_of(connection, record_id)
    back = address(case.document, case.held)
    return page(
        request,
        "split.html",
        held=case.held,
        document=case.document,
        fields=[name for name in SPLIT if getattr(case.held.record, name)],
        version=version_of(case.held.record),
        back=back,
        number=int(back.split("/pages/")[1].partition("?")[0]),
    )


@router.post("/records/{record_id}/split", response_class=HTMLResponse)
def split(
    form: RecordFormOf,
    name: Annotated[list[str], Form(max_length=40)],
    first: Annotated[list[str], Form(max_length=MOST_TEXT)],
    second: Annotated[list[str], Form(max_length=MOST_TEXT)],
) -> Response:
    """Part a record in two: ``name``, ``first`` and ``second`` go together, one entry a text."""
    if not len(name) == len(first) == len(second) <= len(SPLIT) or not set(name) <= set(SPLIT):
        raise HTTPException(422)
    parts = {key: (typed(a), typed(b)) for key, a, b in zip(name, first, second, strict=True)}
    if not any(pair[1] for pair in parts.values()):
        raise HTTPException(422)
    return form.decide(
        lambda connection, case: [decisions.split(case.document, case.held, parts, form.author, form.note)]
    )
