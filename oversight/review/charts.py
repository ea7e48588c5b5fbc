"""Charts as SVG, made here: no script, no style attribute; every part has its number in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDE = 100.0  # units of a bar, as wide as its container
GAP = 0.25
STEP, COLUMN, HEIGHT, BASE = 64, 40, 120.0, 140.0  # pixels of a column chart
_RECT = Markup('<rect class="bar bar-{}" x="{:.3f}" y="{:.3f}" width="{:.3f}" height="{:.3f}">{}</rect>')
_TITLE = Markup("<title>{}</title>")
_TEXT = Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>')
_BAR = Markup(
    '<svg class="chart" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
)
_COLUMNS = Markup(
    '<svg class="columns" viewBox="0 0 {} 164" width="{}" height="164" role="img" aria-label="{}">{}</svg>'
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: ``kind`` is its class in the style sheet."""

    kind: str
    label: str
    count: int


def stacked(parts: Sequence[Part], title: str) -> Markup:
    """One horizontal bar of parts, as wide as its container."""
    total = sum(part.count for part in parts)
    pieces, x = [], 0.0
    for part in (part for part in parts if part.count):
        width = WIDE * part.count / total
        told = _TITLE.format(f"{part.label}: {part.count:,}")
        pieces.append(_RECT.format(part.kind, x, 0.0, max(0.0, width - GAP), 10.0, told))
        x += width
    return _BAR.format(_told(title, parts), Markup("").join(pieces))


def columns(years: Sequence[tuple[str, Sequence[Part]]], title: str) -> Markup:
    """A column a year, its parts one above the other, the year below and the sum above it."""
    most = max((sum(part.count for part in parts) for _, parts in years), default=0) or 1
    drawn: list[Markup] = []
    for n, (label, parts) in enumerate(years):
        y, x = BASE, n * STEP + (STEP - COLUMN) / 2
        for part in (part for part in parts if part.count):
            tall = HEIGHT * part.count / most
            y -= tall
            told = _TITLE.format(f"{label} {part.label}: {part.count:,}")
            drawn.append(_RECT.format(part.kind, x, y, COLUMN, max(0.5, tall - 3 * GAP), told))
        middle = x + COLUMN / 2
        drawn.append(_TEXT.format("sum", middle, y - 4, f"{sum(part.count for part in parts):,}"))
        drawn.append(_TEXT.format("year", middle, BASE + 17, label))
    wide = len(years) * STEP
    said = "; ".join(_told(label, parts) for label, parts in years)
    return _COLUMNS.format(wide, wide, f"{title}: {said}", Markup("").join(drawn))


def _told(title: str, parts: Sequence[Part]) -> str:
    return f"{title}: " + ", ".join(f"{part.label} {part.count:,}" for part in parts if part.count)
