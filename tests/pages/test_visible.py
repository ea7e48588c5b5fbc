"""Text that a file holds and a page does not show: found by what the page looks like with it and without."""

from __future__ import annotations

import pytest
from page_paper import opened, pdf, scan_image, stream

from extract.pages.copies import find_copies
from extract.pages.glyphs import read_glyphs

SHOWN = "BT /F 12 Tf 20 300 Td (ABC) Tj ET "
OLD = "BT /F 12 Tf 20 200 Td (DEF) Tj ET "


def visible(content: str, **more: object) -> str:
    with opened(pdf(content.encode(), **more)) as page:
        return "".join(glyph.text for glyph in read_glyphs(page) if glyph.visible)


@pytest.mark.parametrize(
    "content",
    [
        f"q 1 g {OLD}Q {SHOWN}",
        f"q 0 0 1 rg 10 190 100 30 re f 0 0 1 rg {OLD}Q {SHOWN}",
        f"q 3 Tr {OLD}Q {SHOWN}",
        f"{OLD}q 1 g 10 190 100 30 re f Q {SHOWN}",
        f"{OLD}q 0 g 10 190 100 30 re f Q {SHOWN}",
        f"{OLD}q .9 .4 .1 rg 10 190 100 30 re f Q {SHOWN}",
        f"q 200 200 20 20 re W n {OLD}Q {SHOWN}",
        f"{SHOWN}BT /F .5 Tf 20 200 Td (DEF) Tj ET",
        f"{SHOWN}BT /F 12 Tf 2 Tz 20 200 Td (DEF) Tj ET",
        f"{SHOWN}BT /F 12 Tf -90 200 Td (DEF) Tj ET",
        f"{SHOWN}BT /F 12 Tf 20 700 Td (DEF) Tj ET",
    ],
    ids=[
        "white", "in the colour of its band", "render mode 3", "under a white box", "under a black box",
        "under an orange box", "outside its clip path", "half a point", "no width", "left of the page",
        "above the page",
    ],
)  # fmt: skip
def test_text_that_does_not_show(content: str) -> None:
    assert visible(content) == "กขค"


def test_white_text_on_a_dark_band_shows() -> None:
    assert visible(f"q 0 g 10 190 100 30 re f 1 g {OLD}Q {SHOWN}") == "งจฉกขค"


def test_text_outside_the_crop_box_does_not_show() -> None:
    assert visible(SHOWN + OLD, page=b"/CropBox[0 250 600 400]") == "กขค"


@pytest.mark.parametrize("alpha", [0, 1])
def test_text_of_opacity_0_does_not_show(alpha: int) -> None:
    state = b"/ExtGState<</G 7 0 R>>"
    data = pdf(f"{SHOWN}q /G gs {OLD}Q".encode(), extra={7: b"<</Type/ExtGState/ca %d>>" % alpha}).replace(
        b"/Resources<<", b"/Resources<<" + state
    )
    with opened(data) as page:
        shown = "".join(glyph.text for glyph in read_glyphs(page) if glyph.visible)
    assert shown == ("กขคงจฉ" if alpha else "กขค")


@pytest.mark.parametrize("state", [b"ON", b"OFF"])
def test_a_layer_shows_as_a_viewer_has_it(state: bytes) -> None:
    data = pdf(f"{SHOWN}/OC /L BDC {OLD}EMC".encode(), extra={7: b"<</Type/OCG/Name(old)>>"}).replace(
        b"/Resources<<", b"/Resources<</Properties<</L 7 0 R>>"
    )
    data = data.replace(
        b"/Type/Catalog", b"/Type/Catalog/OCProperties<</OCGs[7 0 R]/D<</%s[7 0 R]>>>>" % state
    )
    with opened(data) as page:
        shown = "".join(glyph.text for glyph in read_glyphs(page) if glyph.visible)
    assert shown == ("กขคงจฉ" if state == b"ON" else "กขค")


def test_text_under_a_picture_does_not_show() -> None:
    content = f"{OLD}q 100 0 0 40 10 180 cm /I Do Q {SHOWN}"
    assert visible(content, objects=b"/I 7 0 R", extra={7: scan_image()}) == "กขค"


def test_new_text_over_an_old_value_under_a_box_is_whole() -> None:
    """pdfium gives a letter that stands twice at one spot once: the later 5,000 over 9,000 would lose 000."""
    old = "BT /F 12 Tf 20 200 Td (ABAD) Tj ET "
    new = "BT /F 12 Tf 20 200 Td (CBAE) Tj ET "
    assert visible(f"{old}q 1 g 10 190 100 30 re f Q {new}") == "คขกจ"


