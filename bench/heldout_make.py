"""Pages drawn by chance as files with truth: printed, scanned, and kept only where they fit their paper."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2

from fixtures.make import _fonts_conf
from fixtures.oddities.chance import RULINGS, Lot, Office, office
from fixtures.oddities.layout import Drawn, Overflow, draw, slots
from fixtures.oddities.letters import Letters
from fixtures.oddities.press import print_pages
from fixtures.oddities.sheet import Grid, Sheet
from fixtures.oddities.typed import type_sheets
from fixtures.oddities.wear import scan

FEWEST_ROWS = 2
"""Rows below the header, or the page is left out."""
SHORTER = 5
"""Tries to make a typed page fit by fewer rows."""


def make_lot(lot: Lot, numbers: Iterable[int], folder: Path, fonts: Path) -> None:
    """Write digital pages, scans and truth of the offices ``numbers`` of ``lot`` into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        fonts_conf = _fonts_conf(work, fonts.resolve())
        letters = Letters(fonts_conf)
        drawn = [office(lot, number) for number in numbers]
        typed = [one for one in drawn if one.press == "libreoffice"]
        for one, sheets, paths in _typed(typed, work, fonts_conf):
            _file(one, sheets, paths, folder)
        for one in drawn:
            if one.press == "chromium":
                _file(one, *_placed(one, letters, work, fonts_conf), folder)


def _placed(
    one: Office, letters: Letters, work: Path, fonts_conf: Path
) -> tuple[list[Sheet | None], list[Path | None]]:
    """Sheets cut to fit, and a PDF of one page for each."""
    pages: list[Drawn | None] = [_fitted(sheet, letters) for sheet in one.sheets]
    whole = [page for page in pages if page is not None]
    if not whole:
        return [None for _ in pages], [None for _ in pages]
    printed = work / "placed.pdf"
    print_pages(whole, printed, fonts_conf)
    document = pypdfium2.PdfDocument(printed.read_bytes())
    paths: list[Path | None] = []
    for page in pages:
        if page is None:
            paths.append(None)
            continue
        single = pypdfium2.PdfDocument.new()
        single.import_pages(document, [len([p for p in paths if p])])
        paths.append(work / f"placed{len(paths)}.pdf")
        single.save(paths[-1])
    document.close()
    return [page.sheet if page else None for page in pages], paths


def _fitted(sheet: Sheet, letters: Letters) -> Drawn | None:
    while sheet is not None:
        try:
            return draw(sheet, letters)
        except Overflow:
            sheet = _shorter(sheet)
    return None


def _shorter(sheet: Sheet) -> Sheet | None:
    """The same with fewer table rows, or without what stands below the table; None when nothing is left."""
    at = next(n for n, block in enumerate(sheet.blocks) if isinstance(block, Grid))
    if at + 1 < len(sheet.blocks):
        return replace(sheet, blocks=sheet.blocks[: at + 1])
    grid = sheet.blocks[at]
    assert isinstance(grid, Grid)
    rows = grid.rows[:-1]
    while rows and any(cell.row_span > 1 for cell in rows[-1]):
        rows = rows[:-1]
    while rows and len(rows[-1]) == 1:
        rows = rows[:-1]
    if len(rows) < grid.headers + FEWEST_ROWS or _open_spans(rows):
        return None
    return replace(sheet, blocks=(*sheet.blocks[:at], replace(grid, rows=rows)))


def _open_spans(rows: Sequence[Sequence[Any]]) -> bool:
    return any(n + cell.row_span > len(rows) for n, row in enumerate(rows) for cell in row)


def _typed(
    offices: Sequence[Office], work: Path, fonts_conf: Path
) -> Iterable[tuple[Office, list[Sheet | None], list[Path | None]]]:
    """Sheets and PDFs of typed offices, all converted in a few runs of LibreOffice."""
    todo: dict[tuple[int, int], Sheet] = {
        (o, s): sheet for o, one in enumerate(offices) for s, sheet in enumerate(one.sheets)
    }
    done: dict[tuple[int, int], tuple[Sheet, Path]] = {}
    for attempt in range(SHORTER):
        if not todo:
            break
        place = work / f"typed{attempt}"
        place.mkdir()
        paths = type_sheets(list(todo.values()), place, fonts_conf)
        left: dict[tuple[int, int], Sheet] = {}
        for (key, sheet), path in zip(todo.items(), paths, strict=True):
            document = pypdfium2.PdfDocument(path.read_bytes())
            pages = len(document)
            document.close()
            if pages == 1:
                done[key] = (sheet, path)
                continue
            shorter: Sheet | None = sheet
            for _ in range(1 + 2 * (pages > 2)):
                shorter = _shorter(shorter) if shorter else None
            if shorter is not None:
                left[key] = shorter
        todo = left
    for o, one in enumerate(offices):
        found = [done.get((o, s)) for s in range(len(one.sheets))]
        yield one, [f[0] if f else None for f in found], [f[1] if f else None for f in found]


def _file(one: Office, sheets: Sequence[Sheet | None], paths: Sequence[Path | None], folder: Path) -> None:
    for ruling, sheet, path in zip(RULINGS, sheets, paths, strict=True):
        if sheet is None or path is None:
            continue
        stem = f"{one.lot}-{one.number:04d}-{ruling}"
        (folder / f"{stem}.pdf").write_bytes(path.read_bytes())
        scan(path, folder / f"{stem}-scan.pdf", one.wear)
        tables = [
            {
                "cells": [
                    {
                        "row": r,
                        "column": c,
                        "row_span": cell.row_span,
                        "column_span": cell.column_span,
                        "text": cell.text,
                    }
                    for r, c, cell in slots(block)
                ]
            }
            for block in sheet.blocks
            if isinstance(block, Grid)
        ]
        truth = {
            "oddity": stem,
            "group": one.press,
            "ruling": ruling,
            "files": {"digital": f"{stem}.pdf", "scan": f"{stem}-scan.pdf"},
            "pages": [{"page": 1, "tables": tables}],
            "facts": [],
        }
        (folder / f"{stem}.truth.json").write_text(json.dumps(truth, ensure_ascii=False) + "\n", "utf-8")
