"""What the stage of doubt leaves of a record's confidence, and whom it blames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from extract.doubt import cells as doubt_cells
from extract.doubt.blame import blame_ourselves
from extract.doubt.confidence import structural, weighed
from extract.doubt.stage import doubt
from extract.model import BBox, Finding, Line, Page, Ruling
from extract.records.build import Built, build
from tests.doubt.test_stage import HEADER, ROWS, TITLE, changed, codes, doubted, read, scanned, sure
from tests.records import papers


def test_one_blurred_result_in_a_sharp_scan_is_the_confidence_of_its_record() -> None:
    built, _ = doubted(scanned(ROWS, {(3, 5): 0.4}))
    least = [min(p.confidence for _, places in r.provenance for p in places) for r in built.records]
    assert [record.confidence for record in built.records] == least
    assert [record.needs_review for record in built.records] == [False, False, True]


def test_a_digit_of_an_engine_that_lacks_some_asks_for_a_person_to_the_end() -> None:
    (page,) = read()
    (grid,) = page.tables
    line = Line("มีนาคม ๒๕๖๖", BBox(0, 0, 60, 16), unsure=(7,))
    cells = (replace(c, lines=(line,)) if (c.row, c.column) == (2, 4) else c for c in grid.cells)
    built, _ = doubted((replace(page, tables=(replace(grid, cells=tuple(cells)),)),))
    assert [(r.confidence, r.needs_review) for r in built.records] == [(1, False), (1, True), (1, False)]


def test_a_mere_note_takes_nothing_from_a_record() -> None:
    assert structural(0.95, [Finding("words-unknown", "info")]) == 0.95
    assert structural(0.95, [Finding("words-unknown", "warning")]) == 0.0


def test_a_text_of_words_alone_is_surer_by_as_much_as_slips_seldom_leave_words() -> None:
    assert weighed(0.9, "จัดทำประกาศรายไตรมาส") == pytest.approx(0.9 / (0.9 + 0.1 * 0.27))
    assert weighed(0.9, "จัดทำปรฐกาศ") == 0.9


def test_english_names_of_instruments_and_the_fiscal_year_are_words_too() -> None:
    surer = pytest.approx(0.9 / (0.9 + 0.1 * 0.27))
    assert weighed(0.9, "ผู้มีส่วนได้ส่วนเสียภายใน (Internal : IIT)") == surer
    assert weighed(0.9, "ผู้มีส่วนได้ส่วนเสียภายใน (lnternal : IIT)") == 0.9
    assert weighed(0.9, "ตลอดปี พ.ศ. ๒๕๖๖", 2566) == weighed(0.9, "มกราคม ๒๕๖๕", 2566) == surer
    assert weighed(0.9, "มกราคม ๒๕๖๘", 2566) == weighed(0.9, "ต.ค. ๒๕๖๖", 2566) == 0.9


def test_words_make_no_text_surer_on_a_page_strewn_with_specks() -> None:
    pages = scanned(ROWS, dict.fromkeys([(1, 2), (2, 1)], 0.88))
    assert sure(doubted(pages)[0], 0, "procedure") > 0.9
    told = Finding("picture-specked", "info", page=1)
    built, _ = doubted(tuple(replace(page, findings=(*page.findings, told)) for page in pages))
    assert sure(built, 0, "procedure") == 0.88
    assert all(record.needs_review for record in built.records)


def test_a_page_of_which_many_texts_lost_their_tone_marks_is_sure_of_none() -> None:
    whole, *lost = "จัดทำประกาศ", "จัดทำแบบณไม", "ประกาศหนวย", "กองสวสัดิการ"
    few, many = (
        [(row[0], row[1], text, *row[3:]) for row, text in zip(ROWS, texts, strict=True)]
        for texts in ((whole, *lost[1:]), lost)
    )
    assert not doubted(scanned(few, {}))[0].records[0].needs_review
    built, _ = doubted(scanned(many, {}))
    assert sure(built, 0, "measure") == 0.88
    assert all(record.needs_review for record in built.records)


def test_a_number_or_a_text_in_two_pieces_is_not_confirmed_by_its_like_elsewhere() -> None:
    rows = [*ROWS, ("๓", *ROWS[2][1:])]
    built, _ = doubted(scanned(rows, {(4, 0): 0.5}))
    assert sure(built, 3, "number") == 0.5
    rest = papers.table([HEADER, ("", "", "", "", "", "และรายงานผลแล้ว")], page=2)
    cells = tuple(replace(c, method="reader", confidence=0.5) for c in rest.cells)
    second = papers.page(2, (), [replace(rest, cells=cells)], method="reader")
    whole, _ = doubted((*scanned(ROWS, {}), second))
    assert len(dict(whole.records[2].provenance)["result"]) == 2 and sure(whole, 2, "result") < 0.9


def test_a_picture_in_the_cell_of_the_period_does_not_excuse_a_missing_result() -> None:
    missing = Finding("no-result", "warning", field="result")
    for field, code in (("period", "no-result"), ("result", "field-unread")):
        seen = Finding("cell-unread", "warning", "picture", field)
        assert [found.code for found in blame_ourselves((missing, seen))] == [code, "cell-unread"]


def test_a_record_whose_measure_is_blank_paper_stays() -> None:
    built, _ = doubted(read(changed(1, 1, "")))
    assert len(built.records) == 3 and "no-measure" in codes(built.records[1])
    assert not [found for found in built.findings if found.code == "row-unread"]


def test_every_record_of_a_page_that_was_not_read_well_says_so() -> None:
    (page,) = read()
    garbage = tuple(Line("ขฐฎ๔ ฆญฌ", BBox(40, 400 + 20 * n, 300, 415 + 20 * n), 0.2) for n in range(9))
    built, _ = doubted((replace(page, method="reader", lines=(*page.lines, *garbage)),))
    assert [("page-unread" in codes(r), r.needs_review) for r in built.records] == [(True, True)] * 3
    sound, _ = doubted(read())
    assert not any("page-unread" in codes(record) for record in sound.records)


def test_no_verdict_on_a_file_of_which_a_page_may_be_missing() -> None:
    rest = papers.table([("๙", "ทุกเดือน", "กองช่าง", "แล้ว"), ("๑๐", "ทุกปี", "กองคลัง", "แล้ว")])
    lost, _ = doubted((papers.page(1, (), [rest]),))
    assert "not-a-measure-report" not in [found.code for found in lost.findings]
    letter, _ = doubted((papers.page(1, ("ขอเชิญประชุมสภาท้องถิ่น",)),))
    assert "not-a-measure-report" in [found.code for found in letter.findings]


LABELS = {
    "token in brackets": (
        "แบบวัดการรับรู้ของบุคลากรภายใน (IIT)",
        "แบบตรวจการเปิดเผยข้อมูล (OIT)",
        "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)",
    ),
    "token after a name": (
        "เครื่องมือที่ ๑ ผู้มีส่วนได้ส่วนเสียภายใน (Internal : IIT)",
        "เครื่องมือที่ ๒ ผู้มีส่วนได้ส่วนเสียภายนอก (External : EIT)",
        "เครื่องมือที่ ๓ การเปิดเผยข้อมูล (Open Data : OIT)",
    ),
    "names alone": (
        "ด้านผู้มีส่วนได้ส่วนเสียภายใน",
        "ด้านผู้มีส่วนได้ส่วนเสียภายนอก",
        "ด้านการเปิดเผยข้อมูลสาธารณะ",
    ),
    "numbered parts, misread": (
        "ส่วนที่ ๑ ผู้มีส่วนได้ส่วนเสียภายใน",
        "ส่วนที่ ๒ ผมสวนไดสวน",
        "ส่วนที่ ๓ การเปิดเผยข้อมูลสาธารณะ",
    ),
}


def joined(texts: Sequence[str], labels: tuple[str, str]) -> Built:
    """A report in which the second measure's cell has ``texts`` as its lines."""
    grid = papers.table([HEADER, labels[0], *ROWS, labels[1], ("๔", *ROWS[0][1:])])
    lines = tuple(Line(text, BBox(200, 245 + 14 * n, 300, 257 + 14 * n)) for n, text in enumerate(texts))
    whole = "\n".join(texts)
    cells = (
        replace(c, lines=lines, text=whole, raw=whole) if (c.row, c.column) == (3, 1) else c
        for c in grid.cells
    )
    return doubted((papers.page(1, TITLE, [replace(grid, cells=tuple(cells))]),))[0]


