"""Two years of many agencies: which reports are set against one another, and what came of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from oversight.compare.align import align
from oversight.compare.changes import Change
from oversight.compare.masks import masked_measure
from oversight.compare.measures import Measure

KINDS = ("measure_plan", "measure_report", "measure_analysis", "other")
"""Kinds of documents in the order in which they are preferred: a plan is compared with a plan."""
SAME_REPORT = 0.5
"""Share of the shorter report's measures that stand in the longer word for word where both are one report."""
Missing = Literal["before", "after", "kind"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One agency in two years. Names and ids are those of the later year.

    ``missing`` says why there is nothing to compare: no report of one of the years, or of no common kind.
    ``left_out`` are documents that repeat what another of the same year says.
    """

    lineage: str
    agency_id: str
    agency_name: str | None
    province: str | None
    years: tuple[int, int]
    kinds: tuple[str, str] | None
    changes: tuple[Change, ...] = ()
    missing: Missing | None = None
    left_out: tuple[str, ...] = ()


def compare_years(
    measures: Iterable[Measure], years: tuple[int, int], kinds: Sequence[tuple[str, str]] | None = None
) -> Iterator[Comparison]:
    """Compare every agency's reports of two years, agency by agency in the order of their ids.

    Args:
        measures: Measures of both years; those of no known agency are passed over.
        years: The earlier and the later fiscal year; the order is the caller's.
        kinds: Pairs of document kinds to try, the first that both years have is taken; by default each kind
            with itself, plans first.
    """
    pairs = kinds or [(kind, kind) for kind in KINDS]
    by_agency: defaultdict[str, defaultdict[tuple[int, str], list[Measure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for measure in measures:
        if measure.lineage and measure.fiscal_year in years:
            by_agency[measure.lineage][measure.fiscal_year, measure.document_kind].append(measure)
    for lineage, reports in sorted(by_agency.items()):
        yield _compared(lineage, reports, years, pairs)


def _compared(
    lineage: str,
    reports: dict[tuple[int, str], list[Measure]],
    years: tuple[int, int],
    pairs: Sequence[tuple[str, str]],
) -> Comparison:
    latest = max(
        (measure for held in reports.values() for measure in held),
        key=lambda measure: measure.fiscal_year or 0,
    )
    about = (lineage, latest.agency_id or lineage, latest.agency_name, latest.province, years)
    for before, after in pairs:
        if (years[0], before) in reports and (years[1], after) in reports:
            old, old_out = one_report(reports[years[0], before])
            new, new_out = one_report(reports[years[1], after])
            return Comparison(*about, (before, after), align(old, new), left_out=(*old_out, *new_out))
    held = {year for year, _ in reports}
    missing: Missing = "before" if years[0] not in held else "after" if years[1] not in held else "kind"
    return Comparison(*about, None, missing=missing)


def one_report(measures: Sequence[Measure]) -> tuple[list[Measure], tuple[str, ...]]:
    """The measures of one kind and year, each once; and the documents left out.

    A report handed in twice, or for six and twelve months, says the same again: of documents that share
    ``SAME_REPORT`` of their measures the one with more measures counts (of equal ones that of the later
    round). Documents that share less are parts of one report.
    """
    documents: defaultdict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        documents[measure.document_id].append(measure)
    if len(documents) < 2:
        return list(measures), ()
    ranked = sorted(documents, key=lambda name: (-len(documents[name]), _round(documents[name]), name))
    kept: dict[str, Counter[str]] = {}
    for name in ranked:
        texts = Counter(masked_measure(measure).text for measure in documents[name])
        if not any((texts & other).total() >= SAME_REPORT * texts.total() for other in kept.values()):
            kept[name] = texts
    return [measure for measure in measures if measure.document_id in kept], tuple(
        n for n in ranked if n not in kept
    )


def _round(measures: Sequence[Measure]) -> tuple[int, ...]:
    """Rounds in descending order: รอบ ๑๒ เดือน before รอบ ๖ เดือน."""
    name = measures[0].assessment_round or ""
    return tuple(-int(part) for part in "".join(c if c.isdigit() else " " for c in name).split()) or (0,)


def compare_agencies(
    before: Sequence[Measure],
    after: Sequence[Measure],
    years: tuple[int, int],
    kinds: Sequence[tuple[str, str]] | None = None,
) -> Comparison:
    """Set the measures of one agency against those of another."""
    found: tuple[defaultdict[tuple[int, str], list[Measure]], ...] = (defaultdict(list), defaultdict(list))
    for held, measures, place in ((found[0], before, 0), (found[1], after, 1)):
        for measure in measures:
            if measure.fiscal_year == years[place]:
                held[place, measure.document_kind].append(measure)
    merged = {**found[0], **found[1]}
    if not merged:
        return Comparison("", "", None, None, years, None, missing="before")
    lineage = next(iter(merged.values()))[0].lineage or ""
    result = _compared(lineage, merged, (0, 1), kinds or [(kind, kind) for kind in KINDS])
    return replace(result, years=years)
