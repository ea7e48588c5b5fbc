"""A page is drawn for its text's sake only where something on it could hide text."""

from __future__ import annotations

import pytest
from page_paper import opened, pdf, scan_image, stream

from extract.pages import visible
from extract.pages.glyphs import read_glyphs

TEXT = "BT /F 12 Tf 20 200 Td (DEF) Tj ET "
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 600 400]/Resources<</Font<</F 5 0 R>>>>"


def is_drawn(content: str, monkeypatch: pytest.MonkeyPatch, **more: object) -> bool:
    drawn = []
    picture = visible._picture
    monkeypatch.setattr(visible, "_picture", lambda page: drawn.append(page) or picture(page))
    with opened(pdf(content.encode(), **more)) as page:
        assert all(glyph.visible for glyph in read_glyphs(page))
    return bool(drawn)


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        f".9 .95 1 rg 10 190 100 30 re f 0 g {TEXT}",
        f"{TEXT}10 195 200 .5 re f 10 190 m 200 190 l S",
        f"q 10 150 200 100 re W n {TEXT}Q",
        f"{TEXT}q 100 0 0 40 200 180 cm /I Do Q",
        f"{TEXT}1 g 200 180 90 40 re f",
        f"q 0 1 -1 0 400 20 cm {TEXT}Q",
        "BT /F 12 Tf 20 200 Td (DEF) Tj 0 0 Td (DEF) Tj ET",
    ],
    ids=[
        "text alone", "on a light band", "beside rules", "inside a clip", "beside a picture",
        "beside a white box", "upwards", "twice at one spot",
    ],
)  # fmt: skip
def test_where_nothing_can_hide_text_no_picture_is_drawn(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_drawn(content, monkeypatch, objects=b"/I 7 0 R", extra={7: scan_image()})


@pytest.mark.parametrize(
    "content",
    [
        f".5 g {TEXT}",
        f".6 g 10 190 100 30 re f 0 g {TEXT}",
        f"q 10 190 40 40 re 12 192 36 36 re W* n {TEXT}Q 0 g {TEXT}",
        f"q 10 150 m 300 150 l 20 390 l h W n {TEXT}Q",
        f"8 w 10 180 100 40 re S {TEXT}",
        "/X Do",
        f"2 Tr .1 w {TEXT}",
    ],
    ids=[
        "grey letters", "a grey band", "a clip of two boxes", "a clip that is no box",
        "a thick line around", "a form", "outlined letters",
    ],
)  # fmt: skip
def test_where_something_may_hide_text_the_picture_is_asked(
    content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = {7: scan_image(), 8: stream(TEXT.encode(), FORM)}
    assert is_drawn(content, monkeypatch, objects=b"/I 7 0 R/X 8 0 R", extra=extra)
