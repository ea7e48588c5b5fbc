"""A loaded register of local governments: read-only, from CSV in either of its two header forms.

A body keeps its older names and types with the day each ended, where the CSV has the columns for them; a
report printed under one is then known to be this body's.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.errors import UsageError
from extract.grouping import by_key
from extract.records.gazetteer import find_district, find_province, gazetteer
from extract.records.naming import agency_types, split_type
from extract.records.short_prints import text_key
from extract.thai.dates import parse_date

# Column names of the two forms, ours first: the Department of Local Administration's Thai list, and the
# snake-case one of public copies.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "dla_code": ("รหัส อปท.", "dla_code"),
    "type": ("ประเภท อปท.", "type_abbr"),
    "name": ("อปท.", "full_name_th"),
    "province": ("จังหวัด", "province_th"),
    "district": ("อำเภอ", "district_th"),
    "subdistrict": ("ตำบล", "subdistrict_th"),
    "former": ("ชื่อเดิม", "former_names"),
    "until": ("วันที่เปลี่ยนแปลง", "changed_on"),
}
_OPTIONAL = frozenset({"subdistrict", "former", "until"})
_SEVERAL = "|"  # parts older names and their days, in the same order
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Former:
    """A name and type that a body bore ``until`` a day (None where the register does not say)."""

    type: str
    name: str
    key: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One local government of the register: ``key`` folds its bare name, codes are DOPA's.

    ``former`` holds its older names and types, oldest first.
    """

    dla_code: str
    type: str
    name: str
    key: str
    province_code: str
    district_code: str | None
    former: tuple[Former, ...] = ()


