"""Results back into pandas, for researchers: ``from oversight.export.read import read``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pandas as pd

from extract.errors import OutputError
from oversight.export.documents import DOCUMENT_COLUMNS, FINDING_COLUMNS, RECORD_COLUMNS

Kind = Literal["records", "documents", "findings"]

_WHOLE_NUMBERS = ("fiscal_year", "fiscal_year_ce", "basis_year", "report_year", "indicator", "topic")
_COUNTS = ("reports", "pages", "pages_digital", "pages_scanned", "records", "findings", "page")
_DATES = ("period_start", "period_end")


def read(output: str | Path, kind: Kind = "records") -> pd.DataFrame:
    """Return one of the tables of an output folder.

    Args:
        output: The folder a run wrote (``-o``).
        kind: ``records`` (from records.jsonl: lists stay lists, dates are dates, whole numbers with gaps
            are ``Int64``), ``documents`` or ``findings`` (text is ``string``, counts are ``Int64``).

    Raises:
        OutputError: The folder holds no results.
    """
    folder = Path(output)
    path = folder / ("records.jsonl" if kind == "records" else f"{kind}.csv")
    if not path.is_file():
        raise OutputError(
            f"ไม่พบ {path} ให้สั่ง prongsai run … -o {folder} ก่อน",
            f"no {path}: run `prongsai run … -o {folder}` first",
        )
    if kind == "records":
        return _records(path)
    columns = DOCUMENT_COLUMNS if kind == "documents" else FINDING_COLUMNS
    types = {name: "Int64" if name in _COUNTS else "string" for name in columns}
    return pd.read_csv(path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values=[""])


def _records(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8") as stream:
        frame = pd.DataFrame([json.loads(entry) for entry in stream], columns=list(RECORD_COLUMNS))
    for name in _WHOLE_NUMBERS:
        frame[name] = frame[name].astype("Int64")
    for name in _DATES:
        frame[name] = pd.to_datetime(frame[name])
    return frame
