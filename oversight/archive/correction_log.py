"""The log of what people corrected: written down once, never changed, applied again after each reading.

A correction is anchored on the paper: the file's sha256, the page, and the box of the corrected value;
``amend`` finds it there again. What finds no place is a conflict: a finding in the output and a row in
``conflicts``; the correction itself stays. Taking one back is an entry of its own, which names it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Select, and_, func, insert, select

from extract.errors import UsageError
from extract.fields import keys
from extract.model import BBox
from oversight.archive import packing
from oversight.archive.columns import record_columns
from oversight.archive.engine import transaction
from oversight.archive.lease import now
from oversight.archive.listing import main_file
from oversight.archive.rows import Stored, box_of, box_row, nested, nested_of, plain
from oversight.archive.schema import conflicts, documents, files
from oversight.archive.schema import corrections as table

_AS_THEY_ARE = ("sha256", "page", "kind", "record_id", "field", "refers")
AT_ONCE = 500  # decisions read at a time
CORRECTABLE = keys("fact", "printed", "derived")
OF_DOCUMENT = keys("fact")
CorrectionKind = Literal["value", "facts", "join", "split", "approve", "whole", "withdraw"]
Values = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person.

    ``value``: ``bbox`` (points) is the box of ``field`` on ``page``, or of the record's row where nothing was
    read; ``after`` maps keys of the record to values as ``MeasureRecord`` holds them: the field and what
    follows from it (``budget`` with ``budget_thb``). ``join`` puts the row at ``other`` behind this one and
    gives the values of both together; ``split`` parts the row into ``after`` and ``second``. ``facts`` is
    about the document that ``record_id`` names (agency, year), its ``page`` 1. ``approve`` says that a record
    is right, ``whole`` that a document is, with as many records as ``after`` counts in ``records``.
    ``withdraw`` takes back ``refers`` and all that belongs to it; in other kinds ``refers`` is the correction
    this one came with. ``before`` is what the person saw; ``number`` and ``made`` (seconds since 1970) are
    given by the archive.
    """

    sha256: str
    page: int
    bbox: BBox
    kind: CorrectionKind
    author: str
    record_id: str
    field: str | None = None
    after: Values = ()
    before: Values = ()
    note: str = ""
    refers: int | None = None
    other: tuple[int, BBox] | None = None
    second: Values = ()
    number: int | None = None
    made: float | None = None


def write_down(connection: Connection, given: Correction) -> Correction:
    """Add a correction to the log and return it with its number; it is not applied yet."""
    made = now(connection)
    row = {
        "made": made,
        "author": packing.text(given.author),
        **plain(given, _AS_THEY_ARE),
        **box_row(given.bbox),
        "before": packing.dump(_json_values(given.before)),
        "after": packing.dump(_json_values(given.after)),
        "note": packing.text(given.note),
        "shape": _shape(given),
    }
    done = connection.execute(insert(table), row)
    assert done.inserted_primary_key is not None
    return replace(given, number=done.inserted_primary_key[0], made=made)


def check(given: Correction) -> None:
    """Refuse a correction of what is no person's to correct.

    Raises:
        UsageError: A key that a record or document does not have or that names it; a value without its field.
    """
    allowed: Collection[str] = OF_DOCUMENT if given.kind == "facts" else CORRECTABLE
    if given.kind == "whole":
        allowed = ("records",)
    wrong = [name for name, _ in (*given.after, *given.before, *given.second) if name not in allowed]
    if given.kind in ("value", "facts") and (given.field is None or given.field not in dict(given.after)):
        wrong.append(given.field or "field")
    if wrong:
        names = ", ".join(wrong)
        raise UsageError(f"แก้ไขช่องนี้ไม่ได้: {names}", f"cannot be corrected: {names}")


def of_file(connection: Connection, sha256: str) -> tuple[Correction, ...]:
    """All corrections of a file, oldest first."""
    rows = connection.execute(select(table).where(table.c.sha256 == sha256).order_by(table.c.id)).mappings()
    return tuple(correction_of(row) for row in rows)


