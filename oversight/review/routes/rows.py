"""Joining and splitting rows, agency and year of a document, taking back, the next record to look at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Path, Request
from starlette.responses import HTMLResponse, Response

from extract.errors import UsageError
from oversight.archive import corrections, leaf, packing, progress
from oversight.review import decisions
from oversight.review.decisions import Stale, Taken
from oversight.review.desk import CanReview, DeskOf, Reader, go, inside, page, query
from oversight.review.normal import EDITABLE, of_agency, typed
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
from oversight.review.routes.images import DocumentId
from oversight.review.routes.sheet import address, desk_page
from oversight.review.view import version_of

router = APIRouter()
SPLIT = tuple(name for name in EDITABLE if name != "section")
Year = Annotated[str, Form(pattern=r"^(2[5-6]\d\d)?$")]


@router.post("/records/{record_id}/join", response_class=HTMLResponse)
def join(
    request: Request,
    here: DeskOf,
    session: CanReview,
    record_id: RecordId,
    version: Version,
    second: Version,
    number: PageForm,
    note: Note = "",
) -> Response:
    """Put the row behind a record to it: one measure that was read as two."""
    with here.reading() as connection:
        held, document, all_held = record_of(connection, record_id)
    follower = next((h for h in all_held if h.position == held.position + 1), None)
    try:
        if follower is None or version_of(follower.record) != second:
            raise Stale
        with here.writing() as connection:
            decisions.unchanged(leaf.record(connection, record_id), version)
            decisions.take(connection, record_id, session)
            decisions.take(connection, follower.record.record_id, session)
            decisions.write(
                connection, [decisions.join(document, held, follower, session.user.name, note.strip())]
            )
    except (Stale, Taken) as refused:
        return refusal(request, here, session, document, number, "", record_id, refused)
    return go(f"/documents/{document.document_id}/pages/{number}{query(record=record_id)}")


@router.get("/records/{record_id}/split", response_class=HTMLResponse)
def split_form(request: Request, here: DeskOf, session: Reader, record_id: RecordId) -> HTMLResponse:
    """Ask which part of each text belongs to which of two measures."""
    with here.reading() as connection:
        held, document, _ = record_of(connection, record_id)
    fields = [name for name in SPLIT if getattr(held.record, name)]
    back = address(document, held)
    return page(
        request,
        "split.html",
        held=held,
        document=document,
        fields=fields,
        version=version_of(held.record),
        back=back,
        number=int(back.split("/pages/")[1].partition("?")[0]),
    )


@router.post("/records/{record_id}/split", response_class=HTMLResponse)
def split(
    request: Request,
    here: DeskOf,
    session: CanReview,
    record_id: RecordId,
    version: Version,
    number: PageForm,
    name: Annotated[list[str], Form(max_length=40)],
    first: Annotated[list[str], Form(max_length=20_000)],
    second: Annotated[list[str], Form(max_length=20_000)],
    note: Note = "",
) -> Response:
    """Part a record in two: ``name``, ``first`` and ``second`` go together, one entry a text."""
    if not len(name) == len(first) == len(second) <= len(SPLIT) or not set(name) <= set(SPLIT):
        raise HTTPException(422)
    parts = {key: (typed(a), typed(b)) for key, a, b in zip(name, first, second, strict=True)}
    if not any(pair[1] for pair in parts.values()):
        raise HTTPException(422)
    with here.reading() as connection:
        held, document, _ = record_of(connection, record_id)
    given = decisions.split(document, held, parts, session.user.name, note.strip())
    try:
        with here.writing() as connection:
            decisions.unchanged(leaf.record(connection, record_id), version)
            decisions.take(connection, record_id, session)
            decisions.write(connection, [given])
    except (Stale, Taken) as refused:
        return refusal(request, here, session, document, number, "", record_id, refused)
    return go(f"/documents/{document.document_id}/pages/{number}{query(record=record_id)}")


@router.post("/documents/{document_id}/facts", response_class=HTMLResponse)
def facts(
    request: Request,
    here: DeskOf,
    session: CanReview,
    document_id: DocumentId,
    number: PageForm,
    agency_id: Annotated[str, Form(max_length=120)] = "",
    fiscal_year: Year = "",
    was_agency: Annotated[str, Form(max_length=120)] = "",
    was_year: Year = "",
    note: Note = "",
) -> Response:
    """Correct agency and fiscal year of a document; ``was_…`` is what the form showed."""
    with here.reading() as connection:
        document = document_of(connection, document_id)
        held = leaf.records_of(connection, document_id)
    assert document.facts is not None
    now = (document.facts.agency_id or "", str(document.facts.fiscal_year or ""))
    if now != (was_agency, was_year):
        return desk_page(request, here, session, document_id, number, status=409, notice="stale")
    given = []
    by, why = session.user.name, note.strip()
    if agency_id.strip() and agency_id.strip() != now[0]:
        after = of_agency(agency_id.strip())
        if after["province"] is None and not agency_id.startswith("OTHER-"):
            raise UsageError(
                f"ไม่รู้จักรหัสหน่วยงาน {agency_id} ตัวอย่างที่ใช้ได้: SAO-920602",
                f"no agency has the id {agency_id}; one that works is SAO-920602",
            )
        given += decisions.facts(document, held, "agency_id", after, by, why)
    if fiscal_year != now[1]:
        year = int(fiscal_year) if fiscal_year else None
        given += decisions.facts(document, held, "fiscal_year", {"fiscal_year": year}, by, why)
    if given:
        with here.writing() as connection:
            decisions.write(connection, given)
    return go(f"/documents/{document_id}/pages/{number}")


@router.post("/corrections/{entry}/undo", response_class=HTMLResponse)
def undo(
    request: Request,
    here: DeskOf,
    session: CanReview,
    entry: Annotated[int, Path(ge=1, le=2**53)],
    note: Note = "",
    back: Annotated[str, Form(max_length=4000)] = "/audit",
) -> Response:
    """Take a decision back; another person's only as admin."""
    with here.writing() as connection:
        given = corrections.one(connection, entry)
        if given is None or given.kind == "withdraw":
            raise HTTPException(404)
        if given.author != session.user.name and not session.user.may("admin"):
            raise HTTPException(403, "role")
        book = corrections.of_file(connection, given.sha256)
        if any(each.number == entry for each in corrections.standing(book)):
            decisions.write(connection, [decisions.withdrawal(given, session.user.name, note.strip())])
    return go(inside(back, "/audit"))


@router.post("/queue/next", response_class=HTMLResponse)
def next_record(request: Request, here: DeskOf, session: CanReview, document: Small = "") -> Response:
    """Take what deserves a look first and nobody else holds, and go there."""
    with here.writing() as connection:
        only = packing.text(document) or None
        for waiting in progress.queue(connection, session.key[:16], 20, free_only=True, document_id=only):
            try:
                decisions.take(connection, waiting.record_id, session)
            except Taken:  # between the list and here, on a store that lets others write meanwhile
                continue
            held, paper, _ = record_of(connection, waiting.record_id)
            return go(address(paper, held))
    return go(inside(f"/documents/{document}") if document else "/documents" + query(progress="clean"))
