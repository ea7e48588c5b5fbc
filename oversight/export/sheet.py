"""Values as a spreadsheet shows them: the excel profile of our CSV files."""

from __future__ import annotations

import csv
from dataclasses import fields
from typing import IO, Any

from extract.model import ScoreRecord

# Spreadsheets take text that begins so for a formula (tab, CR, LF and the full-width signs: OWASP, CSV
# injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LIST_MARK = "; "
SCORE_COLUMNS = tuple(
    column
    for f in fields(ScoreRecord)
    for column in ([f"indicator_{n}" for n in range(1, 11)] if f.name == "indicators" else [f.name])
)


def sheet_writer(stream: IO[str]) -> Any:
    """Return a ``csv.writer`` with CRLF lines; open ``stream`` as ``utf-8-sig`` with ``newline=''``."""
    return csv.writer(stream, lineterminator="\r\n")


def shown(value: Any) -> str | int | float:
    """Return ``value`` (plain JSON) as one cell.

    Lists are joined by ``; `` and objects read ``key: value``; text that a spreadsheet would take for a
    formula gets an apostrophe before it; null is an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return value
    return guarded(_joined(value))


def guarded(text: str) -> str:
    """Return ``text`` such that no spreadsheet runs it."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _joined(value: Any) -> str:
    if isinstance(value, dict):
        return LIST_MARK.join(f"{key}: {_joined(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return LIST_MARK.join(_joined(inner) for inner in value)
    return "" if value is None else str(value)


def place(entry: dict[str, Any]) -> str:
    """A place as people cite it: ``p1 [72.0 90.5 210.0 130.0]``."""
    return f"p{entry['page']} [{' '.join(f'{v:g}' for v in entry['bbox'])}]"


def score_cells(score: dict[str, Any]) -> list[str | int | float]:
    """The cells of one line of scores.csv, in the order of ``SCORE_COLUMNS``: one column an indicator."""
    flat = {f"indicator_{n}": score["indicators"].get(str(n)) for n in range(1, 11)} | score
    flat["findings"] = [finding["code"] for finding in score["findings"]]
    flat["provenance"] = _places(score["provenance"])
    return [shown(flat[column]) for column in SCORE_COLUMNS]


def record_cells(record: dict[str, Any]) -> list[str | int | float]:
    """The cells of one line of records.csv, in the order of the record's keys."""
    flat = dict(record)
    flat["findings"] = [finding["code"] for finding in record["findings"]]
    flat["provenance"] = _places(record["provenance"])
    flat["quantities"] = [f"{q['value']:g} {q['unit']}".strip() for q in record["quantities"]]
    return [shown(value) for value in flat.values()]


def _places(provenance: dict[str, Any]) -> dict[str, str]:
    return {field: ", ".join(place(entry) for entry in entries) for field, entries in provenance.items()}
