"""Coverage as a matrix: one row an agency, one column a fiscal year; names and years as they fit into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from extract.data import rows
from oversight.export.coverage import Coverage

ReportState = Literal["both", "report", "plan", "other", "none"]
STATES: tuple[ReportState, ...] = ("both", "report", "plan", "other", "none")


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency: its coverage year by year, in the matrix's order of years."""

    cells: tuple[Coverage, ...]

    @property
    def about(self) -> Coverage:
        """What is known of the agency: the same in every cell."""
        return self.cells[0]

    @property
    def missing(self) -> tuple[int, ...]:
        """The years of which nothing is there."""
        return tuple(cell.fiscal_year for cell in self.cells if cell.missing)


@dataclass(frozen=True, slots=True)
class CoverageMatrix:
    """All agencies over all years. ``registered`` says whether a register tells which ought to be there."""

    years: tuple[int, ...]
    rows: tuple[AgencyRow, ...]
    registered: bool

    def count(self, year: int, *states: ReportState) -> int:
        """How many agencies stand so in a year."""
        place = self.years.index(year)
        return sum(state_of(row.cells[place]) in states for row in self.rows)


def state_of(cell: Coverage) -> ReportState:
    """How an agency's year stands: plan and report, one of them, only other documents, nothing."""
    if cell.plans and cell.reports:
        return "both"
    if cell.reports:
        return "report"
    if cell.plans:
        return "plan"
    return "other" if cell.analyses or cell.others else "none"


def matrix(cells: Iterable[Coverage]) -> CoverageMatrix:
    """The matrix of the cells of ``oversight.export.coverage``: an agency's years one after another."""
    rows = [AgencyRow(tuple(cells)) for _, cells in groupby(cells, key=_agency)]
    years = tuple(cell.fiscal_year for cell in rows[0].cells) if rows else ()
    return CoverageMatrix(years, tuple(rows), any(row.about.registered is not None for row in rows))


def of_years(whole: CoverageMatrix, years: Sequence[int]) -> CoverageMatrix:
    """The same agencies over some of the years."""
    places = [n for n, year in enumerate(whole.years) if year in years]
    rows = tuple(AgencyRow(tuple(row.cells[n] for n in places)) for row in whole.rows)
    return CoverageMatrix(tuple(whole.years[n] for n in places), rows, whole.registered)


def _agency(cell: Coverage) -> tuple[str | None, ...]:
    return cell.agency_id, cell.dla_code, cell.agency_name, cell.district, cell.province


@lru_cache(maxsize=1 << 14)
def short_name(name: str | None) -> str:
    """``อบต.หนองช้างแล่น`` for องค์การบริหารส่วนตำบลหนองช้างแล่น; what bears no such type stays as it is."""
    if not name:
        return "–"
    for row in rows("agency_types.csv"):
        if row["print"] != row["abbreviation"] and name.startswith(row["print"]) and name != row["print"]:
            return row["abbreviation"] + name.removeprefix(row["print"]).strip()
    return name


def year_span(years: tuple[int, ...]) -> str:
    """Years as people write them: ``2564–2566``, ``2566``, ``2562, 2564``."""
    if len(years) > 1 and years == tuple(range(years[0], years[-1] + 1)):
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))
