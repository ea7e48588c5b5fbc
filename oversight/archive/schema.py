"""The archive's tables, the same on SQLite and PostgreSQL; ``migrations`` makes them.

One row of ``files`` is one input as it was named (a file or an archive's member); one row of ``documents`` is
what came of one content (``sha256``) — a report, or a failure. Two files of the same bytes share it. What
belongs to a document goes with it (ON DELETE CASCADE). ``attempts`` and ``corrections`` only ever grow.

Values that are asked for stand in columns; nested ones are JSON text, long ones packed (see ``packing``).
Boxes are four columns in points, the page's frame. Times are seconds since 1970, UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Identity: TypeEngine[int] = BigInteger().with_variant(
    Integer, "sqlite"
)  # SQLite numbers rows only as INTEGER
# Ordered by code point everywhere, so that files stand in the same order on both kinds of store.
Name: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
Json = Text  # JSON as text: keeps the order of keys, and a NUL escaped


def _document() -> Column[int]:
    return Column("document", Identity, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False)


def _box() -> list[Column[float]]:
    return [Column(name, Double, nullable=False) for name in ("x0", "y0", "x1", "y1")]


runs = Table(
    "runs",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("state", Text, nullable=False),  # running, finished, interrupted, died
    Column("machine", Text, nullable=False),
    Column("process", Integer, nullable=False),
    Column("started", Double, nullable=False),
    Column("ended", Double),
    Column("expected", Integer),  # documents it has to read, once that is known
    Column("about", Json, nullable=False),  # versions, options
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("run", Identity, ForeignKey("runs.id"), nullable=False),
    Column("holder", Text, nullable=False),
    Column("beat", Double, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("source_file", Name, nullable=False),
    Column("location", Name, nullable=False),
    Column("member", Integer, nullable=False),  # position in an archive, -1 for a plain file
    Column("sha256", Text),
    Column("status", Text),  # only of a file that could not be opened: it has no document
    Column("cause", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("run", Identity, ForeignKey("runs.id"), nullable=False),
    UniqueConstraint("location", "member"),
    Index(None, "source_file", "location", "member"),
    Index(None, "sha256", "source_file", "location", "member"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("part", SmallInteger, nullable=False),  # 0, or the n-th further report of the same file
    Column("recipe", Text, nullable=False),  # digest of version and options: with sha256 the resume key
    Column("run", Identity, ForeignKey("runs.id"), nullable=False),
    Column("status", Text, nullable=False),
    Column("cause", Text),
    Column("reason", Text, nullable=False),
    Column("read", Boolean, nullable=False),  # whether there is a report, whole or in part
    Column("pages", Integer, nullable=False),
    Column("pages_digital", Integer, nullable=False),
    Column("pages_scanned", Integer, nullable=False),
    Column("records", Integer, nullable=False),
    Column("agency_id", Text),
    Column("agency_name", Text),
    Column("province", Text),
    Column("fiscal_year", Integer),
    Column("document_kind", Text),
    Column("oit_code", Text),
    Column("title", Text),
    Column("facts", Json),
    Column("seconds", Json),
    Column("extra", Json),
    UniqueConstraint("sha256", "part"),
    Index(None, "document_id"),
    Index(None, "status"),
    Index(None, "province", "fiscal_year"),
    Index(None, "agency_id", "fiscal_year"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("run", Identity, ForeignKey("runs.id"), nullable=False),
    Column("at", Double, nullable=False),
    Column("status", Text, nullable=False),
    Column("cause", Text),
    Column("pages", Integer, nullable=False),
    Index(None, "run", "at"),
    Index(None, "sha256"),
)

pages = Table(
    "pages",
    metadata,
    _document(),
    Column("page", Integer, nullable=False),
    Column("width", Double, nullable=False),
    Column("height", Double, nullable=False),
    Column("method", Text, nullable=False),
    Column("rotation", SmallInteger, nullable=False),
    Column("skew", Double, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    Column("codes", Json, nullable=False),
    sqlite_with_rowid=False,
)
pages.append_constraint(__import__("sqlalchemy").PrimaryKeyConstraint(pages.c.document, pages.c.page))

tables = Table(
    "tables",
    metadata,
    _document(),
    Column("page", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    *_box(),
    Column("rows", Integer, nullable=False),
    Column("columns", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("rulings", LargeBinary, nullable=False),
    Column("lines", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
