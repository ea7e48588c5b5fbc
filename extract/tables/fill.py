"""Filling empty cells with text from the glyphs of a text layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from extract.model import Cell, Finding, Floats, Glyph, Line, Method, Table
from extract.pages.lines import blank_step, group_lines
from extract.tables.broken_numbers import broken_number, joined_by_column
from extract.tables.note_marks import part_raised
from extract.tables.row_kinds import MAX_HEADER_ROWS, Predicate, read_rows
from extract.tables.runs import Runs
from extract.thai.rejoin import rejoin
from extract.thai.repair import repair
from extract.thai.respell import Respelt, respell

RISE = 0.25
"""Of the font size: height of a glyph's middle over its baseline, whatever marks it carries."""

SLACK = 1.5
"""Points by which text may stand outside a table and still belong to it."""

TOUCH = 0.15
"""Of the font size, by which one letter of a word may begin off the end of the one before."""

PALE = 150
"""Of 255, as light as a watermark: such letters hardly show beside black. Chromium prints white as 171."""

MOST_TOLD = 200
"""Letters of hidden text kept in a finding."""

Owners = NDArray[np.intp]
Mend = Callable[[str], str]


def repaired(text: str) -> str:
    """``text`` as ``repair`` leaves it."""
    return repair(text).text


def fill_from_glyphs(
    tables: Sequence[Table], glyphs: Sequence[Glyph], mend: Mend = repaired
) -> tuple[Table, ...]:
    """Put each glyph into the cell its middle lies in; cells get lines, ``raw`` and repaired ``text``.

    Glyphs inside a table nested in a cell of another go to the inner table. ``mend`` repairs a line. Glyphs
    that do not show are no text of their cell; findings keep them.
    """
    middles = _middles(glyphs)
    runs = Runs(glyphs)
    owners = _table_of(tables, middles, runs)
    blank = blank_step(glyphs)
    of_glyphs = partial(_of_glyphs, cut=_cut_off(glyphs), mend=mend, blank=blank)
    return tuple(
        _filled(table, glyphs, np.flatnonzero(owners == number), middles, runs, of_glyphs)
        for number, table in enumerate(tables)
    )