def test_text_cut_off_by_its_cell_under_the_next_cells_text() -> None:
    """Excel clips what does not fit; the rest goes on unseen where the next cell's text stands."""
    long = "q 20 195 22 20 re W n BT /F 12 Tf 20 200 Td (ABCDEFGH) Tj ET Q "
    next_cell = "BT /F 12 Tf 45 200 Td (HGF) Tj ET"
    shown = visible(long + next_cell)
    assert shown.endswith("ซชฉ") and 2 <= len(shown) - 3 <= 3


@pytest.mark.parametrize(("width", "shown"), [(11, "กขคง"), (15, "กขคงจ")])
def test_a_letter_of_which_its_cell_shows_less_than_half_is_not_print(width: float, shown: str) -> None:
    """The loop of a ต at a cell's edge: กองช่าง had a ต behind it."""
    cut = f"q 60 195 {width} 20 re W n BT /F 12 Tf 60 200 Td (DE) Tj ET Q"
    assert visible(f"{SHOWN} {cut}") == shown


def test_text_of_a_form_that_a_page_draws() -> None:
    """A layer of old values in a form of its own, under a box."""
    form = stream(
        OLD.encode(), b"/Type/XObject/Subtype/Form/BBox[0 0 600 400]/Resources<</Font<</F 5 0 R>>>>"
    )
    box = "q 1 g 10 190 100 30 re f Q "
    assert visible(f"/X Do {box}{SHOWN}", objects=b"/X 7 0 R", extra={7: form}) == "กขค"


def test_a_turned_page_shows_all_its_text() -> None:
    assert visible(SHOWN + OLD, page=b"/Rotate 90") == "กขคงจฉ"


def test_text_set_upwards_shows() -> None:
    assert visible("BT /F 12 Tf 0 1 -1 0 50 100 Tm (ABC) Tj ET " + OLD) == "งจฉกขค"


def test_hidden_letters_over_a_dash_or_over_their_like_do_not_borrow_its_ink() -> None:
    old = "q 1 g BT /F 12 Tf 20 200 Td (BAB) Tj ET Q "
    assert visible(f"BT /F 12 Tf 20 200 Td (AC) Tj ET {old}{SHOWN}", letters="-กขค") == "-ข-กข"


def test_light_letters_on_a_dark_ground_are_print_and_no_watermark() -> None:
    with opened(pdf(f"q 0 g 10 190 100 30 re f 1 g {OLD}Q {SHOWN}".encode())) as page:
        assert {glyph.tone for glyph in read_glyphs(page)} == {0}


def test_a_font_that_tells_no_widths_hides_nothing() -> None:
    data = pdf(SHOWN.encode()).replace(
        b"/Type1", b"/Type1/FirstChar 65/LastChar 90/Widths[%s]" % (b"0 " * 26)
    )
    with opened(data) as page:
        assert all(glyph.visible for glyph in read_glyphs(page))


def test_a_stop_over_a_letter_is_no_hidden_text() -> None:
    """Dots drawn over a line are read once, in their place: only letters without ink are read again."""
    assert visible(f"{SHOWN}BT /F 12 Tf 22 300 Td (D) Tj ET", letters="กขค.") == "กขค."


def test_letters_as_dark_as_their_ground_show_by_their_colour() -> None:
    assert visible(f"q 0 .5 0 rg 10 190 100 30 re f .98 0 0 rg {OLD}Q {SHOWN}") == "งจฉกขค"


def test_hidden_letters_set_one_by_one_over_shown_text_take_their_stops_and_blanks_along() -> None:
    """Chromium draws each Thai letter as an object; the stops of ก.ค. stand over no new letter."""
    under = "".join(
        f"BT /F 12 Tf {x} 200 Td ({code}) Tj ET " for x, code in [(24, "D"), (32, "F"), (36, "G"), (40, "E")]
    )
    new = "BT /F 12 Tf 20 200 Td (AB) Tj ET BT /F 12 Tf 37 200 Td (C) Tj ET "
    assert visible(f"{under}q 1 g 10 190 100 30 re f Q {new}", letters="กขคงจ. ") == "กขค"


def test_a_covered_value_just_under_the_new_one_does_not_borrow_its_lowest_ink() -> None:
    """Typed over a white square a little higher than what the square covers."""
    new = "BT /F 12 Tf 20 207.6 Td (ABC) Tj ET "
    assert visible(f"{OLD}q 1 g 10 190 100 30 re f Q {new}") == "กขค"


