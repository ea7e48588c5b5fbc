"""A heat map of kinds: one row an agency, one column a year, a colour and a mark in each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from oversight.drawing.svg import FAINT, HAIR, INK, WIDTH, Kind, box, drawing, fitted, legend, words

FIELD, STEP = 15.0, 17.0
"""Height of a field, and from row to row."""
FIELD_WIDTH = 32.0
LEAST_LABEL = 130.0
"""Width below which names of agencies are cut too short."""
SHORT = 20
"""Up to so many rows stand in one panel."""
GAP = 24.0
MARK = 9.5


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row: its name, the kind of each field, and what is told when a field is pointed at."""

    label: str
    kinds: tuple[str, ...]
    tips: tuple[str, ...] = ()


def heat_map(
    name: str,
    title: str,
    told: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    kinds: Mapping[str, Kind],
    with_legend: bool = True,
) -> str:
    """The chart; many rows stand in two panels side by side where the columns leave room.

    Args:
        name: Of the chart on its page.
        title: Its name for people.
        told: What is seen, in words.
        columns: Names of the columns, short.
        rows: In their order; each with as many fields as there are columns.
        kinds: By the keys used in the rows, in the legend's order.
        with_legend: Whether the legend stands above.
    """
    wide = len(columns) * FIELD_WIDTH
    half = (WIDTH - GAP) / 2
    panels = 2 if len(rows) > SHORT and half - wide >= LEAST_LABEL else 1
    width = half if panels == 2 else WIDTH
    label = min(width - wide, 260.0)
    parts, top = legend(kinds.values(), 0, 2, WIDTH) if with_legend else ([], 4.0)
    deep = -(-len(rows) // panels)
    for panel in range(panels if rows else 1):
        left = panel * (width + GAP)
        for place, column in enumerate(columns):
            middle = left + label + (place + 0.5) * FIELD_WIDTH
            parts.append(words(middle, top + 10, column, fill=FAINT, font_size="11", text_anchor="middle"))
        for n, row in enumerate(rows[panel * deep : (panel + 1) * deep]):
            parts += _row(row, left, top + 16 + n * STEP, label, kinds)
    return drawing(name, title, told, parts, top + 16 + deep * STEP + 4)


def _row(row: HeatRow, left: float, y: float, label: float, kinds: Mapping[str, Kind]) -> list[str]:
    parts = [words(left, y + 11.5, fitted(row.label, label - 8), fill=INK)]
    tips = row.tips or ("",) * len(row.kinds)
    for place, (key, tip) in enumerate(zip(row.kinds, tips, strict=True)):
        kind, x = kinds[key], left + label + place * FIELD_WIDTH
        parts.append(box(x + 1, y, FIELD_WIDTH - 2, FIELD, kind.fill, tip, stroke=HAIR, stroke_width="0.5"))
        middle = x + FIELD_WIDTH / 2
        parts.append(words(middle, y + 11, kind.mark, fill=kind.ink, font_size=MARK, text_anchor="middle"))
    return parts
