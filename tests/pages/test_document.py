"""Opening what offices send: cut, locked, empty, turned and cropped PDFs; fax TIFFs and phone photos."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest
from page_paper import assemble, locked, opened, pdf, scan_image, stream
from PIL import Image

from extract.errors import DamagedError, EmptyFileError, EncryptedError, NotADocumentError, RefusedError
from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.pages.images import reaches_its_picture
from extract.pages.render import render


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def test_a_jpeg_of_noughts_is_no_work() -> None:
    picture = saved(Image.new("L", (90, 90)), "JPEG")
    assert reaches_its_picture(picture)
    assert reaches_its_picture(picture[:20] + bytes(2000) + picture[20:])  # filled up, as some scanners do
    assert reaches_its_picture(picture[:2] + b"\xff" * 9 + picture[2:])
    for rest in (bytes(4 << 20), b"\xff" * (4 << 20), b"\xff\x00" * (2 << 20)):
        assert not reaches_its_picture(picture[:20] + rest)
        with pytest.raises(DamagedError), open_document(picture[:20] + rest, "a.jpg"):
            pass


def gray_of(data: bytes, number: int = 1) -> np.ndarray:
    with opened(data, number) as page:
        assert page.image is not None
        return page.image.gray


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFileError),
        (b"<html>not found</html>", NotADocumentError),
        (b"PK\x03\x04", NotADocumentError),
        (pdf()[:200], DamagedError),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, DamagedError),
        (saved(Image.new("L", (900, 900)), "JPEG")[:-40][:300], DamagedError),
        (pdf(count=0), EmptyFileError),
        (pdf(count=501), RefusedError),
        (locked(b"secret"), EncryptedError),
    ],
    ids=["empty", "html", "zip", "cut pdf", "png head", "cut jpeg", "no pages", "501 pages", "locked"],
)
def test_what_cannot_be_read_says_so(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as caught, open_document(data, "a") as document:
        document.page(1)
    assert caught.value.thai and caught.value.english


def test_password_opens_a_locked_pdf_and_the_error_names_the_option() -> None:
    with open_document(locked(b"secret"), "a", "secret") as document:
        assert document.page_count == 1
    with pytest.raises(EncryptedError, match="--password"), open_document(locked(b"secret"), "a"):
        pass
    with pytest.raises(EncryptedError, match="does not open"), open_document(locked(b"secret"), "a", "no"):
        pass


def test_header_may_stand_a_little_into_the_file() -> None:
    with open_document(b"\n" * 900 + pdf(), "a") as document:
        assert (document.kind, document.page_count) == ("pdf", 1)


@pytest.mark.parametrize(("box", "unit"), [(b"0 0 20000 100", b""), (b"0 0 600 400", b"/UserUnit 75000")])
def test_absurd_sides_are_refused(box: bytes, unit: bytes) -> None:
    with open_document(pdf(box=box, page=unit), "a") as document, pytest.raises(RefusedError, match="14,400"):
        document.page(1)


def test_user_unit_scales_the_page() -> None:
    with opened(pdf(page=b"/UserUnit 2")) as page:
        assert (page.width, page.height) == (1200, 800)
        assert render(page, 72).image.shape == (800, 1200)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270, -90])
@pytest.mark.parametrize("crop", [b"", b"/CropBox[50 40 550 380]", b"/CropBox[50 40 950 980]"])
def test_glyphs_stand_where_the_viewer_shows_their_ink(rotation: int, crop: bytes) -> None:
    """All four turns, cropped or not, against the rendered page."""
    data = pdf(b"BT /F 40 Tf 1 0 0 1 200 300 Tm (A) Tj ET", page=b"/Rotate %d%s" % (rotation, crop))
    with opened(data) as page:
        (glyph,) = read_glyphs(page)
        image = render(page, 144).image
        assert image.shape == pytest.approx((page.height * 2, page.width * 2), abs=1)
        ys, xs = np.nonzero(image < 128)
        box = glyph.bbox
        assert box.x0 - 1 <= xs.min() / 2 and xs.max() / 2 <= box.x1 + 1
        assert box.y0 - 1 <= ys.min() / 2 and ys.max() / 2 <= box.y1 + 1
        assert box.width < 50 and box.height < 50
        assert glyph.size == pytest.approx(40)


def test_objects_inside_forms_are_placed_on_the_page() -> None:
    form = stream(b"0 0 10 5 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[2 0 0 2 5 5]")
    with opened(pdf(b"q 1 0 0 1 100 50 cm /X Do Q", objects=b"/X 9 0 R", extra={9: form})) as page:
        (item,) = page.objects()
        assert item.bounds().as_list() == [105.0, 335.0, 125.0, 345.0]


def test_fan_of_forms_is_refused_before_pdfium_draws_it() -> None:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    extra = {
        n: stream(b"/X Do " * 20, head + b"/Resources<</XObject<</X %d 0 R>>>>" % (n + 1))
        for n in range(9, 15)
    }
    extra[15] = stream(b"0 0 m 1 1 l S", head)
    with pytest.raises(RefusedError, match="forms"), open_document(pdf(b"/X Do", extra=extra), "a"):
        pass


def test_forms_that_draw_one_another_again_and_again_are_refused() -> None:
    """Pdfium follows the loop to its deepest level, which takes for ever."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    extra = {
        9: stream(b"/X Do " * 9, head + b"/Resources<</XObject<</X 10 0 R>>>>"),
        10: stream(b"/X Do " * 9, head + b"/Resources<</XObject<</X 9 0 R>>>>"),
    }
    data = pdf(b"/X Do", objects=b"/X 9 0 R", extra=extra)
    with pytest.raises(RefusedError, match="forms"), open_document(data, "a"):
        pass


