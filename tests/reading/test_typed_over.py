"""What a viewer shows over a page's content: field values, typed notes, struck words."""

from __future__ import annotations

import pytest
from page_paper import opened, pdf, stream

from extract.clock import Clock
from extract.model import Cell, Page
from extract.ocr.choose import Engines
from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.reading.page import read_page

GRID = "".join(f"{x} 100 m {x} 300 l S " for x in (20, 200, 400)) + "".join(
    f"20 {y} m 400 {y} l S " for y in (100, 200, 300)
)
TEXT = "BT /F 12 Tf 1 0 0 1 30 250 Tm (ABC) Tj 1 0 0 1 210 250 Tm (CBA) Tj ET "
FORM = b"<</Fields[7 0 R]/NeedAppearances true/DR<</Font<</F 5 0 R>>>>/DA(/F 12 Tf 0 g)>>"


def coded(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def shown_as(content: bytes) -> bytes:
    box = b"/Type/XObject/Subtype/Form/BBox[0 0 150 40]/Resources<</Font<</F 5 0 R>>>>"
    return stream(content, box)


def paper(annotation: bytes, appearance: bytes | None = None, content: str = GRID + TEXT) -> bytes:
    """A table of two by two cells, its second row empty, with one annotation."""
    if appearance is not None:
        annotation += b"/AP<</N 8 0 R>>"
    extra = {7: b"<</Type/Annot/F 4/P 3 0 R%s>>" % annotation}
    if appearance is not None:
        extra[8] = shown_as(appearance)
    data = pdf(content.encode(), page=b"/Annots[7 0 R]", extra=extra)
    return (
        data.replace(b"/Type/Catalog", b"/Type/Catalog/AcroForm" + FORM) if b"/Widget" in annotation else data
    )


def read(data: bytes) -> Page:
    with open_document(data, "typed.pdf") as document:
        return read_page(document, 1, Engines("auto"), Clock())


def cells(data: bytes) -> list[Cell]:
    (table,) = read(data).tables
    return list(table.cells)


FIELD = b"/Subtype/Widget/FT/Tx/T(a)/DA(/F 12 Tf 0 g)/V" + coded("งจฉ")
NOTE = b"/Subtype/FreeText/DA(/F 12 Tf 0 g)/Contents" + coded("งจฉ")
LETTERS = b"BT /F 12 Tf 5 15 Td (DEF) Tj ET"
PLACE = b"/Rect[30 140 180 180]"


@pytest.mark.parametrize(
    ("annotation", "appearance", "method"),
    [
        (FIELD, LETTERS, "form"),
        (FIELD, None, "form"),
        (NOTE, LETTERS, "annotation"),
        (NOTE, None, "annotation"),
        (b"/Subtype/Stamp", LETTERS, "annotation"),
    ],
    ids=["field", "field without appearance", "typed note", "note without appearance", "stamp of letters"],
)  # fmt: skip
def test_what_was_typed_into_an_empty_cell(annotation: bytes, appearance: bytes | None, method: str) -> None:
    found = cells(paper(annotation + PLACE, appearance))
    assert [cell.text for cell in found] == ["กขค", "คขก", "งจฉ", ""]
    assert [cell.method for cell in found] == ["text", "text", method, "text"]


def test_a_hidden_field_is_not_there() -> None:
    field = FIELD + PLACE
    data = paper(field, LETTERS).replace(b"/F 4/P", b"/F 2/P")
    assert [cell.text for cell in cells(data)] == ["กขค", "คขก", "", ""]


def test_a_page_read_twice_shows_its_fields_twice() -> None:
    field = FIELD + PLACE
    with open_document(paper(field), "typed.pdf") as document:
        for _ in range(2):
            (table,) = read_page(document, 1, Engines("auto"), Clock()).tables
            assert table.cells[2].text == "งจฉ"


def test_a_note_over_an_old_value_stands_for_it() -> None:
    """A typed note with a white ground covers the value that it corrects."""
    note = b"/Subtype/FreeText/DA(/F 12 Tf 0 g)/Contents" + coded("งจ") + b"/Rect[25 240 175 270]"
    ground = b"1 g 0 0 150 40 re f 0 g BT /F 12 Tf 5 10 Td (DE) Tj ET"
    first = cells(paper(note, ground))[0]
    assert first.text == "งจ"
    assert [found.code for found in first.findings] == ["text-hidden"]


STRUCK = "BT /F 12 Tf 1 0 0 1 30 250 Tm (ABC) Tj 1 0 0 1 80 250 Tm (DEF) Tj ET "


def test_a_value_struck_out_by_a_viewer_is_not_live() -> None:
    data = pdf(STRUCK.encode())
    with opened(data) as page:
        box = read_glyphs(page)[0].bbox.union(read_glyphs(page)[2].bbox)
    x0, x1 = str(box.x0).encode(), str(box.x1).encode()
    quads = b"/QuadPoints[%s 260 %s 260 %s 248 %s 248]" % (x0, x1, x0, x1)
    note = b"/Subtype/StrikeOut/C[1 0 0]/Rect[25 245 70 265]" + quads
    first = cells(paper(note, content=GRID + STRUCK))[0]
    assert first.text == "งจฉ"
    assert [(found.code, found.detail) for found in first.findings] == [("text-struck", "กขค")]


@pytest.mark.parametrize("line", ["30 253.5 m 55.5 253.5 l S ", "30 253 25.5 .8 re f "], ids=["line", "bar"])
def test_a_value_struck_out_by_a_drawn_line_is_not_live(line: str) -> None:
    first = cells(pdf(f"{GRID}{STRUCK}{line}".encode()))[0]
    assert first.text == "งจฉ"
    assert [(found.code, found.detail) for found in first.findings] == [("text-struck", "กขค")]


@pytest.mark.parametrize("y", [248.5, 262.0], ids=["underlined", "line above"])
def test_a_line_under_or_over_words_strikes_nothing(y: float) -> None:
    first = cells(pdf(f"{GRID}{STRUCK}30 {y} m 55.5 {y} l S ".encode()))[0]
    assert first.text == "กขค งจฉ"


def test_an_underline_annotation_strikes_nothing() -> None:
    quads = b"/QuadPoints[30 260 55 260 30 248 55 248]"
    note = b"/Subtype/Underline/C[1 0 0]/Rect[25 245 70 265]" + quads
    assert cells(paper(note, content=GRID + STRUCK))[0].text == "กขค งจฉ"
