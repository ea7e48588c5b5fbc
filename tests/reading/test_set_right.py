"""Pictures set right before reading: scale without dpi, mirrored pages, places kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import contextmanager

import cv2
import numpy as np
import pytest
from page_paper import raster, sheet
from PIL import Image

from extract.clock import Clock
from extract.model import BBox, GrayImage, Line
from extract.ocr.choose import Region
from extract.pages.document import open_document
from extract.reading.set_right import better_way, flipped, set_right, to_scale

PAGE = sheet(np.random.default_rng(1))


class Facing:
    """An engine that reads a page well where its dark mark stands at the left."""

    name = "reader"
    version = "1"

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        left = int(image[:, : image.shape[1] // 2].min()) == 0
        upright = int(image[: image.shape[0] // 2].min()) == 0
        line = Line("มาตรการ", BBox(0, 0, 1, 1), 0.95 if left and upright else 0.3)
        return [(line,) for _ in regions]


@contextmanager
def picture_page(image: np.ndarray, form: str, **stated: object):
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, form, **stated)
    with open_document(stream.getvalue(), "picture", None) as document, document.page(1) as page:
        yield page


@pytest.mark.parametrize("dpi", [96, 400])
def test_picture_without_dpi_in_the_shape_of_a4_has_that_of_a4(dpi: int) -> None:
    """A screenshot of a page at 96 dots an inch is no page of 4 by 5 inches at 200."""
    size = round(11.693 * dpi), round(8.268 * dpi)
    page = to_scale(raster(cv2.resize(PAGE, size, interpolation=cv2.INTER_AREA)))
    assert page.dpi == pytest.approx(min(300, max(150, dpi)), rel=0.01)
    assert page.box_to_page(BBox(0, 0, *page.image.shape[::-1])).width == pytest.approx(
        size[0] * 72 / 200, abs=1
    )


def test_picture_of_a_part_of_a_page_takes_its_scale_from_its_letters() -> None:
    part = raster(cv2.resize(PAGE[:700, :1600], None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC))
    assert to_scale(part).image.shape[1] < 4000


def test_picture_at_its_dpi_is_let_be() -> None:
    page = raster(PAGE, 141)
    assert to_scale(page) is page


def test_scan_that_says_four_times_its_dpi_loses_no_pixel_and_is_read_at_its_own() -> None:
    """150 dots an inch said to be 600: drawn at 300 it had half its pixels left."""
    with picture_page(PAGE, "PNG", dpi=(564, 564)) as page:
        (level,) = (right.level for right in set_right(page, Clock()))
    assert level.dpi == pytest.approx(150, rel=0.1)
    assert level.image.shape[1] == pytest.approx(PAGE.shape[1] * 150 / 141, rel=0.05)


@pytest.mark.parametrize(("mirrored", "over"), [(True, False), (False, True), (True, True)])
def test_mirrored_and_upside_down_pages_are_turned_and_their_places_kept(mirrored: bool, over: bool) -> None:
    image = PAGE.copy()
    image[100:140, 60:120] = 0
    seen = image[:: -1 if over else 1, :: -1 if mirrored != over else 1]
    way = better_way(raster(np.ascontiguousarray(seen), 141), Facing())
    assert way is not None and way.mirrored is mirrored
    assert np.array_equal(way.level.image, image)
    place = way.level.box_to_page(BBox(60, 100, 120, 140)).scaled(141 / 72)
    rows, columns = place.grown(-1).pixels()
    assert int(seen[rows, columns].max()) == 0


def test_page_that_reads_well_is_not_mirrored() -> None:
    image = PAGE.copy()
    image[100:140, 60:120] = 0
    assert better_way(raster(image, 141), Facing()) is None


def test_exchanging_twice_changes_nothing() -> None:
    page = raster(PAGE, 141)
    again = flipped(flipped(page, True, True), True, True)
    assert np.array_equal(again.image, PAGE) and np.allclose(again.to_page, page.to_page)


def test_black_and_white_page_of_1200_dpi_is_read_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.pages.images.MAX_PIXELS", 1_200_000)
    bilevel = Image.fromarray(cv2.resize(PAGE, None, fx=0.8, fy=0.8)).convert("1")
    stream = io.BytesIO()
    bilevel.resize((1654, 1169)).save(stream, "TIFF", dpi=(1200, 1200), compression="group4")
    with open_document(stream.getvalue(), "scan.tif", None) as document, document.page(1) as page:
        assert page.image is not None
        assert page.image.dpi == 600 and page.image.gray.shape == (585, 827)
        assert page.width == pytest.approx(827 * 72 / 600)


def test_gray_page_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.errors import RefusedError

    monkeypatch.setattr("extract.pages.images.MAX_PIXELS", 1_200_000)
    with pytest.raises(RefusedError), picture_page(PAGE, "PNG"):
        pass


def test_photo_of_many_megapixels_is_decoded_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.pages.images.MAX_PIXELS", 1_200_000)
    with picture_page(PAGE, "JPEG") as page:
        assert page.image is not None and page.image.gray.shape == (585, 827)
        assert not page.image.stated
        assert page.width == pytest.approx(1654 * 72 / 200, rel=0.001)


@pytest.mark.parametrize("shape", [(1, 1), (2000, 1), (1, 2000)])
def test_picture_of_one_pixel_or_a_hair_line_is_no_error_of_ours(shape: tuple[int, int]) -> None:
    with picture_page(np.full(shape, 90, np.uint8), "PNG") as page:
        (right,) = set_right(page, Clock())
    assert min(right.level.image.shape) >= 64
