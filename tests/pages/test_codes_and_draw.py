"""QR codes at the end of a report, and the picture by which a table is debugged."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
import zxingcpp
from page_paper import raster
from PIL import Image

from extract.data import blob, rows
from extract.model import BBox, Cell, Code, Finding, Line, Page, Ruling, Table
from extract.pages.codes import read_codes
from extract.pages.deskew import straighten
from extract.pages.draw import LABEL_ROW, Note, draw_page


def with_codes(texts: list[str], side: int) -> np.ndarray:
    page = np.full((1000, 1400), 250, np.uint8)
    for i, text in enumerate(texts):
        code = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode))
        code = cv2.resize(np.array(code), (side, side), interpolation=cv2.INTER_NEAREST)
        page[600 : 600 + side, 100 + 700 * i : 100 + 700 * i + side] = code
    return page


def test_codes_are_read_with_their_place() -> None:
    texts = ["https://itas.nacc.go.th/go/iit/abc123", "https://itas.nacc.go.th/go/eit/abc123"]
    codes = read_codes(raster(with_codes(texts, 240), 144))
    assert [code.text for code in codes] == texts
    assert codes[0].format == "QR"
    assert codes[0].bbox.iou(BBox(63, 313, 158, 408)) > 0.9  # without the quiet zone
    assert codes[1].bbox.x0 > 400


def test_thai_in_a_code_and_a_page_without_codes() -> None:
    assert [code.text for code in read_codes(raster(with_codes(["แบบสำรวจ IIT"], 240)))] == ["แบบสำรวจ IIT"]
    assert read_codes(raster(np.full((300, 300), 255, np.uint8))) == ()


TABLE = Table(
    1,
    1,
    BBox(50, 50, 250, 150),
    1,
    2,
    (
        Cell(0, 0, 1, 1, BBox(50, 50, 150, 150), 1, confidence=1.0),
        Cell(0, 1, 1, 1, BBox(150, 50, 250, 150), 1, confidence=0.0),
    ),
    (Ruling(True, 50, 50, 250, 1), Ruling(False, 150, 50, 150, 1)),
)
PAGE = Page(
    1,
    300,
    200,
    "text",
    lines=(Line("ก", BBox(20, 170, 60, 190)),),
    tables=(TABLE,),
    codes=(Code("x", "QR", BBox(260, 160, 290, 190)),),
    findings=(Finding("stamp", "info", bbox=BBox(200, 160, 240, 190)),),
)


def drawn(page: Page, dpi: float = 72) -> np.ndarray:
    image = np.full((round(200 * dpi / 72), round(300 * dpi / 72)), 255, np.uint8)
    return np.array(Image.open(BytesIO(draw_page(raster(image, dpi), page))))


def test_rules_cells_lines_codes_and_findings_are_drawn_where_they_are() -> None:
    picture = drawn(PAGE).astype(int)
    red, green, blue = picture[:, :, 0], picture[:, :, 1], picture[:, :, 2]
    assert red[100, 150] > 180 and green[100, 150] < 90, "rule"
    assert green[120, 100] > red[120, 100], "sure cell"
    assert red[120, 200] > green[120, 200] + 20, "unsure cell"
    assert blue[180, 20] > red[180, 20] + 50, "line of text"
    assert blue[175, 260] > green[175, 260] + 50, "code"
    assert red[175, 200] > blue[175, 200] + 50, "finding"
    assert picture[30, 290].tolist() == [255, 255, 255]


def ink_of(picture: np.ndarray, color: tuple[int, int, int]) -> int:
    return int((np.abs(picture.astype(int) - color).sum(axis=2) < 30).sum())


def test_evidence_is_drawn_with_a_legend_of_what_is_there() -> None:
    plain = drawn(PAGE, 150)
    image = np.full((417, 625), 255, np.uint8)
    notes = [
        Note("header", BBox(50, 50, 250, 70)),
        Note("broken-row", BBox(50, 120, 250, 150), "> p.2"),
        Note("open-side", BBox(250, 50, 250, 150)),
    ]
    told = np.array(Image.open(BytesIO(draw_page(raster(image, 150), PAGE, notes, taken=True))))
    for color in ((0, 110, 110), (227, 119, 194), (0, 130, 60)):
        assert ink_of(told, color) > 50 and ink_of(plain, color) == 0
    assert told.shape[0] > plain.shape[0], "more labels in the legend"
    assert ink_of(plain[417:], (180, 20, 60)) > 50, "the stamp's colour stands in the legend"
    assert (plain[430:, 20:] < 80).all(axis=2).sum() > 300, "labels are written"


def test_the_legend_has_a_label_for_every_kind() -> None:
    keys = [row["key"] for row in rows("legend.csv")]
    strip = Image.open(BytesIO(blob("legend.png")))
    assert strip.height == LABEL_ROW * len(keys)
    labels = np.asarray(strip.convert("L")).reshape(len(keys), LABEL_ROW, strip.width)
    assert ((labels < 100).sum(axis=(1, 2)) > 60).all()
    assert (labels[:, -2:] > 200).all(), "no label reaches into the next"


def test_preview_is_not_larger_than_it_need_be() -> None:
    assert drawn(PAGE, 300).shape[1] == drawn(PAGE, 150).shape[1] == 625


def test_boxes_slant_with_a_straightened_page() -> None:
    """A box is drawn where the page had it, not where the straight picture would put it."""
    image = np.full((800, 1200), 255, np.uint8)
    for y in range(100, 750, 50):
        cv2.line(image, (50, y), (1150, y - 58), 0, 2)
    page = straighten(raster(image, 72))
    assert page.skew == pytest.approx(3.0, abs=0.1)
    marked = Page(1, 1200, 800, "none", codes=(Code("x", "QR", BBox(300, 300, 500, 400)),))
    picture = np.array(Image.open(BytesIO(draw_page(page, marked)))).astype(int)
    violet = (picture[:, :, 2] > 180) & (picture[:, :, 1] < 60)
    violet[800:] = False  # the legend
    ys, xs = np.nonzero(violet)
    pixels = np.c_[xs, ys, np.ones(len(xs))] @ page.to_page.T
    assert pixels.min(axis=0) == pytest.approx([300, 300], abs=4)
    assert pixels.max(axis=0) == pytest.approx([500, 400], abs=4)
