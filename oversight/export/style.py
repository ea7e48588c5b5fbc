"""The style of a table for people in a spreadsheet: headers, words, digits and years by choice.

One cell is text, a number, a ``dt.date``, or None. What a spreadsheet cannot hold is made holdable here and
counted: control characters become U+FFFD, text beyond ``CELL_LETTERS`` is cut and says so. Only ``verbatim``
leaves every text as it is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from extract.codecs import confidence
from extract.data import rows as facts
from extract.thai.dates import BE_OFFSET
from extract.thai.letters import to_arabic, to_thai
from oversight.export.cells import LIST_MARK, places
from oversight.export.columns import Headers, TableColumn, TableRow, columns
from oversight.export.documents import finding_title

Digits = Literal["as-printed", "thai", "arabic"]
Years = Literal["both", "be", "ce"]
DIGITS: tuple[Digits, ...] = ("as-printed", "thai", "arabic")
YEARS: tuple[Years, ...] = ("both", "be", "ce")
CellValue = str | int | float | dt.date | None

CELL_LETTERS = 32_767  # UTF-16 units of one cell: Excel's specification
CUT = {"th": " … [ตัด: ยาวเกินช่องของตาราง]", "en": " … [cut: too long for a cell]"}
# XML 1.0 has no way to say these; tab and line feed may stay, a carriage return becomes a line feed.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_YEAR_PAIR = ("fiscal_year", "fiscal_year_ce")
_YEARS_BE = ("fiscal_year", "fiscal_year_first", "fiscal_year_last", "basis_year", "report_year")
_YES = {"th": ("ไม่ใช่", "ใช่"), "en": ("no", "yes"), "keys": ("false", "true"), "ckan": ("false", "true")}


@dataclass(slots=True)
class Style:
    """The choices of one export, and how many cells were cut."""

    headers: Headers = "keys"
    digits: Digits = "as-printed"
    years: Years = "both"
    verbatim: bool = False
    cut: int = field(default=0, compare=False)

    @property
    def lang(self) -> str:
        """The language of words we add."""
        return "th" if self.headers == "th" else "en"

    def columns(self, table: str) -> tuple[TableColumn, ...]:
        """The columns that are shown: of two years only the one asked for."""
        hidden = {"both": (), "be": _YEAR_PAIR[1:], "ce": _YEAR_PAIR[:1] if table == "records" else ()}
        return tuple(column for column in columns(table) if column.key not in hidden[self.years])

    def title(self, column: TableColumn) -> str:
        """The header of a column."""
        title = column.header(self.headers)
        if self.years == "ce" and column.key in _YEARS_BE:
            title = title.replace("พ.ศ.", "ค.ศ.").replace("B.E.", "C.E.")
        return to_thai(title) if self.digits == "thai" and self.headers == "th" else title

    def rows(self, table: str, rows: Iterable[TableRow]) -> Iterator[list[CellValue]]:
        """Rows as cells, in the order of ``columns``."""
        wanted = {column.key for column in self.columns(table)}
        turns = [(at, self.turn(column)) for at, column in enumerate(columns(table)) if column.key in wanted]
        for row in rows:
            yield [None if row[at] is None else turn(row[at]) for at, turn in turns]

    def text(self, value: str) -> str:
        """Text as a cell holds it, in the digits asked for."""
        if self.digits != "as-printed":
            value = to_thai(value) if self.digits == "thai" else to_arabic(value)
        return self.clean(value)

    def clean(self, value: str) -> str:
        """Text as a cell can hold it."""
        if self.verbatim:
            return value
        if "\r" in value:
            value = value.replace("\r\n", "\n").replace("\r", "\n")
        value = _UNSAYABLE.sub("\ufffd", value)
        # UTF-16 units are at most twice the letters: only long text is measured
        if len(value) * 2 > CELL_LETTERS and utf16_units(value) > CELL_LETTERS:
            self.cut += 1
            mark = CUT[self.lang]
            kept = value.encode("utf-16-le")[: (CELL_LETTERS - len(mark)) * 2]
            value = kept.decode("utf-16-le", errors="ignore") + mark
        return value

    def turn(self, column: TableColumn) -> Callable[[Any], CellValue]:
        """What becomes of a value of a column."""
        match column.type:
            case "text":
                words = column.words if self.headers == "th" else {}
                return (lambda value: words.get(value, value)) if words else self.text
            case "id":
                return self.clean
            case "integer":
                if self.years == "ce" and column.key in _YEARS_BE:
                    return lambda year: int(year) - BE_OFFSET
                return _same
            case "number":
                return _chance if column.bounds == (0, 1) else _same
            case "date":
                return _day
            case "flag":
                no, yes = _YES[self.headers]
                return lambda value: yes if value else no
            case "list" | "numbers":
                return self._list
            case "box":
                return lambda bbox: LIST_MARK.join(str(round(v, 2) + 0.0) for v in bbox)  # never -0.0
        return _NESTED[column.codec](self)

    def _list(self, value: Any) -> CellValue:
        values = _lists(value)
        return self.text(LIST_MARK.join(map(str, values))) if values else None

    def _suggestion(self, packed: Any) -> CellValue:
        value, score, basis = _lists(packed)
        return self.text(f"{value} ({score:.2f}: {basis})")

    def _quantities(self, packed: Any) -> CellValue:
        return self.text(LIST_MARK.join(f"{value:g} {unit}".strip() for value, unit, _ in _lists(packed)))

    def _pairs(self, packed: Any) -> CellValue:
        return self.text(LIST_MARK.join(f"{name}: {text}" for name, text in _lists(packed)))

    def _findings(self, found: Any) -> CellValue:
        """Codes, or what they mean where headers are words."""
        codes = list(dict.fromkeys(finding.code for finding in found))
        if self.headers in ("th", "en"):
            codes = [finding_title(code, self.headers) for code in codes]
        return self.clean(LIST_MARK.join(codes)) if codes else None

    def _places(self, packed: Any) -> CellValue:
        return self.clean(places(_lists(packed)))


def _lists(packed: Any) -> Any:
    """Packed lists (``extract.codecs``), read where they are still the archive's JSON text."""
    return json.loads(packed) if isinstance(packed, str) else packed


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def _same(value: Any) -> CellValue:
    return value  # type: ignore[no-any-return]


def _chance(value: Any) -> CellValue:
    return confidence(value)


_NESTED: dict[str, Callable[[Style], Callable[[Any], CellValue]]] = {
    "suggestion": lambda style: style._suggestion,
    "quantities": lambda style: style._quantities,
    "pairs": lambda style: style._pairs,
    "findings": lambda style: style._findings,
    "places": lambda style: style._places,
}


def utf16_units(text: str) -> int:
    """How many UTF-16 units ``text`` takes: what spreadsheets count."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


@cache
def _months() -> dict[int, str]:
    """Thai abbreviations of the months."""
    return {int(row["month"]): row["form"] for row in facts("months.csv") if row["kind"] == "abbreviation"}


def thai_date(day: dt.date) -> str:
    """``1 ต.ค. 2565``: day, month and year of the Buddhist era."""
    return f"{day.day} {_months()[day.month]} {day.year + BE_OFFSET}"
