"""Draw the README's picture: a scanned page beside a record read from it, each value in its place's colour.

``python docs/make_picture.py [--font FONT.ttf]`` reads the committed scan with the program of this checkout
and writes docs/img/scan-and-record.png. Any font with Thai letters will do; Debian's fonts-thai-tlwg has the
default.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import pipeline  # noqa: E402
from extract.model import MeasureRecord, Page  # noqa: E402
from extract.pages.document import open_document  # noqa: E402
from extract.pages.render import render  # noqa: E402
from extract.thai.tokens import tokens  # noqa: E402
from oversight.export.jsonl import record_json  # noqa: E402
from oversight.jobs.options import Options  # noqa: E402

SCAN = ROOT / "fixtures" / "reports" / "nongchanglan-2566-scan200.pdf"
PICTURE = ROOT / "docs" / "img" / "scan-and-record.png"
FONT = Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")

WIDTH, PANEL, MARGIN = 1400, 640, 24  # pixels: page, record, edge
KEY_WIDTH, LINE_HEIGHT, SIZE = 190, 27, 18
COLOURS = {
    "section": "#6a51a3",
    "measure": "#d7301f",
    "procedure": "#1d7a3a",
    "responsible": "#2171b5",
    "period": "#b8610b",
    "result": "#0f7f86",
}
SHOWN = (
    ("agency_name", None),
    ("agency_id", None),
    ("fiscal_year", None),
    ("section", "section"),
    ("instrument", "section"),
    ("number", "measure"),
    ("measure", "measure"),
    ("procedure", "procedure"),
    ("responsible", "responsible"),
    ("responsible_units", "responsible"),
    ("period", "period"),
    ("period_start", "period"),
    ("period_end", "period"),
    ("result", "result"),
    ("result_status", "result"),
)


def main() -> None:
    """Read the first page of the scan and draw it beside its first record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", type=Path, default=FONT)
    font = ImageFont.truetype(str(parser.parse_args().font), SIZE, layout_engine=ImageFont.Layout.RAQM)
    (source, *_), _ = pipeline.discover([str(SCAN)])
    (report, *_) = pipeline.digitise(source, Options(pages=((1, 1),)))
    record, page = report.records[0], report.pages[0]
    scan = marked_scan(source.read(), record, page)
    picture = Image.new("RGB", (WIDTH + PANEL, scan.height), "white")
    picture.paste(scan, (0, 0))
    write_record(ImageDraw.Draw(picture), font, record)
    PICTURE.parent.mkdir(exist_ok=True)
    picture.quantize(256, Image.Quantize.FASTOCTREE).save(PICTURE, optimize=True)


def marked_scan(data: bytes, record: MeasureRecord, page: Page) -> Image.Image:
    """The upper part of the page, each value's cell outlined in its colour."""
    with open_document(data, SCAN.name) as document, document.page(1) as opened:
        gray = Image.fromarray(render(opened).image)
    scale = WIDTH / page.width
    scan = gray.convert("RGB").resize((WIDTH, round(page.height * scale)))
    draw = ImageDraw.Draw(scan)
    lowest = 0.0
    for field, places in record.provenance:
        for place in places:
            box = place.bbox
            lowest = max(lowest, box.y1 * scale)
            if field in COLOURS:
                corners = (box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)
                draw.rectangle(corners, outline=COLOURS[field], width=3)
    return scan.crop((0, 0, WIDTH, min(scan.height, round(lowest) + MARGIN)))


def write_record(draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont, record: MeasureRecord) -> None:
    """The record's keys and values in a column at the right."""
    written = record_json(record)
    y = MARGIN
    for key, field in SHOWN:
        value = written[key]
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        colour = COLOURS.get(field or "", "#333333")
        draw.text((WIDTH + MARGIN, y), key, font=font, fill="#777777")
        for line in wrapped(text, font, PANEL - KEY_WIDTH - 2 * MARGIN):
            draw.text((WIDTH + MARGIN + KEY_WIDTH, y), line, font=font, fill=colour)
            y += LINE_HEIGHT
        y += 4


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """``text`` in lines of at most ``width`` pixels, broken between words; three lines at most."""
    lines, at = [""], 0
    for word in tokens(text):
        start = text.find(word, at)
        piece, at = text[at : start + len(word)], start + len(word)
        if font.getlength(lines[-1] + piece) > width and lines[-1]:
            lines.append("")
            piece = piece.lstrip()
        lines[-1] += piece
    lines[-1] += text[at:]
    return lines if len(lines) <= 3 else [*lines[:2], lines[2] + " …"]


if __name__ == "__main__":
    main()
