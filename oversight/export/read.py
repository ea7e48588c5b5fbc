"""Results back into pandas, for researchers: ``prongsai.read``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
from pyarrow import dataset

from extract.errors import OutputError
from oversight.export.columns import columns
from oversight.export.documents import DOCUMENT_COLUMNS, FINDING_COLUMNS, RECORD_COLUMNS

Kind = Literal["records", "documents", "findings", "coverage", "dictionary"]

_WHOLE_NUMBERS = ("fiscal_year", "fiscal_year_ce", "basis_year", "report_year", "indicator", "topic")
_COUNTS = ("reports", "pages", "pages_digital", "pages_scanned", "records", "findings", "page")
_DATES = ("period_start", "period_end")
_TYPES = {"integer": "Int64", "number": "Float64", "flag": "boolean"}
_JSON = ("list", "numbers", "object", "objects", "places", "box")


def read(output: str | Path, kind: Kind = "records") -> pd.DataFrame:
    """Return one of the tables of a folder: results of a run, or an export of any format but XLSX.

    Args:
        output: The folder a run wrote (``-o``), or one that ``prongsai export`` wrote as Parquet, machine CSV
            or data package, or the machine CSV itself.
        kind: Of results ``records`` (from records.jsonl: lists stay lists, dates are dates, whole numbers
            with gaps are ``Int64``), ``documents`` or ``findings`` (text ``string``, counts ``Int64``);
            of exports also ``coverage`` and ``dictionary``.

    Raises:
        OutputError: The folder holds no such table.
    """
    place = Path(output)
    if place.is_file():
        return _machine(place, kind)
    for name, load in _places(kind):
        if (place / name).exists():
            return load(place / name)
    raise OutputError(
        f"ไม่พบ {place / f'{kind}.csv'} ให้สั่ง prongsai run … -o {place} หรือ prongsai export ก่อน",
        f"no {kind} in {place}: run `prongsai run … -o {place}` or `prongsai export` first",
    )


def _places(kind: Kind) -> list[tuple[str, Callable[[Path], pd.DataFrame]]]:
    """Where a table may lie in a folder, and who reads it."""
    found: list[tuple[str, Callable[[Path], pd.DataFrame]]] = []
    if kind == "records":
        found += [("records.jsonl", _records), ("records", _parquet), ("parquet/records", _parquet)]
    found += [(f"{kind}.parquet", _parquet), (f"parquet/{kind}.parquet", _parquet)]
    return [*found, (f"{kind}.csv", lambda path: _csv(path, kind))]


def _csv(path: Path, kind: Kind) -> pd.DataFrame:
    """A table of a run (excel profile, with a BOM), or a machine CSV."""
    with path.open("rb") as stream:
        of_a_run = stream.read(3) == b"\xef\xbb\xbf" and kind in ("documents", "findings")
    if not of_a_run:
        return _machine(path, kind)
    names = DOCUMENT_COLUMNS if kind == "documents" else FINDING_COLUMNS
    types = {name: "Int64" if name in _COUNTS else "string" for name in names}
    return pd.read_csv(path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values=[""])


def _machine(path: Path, kind: Kind) -> pd.DataFrame:
    """A machine CSV with every column in its type."""
    wanted = columns(kind)
    types = {c.key: _TYPES.get(c.kind, "string") for c in wanted}
    frame = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])
    missing = [c.key for c in wanted if c.key not in frame.columns]
    if missing:
        raise OutputError(
            f"{path} ไม่ใช่ CSV แบบ machine: ไม่มีช่อง {', '.join(missing)}",
            f"{path} is no CSV of the machine profile: it lacks {', '.join(missing)}",
        )
    for column in wanted:
        if column.kind == "date":
            frame[column.key] = pd.to_datetime(frame[column.key])
        elif column.kind in _JSON:
            empty: Any = None if column.key == "indicator_suggested" else []
            frame[column.key] = pd.Series(
                [_value(text, empty) for text in frame[column.key]], dtype=object, index=frame.index
            )
    return frame


def _value(text: Any, empty: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else empty if empty is None else [*empty]


def _parquet(path: Path) -> pd.DataFrame:
    years = pa.schema([("fiscal_year", pa.int32())])  # else a folder of none alone could not be read
    by_year = dataset.partitioning(years, flavor="hive") if path.is_dir() else None
    parts = dataset.dataset(path, format="parquet", partitioning=by_year)
    frame: pd.DataFrame = parts.to_table().to_pandas()
    for name in frame.columns:
        if name == "fiscal_year" or frame[name].dtype.kind in "if" and name in _WHOLE_NUMBERS:
            frame[name] = frame[name].astype("Int64")
        elif name in _DATES:
            frame[name] = pd.to_datetime(frame[name])
    return frame


def _records(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8") as stream:
        frame = pd.DataFrame([json.loads(entry) for entry in stream], columns=list(RECORD_COLUMNS))
    for name in _WHOLE_NUMBERS:
        frame[name] = frame[name].astype("Int64")
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name])
    return frame
