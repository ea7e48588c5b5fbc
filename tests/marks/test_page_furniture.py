"""Page marks, catch-words and running heads, told apart from the report's text."""

from __future__ import annotations

from extract.marks.page_furniture import long_rules, with_marks
from extract.model import BBox, Cell, Line, Page, Ruling, Table


def line(text: str, y: float, x: float = 100) -> Line:
    return Line(text, BBox(x, y, x + 200, y + 14))


def page(number: int, *lines: Line, tables: tuple[Table, ...] = ()) -> Page:
    return Page(number, 595, 842, "text", lines=lines, tables=tables)


def marks(*pages: Page) -> list[tuple[int, str, str]]:
    return [(p.number, f.code, f.detail) for p in with_marks(pages) for f in p.findings]


def test_catch_words_and_page_marks() -> None:
    first = page(1, line("รายงานผล", 60), line("มาตรการ", 400), line("/๑๓. ให้ทุกกอง…", 795))
    second = page(2, line("-๒-", 30), line("มาตรการ", 400))
    assert marks(first, second) == [(1, "catch-word", "/๑๓. ให้ทุกกอง…"), (2, "page-mark", "-๒-")]


def test_page_marks_in_many_hands() -> None:
    for text in ("- 12 -", "หน้า ๓", "หน้าที่ 3/10", "(๔)", "๕"):
        assert marks(page(1, line(text, 810))) == [(1, "page-mark", text)]


def test_running_head_repeats_with_other_numbers() -> None:
    pages = [page(n, line(f"เทศบาลตำบลทุ่งนา แผ่นที่ {n}", 25 + n)) for n in (1, 2, 3)]
    assert [code for _, code, _ in marks(*pages)] == ["running-head"] * 3


def test_a_title_said_once_is_no_running_head() -> None:
    assert marks(page(1, line("รายงานผลการดำเนินการ", 40)), page(2, line("ส่วนที่สอง", 40))) == []


def test_numbers_in_a_table_at_the_foot_are_no_page_marks() -> None:
    box = BBox(60, 700, 500, 830)
    table = Table(1, 1, box, 1, 1, (Cell(0, 0, 1, 1, box, 1),))
    assert marks(page(1, line("๑๒", 800), tables=(table,))) == []


def test_marks_stand_under_their_box() -> None:
    (read,) = with_marks([page(1, line("-๒-", 30))])
    assert read.findings[0].bbox == BBox(100, 30, 300, 44)


def test_running_foot_repeats_at_the_foot() -> None:
    pages = [page(n, line(f"งานนโยบายและแผน หน้า {n} ของ ๓", 800)) for n in (1, 2, 3)]
    assert [code for _, code, _ in marks(*pages)] == ["running-foot"] * 3


def test_a_running_head_takes_its_rule_along() -> None:
    rule = Ruling(True, 48, 60, 540, 0.7)
    pages = [
        Page(n, 595, 842, "text", lines=(line("รายงาน ITA อบต.ทุ่งนาเรียง", 30),), rules=(rule,)) for n in (1, 2)
    ]
    assert [f.bbox for p in with_marks(pages) for f in p.findings] == [BBox(60, 30, 540, 48.35)] * 2


def test_rules_of_tables_short_rules_and_rules_of_the_text_are_no_head_s() -> None:
    table = Table(1, 1, BBox(60, 60, 500, 700), 1, 1, ())
    head, own, short, middle = (
        Ruling(True, y, 60, x, 0.7) for y, x in ((45, 540), (60.5, 500), (50, 120), (400, 540))
    )
    upright = Ruling(False, 50, 20, 800, 0.7)
    assert long_rules([head, own, short, middle, upright], [table], (595, 842)) == (head,)
