"""What the output files say of one input: its piece of each file, as bytes that only have to be added.

A piece can be made where a document was read, kept, and added later; all pieces in their order are the files.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable, Sequence

from extract.model import Report
from oversight.export.documents import (
    DOCUMENT_COLUMNS,
    FINDING_COLUMNS,
    RECORD_COLUMNS,
    Entry,
    document_row,
    finding_rows,
)
from oversight.export.plain import line, page_json, record_json, score_json, table_json
from oversight.export.sheet import SCORE_COLUMNS, record_cells, score_cells, sheet_writer, shown

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
HEADS = {
    "records.csv": RECORD_COLUMNS,
    "scores.csv": SCORE_COLUMNS,
    "documents.csv": DOCUMENT_COLUMNS,
    "findings.csv": FINDING_COLUMNS,
}
BOM = b"\xef\xbb\xbf"
LEVEL = 1  # zlib: a five-page report's 150 KB become 25 KB in 2 ms; level 6 takes 5 ms for 20 KB
Pieces = tuple[bytes, ...]
"""One piece a file, in the order of ``STREAMS``."""
_LENGTHS = struct.Struct(f"<{len(STREAMS)}Q")


def heads() -> Pieces:
    """What each file begins with."""
    return tuple(BOM + _sheet([HEADS[name]]) if name in HEADS else b"" for name in STREAMS)


def pieces(entry: Entry) -> Pieces:
    """What the files say of ``entry``.

    Raises:
        UnicodeEncodeError: A text holds half a surrogate pair, which no file can.
    """
    written = [(report, [record_json(record) for record in report.records]) for report in entry.reports]
    records = [record for _, own in written for record in own]
    scores = [score_json(score) for report in entry.reports for score in report.scores]
    made = {
        "records.jsonl": _lines(map(line, records)),
        "scores.jsonl": _lines(map(line, scores)),
        "tables.jsonl": _lines(text for report in entry.reports for text in _tables(entry, report)),
        "pages.jsonl": _lines(
            line(page_json(report.document_id, entry.source_file, page))
            for report in entry.reports
            for page in report.pages
        ),
        "records.csv": _sheet(map(record_cells, records)),
        "scores.csv": _sheet(map(score_cells, scores)),
        "documents.csv": _sheet([[shown(value) for value in document_row(entry).values()]]),
        "findings.csv": _sheet([shown(value) for value in row.values()] for row in finding_rows(entry)),
    }
    return tuple(made[name] for name in STREAMS)


def packed(given: Pieces) -> bytes:
    """Pieces in one compressed block."""
    return zlib.compress(_LENGTHS.pack(*map(len, given)) + b"".join(given), LEVEL)


def unpacked(block: bytes) -> Pieces:
    """What ``packed`` put together."""
    whole = zlib.decompress(block)
    at, given = _LENGTHS.size, []
    for length in _LENGTHS.unpack_from(whole):
        given.append(whole[at : at + length])
        at += length
    return tuple(given)


def _tables(entry: Entry, report: Report) -> Iterable[str]:
    for page in report.pages:
        for table in page.tables:
            yield line(table_json(report.document_id, entry.source_file, table))


def _lines(texts: Iterable[str]) -> bytes:
    return "".join(texts).encode()


def _sheet(rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    sheet_writer(stream).writerows(rows)
    return stream.getvalue().encode()
