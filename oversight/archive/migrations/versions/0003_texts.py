"""What the output files say of each file, beside its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table; files read before get their text when they are read again."""
    op.create_table(
        "texts",
        sa.Column("document", Identity, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_texts_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_texts")),
    )
