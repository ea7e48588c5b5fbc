"""What ought to be there and is not, from the matrix of agencies and years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from oversight.audit.findings_model import CrossFinding, found
from oversight.export.coverage import Coverage


def missing(cells: Iterable[Coverage], year: int) -> Iterator[CrossFinding]:
    """The agencies that lack a plan, a report or both for ``year``.

    Nothing is said of a kind of document of which the archive has none for that year: then it was not
    collected. That an agency without any document ought to report is known from the register; without one the
    finding is of less weight.

    Args:
        cells: Of the agencies in question; other years are passed over.
        year: Fiscal year.
    """
    told = [cell for cell in cells if cell.fiscal_year == year]
    has_plans, has_reports = any(c.plans for c in told), any(c.reports for c in told)
    for cell in told:
        about = (cell.agency_id or cell.dla_code, cell.agency_name, year)
        if not (cell.plans or cell.reports):
            if has_plans or has_reports:
                yield found("documents-missing", *about, lower=not cell.registered)
        elif has_reports and not cell.reports:
            yield found("report-missing", *about)
        elif has_plans and not cell.plans:
            yield found("plan-missing", *about)
