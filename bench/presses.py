"""Other ways than Chromium's of putting ruled columns on paper: typst, and a sheet drawn by reportlab.

Both stand in an environment of their own, named by its Python (``pip install typst reportlab``). What they
print is settled here: typst sets text itself; the sheet is drawn line by line at places that are worked out
first, as spreadsheets and report writers do: rows as high as whole lines, cells at the foot or the middle of
their row, uprights in pieces from row to row, Thai not shaped (marks stand where the font has them).
"""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

MARGIN = 51.0
"""Points: 18 mm."""
INK = 0.6

DRAW = r"""
import json, sys
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
for target, font, size, pages in json.load(open(sys.argv[1])):
    pdfmetrics.registerFont(TTFont(font, font))
    canvas = Canvas(target)
    for width, height, texts, lines in pages:
        canvas.setPageSize((width, height))
        canvas.setFont(font, size)
        canvas.setLineWidth(0.6)
        for x, y, text in texts:
            canvas.drawString(x, height - y, text)
        for x0, y0, x1, y1 in lines:
            canvas.line(x0, height - y0, x1, height - y1)
        canvas.showPage()
    canvas.save()
"""
SET = r"""
import json, sys, typst
for target, source, fonts in json.load(open(sys.argv[1])):
    open(target + ".typ", "w").write(source)
    typst.compile(target + ".typ", output=target, font_paths=[fonts])
"""


def run(python: Path, script: str, jobs: Sequence[Any]) -> None:
    """Let ``script`` do ``jobs`` in the other environment."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as given:
        json.dump(jobs, given, ensure_ascii=False)
        given.flush()
        subprocess.run([str(python), "-c", script, given.name], check=True)


def typst_source(
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    look: Mapping[str, Any],
    size: float,
    landscape: bool,
) -> str:
    """The table as typst: header texts with shares of the width, rows of texts."""
    align = {"middle": "horizon", "bottom": "bottom"}.get(look["align"], "top")
    number = "horizon" if look["align"] == "number middle" else align
    widths = ", ".join(f"{share}fr" for _, share in columns)

    def cell(text: str, first: bool) -> str:
        body = " #linebreak() ".join(f"#{json.dumps(part, ensure_ascii=False)}" for part in text.split("\n"))
        return f"table.cell(align: {number if first else align})[{body}]"

    head = ", ".join(f"[#{json.dumps(text, ensure_ascii=False)}]" for text, _ in columns)
    body = ",\n".join(", ".join(cell(text, at == 0) for at, text in enumerate(row)) for row in rows)
    outer = "x != 0" if look["frame"] == "inner uprights" else "true"
    font = look["font"]
    closed = str(look["frame"] != "inner uprights").lower()
    gap = look["gap"]
    return f"""#set page(paper: "a4", flipped: {str(landscape).lower()}, margin: 18mm)
#set text(font: {json.dumps(font)}, size: {size}pt, lang: "th",
  top-edge: "ascender", bottom-edge: "descender")
#set par(leading: {look["pitch"] - 1.15:.2f}em)
#set table.cell(breakable: false)
#table(columns: ({widths}), inset: (x: 3pt, top: 2pt, bottom: 2pt + {gap}em),
  stroke: (x, y) => (left: if {outer} {{ {INK}pt }},
    right: if x == {len(columns) - 1} and {closed} {{ {INK}pt }}, top: if y <= 1 {{ {INK}pt }},
    bottom: if y == 0 {{ {INK}pt }}),
  table.header(repeat: {str(len(rows) % 2 == 0).lower()}, {head}),
{body},
  table.hline(stroke: {INK}pt))
"""


def sheet_pages(
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    look: Mapping[str, Any],
    font: Path,
    size: float,
    landscape: bool,
) -> list[Any]:
    """The table as pages for ``DRAW``: width, height, texts (x, y, text) and lines (x0, y0, x1, y1)."""
    rng = random.Random(f"sheet {columns} {rows[0]}")
    width, height = (842.0, 595.0) if landscape else (595.0, 842.0)
    total = sum(share for _, share in columns)
    xs = [MARGIN]
    for _, share in columns:
        xs.append(xs[-1] + share / total * (width - 2 * MARGIN))
    step = look["pitch"] * size
    align = rng.choice((look["align"], "bottom", "middle"))
    repeat, pieces = rng.random() < 0.5, rng.random() < 0.5
    head = [text for text, _ in columns]
    pages: list[Any] = []
    y = height
    for at, row in enumerate(rows):
        wrapped = [_wrap(text, xs[c + 1] - xs[c] - 6, font, size) for c, text in enumerate(row)]
        high = max(len(lines) for lines in wrapped) * step + 4 + look["gap"] * size
        if y + high > height - MARGIN:
            if pages:
                pages[-1][3] += [[x, pages[-1][4], x, y] for x in xs] if not pieces else []
            y = MARGIN
            pages.append([width, height, [], [], y])
            if not at or repeat:
                names = [_wrap(text, xs[c + 1] - xs[c] - 6, font, size) for c, text in enumerate(head)]
                top, y = y, y + max(map(len, names)) * step + 4
                _place(pages[-1][2], names, xs, top, y - top, step, size, "middle")
                pages[-1][3] += [[xs[0], level, xs[-1], level] for level in (top, y)]
                pages[-1][3] += [[x, top, x, y] for x in xs] if pieces else []
            else:
                pages[-1][3].append([xs[0], y, xs[-1], y])
        _place(pages[-1][2], wrapped, xs, y, high, step, size, align)
        pages[-1][3] += [[x, y, x, y + high] for x in xs] if pieces else []
        y += high
    pages[-1][3] += [[x, pages[-1][4], x, y] for x in xs] if not pieces else []
    pages[-1][3].append([xs[0], y, xs[-1], y])
    return [page[:4] for page in pages]


def _place(
    texts: list[Any], cells: Sequence[Sequence[str]], xs: Sequence[float], top: float, high: float,
    step: float, size: float, align: str,
) -> None:  # fmt: skip
    for column, lines in enumerate(cells):
        way = "middle" if align == "number middle" and column == 0 else align
        left = high - 4 - len(lines) * step
        down = {"middle": left / 2, "bottom": left}.get(way, 0.0)
        for n, line in enumerate(lines):
            if line:
                texts.append([xs[column] + 3, top + 2 + down + n * step + (step + size * 0.5) / 2, line])


def _wrap(text: str, width: float, font: Path, size: float) -> list[str]:
    """``text`` in lines of at most ``width`` points, broken between words."""
    from pythainlp.tokenize import word_tokenize

    out: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in word_tokenize(part, engine="newmm"):
            if line and _length(line + word.rstrip(), font, size) > width:
                out.append(line.strip())
                line = word.lstrip()
            else:
                line += word
        out.append(line.strip())
    return out


def _length(text: str, font: Path, size: float) -> float:
    return float(_face(font).getlength(text)) * size / 100


@cache
def _face(font: Path) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(font), 100, layout_engine=ImageFont.Layout.BASIC)
