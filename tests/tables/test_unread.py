"""Cells that show what the text layer does not say: each way of filling a cell by other means."""

from __future__ import annotations

import pytest
from page_paper import opened, pdf, scan_image
from table_paper import lattice, print_at

from extract.model import BBox, Code, Table
from extract.tables.fill import fill_from_glyphs
from extract.tables.ruled.grid import build_tables
from extract.tables.unread import doubt_unread

TYPED = "ดำเนินการแล้ว".encode("utf-16-be").hex().encode()
NOTE = b"<</Type/Annot/Subtype/FreeText/Rect[210 330 290 350]/Contents<feff%s>%s>>"
PICTURE = b"q 60 0 0 20 220 330 cm /I Do Q "
OUTLINES = b"220 330 m 225 335 230 345 235 330 c 240 335 l 245 338 l 250 331 l 240 330 l f "


def told(
    content: bytes = b"", note: bytes = b"", codes: tuple[Code, ...] = (), text: str = "อบรม"
) -> list[tuple[int, str]]:
    """(column, detail) of the cells doubted in a row of three: one text, one more, one blank."""
    extra = {9: scan_image(), 10: note or b"null"}
    page = b"/Annots[10 0 R]" if note else b""
    glyphs = print_at("กองคลัง", 20, 60) + print_at(text, 120, 60)
    tables: tuple[Table, ...] = build_tables(lattice([10, 100, 200, 300], [40, 80]), 1, "vector")
    with opened(pdf(content, page=page, extra=extra, objects=b"/I 9 0 R")) as open_page:
        (table,) = doubt_unread(fill_from_glyphs(tables, glyphs), open_page, codes)
    return [(c.column, f.detail) for c in table.cells for f in c.findings if f.code == "cell-unread"]


@pytest.mark.parametrize(
    ("content", "note", "column", "what"),
    [
        (b"", NOTE % (TYPED, b""), 2, "note: ดำเนินการแล้ว"),
        (PICTURE, b"", 2, "picture"),
        (OUTLINES, b"", 2, "drawn letters"),
    ],
)
def test_a_cell_filled_beside_the_text_layer(content: bytes, note: bytes, column: int, what: str) -> None:
    assert told(content, note) == [(column, what)]


def test_a_blank_cell_and_a_hidden_note_and_an_empty_field_are_blank() -> None:
    assert told() == []
    assert told(note=NOTE % (TYPED, b"/F 2")) == []
    assert told(note=b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[210 330 290 350]>>") == []


def test_a_code_in_a_cell_is_read() -> None:
    assert told(PICTURE, codes=(Code("https://a", "qr", BBox(220, 50, 280, 70)),)) == []


def test_letters_of_the_cell_beside_it_leave_a_blank_cell_blank() -> None:
    """A period that runs over into an empty amount cell left letters without codes there."""
    letters = OUTLINES.replace(b" 33", b" 34").replace(b" 240 335 l 2", b" 240 345 l 2")
    assert told(letters, text="ตุลาคม ๒๕๖๖ - พฤศจิกายน ๒๕๖๖") == []


def test_a_border_drawn_as_a_shape_of_two_boxes_is_no_letter() -> None:
    """WeasyPrint: each cell's border is one path, the outer box and the inner one."""
    frame = b"199 319 102 42 re 201 321 98 38 re f* "
    assert told(frame) == []
