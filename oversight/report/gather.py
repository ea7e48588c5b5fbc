"""What a report tells, taken out of the archive once: counts from its tables, measures of two years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.model import ScoreRecord
from oversight.archive import documents, findings
from oversight.archive.documents import HandedIn, handed_in
from oversight.archive.records import MeasureCount, tallies
from oversight.archive.rows import scores_of
from oversight.archive.selection import Filter
from oversight.archive.store import Archive
from oversight.audit.audit import Audit, Material, audit
from oversight.audit.findings_scores import scores_by_year
from oversight.compare.measures import read_measures
from oversight.export.coverage import tally
from oversight.registry.register_file import Register, RegisteredBody, listed
from oversight.report.coverage_matrix import CoverageMatrix, matrix

SPAN = 5
"""Years that a report looks back over, its own among them."""
SCANNED = "pages_scanned"
Scores = Mapping[int, tuple[tuple[float, str], ...]]
"""(score, agency) by indicator."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a report is of: a province, or one agency of it (``agency_id`` its id over the years)."""

    year: int
    province: str | None = None
    agency_id: str | None = None
    agency_name: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the page shows. ``scores`` are of the year before, on which the reports act."""

    scope: Scope
    matrix: CoverageMatrix
    tallies: tuple[MeasureCount, ...]
    audit: Audit
    scores: Scores
    scores_before: Scores
    paper: tuple[tuple[str, int], ...]
    documents: int
    pages: int
    scanned: int
    partial: int
    unplaced: int

    def count(self, year: int | None = None, **wanted: Any) -> int:
        """How many measures there are, of a year and with such values."""
        return sum(
            one.records
            for one in self.tallies
            if year in (None, one.fiscal_year) and all(getattr(one, k) == v for k, v in wanted.items())
        )


def gather(archive: Archive, register: Register | None, scope: Scope) -> Facts:
    """Everything about one province (or agency) and year."""
    with archive.reading() as connection:
        handed = handed_in(connection)
    first = min((year for one in handed for year in _years(one, scope)), default=scope.year)
    years = tuple(range(max(first, scope.year - SPAN + 1), scope.year + 1))
    about = Filter(province=scope.province, lineage=scope.agency_id, fiscal_years=years)
    held = [*documents.stream(archive.engine, Filter(province=scope.province, fiscal_years=years))]
    with archive.reading() as connection:
        counted = tallies(connection, about)
    rows = [row for row in held if row["pages"] is not None and _is(row, scope.agency_id)]
    entries = None if register is None else [one for one in listed(register) if _listed(one, scope)]
    cells = tuple(tally(rows, entries, years))
    if scope.agency_id is not None:  # the register lists all bodies; only the one asked for is told of
        cells = tuple(one for one in cells if one.agency_id is not None)
    recent = Filter(
        province=scope.province, lineage=scope.agency_id, fiscal_years=(scope.year - 1, scope.year)
    )
    measures = tuple(read_measures(archive, recent))
    scores = [score for row in rows for score in scores_of(row["scores"], row["source_file"])]
    partial = frozenset(row["document_id"] for row in rows if row["status"] == "partial")
    neighbours = () if scope.agency_id is None else _neighbours(archive, scope, measures)
    material = Material(scope.year, measures, tuple(scores), cells, neighbours, partial)
    now = [row for row in rows if row["fiscal_year"] == scope.year]
    return Facts(
        scope,
        matrix(cells),
        counted,
        audit(material),
        _by_indicator(scores, scope.year - 1),
        _by_indicator(scores, scope.year - 2),
        _paper(archive, scope, measures),
        len(now),
        sum(row["pages"] for row in now),
        sum(row[SCANNED] or 0 for row in now),
        sum(row["document_id"] in partial for row in now),
        sum(row["fiscal_year"] == scope.year and not row["agency_id"] for row in held),
    )


def _years(held: HandedIn, scope: Scope) -> Iterator[int]:
    if held.fiscal_year is not None and scope.province in (None, held.province):
        yield held.fiscal_year


def _is(row: Mapping[str, Any], lineage: str | None) -> bool:
    return lineage is None or lineage in (row["agency_lineage_id"] or row["agency_id"], row["agency_id"])


def _listed(entry: RegisteredBody, scope: Scope) -> bool:
    if scope.agency_id is not None:
        return entry.name == scope.agency_name and scope.province in (None, entry.province)
    return scope.province in (None, entry.province)


def _neighbours(archive: Archive, scope: Scope, measures: Iterable[Any]) -> tuple[Any, ...]:
    """The measures of the other agencies of the province: what one agency's documents are held against."""
    province = scope.province or next((measure.province for measure in measures if measure.province), None)
    if province is None:
        return ()
    wanted = Filter(province=province, fiscal_years=(scope.year - 1, scope.year))
    return tuple(measure for measure in read_measures(archive, wanted) if measure.lineage != scope.agency_id)


def _by_indicator(scores: Iterable[ScoreRecord], year: int) -> Scores:
    by_agency: defaultdict[str, list[ScoreRecord]] = defaultdict(list)
    for score in scores:
        by_agency[score.agency_id or score.document_id].append(score)
    found: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    for _, found_scores in sorted(by_agency.items()):
        table = scores_by_year(found_scores).get(year)
        if table is not None:
            for indicator, value in table.indicators:
                found[indicator].append((value, table.agency_name or ""))
    return {indicator: tuple(values) for indicator, values in found.items()}


def _paper(archive: Archive, scope: Scope, measures: Iterable[Any]) -> tuple[tuple[str, int], ...]:
    """Findings of single documents, the most frequent first."""
    if scope.agency_id is None:
        with archive.reading() as connection:
            counts = Counter(findings.counts(connection, scope.province, scope.year))
    else:
        wanted = Filter(lineage=scope.agency_id, province=scope.province, fiscal_years=(scope.year,))
        counts = Counter(finding.code for *_, finding in findings.stream(archive.engine, wanted))
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
