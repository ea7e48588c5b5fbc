"""Indexes by which an agency's whole line and a family of measures are found."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make them."""
    op.create_index(
        op.f("ix_records_agency_lineage_id_fiscal_year_document"),
        "records",
        ["agency_lineage_id", "fiscal_year", "document"],
    )
    op.create_index(op.f("ix_records_family_id"), "records", ["family_id"])
