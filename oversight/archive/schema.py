"""The archive's tables, the same on SQLite and PostgreSQL; ``migrations`` makes them.

One row of ``files`` is one input as it was named (a file or an archive's member); one row of ``documents`` is
what came of one content (``sha256``): a report, or a failure. Two files of the same bytes share it. What
belongs to a document goes with it (ON DELETE CASCADE). ``attempts``, ``corrections`` and
``events`` only ever grow. ``bases``, ``holds``, ``users`` and ``events`` serve the review desk.

Values that are asked for stand in columns; nested ones are JSON text, long ones packed (``packing``).
Tables of small rows lie in the order of their key (sqlite_with_rowid); rows of a kilobyte would take a whole
disk page each there. Boxes are four columns in points, the page's frame. Times are seconds since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from oversight.archive.columns import BOX, COLUMNS

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows only as INTEGER.
RowNumber: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")
# Ordered by code point on both kinds of store, so that files stand in the same order.
Name: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
Json = Text  # JSON as text keeps the order of keys, and a NUL (escaped), which PostgreSQL's types refuse

_TYPES: dict[str, Any] = {
    "id": RowNumber,
    "key": Text,
    "place": Integer,
    "number": RowNumber,
    "name": Name,
    "text": Text,
    "integer": Integer,
    "count": Integer,
    "double": Double,
    "date": Date,
    "boolean": Boolean,
    "flag": Boolean,
    "json": Json,
    "packed": LargeBinary,
}
_REFERS = {
    "run": "runs.id",
    "correction": "corrections.id",
    "document": "documents.id",
    "of_document": "documents.id",
}
_KEYS = ("id", "key", "place", "document", "correction")
_DEFAULTS: dict[str, Any] = {"flag": false(), "count": "0"}
_BOX = dict.fromkeys(BOX, "double")


def _column(name: str, kind: str) -> Column[Any]:
    """A column of a kind: one of ``COLUMNS``, an ``id`` or ``key`` of the table, another row's number."""
    bare = kind.removesuffix("?")
    gone = "CASCADE" if bare.endswith("document") else None  # what belongs to a document goes with it
    refers = [ForeignKey(_REFERS[bare], ondelete=gone)] if bare in _REFERS else []
    return Column(
        name,
        _TYPES.get(bare, RowNumber),
        *refers,
        primary_key=bare in _KEYS,
        autoincrement="auto" if bare == "id" else False,
        nullable=bare != kind,
        server_default=_DEFAULTS.get(bare),
    )


def _table(name: str, columns: Mapping[str, str], *more: SchemaItem, **options: Any) -> Table:
    return Table(name, metadata, *(_column(*each) for each in columns.items()), *more, **options)


runs = _table(
    "runs",
    {
        "id": "id",
        "state": "text",  # running, finished, interrupted, died
        "machine": "text",
        "process": "integer",
        "started": "double",
        "ended": "double?",
        "expected": "integer?",  # documents it has to read, once that is known
        "about": "json",  # versions, options, ignored files, seconds by stage
    },
)

leases = _table(
    "leases", {"name": "key", "run": "run", "machine": "text", "process": "integer", "beat": "double"}
)

files = _table(
    "files",
    {
        "id": "id",
        "source_file": "name",
        "location": "name",
        "member": "integer",  # position in an archive, -1 for a plain file
        "sha256": "text?",
        "status": "text?",  # of a file that could not be opened: it has no document
        "cause": "text?",
        "reason": "text",
        "run": "run",
    },
    UniqueConstraint("location", "member"),
    Index(None, "source_file", "location", "member"),
    Index(None, "sha256", "source_file", "location", "member"),
)