def test_an_old_value_wiped_by_its_own_letters_in_white_strokes() -> None:
    """pdfium tells nothing of the white letters: they stand where the old ones do."""
    wiper = "q 1 g 1 G 4 w 2 Tr BT /F 12 Tf 20 200 Td (DEF) Tj ET Q "
    assert visible(f"{OLD}{wiper}BT /F 12 Tf 20 200 Td (ABC) Tj ET") == "กขค"


@pytest.mark.parametrize("asides", [[(1, 0), (-1, 0), (0, 1), (0, -1), (1.5, -1.5)], [(0, 0)], [(2, 0)]])
def test_white_copies_around_dark_letters_take_none_of_them_along(asides: list[tuple[float, float]]) -> None:
    """A halo, drawn before the letters that it is to set off; pdfium gives the letters of one spot once."""
    halo = "".join(f"BT /F 12 Tf {20 + x} {200 + y} Td (DEFD) Tj ET " for x, y in asides)
    content = f"q 1 g {halo}Q BT /F 12 Tf 20 200 Td (DEFD) Tj ET {SHOWN}"
    with opened(pdf(content.encode())) as page:
        glyphs = read_glyphs(page)
    assert "".join(glyph.text for glyph in glyphs) == "งจฉงกขค"
    assert all(glyph.visible and glyph.tone == 0 for glyph in glyphs)


def test_a_halo_around_letters_that_are_objects_of_their_own() -> None:
    """pdfium leaves a letter out that is like one of the five before it, though those are switched off."""
    asides = [(1, 0), (-1, 0), (0, 1), (0, -1), (1.5, 1.5)]
    content = SHOWN
    for number, letter in enumerate("DE F"):
        one = "BT /F 12 Tf {} {} Td ({}) Tj ET ".format
        halo = "".join(one(20 + 7 * number + x, 200 + y, letter) for x, y in asides)
        content += f"q 1 g {halo}Q {one(20 + 7 * number, 200, letter)}"
    assert visible(content) == "กขคงจ ฉ"


@pytest.mark.parametrize(("old", "found"), [("", 1), (OLD, 0)])
def test_white_letters_drawn_over_their_like_wipe_them_and_are_no_halo(old: str, found: int) -> None:
    with opened(pdf(f"{old}q 1 g {OLD}Q {OLD}{SHOWN}".encode())) as page:
        assert len(find_copies(page, False)) == found


def test_one_letter_of_a_hidden_run_does_not_borrow_its_neighbours_ink() -> None:
    """A white run under a new value that is set a little closer."""
    old = "q .99 g BT /F 12 Tf 20 200 Td (DEFGH) Tj ET Q "
    assert visible(f"{old}BT /F 11.6 Tf 20.4 200.5 Td (ABCAB) Tj ET") == "กขคกข"


@pytest.mark.parametrize("mode", ["7 Tr", "3 Tr"])
def test_letters_that_paint_fills_or_outlines_draw_are_print(mode: str) -> None:
    """A clip of letters with a ground drawn through it, as Chromium prints ``background-clip: text``."""
    ground = "0 .2 .6 rg 0 150 300 100 re f"
    filled = f"q 7 Tr {OLD}{ground} Q "
    assert visible(f"{filled if mode[0] == '7' else filled + f'q 3 Tr {OLD}Q '}{SHOWN}") == "งจฉกขค"


def test_a_clip_of_letters_that_nothing_fills_is_no_print() -> None:
    assert visible(f"q 7 Tr {OLD}Q {SHOWN}") == "กขค"


def test_a_text_drawn_many_times_each_time_cut_to_another_box_stands_once() -> None:
    """Stamps made from one page: each draws all of it and shows its own part."""
    cut = "".join(f"q 0 {20 * n} 10 10 re W n {OLD}Q " for n in range(10))
    assert visible(f"{cut}q 0 150 300 100 re W n {OLD}Q {SHOWN}") == "งจฉกขค"


def test_a_filled_square_that_only_the_viewer_draws_hides_what_it_covers() -> None:
    """An annotation without an appearance of its own."""
    note = b"<</Type/Annot/Subtype/Square/F 4/Rect[10 190 110 220]/C[0 0 0]/IC[0 0 0]>>"
    assert visible(OLD + SHOWN, page=b"/Annots[7 0 R]", extra={7: note}) == "กขค"


def test_letters_under_block_letters_are_redacted_and_bars_of_blocks_alone_are_print() -> None:
    bars = "BT /F 12 Tf 20 200 Td (GGGGG) Tj ET "
    assert visible(f"{OLD}{bars}{SHOWN}", letters="กขคงจฉ█") == "กขค"
    assert visible(f"{bars}{SHOWN}", letters="กขคงจฉ█") == "█████กขค"
