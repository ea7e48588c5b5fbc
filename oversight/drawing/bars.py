"""Stacked bars: one bar a row, its parts by kind, counts written on them and behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from oversight.drawing.svg import FAINT, INK, WIDTH, Kind, box, drawing, fitted, legend, text_width, words

BAR, STEP = 22.0, 32.0
"""Height of a bar, and from bar to bar."""
LABEL, TOTAL = 170.0, 70.0
"""Room for the names before the bars and the sums behind them."""


def stacked_bars(
    name: str,
    title: str,
    told: str,
    rows: Sequence[tuple[str, Mapping[str, int]]],
    kinds: Mapping[str, Kind],
) -> str:
    """The chart.

    Args:
        name: Of the chart on its page.
        title: Its name for people.
        told: What is seen, in words.
        rows: Name and counts by kind of each bar.
        kinds: By key, in the order in which the parts stand.
    """
    parts, top = legend(kinds.values(), 0, 2, WIDTH)
    most = max((sum(counts.values()) for _, counts in rows), default=0) or 1
    scale = (WIDTH - LABEL - TOTAL) / most
    for n, (label, counts) in enumerate(rows):
        y = top + n * STEP
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
    return drawing(name, title, told, parts, top + len(rows) * STEP)
