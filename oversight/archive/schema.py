"""The archive's tables, the same on SQLite and PostgreSQL; ``migrations`` makes them.

One row of ``files`` is one input as it was named (a file or an archive's member); one row of ``documents`` is
what came of one content (``sha256``): a report, or a failure. Two files of the same bytes share it. What
belongs to a document goes with it (ON DELETE CASCADE). ``attempts`` and ``corrections`` only ever grow.
``bases``, ``holds`` and ``users`` serve the review desk.

Values that are asked for stand in columns; nested ones are JSON text, long ones packed (``packing``).
Tables of small rows lie in the order of their key (sqlite_with_rowid); rows of a kilobyte would take a whole
disk page each there. Boxes are four columns in points, the page's frame. Times are seconds since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
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

RowNumber: TypeEngine[int] = BigInteger().with_variant(
    Integer, "sqlite"
)  # SQLite numbers rows only as INTEGER
# Ordered by code point on both kinds of store, so that files stand in the same order.
Name: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
Json = Text  # JSON as text keeps the order of keys, and a NUL (escaped), which PostgreSQL's types refuse

_TYPES: dict[str, type[TypeEngine[Any]]] = {
    "place": Integer,
    "text": Text,
    "integer": Integer,
    "double": Double,
    "date": Date,
    "boolean": Boolean,
    "flag": Boolean,
    "json": Json,
    "packed": LargeBinary,
}


def _document(primary: bool = True) -> Column[int]:
    return Column(
        "document",
        RowNumber,
        ForeignKey("documents.id", ondelete="CASCADE"),
        primary_key=primary,
        nullable=False,
    )


def _run() -> Column[int]:
    return Column("run", RowNumber, ForeignKey("runs.id"), nullable=False)


def _columns(table: str) -> Iterator[Column[Any]]:
    """The columns of a table of reports but for its document."""
    for name, kind in COLUMNS[table].items():
        bare = kind.removesuffix("?")
        place, default = bare == "place", false() if bare == "flag" else None
        yield Column(
            name,
            _TYPES[bare],
            primary_key=place,
            autoincrement=False,
            nullable=bare != kind,
            server_default=default,
        )


def _box() -> list[Column[float]]:
    return [Column(name, Double, nullable=False) for name in BOX]


runs = Table(
    "runs",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("state", Text, nullable=False),  # running, finished, interrupted, died
    Column("machine", Text, nullable=False),
    Column("process", Integer, nullable=False),
    Column("started", Double, nullable=False),
    Column("ended", Double),
    Column("expected", Integer),  # documents it has to read, once that is known
    Column("about", Json, nullable=False),  # versions, options, ignored files, seconds by stage
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    _run(),
    Column("machine", Text, nullable=False),
    Column("process", Integer, nullable=False),
    Column("beat", Double, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("source_file", Name, nullable=False),
    Column("location", Name, nullable=False),
    Column("member", Integer, nullable=False),  # position in an archive, -1 for a plain file
    Column("sha256", Text),
    Column("status", Text),  # of a file that could not be opened: it has no document
    Column("cause", Text),
    Column("reason", Text, nullable=False),
    _run(),
    UniqueConstraint("location", "member"),
    Index(None, "source_file", "location", "member"),
    Index(None, "sha256", "source_file", "location", "member"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("part", Integer, nullable=False),  # 0, or n for the n-th further report of the same file
    Column("recipe", Text, nullable=False),  # digest of version and options: with sha256 the resume key
    _run(),
    Column("status", Text, nullable=False),
    Column("cause", Text),
    Column("reason", Text, nullable=False),
    Column("pages", Integer),  # this and the next two are null when there is no report
    Column("pages_digital", Integer),
    Column("pages_scanned", Integer),
    Column("records", Integer, nullable=False),
    *(Column(name, Text) for name in ("agency_id", "agency_name", "province", "document_kind", "oit_code")),
    Column("title", Text),
    Column("fiscal_year", Integer),
    Column("facts", Json),
    Column("seconds", Json),
    Column("extra", Json),
    Column("scores", Json),
    Column("to_review", Integer, nullable=False, server_default="0"),  # records that wait for a person's eye
    Column("approved", Integer, nullable=False, server_default="0"),  # records a person approved
    Column("whole", Boolean, nullable=False, server_default=false()),  # a person approved it as a whole
    UniqueConstraint("sha256", "part"),
    Index(None, "document_id"),
    Index(None, "status"),
    Index(None, "province", "fiscal_year"),
    Index(None, "agency_id", "fiscal_year"),
    Index(None, "to_review", "approved", "whole", "records", "pages"),  # sums come from the index alone
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    _run(),
    Column("at", Double, nullable=False),
    Column("status", Text, nullable=False),
    Column("cause", Text),
    Column("pages", Integer, nullable=False),
    Index(None, "run", "at"),
    Index(None, "sha256"),
)

pages = Table("pages", metadata, _document(), *_columns("pages"))

tables = Table("tables", metadata, _document(), *_columns("tables"))

cells = Table("cells", metadata, _document(), *_columns("cells"))

records = Table(
    "records",
    metadata,
    Column("id", RowNumber, primary_key=True),
    _document(primary=False),
    *_columns("records"),
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

findings = Table(
    "findings",
    metadata,
    _document(),
    *_columns("findings"),
    Index(None, "code"),
    sqlite_with_rowid=False,
)

# What the output files say of a file, with its first document: a copy, made again where it is missing.
texts = Table(
    "texts",
    metadata,
    _document(),
    Column("form", Text, nullable=False),  # digest of what decides it beside the rows
    Column("findings", Integer, nullable=False),  # rows of findings.csv
    Column("packed", LargeBinary, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("made", Double, nullable=False),
    Column("author", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("page", Integer, nullable=False),
    *_box(),
    Column("kind", Text, nullable=False),  # value, facts, join, split, approve, whole, withdraw
    Column("field", Text),  # of value and facts
    Column("record_id", Text, nullable=False),  # as it was then
    Column("before", Json, nullable=False),  # key -> value the person saw
    Column("after", Json, nullable=False),  # key -> value the person gave
    Column("note", Text, nullable=False),
    Column("refers", RowNumber),  # the correction it withdraws, or belongs to
    Column("shape", Json),  # of join the other row's place, of split the second row's values
    Index(None, "sha256", "page"),
    Index(None, "refers"),
)

# What was read before people corrected it, of documents with corrections only.
bases = Table(
    "bases",
    metadata,
    _document(),
    Column("upto", RowNumber, nullable=False),  # corrections up to this number are in it already
    Column("reading", LargeBinary, nullable=False),
)

# A reviewer holds a record for some minutes; who comes second is told so.
holds = Table(
    "holds",
    metadata,
    Column("record_id", Text, primary_key=True),
    Column("holder", Text, nullable=False),  # as people know them
    Column("session", Text, nullable=False),  # one browser of theirs
    Column("until", Double, nullable=False),
    Index(None, "session"),
)

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),  # reader, reviewer, admin
    Column("password", Text, nullable=False),  # argon2 hash
    Column("made", Double, nullable=False),
)

# What people did beside decisions: who may enter was changed, something was exported. Only ever grows.
events = Table(
    "events",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("made", Double, nullable=False),
    Column("author", Text, nullable=False),
    Column("kind", Text, nullable=False),  # user-added, user-changed, user-removed, export
    Column("about", Text, nullable=False),
)

# The text that leads each family of measures: known families keep their names (``compare.families``).
families = Table(
    "families",
    metadata,
    Column("family_id", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("first_year", Integer, nullable=False),
)

groupings = Table(
    "groupings",
    metadata,
    Column("id", RowNumber, primary_key=True),
    Column("made", Double, nullable=False),
    Column("records", Integer, nullable=False),  # whose family changed
)

conflicts = Table(
    "conflicts",
    metadata,
    _document(),
    Column("correction", RowNumber, ForeignKey("corrections.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
