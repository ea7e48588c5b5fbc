"""Marks on a digital page: drawn in curves, pasted as pictures, set askew; and what is none."""

from __future__ import annotations

import math
import zlib

import numpy as np
from page_paper import assemble, stream

from extract.marks.overlays import Overlays, find_overlays
from extract.model import BBox, Glyph
from extract.pages.document import open_document

RED, BLUE, BLACK, WHITE = "0.76 0.13 0.19", "0.1 0.25 0.63", "0 0 0", "1 1 1"
K = 0.5523
"""Control points of a quarter circle by a Bézier curve lie so far out."""


def circle(x: float, y: float, r: float, ink: str) -> str:
    k = K * r
    return (
        f"{ink} RG 2 w {x + r} {y} m {x + r} {y + k} {x + k} {y + r} {x} {y + r} c "
        f"{x - k} {y + r} {x - r} {y + k} {x - r} {y} c {x - r} {y - k} {x - k} {y - r} {x} {y - r} c "
        f"{x + k} {y - r} {x + r} {y - k} {x + r} {y} c s\n"
    )


def scrawl(x: float, y: float, ink: str) -> str:
    bows = "".join(
        f"{x + 30 * i} {y + 40} {x + 30 * i + 10} {y - 40} {x + 30 * i + 30} {y} c " for i in range(4)
    )
    return f"{ink} RG 1.5 w {x} {y} m {bows} S\n"


def overlays(content: str, glyphs: tuple[Glyph, ...] = (), picture: np.ndarray | None = None) -> Overlays:
    resources, extra = b"<<>>", {}
    if picture is not None:
        h, w = picture.shape[:2]
        entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB" % (w, h)
        data = zlib.compress(np.ascontiguousarray(picture).tobytes())
        extra = {5: stream(data, entries + b"/BitsPerComponent 8/Filter/FlateDecode")}
        resources = b"<</XObject<</P 5 0 R>>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 400]/Contents 4 0 R/Resources " + resources + b">>"
    data = assemble(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: page,
            4: stream(content.encode()),
            **extra,
        }
    )
    with open_document(data, "made.pdf") as document, document.page(1) as opened:
        return find_overlays(opened, glyphs)


def row(text: str, x: float, y: float, size: float = 14, slope: float = 0.0) -> tuple[Glyph, ...]:
    step = 0.5 * size
    out = []
    for i, char in enumerate(text):
        at, base = x + step * i, y - slope * step * i
        out.append(Glyph(char, BBox(at, base - 0.7 * size, at + 0.45 * size, base + 0.2 * size), base, size))
    return tuple(out)


def test_a_coloured_ring_over_print_is_a_stamp() -> None:
    rings = circle(300, 200, 50, RED) + circle(300, 200, 36, RED)
    (mark,) = overlays(rings, row("ข้อความที่ตราประทับทับอยู่", 220, 203)).marks
    assert (mark.shape, mark.ink) == ("ring", "drawn")
    assert mark.box.iou(BBox(249, 149, 351, 251)) > 0.95


def test_a_ring_around_a_number_is_a_badge_and_the_number_is_print() -> None:
    found = overlays(circle(300, 200, 50, RED), row("๙๕", 293, 203))
    assert found.marks == ()
    assert len(found.glyphs) == 2


def test_a_signature_in_curves() -> None:
    (mark,) = overlays(scrawl(100, 200, BLUE)).marks
    assert mark.shape == "pen"
    assert mark.box.iou(BBox(100, 187, 220, 213)) > 0.6


def test_a_black_stroke_counts_only_over_print() -> None:
    assert overlays(scrawl(100, 200, BLACK)).marks == ()
    found = overlays(scrawl(100, 200, BLACK), row("ข้อความในตาราง", 120, 203))
    assert [mark.shape for mark in found.marks] == ["pen"]
    assert len(found.glyphs) == len("ข้อความในตาราง")


def test_a_tick_by_hand_is_a_pen_and_rules_boxes_and_grounds_are_none() -> None:
    tick = f"{BLUE} RG 2 w 100 200 m 110 185 l 135 225 l S\n"
    (mark,) = overlays(tick).marks
    assert mark.shape == "pen"
    rules = f"{BLUE} RG 1 w 50 50 m 550 50 l S 50 60 200 100 re S {RED} rg 300 60 200 100 re f\n"
    assert overlays(rules).marks == ()


def test_charts_logos_and_black_circles_are_no_marks() -> None:
    lines = f"{RED} RG 50 50 m 100 90 l 150 70 l S {BLUE} RG 50 60 m 100 70 l 150 99 l S\n"
    assert overlays(lines).marks == ()
    assert overlays(circle(300, 200, 50, RED).replace(" s\n", " f\n")).marks == ()
    assert overlays(circle(300, 200, 50, WHITE)).marks == ()
    assert overlays(circle(300, 200, 50, BLACK), row("๑", 298, 203)).marks == ()


def test_letters_set_askew_are_no_text() -> None:
    written, printed = row("ตรวจแลว", 100, 200, slope=math.tan(math.radians(7))), row("มาตรการ", 100, 300)
    found = overlays("", (*printed, *written))
    assert found.glyphs == printed
    assert found.marks == ()
    assert ["".join(glyph.text for glyph in askew) for askew in found.askew] == ["ตรวจแลว"]


def test_upright_and_raised_letters_stay_text() -> None:
    down = tuple(
        Glyph(c, BBox(90, 100 + 7 * i, 104, 107 + 7 * i), 107 + 7 * i, 14) for i, c in enumerate("หัวตาราง")
    )
    raised = (*row("ราคา 10", 100, 300), *row("2", 149, 296, 8))
    assert overlays("", (*down, *raised)).marks == ()


def pasted(strokes: bool) -> np.ndarray:
    """A picture of a signature on white, or of nothing but gray: a photo."""
    picture = np.full((120, 300, 3), 255 if strokes else 120, np.uint8)
    if strokes:
        for x in range(20, 280):
            y = int(60 + 40 * math.sin(x / 14))
            picture[y - 3 : y + 4, x - 1 : x + 2] = (26, 63, 160)
    return picture


def test_a_pasted_signature_over_a_name_and_a_photo() -> None:
    place, name = "q 120 0 0 48 200 200 cm /P Do Q\n", row("(นายประยูร ใจดี)", 205, 215)
    (mark,) = overlays(place, name, pasted(True)).marks
    assert (mark.shape, [round(v) for v in mark.box.as_list()]) == ("pen", [200, 152, 320, 200])
    assert overlays(place, name, pasted(False)).marks == ()
    assert overlays(place, row("มาตรการ", 205, 215), pasted(True)).marks == ()