@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_after_a_section_row_that_went_under_rows_are_in_doubt_until_the_next_section(
    labels: tuple[str, str, str],
) -> None:
    built = joined((ROWS[1][1], labels[1]), (labels[0], labels[2]))
    assert ["section-in-row" in codes(record) for record in built.records] == [False, True, False, False]
    assert ["section-doubtful" in codes(record) for record in built.records] == [False, False, True, False]


def test_a_measure_whose_last_line_names_its_own_section_or_another_word_hides_no_section_row() -> None:
    labels = LABELS["names alone"][0], LABELS["names alone"][2]
    other = "ส่วนได้ส่วนเสียภายนอกทุกคน"
    for last in (labels[0], f"แบบวัดส่วนที่ ๑ {labels[0]}"[:60], other, "ด้านคุณธรรมของหน่วยงาน"):
        built = joined(("รับฟังความเห็นของผู้มี", last), labels)
        assert not any("section-in-row" in codes(record) for record in built.records), last


def test_item_numbers_that_begin_anew_within_a_section_tell_of_a_section_row_between() -> None:
    first, last = LABELS["names alone"][0], LABELS["names alone"][2]
    anew = [("๑", *ROWS[0][1:]), ("๒", *ROWS[1][1:]), ("๑", *ROWS[2][1:]), last, ("๑", *ROWS[0][1:])]
    built, _ = doubted((papers.page(1, TITLE, [papers.table([HEADER, first, *anew])]),))
    assert ["section-doubtful" in codes(record) for record in built.records] == [False, True, True, False]
    bare, _ = doubted((papers.page(1, TITLE, [papers.table([HEADER, *anew[:3]])]),))
    assert not any("section-doubtful" in codes(record) for record in bare.records)


