"""What ought to be there and is not: documents of a year, and reports on what one agency's plan promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from oversight.audit.findings_model import CrossFinding, evidence_of, found
from oversight.compare.align import align
from oversight.compare.measures import Measure
from oversight.export.coverage import Coverage

LEAST_FIT = 0.2
"""Share of linked measures below which plan and report may not belong together at all."""


def missing(cells: Iterable[Coverage], year: int) -> Iterator[CrossFinding]:
    """The agencies that lack a plan, a report or both for ``year``.

    Nothing is said of a kind of document of which the archive has none for that year: then it was not
    collected. That an agency without any document ought to report is known from the register; without one the
    finding is of less weight.

    Args:
        cells: Of the agencies in question; other years are passed over.
        year: Fiscal year.
    """
    of_year = [cell for cell in cells if cell.fiscal_year == year]
    has_plans, has_reports = any(c.plans for c in of_year), any(c.reports for c in of_year)
    for cell in of_year:
        about = (cell.agency_id or cell.dla_code, cell.agency_name, year)
        if not (cell.plans or cell.reports):
            if has_plans or has_reports:
                yield found("documents-missing", *about, lower=not cell.registered)
        elif has_reports and not cell.reports:
            yield found("report-missing", *about)
        elif has_plans and not cell.plans:
            yield found("plan-missing", *about)


def promises(
    plans: Sequence[Measure], reports: Sequence[Measure], partial: frozenset[str] = frozenset()
) -> Iterator[CrossFinding]:
    """The findings of one agency's plan and report of one year.

    A measure is reported when any report of the year has it (there may be one a round), and promised when any
    plan has it.

    Args:
        plans: The measures of the year's plans, document by document.
        reports: Those of the year's reports.
        partial: Documents of which pages could not be read: what seems lacking may stand there.
    """
    if not plans or not reports:
        return
    kept, backed = set[str](), set[str]()
    for plan in _documents(plans):
        for report in _documents(reports):
            for change in align(plan, report):
                if change.before and change.after:
                    kept |= {measure.record_id for measure in change.before}
                    backed |= {measure.record_id for measure in change.after}
    fit = len(kept) >= LEAST_FIT * len(plans)
    broken = any(measure.document_id in partial for measure in (*plans, *reports))
    forgotten = [measure for measure in plans if measure.record_id not in kept]
    extra = [measure for measure in reports if measure.record_id not in backed]
    about = (reports[0].lineage, reports[0].agency_name, reports[0].fiscal_year or 0)
    unsure = True if broken or not fit else None
    if forgotten:
        yield found(
            "promised-not-reported",
            *about,
            [evidence_of(measure, broken) for measure in forgotten],
            doubtful=unsure,
            count=len(forgotten),
            planned=len(plans),
        )
    if extra:
        yield found(
            "result-without-promise",
            *about,
            [evidence_of(measure, broken) for measure in extra],
            doubtful=unsure,
            count=len(extra),
            reported=len(reports),
        )


def _documents(measures: Sequence[Measure]) -> Iterator[list[Measure]]:
    for _, group in groupby(measures, key=lambda measure: measure.document_id):
        yield list(group)
