"""Corrections, which can only be added, and search over records by three-letter pieces."""

import sqlalchemy as sa
from alembic import op

from oversight.archive.migrations.triggers import STATEMENTS

revision = "0002"
down_revision = "0001"

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)