def numbered(at: int, mark: str) -> Page:
    bare = papers.page(at, TITLE if at == 1 else (), [papers.table([HEADER, *ROWS], page=at)])
    return replace(bare, findings=(Finding("page-mark", "info", mark, page=at),))


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        (("- ๑ -", "- ๒ -"), []),
        (("- ๑ -", "- ๓ -"), [2]),
        (("หน้า ๑/๒", "หน้า ๒/๒"), []),
        (("หน้า ๑/๓", "หน้า ๒/๓"), [2]),
    ],
)
def test_page_numbers_that_jump_or_end_early_tell_of_a_missing_page(
    marks: tuple[str, ...], told: list[int]
) -> None:
    built, _ = doubted(tuple(numbered(at, mark) for at, mark in enumerate(marks, start=1)))
    assert [found.page for found in built.findings if found.code == "page-missing"] == told


def printed(count: int) -> tuple[Page, ...]:
    """A page whose table has ``count`` lines in a cell and as many rules that end in the middle of a cell."""
    (page,) = read([(str(at), *ROWS[at % 3][1:]) for at in range(1, count + 1)])
    (grid,) = page.tables
    box = next(c.bbox for c in grid.cells if (c.row, c.column) == (2, 2))
    step = box.height / (count + 1)
    lines = tuple(
        Line(ROWS[0][2], BBox(box.x0 + 2, box.y0 + step * n, box.x1 - 2, box.y0 + step * (n + 0.9)))
        for n in range(count)
    )
    cells = tuple(replace(c, lines=lines) if c.bbox == box else c for c in grid.cells)
    rules = [Ruling(True, c.bbox.center[1], c.bbox.x0, c.bbox.center[0]) for c in cells if c.column == 1]
    return (replace(page, tables=(replace(grid, cells=cells, rulings=tuple(rules)),)),)


def test_twice_as_many_lines_and_loose_rules_take_twice_as_many_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = [0]

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any) -> Any:
            steps[0] += 1
            return function(*given)

        return wrapped

    monkeypatch.setattr(doubt_cells, "_printed_over", counted(doubt_cells._printed_over))
    monkeypatch.setattr(BBox, "contains", counted(BBox.contains))
    monkeypatch.setattr(BBox, "__eq__", counted(BBox.__eq__))
    taken = []
    for count in (50, 100):
        pages = printed(count)
        built = build("d" * 16, "f.pdf", pages)
        steps[0] = 0
        doubt(built, pages)
        taken.append(steps[0])
    assert taken[1] < 3 * taken[0]
