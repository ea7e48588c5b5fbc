"""CSV for programs: UTF-8 without BOM, values verbatim, lists and provenance as JSON text, empty for null.

Lines end with CRLF (RFC 4180). Read again by ``reread.read_records`` the records are equal.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from oversight.export.columns import columns, keys
from oversight.export.look import Look
from oversight.export.nested import TO_JSON, compact, findings_json
from oversight.export.tables import Row

ENCODING = "utf-8"
FLAGS = {False: "false", True: "true", None: None}


def write(stream: IO[str], table: str, rows: Iterable[Row], look: Look | None = None) -> None:
    """Write a table; open ``stream`` with ``ENCODING`` and ``newline=''``. Of ``look`` only headers count."""
    headers = look.headers if look else "keys"
    csv.writer(stream).writerow([column.header(headers) for column in columns(table)])
    write_rows(stream, table, rows)


def write_rows(stream: IO[str], table: str, rows: Iterable[Row]) -> None:
    """Write rows without a header."""
    csv.writer(stream).writerows(cells(table, rows))


def cells(table: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with every value as it stands in the file; the rows given are changed."""
    turns = _turns(table)
    for row in rows:
        for place, turn in turns:
            value = row[place]
            if value is not None:
                row[place] = turn(value)
        yield row


def _turns(table: str) -> list[tuple[int, Callable[[Any], Any]]]:
    """What is done to which column."""
    if table == "records":
        turns: dict[str, Callable[[Any], Any]] = {**TO_JSON}
        turns = {key: turn for key, turn in turns.items() if key not in _AS_THEY_ARE}
        turns["findings"] = _findings
    else:
        turns = {c.key: _json for c in columns(table) if c.kind in ("list", "box")}
    turns |= {c.key: FLAGS.__getitem__ for c in columns(table) if c.kind == "flag"}
    return [(place, turns[key]) for place, key in enumerate(keys(table)) if key in turns]


_AS_THEY_ARE = frozenset(key for key, turn in TO_JSON.items() if turn.__name__ == "as_stored")


def _findings(findings: Any) -> str | None:
    return findings_json(findings) if findings else None


def _json(value: Any) -> str | None:
    return compact(value) if value else None
