"""The review desk: how far review is, what was read before corrections, who holds a record, who may enter."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add columns and tables; what stands in the archive is counted once."""
    op.add_column("documents", sa.Column("to_review", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("documents", sa.Column("approved", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("documents", sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("records", sa.Column("approved", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("records", sa.Column("priority", sa.Double()))
    op.add_column("corrections", sa.Column("refers", Identity))
    op.add_column("corrections", sa.Column("shape", sa.Text()))
    op.create_index(op.f("ix_corrections_refers"), "corrections", ["refers"])
    # Until a document is read again: the record's confidence alone tells how doubtful it is.
    op.execute(
        sa.text("UPDATE records SET priority = 1.001 - confidence WHERE needs_review AND NOT reviewed")
    )
    waiting = "SELECT count(*) FROM records WHERE records.document = documents.id AND priority IS NOT NULL"
    op.execute(sa.text(f"UPDATE documents SET to_review = ({waiting})"))
    op.create_index(op.f("ix_records_priority"), "records", ["priority"])
    op.create_index(
        op.f("ix_documents_to_review_approved_whole_records_pages"),
        "documents",
        ["to_review", "approved", "whole", "records", "pages"],
    )
    op.create_table(
        "bases",
        sa.Column("document", Identity, nullable=False),
        sa.Column("upto", Identity, nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_bases_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_bases")),
    )
    op.create_table(
        "holds",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_session"), "holds", ["session"])
    op.create_table(
        "users",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_users")),
    )
