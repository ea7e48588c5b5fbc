"""Pages drawn from the input file: found, checked, turned upright, cut; and what is said when it is gone."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from archive_samples import key, report
from PIL import Image
from web import Visitor, make_desk

from extract.model import BBox
from extract.pages.intake import sha256
from oversight.archive.listing import Listing
from oversight.archive.resume import Key
from oversight.review import picture
from oversight.review.picture import DrawOutcome, Order, Painter, cut, draw, turned

PAPER = Path(__file__).parents[2] / "fixtures" / "reports" / "khaophrai-2566-chromium.pdf"


def order(folder, *places, page=1, rotation=0, data=None):
    digest = sha256(data if data is not None else PAPER.read_bytes())
    folder.mkdir(exist_ok=True)
    return Order(
        digest, PAPER.name, tuple((str(place), None) for place in places), page, rotation, str(folder)
    )


def test_a_page_is_drawn_twice_and_cut(tmp_path):
    asked = order(tmp_path / "kept", tmp_path / "nowhere.pdf", PAPER)

    assert draw(asked) == DrawOutcome("ok")
    with Image.open(asked.path("view")) as view, Image.open(asked.path("large")) as large:
        assert view.width <= picture.VIEW_WIDTH
        assert large.width >= view.width
        wide, high = large.width * 72 / picture.DPI, large.height * 72 / picture.DPI
    cell = cut(asked.path("large"), BBox(100, 100, 200, 150), wide, high, 0)
    with Image.open(io.BytesIO(cell)) as image:
        assert abs(image.width - (100 + 2 * picture.MARGIN) * picture.DPI / 72) < 4
    nowhere = cut(asked.path("large"), BBox(-900, -900, -800, -800), wide, high, 0)
    assert Image.open(io.BytesIO(nowhere)).size == (1, 1)


def test_a_sideways_page_is_turned_upright(tmp_path):
    upright = order(tmp_path / "a", PAPER)
    turned_by = order(tmp_path / "b", PAPER, rotation=90)
    draw(upright), draw(turned_by)

    with Image.open(upright.path("large")) as one, Image.open(turned_by.path("large")) as other:
        assert one.size == other.size[::-1]
    assert turned(BBox(10, 20, 30, 50), 100, 200, 90) == BBox(150, 10, 180, 30)
    assert turned(BBox(10, 20, 30, 50), 100, 200, 180) == BBox(70, 150, 90, 180)
    assert turned(BBox(10, 20, 30, 50), 100, 200, 270) == BBox(20, 70, 50, 90)


@pytest.mark.parametrize(
    ("place", "state"), [("gone.pdf", "missing"), ("other.pdf", "changed"), ("bad.pdf", "failed")]
)
def test_a_file_that_is_not_the_one_that_was_read_is_never_shown(tmp_path, place, state):
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.4 another")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 hopeless")
    data = b"%PDF-1.4 hopeless" if state == "failed" else None

    assert draw(order(tmp_path / "kept", tmp_path / place, data=data)).state == state


def test_the_painter_draws_in_a_child_once_and_keeps_it(tmp_path, monkeypatch):
    painter = Painter(tmp_path / "kept")
    asked = order(tmp_path / "kept", PAPER)
    first = painter.get([asked], "view")

    assert first == asked.path("view")
    monkeypatch.setattr(painter, "_begin", lambda orders: pytest.fail("drawn again"))
    assert painter.get([asked], "large") == asked.path("large")


def read(archive, location):
    digest = sha256(PAPER.read_bytes())
    told = report("khaophrai.pdf", sha256=digest, document_id=digest[:16])
    told = replace(told, records=tuple(replace(r, document_id=digest[:16]) for r in told.records))
    with archive.begin_run() as run:
        run.put(Listing("khaophrai.pdf", str(location), digest), Key(digest, key("x").recipe), told)
    return f"/documents/{digest[:16]}/pages/1"


def test_the_desk_shows_page_and_crop(archive, tmp_path):
    desk = read(archive, PAPER)
    app, tokens = make_desk(archive, tmp_path / "out")
    visitor = Visitor(app)
    visitor.enter(tokens[-1])
    image = visitor.get(f"{desk}/image.webp")
    crop = visitor.get(f"{desk}/crop.png?x0=10&y0=10&x1=200&y1=100")

    assert (image.status_code, image.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in image.headers["cache-control"]
    assert Image.open(io.BytesIO(image.content)).format == "WEBP"
    assert (crop.status_code, crop.headers["content-type"]) == (200, "image/png")
    for bad in ("x0=nan&y0=1&x1=2&y1=2", "x0=inf&y0=1&x1=2&y1=2", "x0=1e99&y0=1&x1=2&y1=2", "x0=a"):
        assert visitor.get(f"{desk}/crop.png?{bad}").status_code == 422


def test_a_moved_file_is_told_of_and_found_again_in_the_folder_given(archive, tmp_path):
    gone = tmp_path / "old" / "khaophrai.pdf"
    desk = read(archive, gone)
    app, tokens = make_desk(archive, tmp_path / "out")
    visitor = Visitor(app)
    visitor.enter(tokens[-1])
    assert "--inputs" in visitor.get(desk).text
    assert visitor.get(f"{desk}/image.webp").status_code == 404

    moved = tmp_path / "new"
    moved.mkdir()
    (moved / "khaophrai.pdf").write_bytes(PAPER.read_bytes())
    app, tokens = make_desk(archive, tmp_path / "out", inputs=(moved,))
    visitor = Visitor(app)
    visitor.enter(tokens[-1])
    assert "--inputs" not in visitor.get(desk).text
    assert visitor.get(f"{desk}/image.webp").status_code == 200
