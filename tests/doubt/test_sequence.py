"""Pages that are missing, as the pages around them show it."""

from __future__ import annotations

from dataclasses import replace

from extract.model import Finding, Page
from extract.records.build import Built
from tests.doubt.test_stage import HEADER, ROWS, TITLE, codes, doubted
from tests.records import papers

IIT, EIT = "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ (IIT)", "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน (EIT)"


def rows(*numbers: str) -> list[tuple[str, ...]]:
    return [(number, *ROWS[at % len(ROWS)][1:]) for at, number in enumerate(numbers)]


def told(built: Built) -> list[tuple[str, int | None]]:
    return [(found.code, found.page) for found in built.findings if found.severity != "info"]


def test_a_page_without_a_letter_beside_a_table_is_told_though_no_stage_says_why() -> None:
    second = papers.page(2, (), [papers.table([HEADER, *rows("๔", "๕")], page=2)])
    built, _ = doubted((Page(1, 842, 595, "none"), second))
    assert ("page-blank", 1) in told(built)


def test_a_page_that_could_not_be_read_and_says_so_is_not_called_blank() -> None:
    lost = Page(1, 842, 595, "none", findings=(Finding("page-failed", "error", page=1),))
    built, _ = doubted((lost, papers.page(2, (), [papers.table([HEADER, *rows("๔")], page=2)])))
    assert "page-blank" not in dict(told(built))


def test_a_table_without_header_whose_first_row_is_number_nine_is_the_rest_of_a_lost_one() -> None:
    built, _ = doubted((papers.page(1, (), [papers.table(rows("๙"))]),))
    assert not built.records and "numbering-begins-late" in dict(told(built))


def test_a_report_that_begins_with_a_table_and_no_title_leaves_its_first_section_in_doubt() -> None:
    grid = papers.table([HEADER, *rows("๖"), EIT, *rows("๗")])
    built, _ = doubted((papers.page(1, (), [grid]),))
    assert "begins-without-title" in dict(told(built))
    assert ["section-doubtful" in codes(record) for record in built.records] == [True, False]
    titled, _ = doubted((papers.page(1, TITLE, [grid]),))
    assert "begins-without-title" not in dict(told(titled))
    assert not any("section-doubtful" in codes(record) for record in titled.records)


def test_numbers_that_jump_at_a_page_break_leave_the_section_in_doubt_until_the_next_section_row() -> None:
    first = papers.page(1, TITLE, [papers.table([HEADER, IIT, *rows("๑", "๒")])])
    second = papers.page(2, (), [papers.table([HEADER, *rows("๖", "๗"), EIT, *rows("๘")], page=2)])
    built, _ = doubted((first, second))
    doubtful = ["section-doubtful" in codes(record) for record in built.records]
    assert doubtful == [False, False, True, True, False]
    sound = replace(second, tables=(papers.table([HEADER, *rows("๓", "๔"), EIT, *rows("๕")], page=2),))
    whole, _ = doubted((first, sound))
    assert not any("section-doubtful" in codes(record) for record in whole.records)


def test_a_page_whose_lines_go_on_with_the_numbers_of_a_table_without_rules_lost_its_rows() -> None:
    first = papers.page(1, TITLE, [papers.table([HEADER, *rows("๑", "๒", "๓")])])
    after = ("๔ คืนหลักประกัน (๑) ทำบัญชี กองช่าง ตลอดปี", "สัญญาตามเวลา กำหนด", "๕ แจ้งวันนัด (๑) ส่ง กองคลัง มกราคม")
    last = ("๖ ตรวจนับครุภัณฑ์ (๑) ตั้งกรรมการ กองคลัง มีนาคม", "๗ ตั้งกล่องรับฟัง (๑) จัดหา สำนักปลัด มีนาคม")
    built, pages = doubted((first, papers.page(2, after), papers.page(3, last)))
    assert [found for found in told(built) if found[0] == "rows-outside-table"] == [
        ("rows-outside-table", 2),
        ("rows-outside-table", 3),
    ]
    assert ["page-unread" in {found.code for found in page.findings} for page in pages] == [False, True, True]


def test_a_page_of_text_after_the_table_with_a_list_of_its_own_lost_no_rows() -> None:
    first = papers.page(1, TITLE, [papers.table([HEADER, *rows("๑", "๒", "๓")])])
    lines = ("ข้อเสนอแนะ", "๑. ประชุมทุกเดือน", "๒. ติดตามผล", "๓. รายงานผล", "๔. เผยแพร่ผล")
    built, _ = doubted((first, papers.page(2, lines)))
    assert "rows-outside-table" not in dict(told(built))


def test_two_digits_that_stand_for_each_other_show_in_the_item_numbers() -> None:
    def exchanged(*numbers: str) -> list[bool]:
        built, _ = doubted((papers.page(1, TITLE, [papers.table([HEADER, *rows(*numbers)])]),))
        return ["digits-exchanged" in codes(record) for record in built.records]

    assert exchanged("๑", "๒", "๖", "๔", "๕", "๓") == [True, True, True, True, True, True]
    assert exchanged("๑", "๒", "๙", "๔", "๕", "๖", "๗", "๘", "๓")[4] is False
    assert not any(exchanged("๑", "๒", "๓", "๑", "๒", "๓"))
    assert not any(exchanged("๑", "๓", "๔", "๖", "๗", "๘"))
