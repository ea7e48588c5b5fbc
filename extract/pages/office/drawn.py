"""What is drawn over the sheets of an .xlsx: text boxes and shapes with their words, pictures, charts.

Openpyxl leaves them out, so they are read from the file's parts (ECMA-376 part 1, 20.5).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_THINGS = frozenset(_D + name for name in ("sp", "pic", "cxnSp", "graphicFrame"))
_ANCHORS = frozenset(_D + name for name in ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"))
_NAMES = "{*}nvSpPr/{*}cNvPr", "{*}nvPicPr/{*}cNvPr", "{*}nvCxnSpPr/{*}cNvPr", "{*}nvGraphicFramePr/{*}cNvPr"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One thing drawn over a sheet: the cell under its upper left corner, from 1, and its words."""

    row: int
    column: int
    paragraphs: tuple[str, ...] = ()


def drawn_over(archive: ZipFile) -> Mapping[str, tuple[Drawn, ...]]:
    """What is drawn over each sheet, by the sheet's name, from top to bottom; what is hidden is left out.

    Raises:
        KeyError, ValueError, LxmlError: the file is damaged.
    """
    book = _xml(archive, "xl/workbook.xml")
    parts = dict(_related(archive, "xl/workbook.xml"))
    found = {}
    for sheet in book.iter(_S + "sheet"):
        part = parts.get(sheet.get(_R + "id", ""))
        if part is not None and part in archive.NameToInfo:
            found[sheet.get("name", "")] = tuple(
                sorted(_over(archive, part), key=lambda d: (d.row, d.column))
            )
    return found


def _over(archive: ZipFile, part: str) -> Iterator[Drawn]:
    for _, target in _related(archive, part, "/drawing"):
        for anchor in _xml(archive, target).iter(*_ANCHORS):
            start = anchor.find(_D + "from")
            row, column = (
                1 + int(start.findtext(_D + name, "0")) if start is not None else 1 for name in ("row", "col")
            )
            for thing in anchor.iter(*_THINGS):
                if not _is_hidden(thing) and not any(a.tag == _FALLBACK for a in thing.iterancestors()):
                    yield Drawn(row, column, tuple(_paragraphs(thing)))


def _paragraphs(thing: Any) -> Iterator[str]:
    for paragraph in thing.iter(_A + "p"):
        pieces = paragraph.iter(_A + "t", _A + "br")
        text = "".join("\n" if each.tag == _A + "br" else each.text or "" for each in pieces)
        yield from (" ".join(line.split()) for line in text.split("\n") if line.strip())


def _is_hidden(thing: Any) -> bool:
    named = next((found for path in _NAMES if (found := thing.find(path)) is not None), None)
    return named is not None and named.get("hidden") in ("1", "true")


def _related(archive: ZipFile, part: str, kind: str = "") -> Iterator[tuple[str, str]]:
    """Id and name of each part that ``part`` leads to, of those whose type ends with ``kind``."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    if rels in archive.NameToInfo:
        for each in _xml(archive, rels).iter(_P + "Relationship"):
            if each.get("Type", "").endswith(kind) and each.get("TargetMode") != "External":
                target = each.get("Target", "")
                yield each.get("Id", ""), posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")


def _xml(archive: ZipFile, part: str) -> Any:
    from lxml import etree

    return etree.fromstring(archive.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