documents = _table(
    "documents",
    {
        "id": "id",
        "document_id": "text",
        "sha256": "text",
        "part": "integer",  # 0, or n for the n-th further report of the same file
        "recipe": "text",  # digest of version and options: with sha256 the resume key
        "run": "run",
        "status": "text",
        "cause": "text?",
        "reason": "text",
        # null when there is no report
        **dict.fromkeys(("pages", "pages_digital", "pages_scanned"), "integer?"),
        "records": "integer",
        **dict.fromkeys(("agency_id", "agency_name", "province", "document_kind", "oit_code"), "text?"),
        "title": "text?",
        "fiscal_year": "integer?",
        **dict.fromkeys(("facts", "seconds", "extra", "scores"), "json?"),
        "to_review": "count",  # records that wait for a person's eye
        "approved": "count",  # records a person approved
        "whole": "flag",  # a person approved it as a whole
    },
    UniqueConstraint("sha256", "part"),
    Index(None, "document_id"),
    Index(None, "status"),
    Index(None, "province", "fiscal_year"),
    Index(None, "agency_id", "fiscal_year"),
    Index(None, "to_review", "approved", "whole", "records", "pages"),  # sums come from the index alone
)

attempts = _table(
    "attempts",
    {
        "id": "id",
        "sha256": "text",
        "recipe": "text",
        "run": "run",
        "at": "double",
        "status": "text",
        "cause": "text?",
        "pages": "integer",
    },
    Index(None, "run", "at"),
    Index(None, "sha256"),
)

pages = _table("pages", {"document": "document", **COLUMNS["pages"]})
tables = _table("tables", {"document": "document", **COLUMNS["tables"]})
cells = _table("cells", {"document": "document", **COLUMNS["cells"]})
records = _table(
    "records",
    {"id": "id", "document": "of_document", **COLUMNS["records"]},
    UniqueConstraint("document", "position"),
    Index(None, "record_id"),
    Index(None, "province", "fiscal_year", "document"),
    Index(None, "agency_id", "fiscal_year", "document"),
    Index(None, "agency_lineage_id", "fiscal_year", "document"),
    Index(None, "fiscal_year", "document"),
    Index(None, "measure_key"),
    Index(None, "family_id"),
    Index(None, "priority"),
)
findings = _table(
    "findings",
    {"document": "document", **COLUMNS["findings"]},
    Index(None, "code"),
    sqlite_with_rowid=False,
)

# What the output files say of a file, with its first document: a copy, made again where it is missing.
texts = _table(
    "texts",
    {
        "document": "document",
        "form": "text",  # digest of what decides it beside the rows
        "findings": "integer",  # rows of findings.csv
        "packed": "packed",
    },
)

corrections = _table(
    "corrections",
    {
        "id": "id",
        "made": "double",
        "author": "text",
        "sha256": "text",
        "page": "integer",
        **_BOX,
        "kind": "text",  # value, facts, join, split, approve, whole, withdraw
        "field": "text?",  # of value and facts
        "record_id": "text",  # as it was then
        "before": "json",  # key -> value the person saw
        "after": "json",  # key -> value the person gave
        "note": "text",
        "refers": "number?",  # the correction it withdraws, or belongs to
        "shape": "json?",  # of join the other row's place, of split the second row's values
    },
    Index(None, "sha256", "page"),
    Index(None, "refers"),
)

# What was read before people corrected it, of documents with corrections only.
bases = _table(
    "bases",
    {
        "document": "document",
        "upto": "number",  # corrections up to this number are in it already
        "reading": "packed",
    },
)

# A reviewer holds a record for some minutes; who comes second is told so.
holds = _table(
    "holds",
    {
        "record_id": "key",
        "holder": "text",  # as people know them
        "session": "text",  # one browser of theirs
        "until": "double",
    },
    Index(None, "session"),
)

users = _table(
    "users",
    {
        "name": "key",
        "role": "text",  # reader, reviewer, admin
        "password": "text",  # argon2 hash
        "made": "double",
    },
)

# What people did beside decisions: who may enter was changed, something was exported. Only ever grows.
events = _table(
    "events",
    {
        "id": "id",
        "made": "double",
        "author": "text",
        "kind": "text",  # user_added, user_changed, user_removed, export
        "about": "text",
    },
)

# The text that leads each family of measures: known families keep their names (``compare.families``).
families = _table("families", {"family_id": "key", "text": "text", "first_year": "integer"})

# Each grouping that changed the family of so many records.
groupings = _table("groupings", {"id": "id", "made": "double", "records": "integer"})

conflicts = _table(
    "conflicts",
    {"document": "document", "correction": "correction", "reason": "text"},
    sqlite_with_rowid=False,
)
