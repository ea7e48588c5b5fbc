"""The bench of what shows: its writer's pages look alike in every kind, its verdicts count values."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.eye import Case, kinds, summary
from bench.eye_edit import Edited, said
from bench.eye_make import KINDS, CellBox, Sheet, Text
from bench.eye_paper import Paper, unicode_table
from bench.eye_print import PRINTED


def test_every_kind_says_in_its_first_line_what_is_odd() -> None:
    assert all(
        (change.__doc__ or "").strip().splitlines()[0].endswith(".") for change in (KINDS | PRINTED).values()
    )


def test_values_are_right_flagged_or_silent() -> None:
    rows = summary([Case("sound", 0, 10, 1, 2, 5.0), Case("sound", 1, 10, 0, 0, 7.0)])
    assert rows[0] == {
        "kind": "sound", "pages": 2, "values": 20, "right": 0.85, "flagged": 1, "silent": 2, "ms": 6.0,
        "as_sound": 1.0,
    }  # fmt: skip
    assert rows[-1]["kind"] == "all"


def test_a_paper_without_fonts_is_a_pdf_that_opens() -> None:
    import pypdfium2

    paper = Paper(300, 200, content=[b"0 g 10 10 50 50 re f "])
    document = pypdfium2.PdfDocument(paper.pdf())
    assert document[0].get_size() == (300, 200)
    document.close()


@pytest.mark.parametrize("text", ["ก ข", "ค"])
def test_a_cell_holds_its_lines(text: str) -> None:
    cell = CellBox("period", 0, (0, 0, 10, 10), [Text(0, 0, text)])
    sheet = Sheet(Paper(10, 10), 10, (), [cell], [], (), {"period": ["ง", text]})
    assert sheet.body("period") == [cell]
    assert sheet.old(random.Random(0), cell) == "ง"


def test_fonts_are_read_where_they_are_at_hand() -> None:
    from bench.eye_paper import Face

    paths = sorted(Path("/usr/share/fonts").rglob("*.ttf"))[:3]
    for path in paths:
        face = Face(path.read_bytes())
        assert face.unit > 0 and face.family


def test_a_printed_file_is_taken_apart_and_written_anew() -> None:
    import pypdfium2

    paper = Paper(300, 200, content=[b"0 g 10 10 50 50 re f "])
    file = Edited.of(paper.pdf())
    page = file.objects[file.page]
    page.head = page.head.replace(b"/Resources 4 0 R", b"/Resources <<>>").replace(b"/Annots[]", b"")
    file.resource(b"/XObject", b"/Same %d 0 R" % file.form(Edited.of(file.pdf())))
    file.over(b"1 0 0 1 100 0 cm /Same Do")
    file.annotate((5, 5, 20, 20), b"/Subtype/Square/F 4/C[0 0 0]")
    document = pypdfium2.PdfDocument(file.pdf())
    picture = document[0].render(grayscale=True).to_numpy()
    document.close()
    assert picture[160, 30] == picture[160, 130] == 0 and picture[160, 230] == 255


def test_a_table_of_codes_says_what_was_put_into_it() -> None:
    codes = {1: "ก", 2: "กำ", 300: "๙"}
    assert said(unicode_table(codes)) == codes
    assert said(b"beginbfrange <0005> <0007> <0E01> endbfrange") == {5: "ก", 6: "ข", 7: "ฃ"}


def test_kinds_of_one_lot_stay_those_that_it_was_counted_with() -> None:
    assert set(kinds("judging")) == KINDS.keys()
    assert set(kinds("judging-2")) == {*KINDS, *PRINTED} - {"no-width"}
