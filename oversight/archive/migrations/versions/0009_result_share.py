"""The share of a measure's work that its result states."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the column."""
    op.add_column("records", sa.Column("result_share", sa.Double()))
