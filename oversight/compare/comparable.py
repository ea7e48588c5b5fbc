"""What may be compared: years of the present scheme, agencies of one class, found by the names people use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from extract.data import rows
from extract.errors import UsageError
from extract.thai.fold import fold, key
from oversight import talk
from oversight.archive.documents import agencies
from oversight.archive.records import stream
from oversight.archive.selection import Filter
from oversight.archive.store import Archive

FIRST_YEAR = 2562
"""Fiscal year (Buddhist era) since which IIT, EIT and OIT with their ten indicators and the O-codes hold
(``extract/data/oit_codes.csv``); what was assessed before has no counterpart in it."""


def check_years(before: int, after: int, may_be_one: bool = False) -> None:
    """Refuse years that have nothing in common.

    Raises:
        UsageError: One lies before the present scheme, or both are the same.
    """
    for year in (before, after):
        if year < FIRST_YEAR:
            raise refused("too_early", year=year, first=FIRST_YEAR)
    if before == after and not may_be_one:
        raise refused("same_year", year=before)


def check_classes(one: str, other: str) -> None:
    """Refuse agencies of two classes: they answer other questionnaires and have other duties.

    Raises:
        UsageError: The ids are of two classes (อบจ., municipalities, อบต., special bodies).
    """
    classes = class_of(one), class_of(other)
    if classes[0] != classes[1]:
        raise UsageError(*(_other_class(one, other, classes, lang) for lang in talk.LANGUAGES))


def _other_class(one: str, other: str, classes: tuple[str, str], lang: str) -> str:
    names = [talk.text(f"compare.class.{name}", lang) for name in classes]
    return talk.text(
        "compare.other_class", lang, one=one, other=other, one_class=names[0], other_class=names[1]
    )


def class_of(agency_id: str) -> str:
    """The class of an agency by the code that its id begins with; ``other`` for bodies of no known type."""
    return _classes().get(agency_id.split("-")[0], "other")


@cache
def _classes() -> dict[str, str]:
    return {row["code"]: row["class"] for row in rows("agency_types.csv")}


def refused(key: str, **values: object) -> UsageError:
    """The error of a comparison that cannot be made, in both languages (``compare.KEY`` of the messages)."""
    return UsageError(*talk.both(f"compare.{key}", **values))


SUGGESTED = 5
LIKE = 60.0
"""Likeness (percent) from which on a name is worth suggesting."""


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """One agency of the archive under one of its names."""

    agency_id: str
    name: str
    province: str | None = None


def known_agencies(archive: Archive) -> tuple[KnownAgency, ...]:
    """All agencies that documents of the archive name, by id and name."""
    with archive.reading() as connection:
        return tuple(KnownAgency(*row) for row in agencies(connection))


def find_agency(asked: str, known: Sequence[KnownAgency], province: str | None = None) -> KnownAgency:
    """The agency of an id or name; names may be shortened (อบต.นาวง) and lack the type where that is unique.

    Raises:
        UsageError: None or several bear it; the message names candidates.
    """
    wanted = asked.strip()
    by_id = [one for one in known if one.agency_id.lower() == wanted.lower()]
    if by_id:
        return by_id[0]
    here = [one for one in known if province in (None, one.province)]
    folded = key(wanted)
    for names in (_whole, _bare):
        found = {one.agency_id: one for one in here if folded in names(one.name)}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise refused("agency_several", asked=asked, names=_listed(found.values()))
    wholes = {one.agency_id: _whole(one.name)[0] for one in here}
    near = process.extract(folded, wholes, scorer=fuzz.WRatio, limit=SUGGESTED, score_cutoff=LIKE)
    by_number = {one.agency_id: one for one in here}
    if not near:
        raise refused("agency_unknown", asked=asked)
    raise refused("agency_near", asked=asked, names=_listed(by_number[found[2]] for found in near))


def lineage_of(archive: Archive, agency_id: str) -> str:
    """The line of an agency, which its other names and types share; the id itself without one."""
    found = stream(archive.engine, ("agency_lineage_id",), Filter(agency_id=agency_id))
    return next((line for (line,) in found if line), agency_id)


def find_province(asked: str, names: Sequence[str]) -> str:
    """The province as the archive writes it; จังหวัด before it is allowed.

    Raises:
        UsageError: The archive holds nothing of it; the message names the nearest ones.
    """
    found, near = province_like(asked, names)
    if found is None:
        raise refused("province_unknown", asked=asked, names=", ".join(near) or "-")
    return found


def province_like(asked: str, names: Sequence[str]) -> tuple[str | None, list[str]]:
    """The province meant by ``asked`` (with or without จังหวัด or จ.), and those whose names are nearest."""
    bare = fold(asked).removeprefix("จังหวัด").removeprefix("จ.")
    found = next((name for name in names if fold(name) == bare), None)
    near = process.extract(bare, names, scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=LIKE)
    return found, [name for name, *_ in near]


def _whole(name: str) -> tuple[str, ...]:
    """Keys of a full official name and of its short form."""
    for row in rows("agency_types.csv"):
        if name.startswith(row["print"]) and name != row["print"]:
            return key(name), key(row["abbreviation"] + name.removeprefix(row["print"]))
    return (key(name),)


def _bare(name: str) -> tuple[str, ...]:
    """Key of a name without its type."""
    prints = [row["print"] for row in rows("agency_types.csv") if name.startswith(row["print"])]
    return (key(name.removeprefix(prints[0])),) if prints else ()


def _listed(found: Iterable[KnownAgency]) -> str:
    return "\n".join(f"  {one.agency_id}  {one.name} {one.province or ''}".rstrip() for one in found)
