"""Scores by indicator: one dot an agency, the median, and the mark that they ought to reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from markupsafe import Markup

from oversight.drawing.svg import (
    BLUE,
    FAINT,
    HAIR,
    INK,
    PALE,
    RED,
    WIDTH,
    box,
    drawing,
    fitted,
    hint,
    line,
    shape,
    words,
)

STEP = 30.0
LABEL, BEHIND = 235.0, 110.0
"""Room for the names of indicators, and for what is written behind the dots."""
TICK = 10
FEW = 3
"""Up to so many dots have their number written beside them."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One indicator: its name, a (score 0–100, agency) each, and a note behind the dots."""

    label: str
    scores: tuple[tuple[float, str], ...]
    note: str = ""
    before: tuple[tuple[float, str], ...] = ()


def score_dots(
    name: str, title: str, description: str, rows: Sequence[ScoreRow], least: float, least_label: str
) -> Markup:
    """The chart; hollow dots are scores of the year before.

    Args:
        name: Of the chart on its page.
        title: Its name for people.
        description: What is seen, in words.
        rows: The indicators in their order.
        least: The score they ought to reach.
        least_label: What the mark at that score is called.
    """
    values = [score for row in rows for score, _ in (*row.scores, *row.before)]
    low = min(50.0, *(value // TICK * TICK for value in values)) if values else 50.0
    scale = (WIDTH - LABEL - BEHIND) / (100 - low)

    def at(score: float) -> float:
        return LABEL + (min(score, 100.0) - low) * scale

    top, deep = 34.0, len(rows) * STEP
    parts = [box(LABEL, top, at(least) - LABEL, deep, PALE)]
    for tick in range(int(low), 101, TICK):
        parts.append(line(at(tick), top, at(tick), top + deep, HAIR, stroke_width="0.5"))
        parts.append(words(at(tick), top + deep + 15, str(tick), fill=FAINT, text_anchor="middle"))
    parts.append(line(at(least), top - 6, at(least), top + deep, RED, stroke_width="1.5"))
    parts.append(words(at(least), top - 12, least_label, fill=INK, text_anchor="middle"))
    for n, row in enumerate(rows):
        parts += _row(row, top + (n + 0.5) * STEP, at, least)
    return drawing(name, title, description, parts, top + deep + 24)


def _row(row: ScoreRow, y: float, at: Callable[[float], float], least: float) -> list[Markup]:
    parts = [
        words(0, y + 4, fitted(row.label, LABEL - 12), fill=INK),
        line(LABEL, y, at(100), y, HAIR, stroke_width="0.5"),
    ]
    for score, who in row.before:
        tip = hint(f"{who} {score:.2f}")
        parts.append(
            shape("circle", tip, cx=at(score), cy=y, r="4", fill="none", stroke=FAINT, stroke_width="1.2")
        )
    for n, (score, who) in enumerate(row.scores):
        tip = hint(f"{who} {score:.2f}")
        off = 0.0 if len(row.scores) <= FEW else (n * 7 % 5 - 2) * 2.6  # so that equal scores are seen
        parts.append(
            shape(
                "circle",
                tip,
                cx=at(score),
                cy=y + off,
                r="3.4",
                fill=RED if score < least else BLUE,
                fill_opacity="0.7",
            )
        )
        if len(row.scores) <= FEW:
            parts.append(
                words(at(score), y - 7, f"{score:.2f}", fill=INK, font_size="10.5", text_anchor="middle")
            )
    if len(row.scores) > FEW:
        middle = at(median(score for score, _ in row.scores))
        parts.append(line(middle, y - 11, middle, y + 11, INK, stroke_width="2"))
    parts.append(words(at(100) + 14, y + 4, row.note, fill=INK))
    return parts
