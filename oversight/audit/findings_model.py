"""What only several documents together tell, or one that is not there: findings over documents.

Their codes stand in ``oversight/registry/findings.csv``, with what to do and a sentence for the detail.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.model import ScoreRecord, Severity
from oversight.compare.measures import Measure
from oversight.compare.readings import DOUBTFUL
from oversight.export.documents import page_of
from oversight.registry.explain import severities, table

RANKS: tuple[Severity, ...] = ("error", "warning", "info")
Value = str | int | float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place to go and look: a record, or a document as a whole (``record_id`` and ``page`` are None).

    ``text`` is as printed; ``doubtful`` says that the reading of it may be wrong.
    """

    document_id: str
    source_file: str
    record_id: str | None = None
    page: int | None = None
    agency_name: str | None = None
    fiscal_year: int | None = None
    number: str | None = None
    text: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFinding:
    """A finding over documents, of one agency and fiscal year (Buddhist era).

    ``values`` fill the detail's sentence. ``doubtful`` says that it rests on doubtful reading alone: its
    severity is then one step lower.
    """

    code: str
    severity: Severity
    agency_id: str | None
    agency_name: str | None
    fiscal_year: int
    values: tuple[tuple[str, Value], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    doubtful: bool = False

    @property
    def rank(self) -> tuple[int, str, str, tuple[tuple[str, str], ...]]:
        """Order of telling: gravest first, then by code and agency."""
        values = tuple((name, str(value)) for name, value in self.values)
        return RANKS.index(self.severity), self.code, self.agency_name or "", values


def found(
    code: str,
    agency_id: str | None,
    agency_name: str | None,
    fiscal_year: int,
    evidence: Iterable[Evidence] = (),
    /,
    *,
    doubtful: bool | None = None,
    lower: bool = False,
    **values: Value,
) -> CrossFinding:
    """A finding with the severity of its code, one step lower where it is doubtful or ``lower`` says so.

    Args:
        code: Of ``findings.csv``.
        agency_id: Whose finding it is.
        agency_name: As printed.
        fiscal_year: Which it is about.
        evidence: Where to look.
        doubtful: Whether the reading may be wrong; without it, when all of the evidence is.
        lower: Whether it is of less weight for another reason.
        values: For the detail's sentence.
    """
    places = tuple(evidence)
    doubt = all(place.doubtful for place in places) and bool(places) if doubtful is None else doubtful
    severity = severities()[code]
    if doubt or lower:
        severity = RANKS[min(RANKS.index(severity) + 1, len(RANKS) - 1)]
    return CrossFinding(
        code=code,
        severity=severity,
        agency_id=agency_id,
        agency_name=agency_name,
        fiscal_year=fiscal_year,
        values=tuple(values.items()),
        evidence=places,
        doubtful=doubt,
    )


def evidence_of(measure: Measure, doubtful: bool = False, field: str = "measure") -> Evidence:
    """Where a measure stands, with its ``field`` as printed; the page is that of its first print."""
    return Evidence(
        measure.document_id,
        measure.source_file,
        measure.record_id,
        page_of(measure.record_id),
        measure.agency_name,
        measure.fiscal_year,
        measure.number,
        getattr(measure, field) or measure.measure or measure.procedure or "",
        doubtful or measure.confidence < DOUBTFUL,
    )


def evidence_of_score(score: ScoreRecord, indicator: int) -> Evidence:
    """Where a score stands."""
    spots = dict(score.provenance).get(f"indicator_{indicator}", ())
    value = dict(score.indicators)[indicator]
    doubtful = any(spot.confidence < DOUBTFUL for spot in spots) or any(
        finding.code in ("score-total-wrong", "score-out-of-range") for finding in score.findings
    )
    return Evidence(
        score.document_id,
        score.source_file,
        None,
        spots[0].page if spots else None,
        score.agency_name,
        score.fiscal_year,
        str(indicator),
        f"{value:.2f}",
        doubtful,
    )


def detail(finding: CrossFinding, lang: str) -> str:
    """The finding in one sentence."""
    (row,) = (row for row in table() if row["code"] == finding.code)
    return row[f"detail_{lang}"].format(**dict(finding.values))
