"""Families of measures: their leaders, and each grouping that changed a record's family."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "families",
        sa.Column("family_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("family_id", name=op.f("pk_families")),
    )
    op.create_table(
        "groupings",
        sa.Column("id", Identity, nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groupings")),
    )
