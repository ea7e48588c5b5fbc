"""The few SVG shapes that the charts are made of, as text.

Charts hold no script, no style sheet and no style attribute, only presentation attributes: they stand in a
page with the strictest content security policy. Lengths are user units, 96 to the inch on screen. Colours are
those of Okabe and Ito, which colour-blind readers tell apart; no chart says by colour alone what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from oversight import talk

FONTS = "Sarabun, 'TH Sarabun New', 'IBM Plex Sans Thai', 'Noto Sans Thai', Laksaman, Tahoma, sans-serif"
SIZE = 12.0
"""Size of letters."""
WIDTH = 720.0
"""Width of a chart: what an upright A4 page holds between its margins."""
COLUMN = 0.56
"""Width of a terminal column in ems, measured on Sarabun and Laksaman: Thai marks take none in either."""

INK, FAINT, HAIR = "#1f2933", "#52606d", "#cbd2d9"
BLUE, SKY, GREEN, AMBER = "#0072b2", "#56b4e9", "#009e73", "#e69f00"
RED, PURPLE, GRAY, PALE, WHITE = "#d55e00", "#cc79a7", "#9aa5b1", "#eef1f4", "#ffffff"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One entry of a legend: its name, its colour, the colour of text on it, and a mark for print."""

    label: str
    fill: str
    ink: str = WHITE
    mark: str = ""


def number(value: float) -> str:
    """A length or coordinate to a hundredth, without needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def shape(tag: str, *inner: str, **attributes: object) -> Markup:
    """An element. Here, and nowhere else, text is escaped, but for ``Markup``, which is SVG already.

    ``_`` in names of attributes stands for ``-``; None leaves one out.
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    content = "".join(map(_escaped, inner))
    return Markup(f"<{tag}{given}>{content}</{tag}>" if content else f"<{tag}{given}/>")


def _escaped(value: object) -> str:
    if isinstance(value, float):
        return number(value)
    return value if isinstance(value, Markup) else escape(str(value))


def hint(text: str) -> Markup:
    """What a shape tells when it is pointed at, and to screen readers."""
    return shape("title", text) if text else Markup()


def box(x: float, y: float, width: float, height: float, fill: str, tip: str = "", **more: object) -> Markup:
    """A filled rectangle; ``tip`` is its ``hint``."""
    wide, high = float(max(0.0, width)), float(max(0.0, height))
    return shape("rect", hint(tip), x=float(x), y=float(y), width=wide, height=high, fill=fill, **more)


def words(x: float, y: float, text: str, **more: object) -> Markup:
    """One line of text whose baseline is at ``y``."""
    return shape("text", text, x=float(x), y=float(y), **more) if text else Markup()


def line(x0: float, y0: float, x1: float, y1: float, colour: str = HAIR, **more: object) -> Markup:
    """A straight line."""
    return shape("line", x1=float(x0), y1=float(y0), x2=float(x1), y2=float(y1), stroke=colour, **more)


def text_width(text: str, size: float = SIZE) -> float:
    """About how wide a line of text is."""
    return talk.width(text) * size * COLUMN


def fitted(text: str, width: float, size: float = SIZE) -> str:
    """``text``, cut with an ellipsis where it is wider than ``width``, never between letter and mark."""
    if text_width(text, size) <= width:
        return text
    cut = text
    while cut and text_width(cut + "…", size) > width:
        while cut and talk.width(cut[-1]) == 0:  # marks go with their letter
            cut = cut[:-1]
        cut = cut[:-1]
    return cut.rstrip() + "…"


def legend(
    kinds: Iterable[LegendEntry], x: float, y: float, width: float, size: float = SIZE
) -> tuple[list[Markup], float]:
    """Swatches with their names in as many lines as ``width`` asks for, and the y below them."""
    parts: list[Markup] = []
    here = x
    for kind in kinds:
        wide = 18 + text_width(kind.label, size) + 16
        if here > x and here + wide > x + width:
            here, y = x, y + 20
        parts.append(box(here, y, 13, 13, kind.fill, stroke=HAIR, stroke_width="0.5", rx="2"))
        if kind.mark:
            parts.append(
                words(here + 6.5, y + 10, kind.mark, fill=kind.ink, font_size="9", text_anchor="middle")
            )
        parts.append(words(here + 18, y + 10.5, kind.label, fill=INK, font_size=size))
        here += wide
    return parts, y + 24


def drawing(
    name: str, title: str, description: str, parts: Sequence[Markup], height: float, width: float = WIDTH
) -> Markup:
    """The whole chart. ``name`` must be one of its kind on a page; ``description`` says what is seen."""
    return shape(
        "svg",
        shape("title", title, id=f"{name}-title"),
        shape("desc", description, id=f"{name}-desc"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=float(width),
        height=float(height),
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONTS,
        font_size=SIZE,
    )
