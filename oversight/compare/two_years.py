"""What an archive holds of two years, compared: an agency, a province or the nation; quick to import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oversight.archive.store import Archive
    from oversight.compare.comparable import KnownAgency
    from oversight.compare.measures import Measure
    from oversight.compare.years import Comparison

DOCUMENT_KINDS = {"plan": "measure_plan", "report": "measure_report", "analysis": "measure_analysis"}


def compared(
    archive: Archive,
    years: tuple[int, int],
    agency: str | None = None,
    province: str | None = None,
    other: str | None = None,
    kind: str | None = None,
) -> Iterator[Comparison]:
    """What the archive holds of two years, compared; the nation comes province by province.

    Raises:
        UsageError: The scheme forbids it, a name is not known, or one agency has nothing to compare.
    """
    from oversight.archive.documents import provinces
    from oversight.archive.selection import Filter
    from oversight.compare.comparable import check_years, find_agency, find_province, known_agencies
    from oversight.compare.measures import read_measures
    from oversight.compare.years import compare_years

    kinds = _kinds(kind)
    check_years(*years, may_be_one=other is not None or kind == "promised")
    with archive.reading() as connection:
        there = provinces(connection)
    where = find_province(province, there) if province else None
    if agency is not None:
        known = known_agencies(archive)
        return iter([_one(archive, years, find_agency(agency, known, where), other, known, kinds)])
    asked = [Filter(province=where, fiscal_years=years)]
    if where is None:
        asked = [Filter(province=name, fiscal_years=years) for name in there]
        asked.append(Filter(fiscal_years=years, nulls=("province",)))
    return (one for wanted in asked for one in compare_years(read_measures(archive, wanted), years, kinds))


def _one(
    archive: Archive,
    years: tuple[int, int],
    agency: KnownAgency,
    other: str | None,
    known: Sequence[KnownAgency],
    kinds: Sequence[tuple[str, str]] | None,
) -> Comparison:
    """One agency's two years, or its first year and another agency's second."""
    from oversight.archive.selection import Filter
    from oversight.compare.comparable import check_classes, find_agency, lineage_of, refused
    from oversight.compare.measures import read_measures
    from oversight.compare.years import compare_agencies, compare_years

    def measures(one: KnownAgency, *of: int) -> list[Measure]:
        return list(
            read_measures(archive, Filter(lineage=lineage_of(archive, one.agency_id), fiscal_years=of))
        )

    if other is None:
        found = next(compare_years(measures(agency, *years), years, kinds), None)
    else:
        second = find_agency(other, known)
        check_classes(agency.agency_id, second.agency_id)
        found = compare_agencies(measures(agency, years[0]), measures(second, years[1]), years, kinds)
    if found is None or found.missing is not None:
        why = "before" if found is None else found.missing
        raise refused(f"missing_{why}", agency=agency.name, before=years[0], after=years[1])
    return found


def _kinds(kind: str | None) -> Sequence[tuple[str, str]] | None:
    if kind is None:
        return None
    if kind == "promised":
        return [("measure_plan", "measure_report")]
    return [(DOCUMENT_KINDS[kind], DOCUMENT_KINDS[kind])]