def outside(tables: Sequence[Table], glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs that lie in no table, in content order."""
    owners = _table_of(tables, _middles(glyphs), Runs(glyphs))
    return tuple(glyphs[i] for i in np.flatnonzero(owners < 0).tolist())


def with_text(cell: Cell, lines: Sequence[Line], method: Method, mend: Mend = repaired) -> Cell:
    """``cell`` holding ``lines``: raw text as printed, text repaired and rejoined, least line confidence.

    Blank lines count only where no other is: an engine that failed gives one of confidence 0.
    """
    printed = [line for line in lines if line.text.strip()]
    return replace(
        cell,
        lines=tuple(printed),
        raw="\n".join(line.text.rstrip() for line in printed),
        text=rejoin([mend(line.text) for line in printed]),
        confidence=min((line.confidence for line in printed or lines), default=1.0),
        method=method,
    )


def respelt(cell: Cell) -> Cell:
    """``cell`` of the reader with misread words put right (see ``respell``); ``raw`` and ``lines`` stay.

    Each is told by the finding ``word-respelt``.
    """
    told: list[tuple[str, str]] = []
    texts = []
    for line in cell.lines:
        sound = repaired(line.text)
        found = respell(sound, line.char_confidences) if sound == line.text else Respelt(sound)
        told += found.words
        texts.append(found.text)
    if not told:
        return cell
    detail = ", ".join(f"{read} → {word}" for read, word in told)
    finding = Finding("word-respelt", "info", detail, page=cell.page, bbox=cell.bbox)
    return replace(cell, text=rejoin(texts), findings=(*cell.findings, finding))


def part_headers(table: Table, is_header_text: Predicate, mend: Mend = repaired) -> Table:
    """``table`` with two header prints that run into one another put into their two cells.

    ลำดับ in a column that is too narrow for it reaches to where มาตรการ begins, which then seems to go on.

    Args:
        table: filled.
        is_header_text: whether a text is a known header print.
        mend: repairs a line.
    """
    out = list(table.cells)
    at = {(cell.row, cell.column): number for number, cell in enumerate(out)}
    heads: set[int] | None = None
    for number, cell in enumerate(table.cells):
        beside = at.get((cell.row, cell.column + cell.column_span))
        if cell.row >= MAX_HEADER_ROWS or beside is None or len(cell.lines) != 1 or out[beside].lines:
            continue
        (line,), edge = cell.lines, cell.bbox.x1
        if line.bbox.x1 <= edge + SLACK:
            continue
        heads = heads or {row.index for row in read_rows(table, is_header_text) if row.kind == "header"}
        if heads and cell.row not in heads:  # two months in a row of body cells are one period
            continue
        cuts = [n for n in range(2, len(line.text) - 1) if _two_prints(line.text, n, is_header_text)]
        near = (edge - line.bbox.x0) / line.bbox.width * len(line.text)
        cut = min(cuts, key=lambda n: abs(n - near), default=None)
        if cut is not None:
            one = replace(line, text=line.text[:cut], bbox=replace(line.bbox, x1=edge), char_confidences=())
            two = replace(line, text=line.text[cut:], bbox=replace(line.bbox, x0=edge), char_confidences=())
            out[number] = with_text(cell, [one], cell.method, mend)
            out[beside] = with_text(out[beside], [two], cell.method, mend)
    return replace(table, cells=tuple(out)) if out != list(table.cells) else table


def _two_prints(text: str, cut: int, is_header_text: Predicate) -> bool:
    return is_header_text(text[:cut]) and is_header_text(text[cut:])


def _middles(glyphs: Sequence[Glyph]) -> Floats:
    """Middle of each glyph's base letter, ``(2, n)``: x and y."""
    if not glyphs:
        return np.empty((2, 0))
    boxes = [g.bbox for g in glyphs]
    xs = np.array([(box.x0 + box.x1) / 2 for box in boxes])
    ys = np.array([g.baseline - RISE * g.size for g in glyphs])
    tops, bottoms = np.array([box.y0 for box in boxes]), np.array([box.y1 for box in boxes])
    beyond = (ys < tops) | (ys > bottoms) | np.array([g.turn in (90, 270) for g in glyphs])
    return np.stack([xs, np.where(beyond, (tops + bottoms) / 2, ys)])


def _table_of(tables: Sequence[Table], middles: Floats, runs: Runs) -> Owners:
    """Number of the innermost table each glyph lies in or runs out of, −1 outside all."""
    xs, ys = middles
    owners = np.full(len(xs), -1, np.intp)
    for number in sorted(range(len(tables)), key=lambda i: -tables[i].bbox.area):
        box = tables[number].bbox
        inside = (xs >= box.x0 - SLACK) & (xs <= box.x1 + SLACK)
        inside &= (ys >= box.y0 - SLACK) & (ys <= box.y1 + SLACK)
        owners[inside] = number
    runs.run_out(tables, owners)
    return owners


def _filled(
    table: Table,
    glyphs: Sequence[Glyph],
    inside: Owners,
    middles: Floats,
    runs: Runs,
    of_glyphs: Callable[[Cell, Sequence[Glyph]], Cell],
) -> Table:
    """``table`` with the glyphs numbered ``inside``, all of which lie in it, in its cells."""
    columns = np.searchsorted(_edges(table, vertical=True), middles[0, inside], side="right")
    rows = np.searchsorted(_edges(table, vertical=False), middles[1, inside], side="right")
    owners = _cell_map(table)[rows, columns]
    if table.origin == "vector":
        runs.run_over(table, inside, owners)
    held: list[list[Glyph]] = [[] for _ in table.cells]
    for i, number in zip(inside.tolist(), owners.tolist(), strict=True):
        held[number].append(glyphs[i])
    cells = zip(table.cells, held, strict=True)
    return joined_by_column(replace(table, cells=tuple(of_glyphs(cell, part) for cell, part in cells)))


def _of_glyphs(cell: Cell, glyphs: Sequence[Glyph], cut: Sequence[Glyph], mend: Mend, blank: float) -> Cell:
    """``cell`` with its glyphs that show, and findings about those that do not.

    Text that does not show is not what the paper says: information. Text of which the end does not show was
    cut off, by the edge of the cell or of the page, and the paper may mean more: a warning.
    """
    odd = any([not glyph.visible or glyph.struck for glyph in glyphs])
    live = [glyph for glyph in glyphs if glyph.visible and not glyph.struck] if odd else glyphs
    shown, marks = part_raised(live)
    lines = group_lines(shown, blank)
    methods = {glyph.method for glyph in shown}
    if methods != {"text"}:
        methods = {glyph.method for glyph in shown if not glyph.text.isspace()} - {"text"}
    filled = with_text(cell, lines, min(methods, default="text"), mend)
    if broken_number(cell, lines):
        filled = replace(filled, text=mend("".join(line.text.strip() for line in lines)))
    found = [Finding("note-mark", "info", mark, page=cell.page, bbox=cell.bbox) for mark in marks]
    if odd and (text := plain_text(g for g in glyphs if not g.visible)):
        found.append(Finding("text-hidden", "info", text, page=cell.page, bbox=cell.bbox))
    tones = {g.tone for g in shown}
    if len(tones) > 1 and min(tones) < PALE and (pale := plain_text(g for g in shown if g.tone >= PALE)):
        found.append(Finding("text-pale", "warning", pale, page=cell.page, bbox=cell.bbox))
    if odd and (struck := plain_text(g for g in glyphs if g.struck and g.visible)):
        found.append(Finding("text-struck", "warning", struck, page=cell.page, bbox=cell.bbox))
    if cut and any(glyph is last for last in cut for glyph in shown):
        detail = filled.raw[:MOST_TOLD]
        found.append(Finding("text-cut", "warning", detail, page=cell.page, bbox=cell.bbox))
    return replace(filled, findings=(*filled.findings, *found)) if found else filled


def plain_text(glyphs: Iterable[Glyph]) -> str:
    """What ``glyphs`` say in one line, no more than a finding keeps."""
    return " ".join(line.text.strip() for line in group_lines(glyphs)).strip()[:MOST_TOLD]


def _cut_off(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Letters that show, where the next letter of their word does not."""
    return [
        one
        for one, two in zip(glyphs, glyphs[1:], strict=False)
        if one.visible and not two.visible and not (one.text.isspace() or two.text.isspace())
        if abs(two.bbox.x0 - one.bbox.x1) < TOUCH * one.size
        if abs(two.baseline - one.baseline) < TOUCH * one.size
    ]


def _edges(table: Table, vertical: bool) -> Floats:
    """Inner grid lines of ``table``: x between columns, or y between rows."""
    count = table.columns if vertical else table.rows
    edges = np.full(max(count - 1, 0), np.nan)
    for cell in table.cells:
        first = cell.column if vertical else cell.row
        if first:
            edges[first - 1] = cell.bbox.x0 if vertical else cell.bbox.y0
    for i in np.flatnonzero(np.isnan(edges)):
        edges[i] = edges[i - 1] if i else (table.bbox.x0 if vertical else table.bbox.y0)
    return edges


def _cell_map(table: Table) -> Owners:
    """Cell number covering each (row, column)."""
    owner = np.zeros((table.rows, table.columns), np.intp)
    for number, cell in enumerate(table.cells):
        rows = slice(cell.row, cell.row + cell.row_span)
        owner[rows, cell.column : cell.column + cell.column_span] = number
    return owner
