"""The flow of measures from one year to the next: what stayed, what changed, what went, what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from oversight.drawing.svg import FAINT, INK, WIDTH, LegendEntry, box, drawing, hint, shape, words

HEIGHT = 300.0
NODE = 16.0
LEFT, RIGHT = 190.0, WIDTH - 190.0
SPACE = 10.0
"""Between two kinds."""
LEAST = 3.0
"""Thinnest band, so that a single measure is seen."""
APART = 15.0
"""Least distance of two lines of writing."""


def flow(
    name: str,
    title: str,
    description: str,
    heads: tuple[str, str],
    counts: Mapping[str, tuple[int, int]],
    kinds: Mapping[str, LegendEntry],
) -> Markup:
    """The chart.

    Args:
        name: Of the chart on its page.
        title: Its name for people.
        description: What is seen, in words.
        heads: What the two columns are.
        counts: By kind, how many measures of the earlier and of the later year; 0 for what went or came.
        kinds: By key, in the order in which the bands stand.
    """
    shown = [key for key in kinds if any(counts.get(key, (0, 0)))]
    most = max((sum(counts[key][side] for key in shown) for side in (0, 1)), default=0) or 1
    scale = (HEIGHT - SPACE * max(0, len(shown) - 1)) / most
    top = 30.0
    parts = [
        words(LEFT + NODE, top - 12, heads[0], fill=INK, text_anchor="end", font_weight="bold"),
        words(RIGHT - NODE, top - 12, heads[1], fill=INK, font_weight="bold"),
    ]
    places = [_places([counts[key][side] for key in shown], scale, top) for side in (0, 1)]
    labels = [_spread([(y, high) for y, high in places[side]], top) for side in (0, 1)]
    for n, key in enumerate(shown):
        kind, (old, new) = kinds[key], counts[key]
        (y0, h0), (y1, h1) = places[0][n], places[1][n]
        tip = f"{kind.label}: {old:,} → {new:,}"
        parts.append(_band(kind.fill, tip, (y0, h0) if old else None, (y1, h1) if new else None))
        if old:
            parts.append(box(LEFT, y0, NODE, h0, kind.fill, tip))
            parts.append(_label(LEFT - 8, labels[0][n], f"{kind.label} {old:,}", "end"))
        if new:
            parts.append(box(RIGHT - NODE, y1, NODE, h1, kind.fill, tip))
            parts.append(_label(RIGHT + 8, labels[1][n], f"{kind.label} {new:,}", "start"))
    lowest = max((y + high for side in places for y, high in side), default=top)
    lowest = max([lowest, *(y for side in labels for y in side)])
    sums = [sum(counts[key][side] for key in shown) for side in (0, 1)]
    parts.append(words(LEFT + NODE, lowest + 22, f"{sums[0]:,}", fill=FAINT, text_anchor="end"))
    parts.append(words(RIGHT - NODE, lowest + 22, f"{sums[1]:,}", fill=FAINT))
    return drawing(name, title, description, parts, lowest + 32)


def _places(sizes: Sequence[int], scale: float, top: float) -> list[tuple[float, float]]:
    """(y, height) of each kind; one without measures has no height and takes no room."""
    found, y = [], top
    for size in sizes:
        high = max(LEAST, size * scale) if size else 0.0
        found.append((y, high))
        y += high + SPACE if size else 0.0
    return found


def _spread(places: Sequence[tuple[float, float]], top: float) -> list[float]:
    """Baselines beside the middle of each place, pushed down where two would overlap."""
    found, last = [], top - APART
    for y, high in places:
        here = y + high / 2 + 4
        if high:
            last = here = max(here, last + APART)
        found.append(here)
    return found


def _label(x: float, y: float, text: str, anchor: str) -> Markup:
    return words(x, y, text, fill=INK, text_anchor=anchor)


def _band(fill: str, tip: str, old: tuple[float, float] | None, new: tuple[float, float] | None) -> Markup:
    """A band from the left node to the right one; it ends (or begins) short of the middle on its own."""
    inner = hint(tip)
    x0, x1 = LEFT + NODE, RIGHT - NODE
    if old and new:
        path = _ribbon(x0, old, x1, new)
    elif old:
        y, high = old
        path = _ribbon(x0, old, x0 + 70, (y + high / 2, 0.0))
    elif new:
        y, high = new
        path = _ribbon(x1 - 70, (y + high / 2, 0.0), x1, new)
    else:
        return Markup()
    return shape("path", inner, d=path, fill=fill, fill_opacity="0.35")


def _ribbon(x0: float, old: tuple[float, float], x1: float, new: tuple[float, float]) -> str:
    middle = (x0 + x1) / 2
    (y0, h0), (y1, h1) = old, new
    there = f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    back = f"V{y1 + h1:.1f}C{middle:.1f} {y1 + h1:.1f} {middle:.1f} {y0 + h0:.1f} {x0:.1f} {y0 + h0:.1f}Z"
    return there + back
