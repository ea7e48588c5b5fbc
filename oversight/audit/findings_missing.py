"""What ought to be there and is not: documents of a year, and reports on what one agency's plan promises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from oversight.audit.findings_model import CrossFinding, evidence_of, found
from oversight.compare.align import align
from oversight.compare.measures import Measure
from oversight.export.coverage import Coverage

SUBDISTRICT_DIGITS = 6
"""Digits of a subdistrict's code in an ``agency_id``."""

LEAST_FIT = 0.2
"""Share of linked measures below which plan and report may not belong together at all."""


def missing(cells: Iterable[Coverage], year: int) -> Iterator[CrossFinding]:
    """The agencies that lack a plan, a report or both for ``year``.

    Nothing is said of a kind of document of which the archive has none for that year: then it was not
    collected. That an agency without any document ought to report is known from the register; without one the
    finding is of less weight. A body whose reports end before those of another body of its subdistrict begin,
    or begin after those end, may be that body under its status of then: nothing is said of it, unless the
    register has it as it is.

    Args:
        cells: Of the agencies in question; other years are passed over.
        year: Fiscal year.
    """
    cells = tuple(cells)
    of_year = [cell for cell in cells if cell.fiscal_year == year]
    years = _years_by_place(cells)
    has_plans, has_reports = any(c.plans for c in of_year), any(c.reports for c in of_year)
    for cell in of_year:
        about = (cell.agency_id or cell.dla_code, cell.agency_name, year)
        if not (cell.plans or cell.reports):
            if (has_plans or has_reports) and (cell.registered or not _may_go_on(cell, years)):
                yield found("documents-missing", *about, lower=not cell.registered)
        elif has_reports and not cell.reports:
            yield found("report-missing", *about)
        elif has_plans and not cell.plans:
            yield found("plan-missing", *about)


_Years = dict[str, dict[str, set[int]]]


def _years_by_place(cells: Iterable[Coverage]) -> _Years:
    """The years of which each agency has documents, by the code of its subdistrict."""
    out: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for cell in cells:
        place = (cell.agency_id or "").partition("-")[2]
        if len(place) == SUBDISTRICT_DIGITS and place.isdigit() and not cell.missing:
            out[place][cell.agency_id or ""].add(cell.fiscal_year)
    return {place: dict(agencies) for place, agencies in out.items()}


def _may_go_on(cell: Coverage, years: _Years) -> bool:
    """Whether another body of the subdistrict has this year's documents, and none of this body's years."""
    here = years.get((cell.agency_id or "").partition("-")[2], {})
    mine = here.get(cell.agency_id or "", set())
    return any(
        cell.fiscal_year in theirs and mine and (max(mine) < min(theirs) or max(theirs) < min(mine))
        for agency, theirs in here.items()
        if agency != cell.agency_id
    )


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
