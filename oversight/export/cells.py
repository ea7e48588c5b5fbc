"""Values as spreadsheets show them: one cell of a CSV, and text that stays the text it is.

A spreadsheet takes text of a CSV for a formula, a number or a date wherever it can. An apostrophe before such
text keeps it as it is (``guarded``): ``=1+1``, a code with leading zeros, ``1.10``, ``12e5``, ``1-2``,
``2/66``. ``unguarded`` gives back what was printed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import IO, Any

from extract.codecs import CODECS
from extract.model import ScoreRecord
from oversight.export.columns import keys

# Spreadsheets take text that begins so for a formula (tab, CR, LF and the full-width signs: OWASP, CSV
# injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What reads as a number or date and would be shown otherwise: leading zeros, 12 digits or more (1.23457E+11),
# a decimal that ends in 0 or lacks its digits on one side, a number in brackets (a negative one), an
# exponent, a percentage of other than two decimals, day-month, month/year or a date in figures, a time.
_TAKEN = re.compile(
    r"""\s*(?:
        0\d[\d,.]*
        | (?=[\d.]{12})\d+(?:\.\d+)?
        | \d[\d,]*\.\d*0
        | \d[\d,]*\. | \.\d+
        | \(\s*\d[\d,]*(?:\.\d*)?\s*\)
        | \d+(?:\.\d+)?[eE][+-]?\d+
        | \d*\.(?:\d|\d{3,})\s*%
        | \d{1,4}\s?[-/]\s?\d{1,2}(?:\s?[-/]\s?\d{1,4})?
        | \d{1,2}\s?[-/]\s?\d{4}
        | \d{1,2}\.\d{1,2}\.\d{2,4}
        | \d{1,2}:\d{2}(?::\d{2})?
    )\s*""",
    re.VERBOSE | re.ASCII,
)
_LONGEST_TAKEN = 64
_TAKEN_STARTS = frozenset((*_FORMULA_STARTS, *"'0123456789(. \v\f"))
LIST_MARK = "; "


def sheet_writer(stream: IO[str]) -> Any:
    """Return a ``csv.writer`` with CRLF lines; open ``stream`` as ``utf-8-sig`` with ``newline=''``."""
    return csv.writer(stream, lineterminator="\r\n")


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a CSV that no spreadsheet runs: ``columns``, then what stands under them; CRLF."""
    stream = io.StringIO(newline="")
    writer = sheet_writer(stream)
    for values in chain((columns,), ([csv_cell(row[name]) for name in columns] for row in rows)):
        writer.writerow(values)
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()


def guarded(text: str) -> str:
    """``text`` such that a spreadsheet shows it as it is."""
    return "'" + text if _is_taken(text) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given."""
    return text[1:] if text.startswith("'") and _is_taken(text) else text


def _is_taken(text: str) -> bool:
    """Whether a spreadsheet takes ``text`` for something else, apostrophes of the paper before it or not."""
    if text[:1] not in _TAKEN_STARTS:  # most texts by far
        return False
    bare = text.lstrip("'")
    return bare.startswith(_FORMULA_STARTS) or (
        len(bare) <= _LONGEST_TAKEN and _TAKEN.fullmatch(bare) is not None
    )


def csv_cell(value: Any) -> str | int | float:
    """One cell of a JSON value.

    Lists are joined by ``; `` and objects read ``key: value``; null is an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    return guarded(joined(value))


def joined(value: Any) -> str:
    """A JSON value as words."""
    if isinstance(value, dict):
        return LIST_MARK.join(f"{key}: {joined(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return LIST_MARK.join(joined(inner) for inner in value)
    return "" if value is None else str(value)


def places(packed: Sequence[Any]) -> str:
    """Packed provenance as people cite it: ``measure: p1 [72 90.5 210 130], p2 [...]; period: ...``."""
    return LIST_MARK.join(
        f"{field}: {', '.join(_place(page, bbox) for page, bbox, *_ in found)}" for field, found in packed
    )


def _place(page: int, bbox: Sequence[float]) -> str:
    return f"p{page} [{' '.join(f'{round(v, 2):g}' for v in bbox)}]"


def score_cells(score: ScoreRecord, written: dict[str, Any]) -> list[str | int | float]:
    """The cells of one line of scores.csv from its JSON: one column an indicator."""
    flat = {f"indicator_{n}": written["indicators"].get(str(n)) for n in range(1, 11)} | written
    flat["findings"] = [finding.code for finding in score.findings]
    flat["provenance"] = places(CODECS["places"].pack(score.provenance, False))
    return [csv_cell(flat[column]) for column in keys("scores", "run")]