_Named = dict[tuple[str, str], tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class Register:
    """The entries by type and name, by older type and name, and by type and district.

    ``digest`` stands for all that is known of them, in whatever form and order the CSV gave it; it is part of
    what makes a run repeatable. ``unplaced`` are names whose province is not known: left out.
    """

    digest: str
    entries: tuple[Entry, ...]
    unplaced: tuple[str, ...] = ()
    by_name: _Named = field(default_factory=dict, repr=False, hash=False, compare=False)
    by_former: _Named = field(default_factory=dict, repr=False, hash=False, compare=False)
    by_district: _Named = field(default_factory=dict, repr=False, hash=False, compare=False)

    def find(
        self, kind: str, key: str, province_code: str | None = None, district_code: str | None = None
    ) -> tuple[Entry, ...]:
        """Entries of a type and folded bare name, narrowed by place where given."""
        return _narrowed(self.by_name.get((kind, key), ()), province_code, district_code)

    def find_former(
        self, kind: str, key: str, province_code: str | None = None, district_code: str | None = None
    ) -> tuple[Entry, ...]:
        """Entries that once bore this type and name."""
        return _narrowed(self.by_former.get((kind, key), ()), province_code, district_code)

    def names_in(self, kind: str, district_code: str) -> tuple[tuple[str, str], ...]:
        """(bare name, key) of all bodies of a type in a district, now and before."""
        found = self.by_district.get((kind, district_code), ())
        now = [(split_type(e.name)[1], e.key) for e in found if e.type == kind]
        once = [(split_type(f.name)[1], f.key) for e in found for f in e.former if f.type == kind]
        return tuple(dict.fromkeys((*now, *once)))


def _narrowed(
    found: Iterable[Entry], province_code: str | None, district_code: str | None
) -> tuple[Entry, ...]:
    return tuple(
        e
        for e in found
        if province_code in (None, e.province_code) and district_code in (None, e.district_code)
    )


def parse_register(text: str) -> Register:
    """Read a register CSV.

    Args:
        text: the decoded file, byte-order mark allowed.

    Raises:
        UsageError: a column is missing.
    """
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    columns = _columns(reader.fieldnames or ())
    entries: list[Entry] = []
    unplaced: list[str] = []
    for row in reader:
        entry = _entry({f: (row[c] or "").strip() if c else "" for f, c in columns.items()})
        if isinstance(entry, Entry):
            entries.append(entry)
        else:
            unplaced.append(entry)
    return _register(sorted(set(entries), key=lambda e: (e.dla_code, e.name)), tuple(unplaced))


def _entry(row: dict[str, str]) -> Entry | str:
    """The entry of a row; its bare print where the province is not known."""
    province = find_province(row["province"])
    if province is None:
        return row["name"]
    district = find_district(row["district"], province.code)
    kind, bare = split_type(row["name"])
    place = district.code if district else None
    days = [_day(text) for text in row["until"].split(_SEVERAL)] if row["until"] else []
    former = []
    for number, name in enumerate(filter(None, map(str.strip, row["former"].split(_SEVERAL)))):
        old_kind, old_bare = split_type(name)
        until = days[number] if number < len(days) else None
        former.append(Former(old_kind or kind or row["type"], name, text_key(old_bare), until))
    return Entry(
        row["dla_code"],
        kind or row["type"],
        row["name"],
        text_key(bare),
        province.code,
        place,
        tuple(former),
    )


def _day(text: str) -> dt.date | None:
    """A day as ISO (2009-08-24) or as Thai paper writes it (๒๔ สิงหาคม ๒๕๕๒)."""
    match = _ISO.fullmatch(text.strip())
    try:
        return dt.date(*map(int, match.groups())) if match else parse_date(text)
    except ValueError:
        return None


def _register(entries: Sequence[Entry], unplaced: tuple[str, ...]) -> Register:
    formerly: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    placed: dict[tuple[str, str], dict[Entry, None]] = defaultdict(dict)
    for entry in entries:
        for former in entry.former:
            formerly[former.type, former.key].append(entry)
        for kind in (entry.type, *(former.type for former in entry.former)):
            placed[kind, entry.district_code or ""][entry] = None
    named = by_key(entries, lambda entry: (entry.type, entry.key))
    digest = hashlib.sha256(repr(entries).encode()).hexdigest()[:16]
    indexes = ({k: tuple(v) for k, v in index.items()} for index in (named, formerly, placed))
    return Register(digest, tuple(entries), unplaced, *indexes)


def register_csv(register: Register) -> str:
    """The register as CSV in the Thai header form; parsed again it has the same digest."""
    written = io.StringIO()
    writer = csv.writer(written)
    names = ("province", "district", "dla_code", "type", "name", "former", "until")
    writer.writerow([_COLUMNS[name][0] for name in names])
    writer.writerows(row_of(entry) for entry in register.entries)
    return written.getvalue()


def row_of(entry: Entry) -> Iterator[str]:
    """The cells of an entry in the Thai header form: province and district by name first."""
    places = gazetteer()
    yield places.province(entry.province_code) or ""
    yield places.district(entry.district_code or "") or ""
    yield from (entry.dla_code, entry.type, entry.name)
    yield _SEVERAL.join(former.name for former in entry.former)
    days = [former.until.isoformat() if former.until else "" for former in entry.former]
    yield _SEVERAL.join(days) if any(days) else ""


def _columns(present: Sequence[str]) -> dict[str, str]:
    names = {n.strip(): n for n in present}
    found = {f: next((names[c] for c in forms if c in names), "") for f, forms in _COLUMNS.items()}
    missing = [_COLUMNS[f][0] for f, c in found.items() if not c and f not in _OPTIONAL]
    if missing:
        raise UsageError.of("register-columns", missing=", ".join(missing))
    return found


def entry_id(entry: Entry) -> str | None:
    """The ``agency_id`` of an entry of the register; None for a type that we do not know."""
    if entry.type not in agency_types():
        return None
    special = {"อบจ.": f"PAO-{entry.province_code}", "เมืองพัทยา": "SP-2004", "กทม.": "BMA"}
    return special.get(entry.type) or local_id(
        entry.type, entry.key, split_type(entry.name)[1], entry.district_code or ""
    )


def local_id(kind: str, key: str, name: str, district_code: str) -> str:
    """Type code and the subdistrict of that name in the district, else the district with the name itself."""
    area = gazetteer().subdistricts.get(district_code, {}).get(key)
    place = area.code if area else f"{district_code}-{name}"
    return f"{agency_types()[kind]['code']}-{place}"
