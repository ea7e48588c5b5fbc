"""The first form: runs, files, documents and what they hold, findings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Name = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "runs",
        sa.Column("id", Identity, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("started", sa.Double(), nullable=False),
        sa.Column("ended", sa.Double()),
        sa.Column("expected", sa.Integer()),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", Identity, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("run", Identity, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text()),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_attempts_run_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_run_at"), "attempts", ["run", "at"])
    op.create_index(op.f("ix_attempts_sha256"), "attempts", ["sha256"])
    op.create_table(
        "documents",
        sa.Column("id", Identity, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("run", Identity, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("pages_digital", sa.Integer()),
        sa.Column("pages_scanned", sa.Integer()),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Text()),
        sa.Column("agency_name", sa.Text()),
        sa.Column("province", sa.Text()),
        sa.Column("document_kind", sa.Text()),
        sa.Column("oit_code", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("fiscal_year", sa.Integer()),
        sa.Column("facts", sa.Text()),
        sa.Column("seconds", sa.Text()),
        sa.Column("extra", sa.Text()),
        sa.Column("scores", sa.Text()),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_documents_run_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("sha256", "part", name=op.f("uq_documents_sha256_part")),
    )
    op.create_index(op.f("ix_documents_agency_id_fiscal_year"), "documents", ["agency_id", "fiscal_year"])
    op.create_index(op.f("ix_documents_document_id"), "documents", ["document_id"])
    op.create_index(op.f("ix_documents_province_fiscal_year"), "documents", ["province", "fiscal_year"])
    op.create_index(op.f("ix_documents_status"), "documents", ["status"])
    op.create_table(
        "files",
        sa.Column("id", Identity, nullable=False),
        sa.Column("source_file", Name, nullable=False),
        sa.Column("location", Name, nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("cause", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run", Identity, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_files_run_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("location", "member", name=op.f("uq_files_location_member")),
    )
    op.create_index(
        op.f("ix_files_sha256_source_file_location_member"),
        "files",
        ["sha256", "source_file", "location", "member"],
    )
    op.create_index(
        op.f("ix_files_source_file_location_member"), "files", ["source_file", "location", "member"]
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("run", Identity, nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("beat", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_leases_run_runs")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "cells",
        sa.Column("document", Identity, nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("row_span", sa.Integer(), nullable=False),
        sa.Column("column_span", sa.Integer(), nullable=False),
        sa.Column("x0", sa.Double(), nullable=False),
        sa.Column("y0", sa.Double(), nullable=False),
        sa.Column("x1", sa.Double(), nullable=False),
        sa.Column("y1", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text()),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_cells_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "page", "table_position", "position", name=op.f("pk_cells")),
    )
    op.create_table(
        "findings",
        sa.Column("document", Identity, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("owner_page", sa.Integer()),
        sa.Column("owner_table", sa.Integer()),
        sa.Column("owner_position", sa.Integer()),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("field", sa.Text()),
        sa.Column("page", sa.Integer()),
        sa.Column("x0", sa.Double()),
        sa.Column("y0", sa.Double()),
        sa.Column("x1", sa.Double()),
        sa.Column("y1", sa.Double()),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_findings_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "position", name=op.f("pk_findings")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_findings_code"), "findings", ["code"])
    op.create_table(
        "pages",
        sa.Column("document", Identity, nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("width", sa.Double(), nullable=False),
        sa.Column("height", sa.Double(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("rotation", sa.Integer(), nullable=False),
        sa.Column("skew", sa.Double(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_pages_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "page", name=op.f("pk_pages")),
    )
    op.create_table(
        "records",
        sa.Column("id", Identity, nullable=False),
        sa.Column("document", Identity, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("agency_name", sa.Text()),
        sa.Column("agency_type", sa.Text()),
        sa.Column("agency_id", sa.Text()),
        sa.Column("dla_code", sa.Text()),
        sa.Column("subdistrict", sa.Text()),
        sa.Column("district", sa.Text()),
        sa.Column("province", sa.Text()),
        sa.Column("province_code", sa.Text()),
        sa.Column("assessment_round", sa.Text()),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("oit_code", sa.Text()),
        sa.Column("section", sa.Text()),
        sa.Column("instrument", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("measure", sa.Text()),
        sa.Column("procedure", sa.Text()),
        sa.Column("responsible", sa.Text()),
        sa.Column("period", sa.Text()),
        sa.Column("budget", sa.Text()),
        sa.Column("monitoring", sa.Text()),
        sa.Column("result", sa.Text()),
        sa.Column("status_text", sa.Text()),
        sa.Column("problem", sa.Text()),
        sa.Column("suggestion", sa.Text()),
        sa.Column("issue", sa.Text()),
        sa.Column("target", sa.Text()),
        sa.Column("evidence", sa.Text()),
        sa.Column("remark", sa.Text()),
        sa.Column("result_status", sa.Text(), nullable=False),
        sa.Column("measure_key", sa.Text()),
        sa.Column("family_id", sa.Text()),
        sa.Column("agency_lineage_id", sa.Text()),
        sa.Column("fiscal_year", sa.Integer()),
        sa.Column("fiscal_year_ce", sa.Integer()),
        sa.Column("basis_year", sa.Integer()),
        sa.Column("report_year", sa.Integer()),
        sa.Column("indicator", sa.Integer()),
        sa.Column("topic", sa.Integer()),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date()),
        sa.Column("budget_thb", sa.Double()),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("indicators", sa.Text()),
        sa.Column("indicator_suggested", sa.Text()),
        sa.Column("extra", sa.Text()),
        sa.Column("steps", sa.Text()),
        sa.Column("responsible_units", sa.Text()),
        sa.Column("quantities", sa.Text()),
        sa.Column("tokens", sa.Text()),
        sa.Column("provenance", sa.Text()),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_records_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("document", "position", name=op.f("uq_records_document_position")),
    )
    op.create_index(
        op.f("ix_records_agency_id_fiscal_year_document"), "records", ["agency_id", "fiscal_year", "document"]
    )
    op.create_index(op.f("ix_records_fiscal_year_document"), "records", ["fiscal_year", "document"])
    op.create_index(op.f("ix_records_measure_key"), "records", ["measure_key"])
    op.create_index(
        op.f("ix_records_province_fiscal_year_document"), "records", ["province", "fiscal_year", "document"]
    )
    op.create_index(op.f("ix_records_record_id"), "records", ["record_id"])
    op.create_table(
        "tables",
        sa.Column("document", Identity, nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("x0", sa.Double(), nullable=False),
        sa.Column("y0", sa.Double(), nullable=False),
        sa.Column("x1", sa.Double(), nullable=False),
        sa.Column("y1", sa.Double(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("rulings", sa.LargeBinary(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_tables_document_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "page", "position", name=op.f("pk_tables")),
    )
