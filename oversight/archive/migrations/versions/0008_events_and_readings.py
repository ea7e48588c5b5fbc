"""What people did beside decisions, and what engines that disagree have read."""

import sqlalchemy as sa
from alembic import op

from oversight.archive.migrations.triggers import EVENTS

revision = "0008"
down_revision = "0007"

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "events",
        sa.Column("id", RowNumber, nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    for statement in EVENTS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.add_column("findings", sa.Column("readings", sa.Text()))