def one(connection: Connection, number: int) -> Correction | None:
    """The correction of that number."""
    row = connection.execute(select(table).where(table.c.id == number)).mappings().one_or_none()
    return None if row is None else correction_of(row)


def standing(log: Sequence[Correction]) -> list[Correction]:
    """Of a file's corrections those that nobody took back, without the takings back themselves."""
    gone = {correction.refers for correction in log if correction.kind == "withdraw"}
    return [
        correction
        for correction in log
        if correction.kind != "withdraw" and correction.number not in gone and correction.refers not in gone
    ]


def correction_of(row: Stored) -> Correction:
    """The correction of a row."""
    shape = packing.load(row["shape"]) or {}
    other = shape.get("other")
    return Correction(
        **{name: row[name] for name in (*_AS_THEY_ARE, "author", "note", "made")},
        bbox=box_of(row),
        after=_values(packing.load(row["after"])),
        before=_values(packing.load(row["before"])),
        other=None if other is None else (other[0], BBox(*other[1])),
        second=_values(shape.get("second", {})),
        number=row["id"],
    )


def _shape(given: Correction) -> str | None:
    if given.other is not None:
        return packing.dump({"other": [given.other[0], packing.box(given.other[1])]})
    return packing.dump({"second": _json_values(given.second)}) if given.second else None


def _json_values(values: Values) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else nested(name, value)
        for name, value in values
    }


def _values(plain: Mapping[str, Any]) -> Values:
    return tuple((name, _value(name, value)) for name, value in plain.items())


def _value(name: str, value: Any) -> Any:
    if name in record_columns("json"):
        return nested_of(name, value)
    return dt.date.fromisoformat(value) if name in record_columns("date") and value is not None else value


@dataclass(frozen=True, slots=True)
class Step:
    """A decision and the file it is about.

    ``document_id`` is the first report's, None when the file is not in the archive any more; ``conflict``
    says why it does not hold for the present reading; ``withdrawn_by`` is the number that took it back.
    """

    correction: Correction
    source_file: str | None
    document_id: str | None
    conflict: str | None
    withdrawn_by: int | None


def steps(
    connection: Connection,
    before: int | None = None,
    limit: int = 50,
    author: str | None = None,
) -> list[Step]:
    """Decisions, newest first, those numbered below ``before``."""
    query = _steps().order_by(table.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(table.c.id < before)
    if author is not None:
        query = query.where(table.c.author == author)
    return [_step(row) for row in connection.execute(query).mappings()]


def all_steps(engine: Engine) -> Iterator[Step]:
    """Every decision, oldest first, memory flat."""
    last = 0
    while True:
        query = _steps().where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE)
        with transaction(engine) as connection:
            found = [_step(row) for row in connection.execute(query).mappings()]
        if not found:
            return
        yield from found
        last = found[-1].correction.number or 0


def authors(connection: Connection) -> list[str]:
    """Everybody who ever decided something, by name."""
    return sorted(connection.execute(select(table.c.author).distinct()).scalars())


def _steps() -> Select[Any]:
    undone = table.alias("undone")
    back = (
        select(func.min(undone.c.id))
        .where(undone.c.refers == table.c.id, undone.c.kind == "withdraw")
        .scalar_subquery()
    )
    return (
        select(
            table,
            documents.c.document_id,
            files.c.source_file,
            conflicts.c.reason.label("conflict"),
            back.label("withdrawn_by"),
        )
        .outerjoin_from(table, documents, and_(documents.c.sha256 == table.c.sha256, documents.c.part == 0))
        .outerjoin(files, and_(files.c.sha256 == table.c.sha256, main_file()))
        .outerjoin(
            conflicts,
            and_(conflicts.c.correction == table.c.id, conflicts.c.document == documents.c.id),
        )
    )


def _step(row: Stored) -> Step:
    return Step(
        correction_of(row), row["source_file"], row["document_id"], row["conflict"], row["withdrawn_by"]
    )
