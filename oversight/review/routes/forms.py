"""What the forms of the desk have in common: what they are about, and deciding in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Form, HTTPException, Path, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, Response

from oversight.archive import corrected, documents, records
from oversight.archive.correction_log import Correction
from oversight.archive.documents import StoredDocument
from oversight.archive.records import StoredRecord
from oversight.review import decisions
from oversight.review.decisions import Stale, Taken
from oversight.review.desk import CanReview, Desk, DeskOf, go, query
from oversight.review.routes.sheet import desk_page
from oversight.review.sessions import Session
from oversight.review.settings import MOST_TEXT
from oversight.review.view import version_of

RecordId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}[0-9A-Za-z-]{1,60}$")]
Version = Annotated[str, Form(pattern=r"^[0-9a-f]{16}$")]
TextForm = Annotated[str, Form(max_length=MOST_TEXT)]
NoteForm = Annotated[str, Form(max_length=1000)]
ShortForm = Annotated[str, Form(max_length=100)]
PageForm = Annotated[int, Form(ge=1, le=1_000_000)]


async def whole_form(request: Request) -> dict[str, str]:
    """Every field of a form as it came, empty ones too (which parameters cannot tell from missing ones)."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


WholeForm = Annotated[dict[str, str], Depends(whole_form)]


@dataclass(frozen=True, slots=True)
class Case:
    """A record, its document, and all records of that, in order."""

    held: StoredRecord
    document: StoredDocument
    records: list[StoredRecord]

    @property
    def follower(self) -> StoredRecord | None:
        """The record behind it."""
        return next((each for each in self.records if each.position == self.held.position + 1), None)


Decide = Callable[[Connection, Case], Sequence[Correction]]


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A form about one record: who sent it, from which page and cell, and what they saw (``version``)."""

    request: Request
    here: Desk
    session: Session
    record_id: str
    number: int
    version: str
    cell: str
    note: str

    @property
    def author(self) -> str:
        """Who decides."""
        return self.session.user.name

    def decide(
        self, decide: Decide, draft: tuple[str, str] | None = None, in_any_state: bool = False
    ) -> Response:
        """Answer the form by what is decided about the record, in one transaction from looking to writing.

        The record is taken in hand. Who saw another state of it, or finds it in another's hand, is refused
        and sees the desk as it is now; ``draft`` is a field and the text they typed. ``decide`` may refuse
        by the same exceptions. ``in_any_state``: what they saw does not matter.
        """
        with self.here.reading() as connection:
            document = case_of(connection, self.record_id).document
        try:
            with self.here.writing() as connection:
                corrected.lock(connection, document.sha256)
                case = case_of(connection, self.record_id)
                if not in_any_state and version_of(case.held.record) != self.version:
                    raise Stale
                decisions.take(connection, self.record_id, self.session)
                given = decide(connection, case)
                conflicts = decisions.write(connection, given).conflicts if given else ()
        except (Stale, Taken) as refused:
            notice, holder = ("taken", refused.hold.holder) if isinstance(refused, Taken) else ("stale", "")
            return self.desk(document, 409, notice=notice, holder=holder, draft=draft)
        if conflicts:
            return self.desk(document, 409, notice="conflict", conflicts=conflicts)
        where = query(cell=self.cell, record=self.record_id)
        return go(f"/documents/{document.document_id}/pages/{self.number}{where}")

    def desk(self, document: StoredDocument, status: int, **more: Any) -> HTMLResponse:
        """The desk as it is now, with more to say."""
        asked = (document.document_id, self.number, self.cell, self.record_id)
        return desk_page(self.request, self.here, self.session, *asked, status, **more)


def record_form(
    request: Request,
    here: DeskOf,
    session: CanReview,
    record_id: RecordId,
    number: PageForm,
    version: Version,
    cell: ShortForm = "",
    note: NoteForm = "",
) -> RecordForm:
    """The form of a request."""
    return RecordForm(request, here, session, record_id, number, version, cell, note.strip())


RecordFormOf = Annotated[RecordForm, Depends(record_form)]


def case_of(connection: Connection, record_id: str) -> Case:
    """A record with its document.

    Raises:
        HTTPException: There is none.
    """
    held = records.one(connection, record_id)
    if held is None:
        raise HTTPException(404)
    document = document_of(connection, held.record.document_id)
    return Case(held, document, records.of_document(connection, document.document_id))


def document_of(connection: Connection, document_id: str) -> StoredDocument:
    """A document that was read.

    Raises:
        HTTPException: There is none.
    """
    document = documents.one(connection, document_id)
    if document is None or document.facts is None:
        raise HTTPException(404)
    return document


def locked_document(connection: Connection, document_id: str) -> tuple[StoredDocument, list[StoredRecord]]:
    """A document with its records, about which nobody else decides until the transaction ends.

    Raises:
        HTTPException: There is none.
    """
    corrected.lock(connection, document_of(connection, document_id).sha256)
    return document_of(connection, document_id), records.of_document(connection, document_id)
