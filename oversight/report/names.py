"""Names as they fit into a table: an agency under the short form of its type."""

from __future__ import annotations

from functools import lru_cache

from extract.data import rows


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
