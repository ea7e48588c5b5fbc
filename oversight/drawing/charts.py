"""Charts of counts: stacked bars, heat maps, and the bars and columns of the review desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from oversight.drawing.svg import (
    FAINT,
    HAIR,
    INK,
    WIDTH,
    LegendEntry,
    box,
    drawing,
    fitted,
    hint,
    legend,
    shape,
    text_width,
    words,
)

BAR, BAR_STEP = 22.0, 32.0
"""Height of a bar, and from bar to bar."""
LABEL, TOTAL = 170.0, 70.0
"""Room for the names before the bars and the sums behind them."""


def stacked_bars(
    name: str,
    title: str,
    description: str,
    rows: Sequence[tuple[str, Mapping[str, int]]],
    kinds: Mapping[str, LegendEntry],
) -> Markup:
    """The chart.

    Args:
        name: Of the chart on its page.
        title: Its name for people.
        description: What is seen, in words.
        rows: Name and counts by kind of each bar.
        kinds: By key, in the order in which the parts stand.
    """
    parts, top = legend(kinds.values(), 0, 2, WIDTH)
    most = max((sum(counts.values()) for _, counts in rows), default=0) or 1
    scale = (WIDTH - LABEL - TOTAL) / most
    for n, (label, counts) in enumerate(rows):
        y = top + n * BAR_STEP
        parts.append(words(0, y + 15.5, fitted(label, LABEL - 10), fill=INK))
        x = LABEL
        for key, kind in kinds.items():
            count = counts.get(key, 0)
            if not count:
                continue
            wide, written = count * scale, f"{count:,}"
            parts.append(box(x, y, wide, BAR, kind.fill, f"{label} · {kind.label} {written}"))
            if wide > text_width(written, 11) + 6:
                middle = x + wide / 2
                parts.append(
                    words(middle, y + 15, written, fill=kind.ink, font_size="11", text_anchor="middle")
                )
            x += wide
        parts.append(words(x + 8, y + 15.5, f"{sum(counts.values()):,}", fill=FAINT))
    return drawing(name, title, description, parts, top + len(rows) * BAR_STEP)


FIELD, FIELD_STEP = 15.0, 17.0
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
    """One row: its name, the kind of each field, and what is said when a field is pointed at."""

    label: str
    kinds: tuple[str, ...]
    tips: tuple[str, ...] = ()


def heat_map(
    name: str,
    title: str,
    description: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    kinds: Mapping[str, LegendEntry],
    with_legend: bool = True,
) -> Markup:
    """The chart; many rows stand in two panels side by side where the columns leave room.

    Args:
        name: Of the chart on its page.
        title: Its name for people.
        description: What is seen, in words.
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
            parts += _row(row, left, top + 16 + n * FIELD_STEP, label, kinds)
    return drawing(name, title, description, parts, top + 16 + deep * FIELD_STEP + 4)


def _row(row: HeatRow, left: float, y: float, label: float, kinds: Mapping[str, LegendEntry]) -> list[Markup]:
    parts = [words(left, y + 11.5, fitted(row.label, label - 8), fill=INK)]
    tips = row.tips or ("",) * len(row.kinds)
    for place, (key, tip) in enumerate(zip(row.kinds, tips, strict=True)):
        kind, x = kinds[key], left + label + place * FIELD_WIDTH
        parts.append(box(x + 1, y, FIELD_WIDTH - 2, FIELD, kind.fill, tip, stroke=HAIR, stroke_width="0.5"))
        middle = x + FIELD_WIDTH / 2
        parts.append(words(middle, y + 11, kind.mark, fill=kind.ink, font_size=MARK, text_anchor="middle"))
    return parts


THIN = 0.25
"""Gap between two portions of a bar."""
YEAR_STEP, COLUMN, COLUMN_HEIGHT, COLUMN_FOOT = 64, 40.0, 120.0, 140.0
"""Of columns a year: from one to the next, width, height of the highest, and where they stand; pixels."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A piece of a bar of the review desk: ``kind`` is its class in the style sheet."""

    kind: str
    label: str
    count: int


def bar(portions: Sequence[Portion], title: str) -> Markup:
    """One horizontal bar, as wide as its container; colours come from the page's style sheet."""
    total = sum(portion.count for portion in portions)
    parts, x = [], 0.0
    for portion in (portion for portion in portions if portion.count):
        width = 100.0 * portion.count / total
        parts.append(_portion(portion, "", x, 0.0, max(0.0, width - THIN), 10.0))
        x += width
    about = {"viewBox": "0 0 100 10", "preserveAspectRatio": "none", "role": "img"}
    return shape("svg", *parts, class_="chart", **about, aria_label=_sentence(title, portions))


def columns(years: Sequence[tuple[str, Sequence[Portion]]], title: str) -> Markup:
    """A column a year, its portions one above the other, the year below and the sum above it."""
    most = max((sum(portion.count for portion in portions) for _, portions in years), default=0) or 1
    parts: list[Markup] = []
    for n, (label, portions) in enumerate(years):
        y, x = COLUMN_FOOT, n * YEAR_STEP + (YEAR_STEP - COLUMN) / 2
        for portion in (portion for portion in portions if portion.count):
            tall = COLUMN_HEIGHT * portion.count / most
            y -= tall
            parts.append(_portion(portion, f"{label} ", x, y, COLUMN, max(0.5, tall - 3 * THIN)))
        middle = x + COLUMN / 2
        parts.append(words(middle, y - 4, f"{sum(portion.count for portion in portions):,}", class_="sum"))
        parts.append(words(middle, COLUMN_FOOT + 17, label, class_="year"))
    wide = len(years) * YEAR_STEP
    about = {"viewBox": f"0 0 {wide} 164", "width": wide, "height": 164, "role": "img"}
    said = "; ".join(_sentence(label, portions) for label, portions in years)
    return shape("svg", *parts, class_="columns", **about, aria_label=f"{title}: {said}")


def _portion(portion: Portion, before: str, x: float, y: float, width: float, height: float) -> Markup:
    tip = hint(f"{before}{portion.label}: {portion.count:,}")
    return shape("rect", tip, class_=f"bar bar-{portion.kind}", x=x, y=y, width=width, height=height)


def _sentence(title: str, portions: Sequence[Portion]) -> str:
    return f"{title}: " + ", ".join(f"{one.label} {one.count:,}" for one in portions if one.count)
