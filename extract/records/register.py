"""A loaded register of local governments: read-only, from CSV in either of its two header forms."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.errors import UsageError
from extract.records.agency_types import split_type
from extract.records.gazetteer import find_district, find_province
from extract.records.textkey import text_key

# Column names of the two forms, ours first: the Department of Local Administration's Thai list, and the
# snake-case one of public copies.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "dla_code": ("รหัส อปท.", "dla_code"),
    "type": ("ประเภท อปท.", "type_abbr"),
    "name": ("อปท.", "full_name_th"),
    "province": ("จังหวัด", "province_th"),
    "district": ("อำเภอ", "district_th"),
    "subdistrict": ("ตำบล", "subdistrict_th"),
}
_OPTIONAL = frozenset({"subdistrict"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One local government of the register: ``key`` folds its bare name, codes are DOPA's."""

    dla_code: str
    type: str
    name: str
    key: str
    province_code: str
    district_code: str | None


@dataclass(frozen=True, slots=True)
class Register:
    """The entries by type and name; ``digest`` is part of what makes a run repeatable."""

    digest: str
    entries: tuple[Entry, ...]
    by_name: dict[tuple[str, str], tuple[Entry, ...]] = field(repr=False, hash=False, compare=False)

    def find(
        self, kind: str, key: str, province_code: str | None = None, district_code: str | None = None
    ) -> tuple[Entry, ...]:
        """Entries of a type and folded bare name, narrowed by place where given."""
        return tuple(
            e
            for e in self.by_name.get((kind, key), ())
            if province_code in (None, e.province_code) and district_code in (None, e.district_code)
        )

    def in_district(self, kind: str, district_code: str) -> tuple[Entry, ...]:
        """Every entry of a type in a district."""
        return tuple(e for e in self.entries if e.type == kind and e.district_code == district_code)


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
    for row in reader:
        province = find_province(row[columns["province"]])
        if province is None:
            continue
        district = find_district(row[columns["district"]] or "", province.code)
        printed = row[columns["name"]].strip()
        kind, bare = split_type(printed)
        kind = kind or row[columns["type"]].strip()
        code = row[columns["dla_code"]].strip()
        place = district.code if district else None
        entries.append(Entry(code, kind, printed, text_key(bare), province.code, place))
    named: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        named[entry.type, entry.key].append(entry)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Register(digest, tuple(entries), {k: tuple(v) for k, v in named.items()})


def _columns(present: Sequence[str]) -> dict[str, str]:
    names = {n.strip(): n for n in present}
    found = {f: next((names[c] for c in forms if c in names), "") for f, forms in _COLUMNS.items()}
    missing = [_COLUMNS[f][0] for f, c in found.items() if not c and f not in _OPTIONAL]
    if missing:
        raise UsageError(
            f"ทะเบียน อปท. ขาดคอลัมน์ {', '.join(missing)}",
            f"the register lacks the columns {', '.join(missing)}; see `prongsai registry import --help`",
        )
    return found
