"""Measures out of the archive as sides, without reading whole reports."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.archive import packing
from oversight.archive.reading import DOUBTFUL, Filter
from oversight.archive.store import Archive
from oversight.compare.measures import SHARED, TYPED, Side

_NESTED = ("indicators", "tokens", "responsible_units")
_COLUMNS = (*SHARED, DOUBTFUL)
_AT = {name: n for n, name in enumerate(SHARED)}


def read_sides(archive: Archive, wanted: Filter) -> Iterator[Side]:
    """The measures that ``wanted`` lets through, in the archive's order."""
    places = [_AT[name] for name in _NESTED]
    for row in archive.columns(_COLUMNS, wanted):
        values = list(row[:-1])
        for place in places:
            values[place] = tuple(packing.load(values[place]) or ()) if values[place] else ()
        yield Side(**dict(zip(SHARED, values, strict=True)), doubts=_doubts(row[-1]))


def _doubts(provenance: str | None) -> tuple[tuple[str, float], ...]:
    """Fields read from a picture with their least confidence, of the archive's JSON."""
    if not provenance:
        return ()
    return tuple(
        (field, min(confidence for *_, confidence in places))
        for field, places in packing.load(provenance)
        if any(method not in TYPED for _, _, method, _, _ in places)
    )


def lineage_of(archive: Archive, agency_id: str) -> str:
    """The line of an agency, which its other names and types share; the id itself without one."""
    names = ("agency_lineage_id",)
    return next((line for (line,) in archive.columns(names, Filter(agency_id=agency_id)) if line), agency_id)
