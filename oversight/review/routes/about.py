"""Agency and year of a document, taking a decision back, the next record to look at."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Path, Request
from starlette.responses import HTMLResponse, Response

from extract.errors import UsageError
from oversight.archive import correction_log, packing, review_queue
from oversight.review import decisions
from oversight.review.decisions import Taken
from oversight.review.desk import CanReview, DeskOf, go, inside, query
from oversight.review.routes.forms import NoteForm, PageForm, ShortForm, case_of, locked_document
from oversight.review.routes.images import DocumentId
from oversight.review.routes.sheet import address, desk_page
from oversight.review.values import of_agency

router = APIRouter()
YearForm = Annotated[str, Form(pattern=r"^(2[5-6]\d\d)?$")]


@router.post("/documents/{document_id}/facts", response_class=HTMLResponse)
def facts(
    request: Request,
    here: DeskOf,
    session: CanReview,
    document_id: DocumentId,
    number: PageForm,
    agency_id: Annotated[str, Form(max_length=120)] = "",
    fiscal_year: YearForm = "",
    was_agency: Annotated[str, Form(max_length=120)] = "",
    was_year: YearForm = "",
    note: NoteForm = "",
) -> Response:
    """Correct agency and fiscal year of a document; ``was_…`` is what the form showed."""
    by, why, agency_id = session.user.name, note.strip(), agency_id.strip()
    with here.writing() as connection:
        document, held = locked_document(connection, document_id)
        assert document.facts is not None
        now = (document.facts.agency_id or "", str(document.facts.fiscal_year or ""))
        seen = now == (was_agency, was_year)
        given = []
        if seen and agency_id and agency_id != now[0]:
            given += decisions.facts(document, held, "agency_id", known_agency(agency_id), by, why)
        if seen and fiscal_year != now[1]:
            year = int(fiscal_year) if fiscal_year else None
            given += decisions.facts(document, held, "fiscal_year", {"fiscal_year": year}, by, why)
        if given:
            decisions.write(connection, given)
    if not seen:
        return desk_page(request, here, session, document_id, number, status=409, notice="stale")
    return go(f"/documents/{document_id}/pages/{number}")


def known_agency(agency_id: str) -> dict[str, str | None]:
    """What a document says of the agency of that id.

    Raises:
        UsageError: There is none.
    """
    found = of_agency(agency_id)
    if found["province"] is None and not agency_id.startswith("OTHER-"):
        raise UsageError(
            f"ไม่รู้จักรหัสหน่วยงาน {agency_id} ตัวอย่างที่ใช้ได้: SAO-920602",
            f"no agency has the id {agency_id}; one that works is SAO-920602",
        )
    return found


@router.post("/corrections/{entry}/undo", response_class=HTMLResponse)
def undo(
    request: Request,
    here: DeskOf,
    session: CanReview,
    entry: Annotated[int, Path(ge=1, le=2**53)],
    note: NoteForm = "",
    back: Annotated[str, Form(max_length=4000)] = "/audit",
) -> Response:
    """Take a decision back; another person's only as admin."""
    with here.writing() as connection:
        given = correction_log.one(connection, entry)
        if given is None or given.kind == "withdraw":
            raise HTTPException(404)
        if given.author != session.user.name and not session.user.may("admin"):
            raise HTTPException(403, "role")
        book = correction_log.of_file(connection, given.sha256)
        if any(each.number == entry for each in correction_log.standing(book)):
            decisions.write(connection, [decisions.withdrawal(given, session.user.name, note.strip())])
    return go(inside(back, "/audit"))


@router.post("/queue/next", response_class=HTMLResponse)
def next_record(request: Request, here: DeskOf, session: CanReview, document: ShortForm = "") -> Response:
    """Take what deserves a look first and nobody else holds, and go there."""
    with here.writing() as connection:
        only = packing.text(document) or None
        for waiting in review_queue.queue(connection, session.key[:16], 20, free_only=True, document_id=only):
            try:
                decisions.take(connection, waiting.record_id, session)
            except Taken:  # between the list and here, on a store that lets others write meanwhile
                continue
            case = case_of(connection, waiting.record_id)
            return go(address(case.document, case.held))
    return go(inside(f"/documents/{document}") if document else "/documents" + query(progress="clean"))
