"""Hostile files and real documents that lie beside the checkout; skipped where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_paper import SHARED

from extract.errors import DocumentError
from extract.pages.document import open_document
from extract.pages.glyphs import read_glyphs
from extract.pages.intake import Source, discover
from extract.pages.lines import group_lines
from extract.pages.render import render
from extract.pages.trust import Verdict, judge

HAZARDS = SHARED / "hazards"
REAL = SHARED / "real"
REFUSED = {
    "bomb_flate_double_4GiB.pdf": "refused",
    "bomb_image_60000x60000.pdf": "refused",
    "box_14400000pt.pdf": "refused",
    "box_userunit_75000.pdf": "refused",
    "form_fanout_10e9.pdf": "refused",
    "kids_loop.pdf": "damaged",
    "lines_2M.pdf": "refused",
    "not_a_pdf_png.pdf": "damaged",
    "zero_bytes.pdf": "empty",
    "link.pdf": "refused",
    "ok.pdf": "not-a-document",
}

needs_hazards = pytest.mark.skipif(not HAZARDS.is_dir(), reason="no hostile files beside the checkout")
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="no real documents beside the checkout")


def read_all(source: Source) -> str:
    """Every page read and drawn; the code of the error that stopped it, or ``ok``."""
    try:
        with open_document(source.read(), source.name) as document:
            for number in range(1, document.page_count + 1):
                with document.page(number) as page:
                    judge(page, read_glyphs(page))
                    render(page, 72)
    except DocumentError as error:
        assert error.thai and error.english
        return error.code
    return "ok"


@needs_hazards
def test_hostile_files_end_in_a_clean_error_or_a_bounded_result() -> None:
    for source in discover([HAZARDS]):
        code = read_all(source)
        assert code == REFUSED.get(Path(source.name).name, "ok"), source.name


@needs_hazards
def test_slipping_archive_writes_nothing() -> None:
    (archive,) = HAZARDS.glob("zipslip.zip")
    names = [(source.name, source.error is None) for source in discover([archive])]
    assert names == [("zipslip.zip/link.pdf", False), ("zipslip.zip/รายงาน/ok.pdf", True)]
    assert not Path("/tmp/prongsai_pwned.txt").exists()


def verdicts(name: str) -> list[Verdict]:
    found = []
    with open_document((REAL / name).read_bytes(), name) as document:
        for number in range(1, document.page_count + 1):
            with document.page(number) as page:
                found.append(judge(page, read_glyphs(page)))
    return found


@needs_real
@pytest.mark.parametrize("name", ["scan_memo.pdf", "scan_report_mixed.pdf"])
def test_real_scans_are_pictures(name: str) -> None:
    assert {(v.method, v.reasons) for v in verdicts(name)} == {("ocr", ("no-text-layer",))}


@needs_real
@pytest.mark.parametrize(
    ("name", "repair"),
    [
        ("word2007_lost_sara_am.pdf", "lost-nikhahit"),
        ("word2007_ita_form.pdf", "lost-nikhahit"),
        ("word2010_aa_am_swap.pdf", "lost-nikhahit"),
        ("print_to_pdf_legacy_marks.pdf", "sara-am-parts"),
    ],
)
def test_real_layers_with_known_faults_are_read_after_repair(name: str, repair: str) -> None:
    for verdict in verdicts(name):
        assert verdict.method == "text"
        assert repair in verdict.findings[0].detail


@needs_real
def test_real_e_saraban_is_read() -> None:
    assert {v.method for v in verdicts("esaraban_pua.pdf")} == {"text"}


@needs_real
def test_real_page_with_marks_as_pictures_is_read_from_its_picture() -> None:
    found = verdicts("word2013_missing_glyphs.pdf")
    assert [v.method for v in found].index("ocr") == 1
    assert found[1].reasons == ("text-layer-incomplete",)
    assert sum(v.method == "ocr" for v in found) == 1


@needs_real
def test_real_gazette_has_its_tones_on_their_letters() -> None:
    path = REAL / "gazette_itext.pdf"
    with open_document(path.read_bytes(), path.name) as document, document.page(1) as page:
        first, second, *_ = (line.text for line in group_lines(read_glyphs(page)))
    assert "".join(first.split()) == "หน้า๑"
    assert second.startswith("เล่ม ๑๔๐")
