"""Parts of a page drawn side by side."""

from page_paper import opened, pdf

from extract.model import BBox
from extract.pages.render import render_parts


def test_a_part_that_lies_outside_the_page_or_is_larger_than_it_costs_no_more_than_the_page() -> None:
    """Letters of a damaged file may stand anywhere, in any size."""
    boxes = [BBox(900, 20, 950, 40), BBox(10, -90, 20, -10), BBox(50, 50, 40, 60), BBox(0, 0, 9e6, 9e6)]
    with opened(pdf(b"BT /F 12 Tf 10 100 Td <41> Tj ET", letters="ก")) as page:
        image, places = render_parts(page, 72, boxes)
        assert [place.width >= 1 and place.height >= 1 for place in places] == [True] * 4
        assert image.size < 4 * (page.width + 200) * (page.height + 200)
