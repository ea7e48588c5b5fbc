"""All findings over the documents of a province or an agency in one year, and the comparisons behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.model import ScoreRecord
from oversight.audit.findings_copies import copies, documents
from oversight.audit.findings_missing import missing, promises
from oversight.audit.findings_model import CrossFinding
from oversight.audit.findings_scores import fallen, scores_by_year, unanswered
from oversight.audit.findings_years import over_years
from oversight.compare.align import align
from oversight.compare.changes import KINDS, Change
from oversight.compare.comparable import FIRST_YEAR
from oversight.compare.measures import Measure
from oversight.compare.years import Comparison, compare_years, one_report
from oversight.export.coverage import Coverage

PLAN, REPORT = "measure_plan", "measure_report"


@dataclass(frozen=True, slots=True)
class Material:
    """What is looked at: measures, scores and coverage of the agencies in question.

    ``measures`` are of ``year`` and the year before, in the archive's order; ``neighbours`` those of other
    agencies that documents are held against (the province's, where one agency is asked of). ``partial`` are
    documents of which pages could not be read.
    """

    year: int
    measures: tuple[Measure, ...]
    scores: tuple[ScoreRecord, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    neighbours: tuple[Measure, ...] = ()
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Audit:
    """The answer: findings, gravest first, and what became of the measures of each agency."""

    findings: tuple[CrossFinding, ...]
    changes: tuple[tuple[str, tuple[Change, ...]], ...]

    @property
    def flow(self) -> dict[str, tuple[int, int]]:
        """How many measures of the earlier and the later year each kind of change has."""
        old, new = Counter[str](), Counter[str]()
        for _, changes in self.changes:
            for change in changes:
                old[change.kind] += len(change.before)
                new[change.kind] += len(change.after)
        return {kind: (old[kind], new[kind]) for kind in KINDS}


def audit(material: Material) -> Audit:
    """Look through all of it; agencies one by one, documents against those of others together.

    Years before the present scheme (``scheme.FIRST_YEAR``) are not laid beside later ones.
    """
    year = material.year
    by_agency: defaultdict[str, defaultdict[int, list[Measure]]] = defaultdict(lambda: defaultdict(list))
    for measure in material.measures:
        if measure.lineage and measure.fiscal_year:
            by_agency[measure.lineage][measure.fiscal_year].append(measure)
    lineages = {measure.agency_id: measure.lineage for measure in material.measures}
    given = _scores(material.scores, lineages)
    found: list[CrossFinding] = []
    changes: list[tuple[str, tuple[Change, ...]]] = []
    if year - 1 >= FIRST_YEAR:
        for one in compare_years(material.measures, (year - 1, year)):
            if one.missing is None:
                changes.append((one.lineage, one.changes))
                found += over_years(one.changes, _reports(one, by_agency[one.lineage], year))
    for agency in sorted({*by_agency, *given}):
        now, before = by_agency[agency][year], by_agency[agency][year - 1]
        found += promises(_of_kind(now, PLAN), _of_kind(now, REPORT), material.partial)
        name = next((measure.agency_name for measure in (*now, *before)), None)
        found += fallen(given.get(agency, {}), before, year, name)
        found += unanswered(given.get(agency, {}), now, year, name)
    found += missing(material.coverage, year)
    asked = {measure.lineage for measure in material.measures}
    beside = documents((*material.measures, *material.neighbours))
    found += [one for one in copies(beside, year) if one.agency_id in asked]
    return Audit(tuple(sorted(found, key=lambda one: one.rank)), tuple(changes))


def _reports(one: Comparison, years: Mapping[int, list[Measure]], year: int) -> tuple[Change, ...]:
    """The reports of both years measure by measure, where plans are what was compared."""
    if one.kinds == (REPORT, REPORT):
        return one.changes
    old, new = _of_kind(years[year - 1], REPORT), _of_kind(years[year], REPORT)
    return align(one_report(old)[0], one_report(new)[0]) if old and new else ()


def _of_kind(measures: Iterable[Measure], kind: str) -> list[Measure]:
    return [measure for measure in measures if measure.document_kind == kind]


def _scores(
    scores: Iterable[ScoreRecord], lineages: Mapping[str | None, str | None]
) -> Mapping[str, Mapping[int, ScoreRecord]]:
    """Scores by agency (its lineage) and year."""
    by_agency: defaultdict[str, list[ScoreRecord]] = defaultdict(list)
    for score in scores:
        if score.agency_id:
            by_agency[lineages.get(score.agency_id) or score.agency_id].append(score)
    return {agency: scores_by_year(found) for agency, found in by_agency.items()}
