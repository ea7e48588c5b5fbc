"""datapackage.json beside the machine CSVs: Data Package 1.0 with a Table Schema for each table.

What the dictionary says becomes titles, descriptions (in both languages), types, constraints and keys, so
that a program can check the files without us.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from oversight.export.columns import TABLES, TableColumn, columns

NAME = "datapackage.json"
_TITLES = {
    "records": ("มาตรการ", "Measures"),
    "documents": ("รายงาน", "Reports"),
    "findings": ("ข้อสังเกต", "Findings"),
    "coverage": ("ความครบถ้วนรายหน่วยงานรายปี", "Coverage by agency and year"),
    "dictionary": ("คำอธิบายช่อง", "Data dictionary"),
}
_TYPES = {
    "text": "string",
    "id": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "flag": "boolean",
    "list": "array",
    "numbers": "array",
    "object": "any",  # extra: an object, or a list of pairs where a header stands twice
    "objects": "array",
    "places": "object",
    "box": "array",
}
_KEYS: dict[str, dict[str, Any]] = {
    "records": {
        "primaryKey": ["record_id"],
        "foreignKeys": [
            {"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["document_id"]}}
        ],
    },
    "findings": {
        "foreignKeys": [
            {"fields": ["document_id"], "reference": {"resource": "documents", "fields": ["document_id"]}},
            {"fields": ["record_id"], "reference": {"resource": "records", "fields": ["record_id"]}},
        ]
    },
    "dictionary": {"primaryKey": ["table", "key"]},
}
_UNIQUE = {("documents", "document_id")}  # no primary key: a file that could not be opened has none
_BLOCK = 1 << 20


def table_schema(table: str) -> dict[str, Any]:
    """The Table Schema of a table."""
    return {
        "fields": [_field(column) for column in columns(table)],
        "missingValues": [""],
        **_KEYS.get(table, {}),
    }


def _field(column: TableColumn) -> dict[str, Any]:
    least, most = column.bounds
    constraints = {
        "required": column.required or None,
        "unique": (column.table, column.key) in _UNIQUE or None,
        "enum": list(column.choices) or None,
        "minimum": least,
        "maximum": most,
    }
    stated = {name: value for name, value in constraints.items() if value is not None}
    return {
        "name": column.key,
        "type": _TYPES[column.type],
        "title": f"{column.name_th} / {column.name_en}",
        "description": f"{column.about_th} / {column.about_en}",
        "titles": {"th": column.name_th, "en": column.name_en},
        "descriptions": {"th": column.about_th, "en": column.about_en},
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": stated} if stated else {}),
    }


def descriptor(folder: Path, tables: Sequence[str] = TABLES) -> dict[str, Any]:
    """The descriptor of the CSV files that lie in ``folder``."""
    return {
        "profile": "tabular-data-package",
        "name": "prongsai",
        "title": "มาตรการ ITA ขององค์กรปกครองส่วนท้องถิ่น / ITA measures of Thai local government",
        "description": (
            "มาตรการส่งเสริมคุณธรรมและความโปร่งใสที่อ่านจากรายงานของหน่วยงาน "
            "ทุกค่าสืบกลับถึงหน้าและตำแหน่งบนกระดาษได้ / Measures read from the agencies' reports; "
            "every value leads back to its page and place on the paper."
        ),
        "version": version("prongsai"),
        "keywords": ["ITA", "integrity", "transparency", "Thailand", "local government"],
        "resources": [_resource(folder, table) for table in tables],
    }


def _resource(folder: Path, table: str) -> dict[str, Any]:
    path = folder / f"{table}.csv"
    thai, english = _TITLES[table]
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": path.name,
        "title": f"{thai} / {english}",
        "titles": {"th": thai, "en": english},
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n"},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_digest(path)}",
        "schema": table_schema(table),
    }


def _digest(path: Path) -> str:
    made = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            made.update(block)
    return made.hexdigest()


def write(folder: Path) -> None:
    """Write the descriptor of the CSV files in ``folder`` beside them."""
    text = json.dumps(descriptor(folder), ensure_ascii=False, indent=2)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")
