"""First and last fiscal year of plans over several years."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the columns."""
    op.add_column("records", sa.Column("fiscal_year_first", sa.Integer()))
    op.add_column("records", sa.Column("fiscal_year_last", sa.Integer()))
