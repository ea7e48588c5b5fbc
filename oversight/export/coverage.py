"""Which agency has handed in what for which year: the reports of the archive against the register.

Every agency gets a row for every year, so that what is missing stands there as zeros. A body that changed its
name or status keeps one row a year, under its ``agency_lineage_id``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extract.thai.fold import fold
from oversight.archive.documents import stream
from oversight.archive.selection import Filter
from oversight.registry.register_file import RegisteredBody, listed

if TYPE_CHECKING:
    from oversight.archive.store import Archive
    from oversight.registry.register_file import Register

KINDS = {"measure_plan": "plans", "measure_report": "reports", "measure_analysis": "analyses"}
ABOUT = ("agency_id", "dla_code", "agency_name", "agency_type", "district", "province")
"""What is known of an agency."""
DISTRICT_DIGITS = 4  # of a DOPA code: province 2, district 2, subdistrict 2


@dataclass(frozen=True, slots=True)
class Coverage:
    """One agency in one fiscal year (Buddhist era): how many documents of each kind, and their records.

    ``registered`` is None where no register is loaded. ``agency_id`` is that of its latest report.
    """

    agency_id: str | None
    dla_code: str | None
    agency_name: str | None
    agency_type: str | None
    district: str | None
    province: str | None
    registered: bool | None
    fiscal_year: int
    plans: int = 0
    reports: int = 0
    analyses: int = 0
    others: int = 0
    records: int = 0

    @property
    def missing(self) -> bool:
        """Whether there is no document at all."""
        return not (self.plans or self.reports or self.analyses or self.others)


@dataclass(slots=True)
class _Body:
    """One agency while its documents are counted."""

    about: dict[str, str | None]
    registered: bool | None
    latest: int = -1
    counts: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def coverage(
    archive: Archive, register: Register | None = None, wanted: Filter | None = None
) -> tuple[Coverage, ...]:
    """The coverage of the archive, or of the selection ``wanted``.

    Years are those asked for, else all from the first to the last that any document bears. What a selection
    asks of records alone (instrument, status, confidence, review) plays no part.
    """
    wanted = wanted or Filter()
    about = Filter(
        agency_id=wanted.agency_id,
        agency_name=wanted.agency_name,
        province=wanted.province,
        district=wanted.district,
        fiscal_years=wanted.fiscal_years,
        nulls=wanted.nulls,
    )
    entries = [] if register is None else [e for e in listed(register) if _asked(e, wanted)]
    rows = (row for row in stream(archive.engine, about) if row["pages"] is not None)
    return tuple(tally(rows, None if register is None else entries, wanted.fiscal_years))


def tally(
    reports: Iterable[Mapping[str, Any]], register: Sequence[RegisteredBody] | None, years: Sequence[int] = ()
) -> Iterator[Coverage]:
    """The coverage of ``reports`` (rows of ``documents.stream``), by province, district and name.

    Args:
        reports: Documents without an agency or year are left out.
        register: The bodies that ought to report; None where it is not loaded.
        years: Fiscal years to tell of; those of the reports without it.
    """
    bodies: dict[str, _Body] = {}
    names = _by_name(register or ())
    ids = {entry.agency_id: entry.dla_code for entry in register or () if entry.agency_id}
    for entry in register or ():
        bodies[entry.dla_code] = _Body(_about_entry(entry), True)
    for row in reports:
        if row["fiscal_year"] is None or not (row["agency_id"] or row["agency_name"]):
            continue
        key = _key(row, bodies, names, ids)
        body = bodies.setdefault(key, _Body({}, None if register is None else False))
        _count(body, row)
    found = {year for body in bodies.values() for year in body.counts}
    span = sorted(set(years)) if years else range(min(found), max(found) + 1) if found else ()
    for body in sorted(bodies.values(), key=_order):
        for year in span:
            yield Coverage(registered=body.registered, fiscal_year=year, **body.about, **body.counts[year])  # type: ignore[arg-type]


def _asked(entry: RegisteredBody, wanted: Filter) -> bool:
    """Whether an entry of the register is among those asked for; one is known by name, never by our id."""
    return (
        wanted.agency_id is None
        and not wanted.nulls
        and wanted.agency_name in (None, entry.name)
        and wanted.province in (None, entry.province)
        and wanted.district in (None, entry.district)
    )


def _by_name(register: Sequence[RegisteredBody]) -> Mapping[tuple[str, str], list[RegisteredBody]]:
    """Entries by (folded name, province), under present and former names."""
    found: defaultdict[tuple[str, str], list[RegisteredBody]] = defaultdict(list)
    for entry in register:
        for name in dict.fromkeys((entry.name, *entry.former)):
            found[fold(name), entry.province].append(entry)
    return found


def _key(
    row: Mapping[str, Any],
    bodies: Mapping[str, _Body],
    names: Mapping[tuple[str, str], list[RegisteredBody]],
    ids: Mapping[str, str],
) -> str:
    """What a document's agency is counted under: its entry in the register, else its lineage, id or name."""
    code = row["dla_code"]
    if code in bodies:
        return str(code)
    place = (row["agency_id"] or "").partition("-")[2][:DISTRICT_DIGITS]
    found = names.get((fold(row["agency_name"] or ""), row["province"] or ""), [])
    if len(found) > 1 and place.isdigit():
        found = [entry for entry in found if entry.district_code == place]
    if len(found) == 1:
        return found[0].dla_code
    if row["agency_lineage_id"] in ids:
        return ids[row["agency_lineage_id"]]
    return str(row["agency_lineage_id"] or row["agency_id"] or f"{row['agency_name']} {row['province']}")


def _count(body: _Body, row: Mapping[str, Any]) -> None:
    year = row["fiscal_year"]
    counted = body.counts[year]
    counted[KINDS.get(row["document_kind"], "others")] += 1
    counted["records"] += row["records"]
    if not body.about:
        body.about = dict.fromkeys(ABOUT)
    if year > body.latest:
        body.latest = year
        fixed = body.registered  # the register's own names stand
        body.about |= {
            name: row[name]
            for name in body.about
            if row[name] is not None and (name == "agency_id" or not fixed)
        }


def _about_entry(entry: RegisteredBody) -> dict[str, str | None]:
    return {
        "agency_id": None,
        "dla_code": entry.dla_code,
        "agency_name": entry.name,
        "agency_type": entry.type,
        "district": entry.district,
        "province": entry.province,
    }


def _order(body: _Body) -> tuple[str, ...]:
    return tuple(
        body.about[name] or ""
        for name in ("province", "district", "agency_type", "agency_name", "agency_id", "dla_code")
    )
