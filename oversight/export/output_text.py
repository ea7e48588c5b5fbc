"""What the output files of a run say of one input: its text of each file, that only has to be added.

It can be made where a document was read, kept, and added later; all in their order are the files.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from extract import fields
from extract.codecs import CODECS
from extract.model import MeasureRecord, Report
from oversight.archive.report_rows import InputResult
from oversight.export import csv_files
from oversight.export.cells import csv_cell, score_cells, sheet_writer
from oversight.export.columns import columns, keys
from oversight.export.documents import (
    document_row,
    finding_rows,
)
from oversight.export.jsonl import line, page_json, record_json, score_json, table_json
from oversight.export.style import CellValue, Style

RECORD_COLUMNS = fields.keys()
STREAMS = (
    "records.jsonl",
    "scores.jsonl",
    "tables.jsonl",
    "pages.jsonl",
    "records.csv",
    "scores.csv",
    "documents.csv",
    "findings.csv",
)
_HEADS = {
    "records.csv": RECORD_COLUMNS,
    **{f"{table}.csv": keys(table, "run") for table in ("scores", "documents", "findings")},
}
_BOM = b"\xef\xbb\xbf"
_LEVEL = 1  # zlib: a five-page report's 150 KB become 25 KB in 2 ms; level 6 takes 5 ms for 20 KB
_STYLE = Style(verbatim=True)
OutputText = tuple[bytes, ...]
"""One text a file, in the order of ``STREAMS``."""
_LENGTHS = struct.Struct(f"<{len(STREAMS)}Q")


def heads() -> OutputText:
    """What each file begins with."""
    return tuple(_BOM + _sheet([_HEADS[name]]) if name in _HEADS else b"" for name in STREAMS)


def output_text(result: InputResult) -> OutputText:
    """What the files say of ``result``.

    Raises:
        UnicodeEncodeError: A text holds half a surrogate pair, which no file can.
    """
    reports, name = result.reports, result.source_file
    records = [record for report in reports for record in report.records]
    scores = [(score, score_json(score)) for report in reports for score in report.scores]
    made = {
        "records.jsonl": _lines(line(record_json(record)) for record in records),
        "scores.jsonl": _lines(line(written) for _, written in scores),
        "tables.jsonl": _lines(text for report in reports for text in _tables(name, report)),
        "pages.jsonl": _lines(
            line(page_json(report.document_id, name, page)) for report in reports for page in report.pages
        ),
        "records.csv": _sheet(map(_record_cells, records)),
        "scores.csv": _sheet(score_cells(score, written) for score, written in scores),
        "documents.csv": _sheet([[csv_cell(value) for value in document_row(result).values()]]),
        "findings.csv": _findings(result),
    }
    return tuple(made[stream] for stream in STREAMS)


def packed(given: OutputText) -> bytes:
    """All texts in one compressed block."""
    return zlib.compress(_LENGTHS.pack(*map(len, given)) + b"".join(given), _LEVEL)


def unpacked(block: bytes) -> OutputText:
    """What ``packed`` put together."""
    whole = zlib.decompress(block)
    at, given = _LENGTHS.size, []
    for length in _LENGTHS.unpack_from(whole):
        given.append(whole[at : at + length])
        at += length
    return tuple(given)


def _tables(source_file: str, report: Report) -> Iterable[str]:
    for page in report.pages:
        for table in page.tables:
            yield line(table_json(report.document_id, source_file, table))


def _record_cells(record: MeasureRecord) -> list[str | int | float | None]:
    """A line of records.csv: the excel profile of ``export``, with every text whole."""
    return [csv_files.excel_cell(turn(getattr(record, key)), _STYLE) for key, turn in _turns()]


@cache
def _turns() -> tuple[tuple[str, Callable[[Any], CellValue]], ...]:
    return tuple(
        (column.key, _turn(column.codec, _STYLE.turn(column)))
        for column in columns("records")
        if column.key in RECORD_COLUMNS
    )


def _turn(codec: str, shown: Callable[[Any], CellValue]) -> Callable[[Any], CellValue]:
    """What becomes of a value of the model."""
    if codec in ("", "findings"):
        return lambda value: None if value is None else shown(value)
    pack = CODECS[codec].pack
    return lambda value: shown(pack(value, True)) if value else None


def _findings(result: InputResult) -> bytes:
    stream = io.StringIO(newline="")
    csv_files.write_rows(stream, "excel", "findings", finding_rows(result), _STYLE)
    return stream.getvalue().encode()


def _lines(texts: Iterable[str]) -> bytes:
    return "".join(texts).encode()


def _sheet(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    sheet_writer(stream).writerows(rows)
    return stream.getvalue().encode()
