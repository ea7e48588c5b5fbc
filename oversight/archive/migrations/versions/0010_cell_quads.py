"""Corners of cells that stand slanted on the page; what was read before has none."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column."""
    op.add_column("cells", sa.Column("quad", sa.Text()))
