"""Of whom and which year a report is: what was asked for, held against what the archive has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from extract.errors import UsageError
from oversight import talk
from oversight.archive.documents import HandedIn, stream
from oversight.archive.selection import Filter
from oversight.archive.store import FILE_NAME, Archive
from oversight.compare.comparable import find_agency, known_agencies, lineage_of, province_like
from oversight.registry.register_file import REGISTER_NAME, Register, read_register
from oversight.report.coverage_matrix import year_span
from oversight.report.gather import Scope

DEFAULT = Path("output") / FILE_NAME
NEAR, SHOWN = 3, 12
"""So many provinces are named: those like the one asked for, else those that are there."""


def opened(place: str | None) -> Archive:
    """The archive asked for, only to be read.

    Raises:
        OutputError: There is none.
    """
    return Archive.open(place or DEFAULT, write=False)


def register_of(place: str | None, named: Path | None) -> Register | None:
    """The register named, else the one imported beside the archive, else none.

    Raises:
        UsageError: The one named cannot be read.
    """
    if named:
        return read_register(named)
    folder = DEFAULT.parent if place is None or "://" in place else Path(place).parent
    beside = folder / REGISTER_NAME
    return read_register(beside) if beside.exists() else None


def province_of(held: Sequence[HandedIn], asked: str, known: Iterable[str] = ()) -> str:
    """The province meant by ``asked`` (with or without จังหวัด), of those in the archive or ``known``.

    Raises:
        UsageError: There is none; the message says what there is.
    """
    there = dict.fromkeys(one.province for one in held if one.province)
    names = [*there, *(name for name in known if name not in there)]
    found, near = province_like(asked, names)
    if found is not None:
        return found
    shown = near[:NEAR] or list(there)
    listed = ", ".join(f"{name} ({year_span(_years(held, name))})" for name in shown[:SHOWN] if name in there)
    listed = listed or ", ".join(shown[:SHOWN]) or "–"
    if len(shown) > SHOWN:
        listed += f" … (+{len(shown) - SHOWN})"
    raise UsageError(*talk.both("scope.no_province", asked=asked, there=listed))


def year_of(held: Sequence[HandedIn], province: str | None, asked: int | None) -> int:
    """The year asked for, else the latest there is.

    Raises:
        UsageError: There is nothing of that year; the message says what there is.
    """
    years = _years(held, province)
    if not years or (asked is not None and asked not in years):
        values = {"asked": asked or "–", "there": year_span(years) or "–"}
        raise UsageError(*talk.both("scope.no_year", **values))
    return years[-1] if asked is None else asked


def agency_of(archive: Archive, asked: str, province: str | None, year: int | None) -> Scope:
    """The agency and year asked for, the latest it has a document of without one.

    Raises:
        UsageError: No agency or several bear the name, or it has nothing of that year.
    """
    one = find_agency(asked, known_agencies(archive), province)
    lineage = lineage_of(archive, one.agency_id)
    wanted = Filter(lineage=lineage, province=one.province)
    rows = [row for row in stream(archive.engine, wanted) if row["pages"] is not None]
    held = [HandedIn(row["province"], row["fiscal_year"], 1) for row in rows]
    return Scope(year_of(held, None, year), province or one.province, lineage, one.name)


def nothing(held: Sequence[HandedIn]) -> NoReturn:
    """Say that there is nothing of what was asked for, and what there is.

    Raises:
        UsageError: Always.
    """
    provinces = dict.fromkeys(one.province for one in held if one.province)
    listed = [f"{name} ({year_span(_years(held, name))})" for name in provinces]
    there = ", ".join(listed[:SHOWN]) or "–"
    raise UsageError(*talk.both("scope.no_documents", there=there))


def _years(held: Sequence[HandedIn], province: str | None) -> tuple[int, ...]:
    found: defaultdict[int, int] = defaultdict(int)
    for one in held:
        if one.fiscal_year is not None and province in (None, one.province):
            found[one.fiscal_year] += one.documents
    return tuple(sorted(found))
