"""Scores beside measures: a score that fell though its measure was done, a weak one that none meets.

A report of year Y prints the scores of Y-1, on which it acts; scores go by the year they were given for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.data import rows
from extract.model import ScoreRecord
from oversight.audit.findings_model import CrossFinding, evidence_of, evidence_of_score, found
from oversight.compare.comparable import FIRST_YEAR
from oversight.compare.measures import Measure

WEAK = 85.0
"""Below this an indicator asks for measures: the lower end of level A (``score_levels.csv``)."""
FELL = 1.0
"""Points that a score has to fall by; less is within what another set of people answering makes. A choice,
not a measurement."""

ScoresByYear = Mapping[int, ScoreRecord]
"""The scores of one agency by year."""


def scores_by_year(scores: Iterable[ScoreRecord]) -> dict[int, ScoreRecord]:
    """One score table a year: the one with most indicators, then the surest."""
    best: dict[int, ScoreRecord] = {}
    for score in scores:
        if score.fiscal_year is None or not score.indicators:
            continue
        held = best.get(score.fiscal_year)
        if held is None or _worth(score) > _worth(held):
            best[score.fiscal_year] = score
    return best


def _worth(score: ScoreRecord) -> tuple[int, float, str]:
    return len(score.indicators), score.confidence, score.document_id


def fallen(
    given: ScoresByYear, done_in: Sequence[Measure], year: int, name: str | None
) -> Iterator[CrossFinding]:
    """Indicators that fell from ``year`` - 2 to ``year`` - 1 though measures of ``year`` - 1 were done.

    Args:
        given: The agency's scores.
        done_in: Its measures of the year before ``year``, of whatever status.
        year: The year that is reported on.
        name: The agency's.
    """
    now, before = given.get(year - 1), given.get(year - 2)
    if now is None or before is None or year - 2 < FIRST_YEAR:
        return
    earlier = dict(before.indicators)
    for indicator, score in now.indicators:
        fell = earlier.get(indicator, score) - score
        done = [s for s in done_in if s.result_status == "done" and indicator in s.indicators]
        if fell < FELL or not done:
            continue
        places = [evidence_of_score(now, indicator), evidence_of_score(before, indicator)]
        yield found(
            "score-fell-though-done",
            done[0].lineage,
            name or done[0].agency_name,
            year,
            [*places, *(evidence_of(measure) for measure in done)],
            doubtful=any(place.doubtful for place in places),
            indicator=indicator,
            score=f"{score:.2f}",
            score_before=f"{earlier[indicator]:.2f}",
            year=year - 1,
            year_before=year - 2,
        )


def unanswered(
    given: ScoresByYear, measures: Sequence[Measure], year: int, name: str | None
) -> Iterator[CrossFinding]:
    """Indicators of ``year`` - 1 below ``WEAK`` that no plan or report of ``year`` names.

    Measures that print no indicator may meet any of their instrument: where such are, nothing is said.
    """
    scores = given.get(year - 1)
    if scores is None or not measures or year - 1 < FIRST_YEAR:
        return
    named = {indicator for measure in measures for indicator in measure.indicators}
    open_ended = {measure.instrument for measure in measures if not measure.indicators}
    for indicator, score in scores.indicators:
        instrument = instruments()[indicator]
        if score >= WEAK or indicator in named or open_ended & {instrument, None}:
            continue
        yield found(
            "weak-indicator-no-measure",
            measures[0].lineage,
            name or measures[0].agency_name,
            year,
            [evidence_of_score(scores, indicator)],
            indicator=indicator,
            score=f"{score:.2f}",
            least=f"{WEAK:g}",
            year=year - 1,
        )


def instruments() -> dict[int, str]:
    """The instrument of each indicator."""
    return {int(row["indicator"]): row["instrument"] for row in rows("indicators.csv")}
