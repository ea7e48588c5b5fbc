"""Corrections, which can only be added, and search over records by three-letter pieces."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The index holds no text of its own: triggers keep it in step with the records, also when a document's rows
# go by cascade. detail=none is enough for GLOB, is half the size and takes 1.2 instead of 2.2 ms a document.
SQLITE = (
    """CREATE VIRTUAL TABLE record_search USING fts5(
        search_text, content='records', content_rowid='id', tokenize='trigram case_sensitive 1',
        detail='none')""",
    """CREATE TRIGGER record_search_in AFTER INSERT ON records BEGIN
        INSERT INTO record_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
    """CREATE TRIGGER record_search_out AFTER DELETE ON records BEGIN
        INSERT INTO record_search(record_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text); END""",
    """CREATE TRIGGER record_search_new AFTER UPDATE OF search_text ON records BEGIN
        INSERT INTO record_search(record_search, rowid, search_text)
        VALUES ('delete', old.id, old.search_text);
        INSERT INTO record_search(rowid, search_text) VALUES (new.id, new.search_text); END""",
    """CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN
        SELECT RAISE(ABORT, 'corrections are never changed'); END""",
    """CREATE TRIGGER corrections_last BEFORE DELETE ON corrections BEGIN
        SELECT RAISE(ABORT, 'corrections are never deleted'); END""",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_records_search ON records USING gin (search_text gin_trgm_ops)",
    """CREATE FUNCTION corrections_stay() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'corrections are never changed or deleted'; END $$""",
    """CREATE TRIGGER corrections_stay BEFORE UPDATE OR DELETE ON corrections
        FOR EACH ROW EXECUTE FUNCTION corrections_stay()""",
)


def upgrade() -> None:
    """Make the two tables, the index and the triggers."""
    op.create_table(
        "corrections",
        sa.Column("id", Identity, nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x0", sa.Double(), nullable=False),
        sa.Column("y0", sa.Double(), nullable=False),
        sa.Column("x1", sa.Double(), nullable=False),
        sa.Column("y1", sa.Double(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text()),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_sha256_page"), "corrections", ["sha256", "page"])
    op.create_table(
        "conflicts",
        sa.Column("document", Identity, nullable=False),
        sa.Column("correction", Identity, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction"], ["corrections.id"], name=op.f("fk_conflicts_correction_corrections")
        ),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_conflicts_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "correction", name=op.f("pk_conflicts")),
        sqlite_with_rowid=False,
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
