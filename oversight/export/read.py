"""Results back into pandas, for researchers: ``prongsai.read``."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
from pyarrow import dataset

from extract import fields
from extract.codecs import CODECS
from extract.errors import OutputError
from oversight.export.cells import unguarded
from oversight.export.columns import TableColumn, columns
from oversight.export.documents import FACTS

TableName = Literal["records", "documents", "findings", "coverage", "dictionary"]

_TYPES = {"integer": "Int64", "number": "Float64", "flag": "boolean"}
_JSON = ("list", "numbers", "object", "objects", "places", "box")


def read(output: str | Path, kind: TableName = "records") -> pd.DataFrame:
    """Return one of the tables of a folder: results of a run, or an export of any format but XLSX.

    Args:
        output: The folder a run wrote (``-o``), or one that ``prongsai export`` wrote as Parquet, machine CSV
            or data package, or one CSV of either profile with the keys as its header.
        kind: Of results ``records`` (from records.jsonl: lists stay lists, dates are dates, whole numbers
            with gaps are ``Int64``), ``documents`` or ``findings`` (text ``string``, counts ``Int64``);
            of exports also ``coverage`` and ``dictionary``.

    Raises:
        OutputError: The folder holds no such table.
    """
    place = Path(output)
    if place.is_file():
        return _csv(place, kind)
    for name, load in _places(kind):
        if (place / name).exists():
            return load(place / name)
    raise OutputError(
        f"ไม่พบ {place / f'{kind}.csv'} ให้สั่ง prongsai run … -o {place} หรือ prongsai export ก่อน",
        f"no {kind} in {place}: run `prongsai run … -o {place}` or `prongsai export` first",
    )


def _places(kind: TableName) -> list[tuple[str, Callable[[Path], pd.DataFrame]]]:
    """Where a table may lie in a folder, and who reads it."""
    parquet = partial(_parquet, kind=kind)
    found: list[tuple[str, Callable[[Path], pd.DataFrame]]] = []
    if kind == "records":
        found += [("records.jsonl", _records), ("records", parquet), ("parquet/records", parquet)]
    found += [(f"{kind}.parquet", parquet), (f"parquet/{kind}.parquet", parquet)]
    return [*found, (f"{kind}.csv", lambda path: _csv(path, kind))]


def _csv(path: Path, kind: TableName) -> pd.DataFrame:
    """A table of either profile; the one for spreadsheets begins with a BOM."""
    with path.open("rb") as stream:
        return _excel(path, kind) if stream.read(3) == codecs.BOM_UTF8 else _machine(path, kind)


def _excel(path: Path, kind: TableName) -> pd.DataFrame:
    """A CSV for spreadsheets: text as it was printed; lists, objects and places stay as they are shown."""
    text = pd.read_csv(path, encoding="utf-8-sig", dtype="string", keep_default_na=False, na_values=[""])
    known = {column.key: column.type for column in columns(kind)}
    if not set(text.columns) & set(known):
        raise OutputError(
            f"{path} ใช้หัวตารางอื่น จึงอ่านกลับไม่ได้ ให้ส่งออกด้วย --headers keys",
            f"{path} has other headers and cannot be read again: export it with --headers keys",
        )
    if kind == "documents":  # of several reports in a file, what they say may be lists
        known |= {column.key: column.type for column in columns(kind, "run")} | dict.fromkeys(FACTS, "text")
    frame = pd.DataFrame(index=text.index)
    for key in text.columns:
        if known.get(key) == "date":
            frame[key] = pd.to_datetime(text[key])
        elif known.get(key) == "flag":
            frame[key] = text[key].map({"true": True, "false": False}).astype("boolean")
        elif (dtype := _TYPES.get(known.get(key, "text"))) is not None:
            frame[key] = text[key].astype(dtype)  # type: ignore[call-overload]
        else:
            frame[key] = text[key].map(unguarded, na_action="ignore").astype("string")
    return frame


def _machine(path: Path, kind: TableName) -> pd.DataFrame:
    """A machine CSV with every column in its type."""
    wanted = columns(kind)
    types = {c.key: _TYPES.get(c.type, "string") for c in wanted}
    frame = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])
    missing = [c.key for c in wanted if c.key not in frame.columns]
    if missing:
        raise OutputError(
            f"{path} ไม่ใช่ CSV แบบ machine: ไม่มีช่อง {', '.join(missing)}",
            f"{path} is no CSV of the machine profile: it lacks {', '.join(missing)}",
        )
    for column in wanted:
        if column.type == "date":
            frame[column.key] = pd.to_datetime(frame[column.key])
        elif column.type in _JSON:
            values = [
                json.loads(text) if isinstance(text, str) else _empty(column) for text in frame[column.key]
            ]
            frame[column.key] = pd.Series(values, dtype=object, index=frame.index)
    return frame


def _empty(column: TableColumn) -> Any:
    """An empty field as records.jsonl has it."""
    codec = CODECS.get(column.codec)
    return codec.to_json(codec.empty) if codec else []


def _parquet(path: Path, kind: TableName) -> pd.DataFrame:
    years = pa.schema([("fiscal_year", pa.int32())])  # else a folder of none alone could not be read
    by_year = dataset.partitioning(years, flavor="hive") if path.is_dir() else None
    parts = dataset.dataset(path, format="parquet", partitioning=by_year)
    frame: pd.DataFrame = parts.to_table().to_pandas()
    return _typed(frame, kind)


def _records(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8") as stream:
        return _typed(
            pd.DataFrame([json.loads(entry) for entry in stream], columns=list(fields.keys())), "records"
        )


def _typed(frame: pd.DataFrame, kind: TableName) -> pd.DataFrame:
    """Whole numbers with gaps as such, and dates."""
    for column in columns(kind):
        if column.key in frame and column.type == "integer":
            frame[column.key] = frame[column.key].astype("Int64")
        elif column.key in frame and column.type == "date":
            frame[column.key] = pd.to_datetime(frame[column.key])
    return frame
