"""Shaded cells, and the rules of a page that belong to no table; what was read before has neither."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the two columns."""
    op.add_column("cells", sa.Column("shaded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("pages", sa.Column("rules", sa.LargeBinary()))
