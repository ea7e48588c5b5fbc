"""Parquet for researchers: zstd, records in one folder a fiscal year, every value in its own type.

Dates are dates, lists are lists, ``provenance`` is a list of structs (one a place), so that DuckDB, pandas
and R ask for a page or a box without parsing JSON. Columns carry their Thai and English descriptions.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from extract.codecs import CODECS, finding_json
from oversight.export.columns import TableColumn, TableRow, columns, keys

CODEC, LEVEL = "zstd", 3
GROUP = 10_000  # rows of a row group: some 10 MB of records before they are packed
CHUNK = 500  # rows turned into columns at a time
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # Hive's word for null, which DuckDB and Arrow read as such
YEAR = "fiscal_year"

_BOX = pa.list_(pa.float64())
_TYPES = {
    "text": pa.string(),
    "id": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "date": pa.date32(),
    "flag": pa.bool_(),
    "list": pa.list_(pa.string()),
    "numbers": pa.list_(pa.int32()),
    "box": _BOX,
}
_NESTED = {
    "suggestion": pa.struct([("value", pa.int32()), ("score", pa.float64()), ("basis", pa.string())]),
    "pairs": pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())])),
    "quantities": pa.list_(
        pa.struct(
            [("value", pa.float64()), ("unit", pa.string()), ("start", pa.int32()), ("end", pa.int32())]
        )
    ),
    "findings": pa.list_(
        pa.struct(
            [
                *((name, pa.string()) for name in ("code", "severity", "field")),
                ("page", pa.int32()),
                ("bbox", _BOX),
                ("detail", pa.string()),
            ]
        )
    ),
    "places": pa.list_(
        pa.struct(
            [
                ("field", pa.string()),
                ("page", pa.int32()),
                ("bbox", _BOX),
                ("method", pa.string()),
                ("raw", pa.string()),
                ("confidence", pa.float64()),
                ("quad", _BOX),
                ("place", pa.string()),
            ]
        )
    ),
}


def schema(table: str, leave_out: str | None = None) -> pa.Schema:
    """The Arrow schema of a table, ``leave_out`` being told by the folder's name."""
    return pa.schema([_field(column) for column in columns(table) if column.key != leave_out])


def _field(column: TableColumn) -> pa.Field:
    kind = _NESTED.get(column.codec) or _TYPES[column.type]
    about = {"name_th": column.name_th, "description_th": column.about_th, "description_en": column.about_en}
    return pa.field(column.key, kind, nullable=not column.required, metadata=about)


def write(path: Path, table: str, rows: Iterable[TableRow]) -> None:
    """Write a whole table into one file."""
    made = schema(table)
    turns = _turns(table)
    with pq.ParquetWriter(path, made, compression=CODEC, compression_level=LEVEL) as writer:
        part = _OpenFile(writer, made)
        for row in rows:
            part.add([turn(value) for turn, value in zip(turns, row, strict=True)])
        part.flush()


def write_by_year(folder: Path, table: str, rows: Iterable[TableRow]) -> None:
    """Write a table into ``folder/fiscal_year=2566/part-0.parquet`` and so on; open years are held in memory.

    Memory: at most ``GROUP`` rows a year.
    """
    made = schema(table, YEAR)
    turns = _turns(table)
    at = keys(table).index(YEAR)
    with ExitStack() as stack:
        parts: dict[int | None, _OpenFile] = {}
        for row in rows:
            year = row[at]
            if year not in parts:
                parts[year] = _begin(stack, folder, made, year)
            values = [turn(value) for turn, value in zip(turns, row, strict=True)]
            del values[at]
            parts[year].add(values)
        if not parts:
            parts[None] = _begin(stack, folder, made, None)
        for part in parts.values():
            part.flush()


def _begin(stack: ExitStack, folder: Path, made: pa.Schema, year: int | None) -> _OpenFile:
    place = folder / f"{YEAR}={NO_YEAR if year is None else year}"
    place.mkdir(parents=True)
    writer = pq.ParquetWriter(place / "part-0.parquet", made, compression=CODEC, compression_level=LEVEL)
    return _OpenFile(stack.enter_context(writer), made)


class _OpenFile:
    """One file at work: rows become columns by ``CHUNK``, columns a row group by ``GROUP``."""

    def __init__(self, writer: pq.ParquetWriter, made: pa.Schema) -> None:
        self._writer, self._schema = writer, made
        self._rows: list[list[Any]] = []
        self._chunks: list[pa.RecordBatch] = []

    def add(self, values: list[Any]) -> None:
        """Take a row."""
        self._rows.append(values)
        if len(self._rows) == CHUNK:
            self._pack()
            if sum(chunk.num_rows for chunk in self._chunks) >= GROUP:
                self._write()

    def flush(self) -> None:
        """Write what is held."""
        self._pack()
        self._write()

    def _pack(self) -> None:
        if self._rows:
            arrays = [
                pa.array(values, field.type)
                for field, values in zip(self._schema, zip(*self._rows, strict=True), strict=True)
            ]
            self._chunks.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
            self._rows = []

    def _write(self) -> None:
        if self._chunks:
            self._writer.write_table(pa.Table.from_batches(self._chunks, self._schema), row_group_size=GROUP)
            self._chunks = []


def _turns(table: str) -> list[Callable[[Any], Any]]:
    """What becomes of the values of each column."""
    return [_turn(column) for column in columns(table)]


def _turn(column: TableColumn) -> Callable[[Any], Any]:
    if column.type == "date":
        return lambda value: value and dt.date.fromisoformat(value)
    if not column.codec:
        return lambda value: value
    if column.codec == "findings":
        return lambda found: [finding_json(finding, exact=True) for finding in found]
    codec = CODECS[column.codec]
    build = _BUILD.get(column.codec, codec.name)
    return lambda stored: build(json.loads(stored)) if stored else codec.empty


_BUILD: dict[str, Callable[[Any], Any]] = {
    "pairs": lambda pairs: [{"name": name, "value": value} for name, value in pairs],
    "quantities": lambda found: [
        {"value": value, "unit": unit, "start": span[0], "end": span[1]} for value, unit, span in found
    ],
    "places": lambda pairs: [
        {
            "field": field,
            "page": page,
            "bbox": box,
            "method": method,
            "raw": raw,
            "confidence": confidence,
            "quad": more[0] if more else None,
            "place": more[1] if len(more) > 1 else None,
        }
        for field, places in pairs
        for page, box, method, raw, confidence, *more in places
    ],
}
"""What differs from the JSON of files: Arrow knows no object of any keys."""