def test_a_form_inside_a_form_is_no_bomb() -> None:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    extra = {
        9: stream(b"/X Do " * 9, head + b"/Resources<</XObject<</X 10 0 R>>>>"),
        10: stream(b"0 0 m 9 9 l S", head),
    }
    with opened(pdf(b"/X Do", objects=b"/X 9 0 R", extra=extra)) as page:
        assert len(page.objects()) == 9


def test_stream_that_unpacks_to_gigabytes_is_refused() -> None:
    import zlib

    bomb = zlib.compress(zlib.compress(b"\0" * (65 << 20), 9), 9)
    extra = {9: stream(bomb, b"/Filter[/FlateDecode/FlateDecode]")}
    with pytest.raises(RefusedError, match="unpacks"), open_document(pdf(extra=extra), "a"):
        pass


def test_page_of_very_many_objects_is_too_complex_to_walk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.pages.openpage.MAX_OBJECTS", 10)
    with opened(pdf(b"0 0 9 9 re S " * 11)) as page:
        assert page.too_complex
    with opened(pdf(b"0 0 9 9 re S " * 10)) as page:
        assert not page.too_complex


def test_overlapping_pictures_are_counted_once() -> None:
    content = b"q 300 0 0 400 0 0 cm /I Do Q q 300 0 0 400 150 0 cm /I Do Q"
    with opened(pdf(content, objects=b"/I 9 0 R", extra={9: scan_image()})) as page:
        assert page.image_coverage == pytest.approx(0.75, abs=0.02)


def test_image_takes_its_own_dpi_when_that_is_sane() -> None:
    image = Image.new("L", (600, 300), 255)
    for stated, width in ((300, 144), (72, 216), (96, 450), (9600, 216), (None, 216)):
        options = {} if stated is None else {"dpi": (stated, stated)}
        with opened(saved(image, "PNG", **options)) as page:
            assert page.width == pytest.approx(width, abs=0.1), stated


def test_photo_is_turned_as_its_camera_says() -> None:
    image = Image.new("L", (600, 300), 255)
    image.paste(0, (0, 0, 100, 100))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn clockwise to see it upright
    gray = gray_of(saved(image, "JPEG", exif=exif))
    assert gray.shape == (600, 300)
    assert gray[50, 250] < 50 < 200 < gray[50, 50]


def test_fax_has_oblong_pixels() -> None:
    data = saved(Image.new("1", (1728, 1100), 1), "TIFF", dpi=(204, 98), compression="group4")
    with opened(data) as page:
        assert page.image is not None
        assert page.image.gray.shape == (2290, 1728)
        assert page.width == pytest.approx(1728 / 204 * 72, abs=0.1)


def test_each_frame_of_a_tiff_is_a_page() -> None:
    frames = [Image.new("L", (200, 100 + 50 * i), 255 - i) for i in range(3)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with open_document(data, "a") as document:
        assert document.page_count == 3
    assert gray_of(data, 3).shape == (200, 200)
    assert int(gray_of(data, 3)[0, 0]) == 253


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "CMYK"])
def test_any_kind_of_pixels_becomes_gray(mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.full((50, 50), 65535, np.uint16))
    else:
        image = Image.new("RGB", (50, 50), "white").convert("L" if mode == "LA" else mode).convert(mode)
    gray = gray_of(saved(image, "TIFF" if mode == "CMYK" else "PNG"))
    assert gray.dtype == np.uint8 and int(gray.min()) >= 250


def test_what_is_transparent_is_paper() -> None:
    assert int(gray_of(saved(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")).min()) == 255


def test_image_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.pages.images.MAX_PIXELS", 1000)
    with open_document(saved(Image.new("L", (50, 50)), "PNG"), "a") as document, pytest.raises(RefusedError):
        document.page(1)


def test_zero_page_of_a_broken_tree_is_damaged() -> None:
    loop = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    }
    with open_document(assemble(loop), "a") as document, pytest.raises(DamagedError, match="page 2"):
        document.page(2)


def test_scan_is_rendered_at_its_own_resolution() -> None:
    from extract.pages.render import best_dpi

    def page_of(pixels: tuple[int, int]) -> bytes:
        extra = {9: scan_image(*pixels)}
        return pdf(b"q 600 0 0 400 0 0 cm /I Do Q", objects=b"/I 9 0 R", extra=extra)

    for pixels, dpi in (((1667, 1111), 200), ((600, 400), 150), ((5000, 3333), 300)):
        with opened(page_of(pixels)) as page:
            assert best_dpi(page) == pytest.approx(dpi, abs=0.1)
    with opened(pdf()) as page:
        assert best_dpi(page) == 300


def test_render_draws_annotations_and_keeps_its_pixel_limit() -> None:
    stamp = stream(b"0 0 100 50 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 50]")
    annot = b"<</Type/Annot/Subtype/Stamp/Rect[100 100 200 150]/F 4/AP<</N 9 0 R>>>>"
    with opened(pdf(page=b"/Annots[10 0 R]", extra={9: stamp, 10: annot})) as page:
        image = render(page, 72).image
        assert int(cv2.countNonZero(255 - image)) == pytest.approx(5000, abs=50)
        with pytest.raises(RefusedError, match="megapixels"):
            render(page, 2400)
