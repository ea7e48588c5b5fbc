"""What no whole report has: each oddity of a wrong reading in, its finding on the record out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extract.doubt.stage import doubt
from extract.doubt.words import cut_end, impossible, unknown
from extract.model import BBox, Cell, Finding, Line, MeasureRecord, Page, Ruling
from extract.records.build import Built, build
from tests.records import papers

HEADER = ("ที่", "มาตรการ", "ขั้นตอนการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา", "ผลการดำเนินการ")
TITLE = ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖")
ROWS = (
    ("๑", "เผยแพร่ข้อมูลการใช้จ่ายงบประมาณ", "จัดทำประกาศรายไตรมาส", "กองคลัง", "ตุลาคม ๒๕๖๕", "เผยแพร่ครบ ๔ ครั้ง"),
    ("๒", "อบรมบุคลากรด้านคุณธรรม", "จัดอบรม ๑ รุ่น", "สำนักปลัด", "มีนาคม ๒๕๖๖", "จัดอบรมแล้ว"),
    ("๓", "ป้องกันการรับสินบน", "แต่งตั้งคณะทำงาน", "กองช่าง", "มกราคม ๒๕๖๖", "แต่งตั้งแล้ว"),
)


def read(rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] = HEADER) -> tuple[Page, ...]:
    return (papers.page(1, TITLE, [papers.table([header, *rows])]),)


def doubted(pages: Sequence[Page]) -> tuple[Built, tuple[Page, ...]]:
    (built,), after = doubt(build("d" * 16, "f.pdf", pages), pages)
    return built, after


def codes(record: MeasureRecord) -> set[str]:
    return {found.code for found in record.findings if found.severity != "info"}


def changed(row: int, column: int, text: str) -> tuple[tuple[str, ...], ...]:
    rows = [list(each) for each in ROWS]
    rows[row][column] = text
    return tuple(map(tuple, rows))


def test_a_sound_report_is_doubted_nowhere() -> None:
    built, pages = doubted(read())
    assert [(codes(r), r.needs_review, r.confidence) for r in built.records] == [(set(), False, 1.0)] * 3
    assert not [found for page in pages for found in page.findings if found.code == "page-unread"]


@pytest.mark.parametrize(
    ("row", "column", "text", "code"),
    [
        (1, 1, "อบรมบุคลากรด้านคุณธร", "word-cut"),
        (1, 1, "อบรมบุคลาก้่รด้านคุณธรรม", "text-impossible"),
        (1, 2, "จัดอบรม ๑ รุ่นฐฎ", "words-unknown"),
        (1, 1, "๒๓", "measure-not-text"),
        (1, 4, "ต.ค.  - ก.ย.", "digits-missing"),
        (1, 4, "มีนาคม ๕๒๖๖", "year-impossible"),
        (1, 1, "อบรมการตรวจรับงา", "word-cut"),
        (1, 5, "จัดอบรมแล้วให้", "word-cut"),
        (1, 5, "ดำเนินการแล้วเสร็จ ผู้เข้าร่วม ๔๘ จาก ๖๐ คน", "status-by-share"),
        (1, 5, "✓", "mark-alone"),
        (1, 2, "ประชุม๒๕๓๐และ๔๐คนตามลำดับ", "spaces-missing"),
        (1, 0, "", "number-missing"),
    ],
)
def test_a_cell_that_no_office_prints_so(row: int, column: int, text: str, code: str) -> None:
    built, _ = doubted(read(changed(row, column, text)))
    found = next(r for r in built.records if r.responsible == "สำนักปลัด")
    others = [r for r in built.records if r is not found]
    assert code in codes(found) and found.needs_review
    assert not any(code in codes(other) for other in others)


def test_a_column_under_an_unknown_header_is_told_with_its_print() -> None:
    built, _ = doubted(read(header=(*HEADER[:2], "หฟกด", *HEADER[3:])))
    assert all("column-unread" in codes(r) and r.needs_review for r in built.records)
    assert "หฟกด" in next(f.detail for f in built.records[0].findings if f.code == "column-unread")


def test_an_empty_result_blames_the_agency_only_where_the_column_was_surely_read() -> None:
    sound, _ = doubted(read(changed(1, 5, "")))
    assert "no-result" in codes(sound.records[1])
    odd, _ = doubted(read(changed(1, 5, ""), header=(*HEADER[:2], "หฟกด", *HEADER[3:])))
    assert "no-result" not in codes(odd.records[1]) and "field-unread" in codes(odd.records[1])


def test_a_period_column_blank_from_top_to_bottom_was_not_read() -> None:
    built, _ = doubted(read([(*row[:4], "", row[5]) for row in ROWS]))
    assert all("column-empty" in codes(r) for r in built.records)


def test_a_development_plan_gives_no_measures_though_its_table_has_their_columns() -> None:
    table = papers.table([HEADER, ("๑", "ก่อสร้างถนนลาดยาง", "สำรวจ", "กองช่าง", "ตุลาคม ๒๕๖๕", "แล้วเสร็จ")])
    built, _ = doubted((papers.page(1, ("แผนพัฒนาท้องถิ่น",), [table]),))
    assert not built.records and built.facts.document_kind == "other"
    assert "table-of-other-work" in [found.code for found in built.findings]


def test_a_table_with_little_of_integrity_in_it_is_never_a_quiet_record() -> None:
    row = ("๑", "ประชุมประจำเดือน", "นัดทุกกอง", "สำนักปลัด", "ทุกเดือน")
    for named in ("กิจกรรม", "มาตรการ"):
        header = ("ที่", named, "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")
        built, _ = doubted((papers.page(1, (), [papers.table([header, row])]),))
        assert built.records or named == "กิจกรรม"
        assert all("measure-doubtful" in codes(record) for record in built.records)


def test_a_large_table_of_a_budget_is_no_measure_table_that_was_not_read() -> None:
    rows = [("แผนงาน", "หมวด", "ประเภทรายจ่าย", "งบประมาณ")]
    rows += [("แผนงานเคหะและชุมชน", "งบลงทุน", f"ค่าครุภัณฑ์ {n}", "๕,๐๐๐") for n in range(6)]
    built, pages = doubted((papers.page(1, ("ข้อบัญญัติงบประมาณรายจ่าย",), [papers.table(rows)]),))
    assert "table-header-unread" not in [found.code for found in built.findings]
    assert not [found for page in pages for found in page.findings if found.code == "page-unread"]


def test_an_unread_scan_is_no_document_without_measures() -> None:
    garbage = tuple(Line("ขฐฎ๔ ฆญฌ", BBox(40, 100 + 20 * n, 300, 115 + 20 * n), 0.2) for n in range(9))
    page = Page(1, 595, 842, "reader", lines=garbage)
    built, (after,) = doubted((page,))
    assert "page-unread" in [found.code for found in after.findings]
    assert [found.code for found in built.findings if "measure" in found.code] == ["measures-unread"]


def test_text_that_runs_over_the_border_is_told_at_both_cells() -> None:
    (page,) = read()
    (grid,) = page.tables

    def printed(cell: Cell) -> Cell:
        if cell.row != 2 or cell.column not in (3, 4):
            return cell
        left = cell.column == 3
        x0, x1 = (cell.bbox.x0 + 4, cell.bbox.x1) if left else (cell.bbox.x0 + 0.3, cell.bbox.x1 - 4)
        box = BBox(x0, cell.bbox.y0 + 4, x1, cell.bbox.y0 + 20)
        return replace(cell, lines=(Line(cell.text, box),))

    table = replace(grid, cells=tuple(map(printed, grid.cells)))
    built, _ = doubted((replace(page, tables=(table,)),))
    fields = {f.field for f in built.records[1].findings if f.code == "text-over-border"}
    assert fields == {"responsible", "period"}


def test_rows_printed_under_the_table_s_foot_make_the_page_unread() -> None:
    (page,) = read()
    foot = page.tables[0].bbox.y1
    texts = [(40, "๔ จัดทำคู่มือการให้บริการ"), (300, "กองคลัง"), (500, "เมษายน ๒๕๖๖")]
    lost = tuple(
        Line(text, BBox(x, foot + 20 * n, x + 120, foot + 20 * n + 15)) for n in (1, 2) for x, text in texts
    )
    _, (after,) = doubted((replace(page, lines=(*page.lines, *lost)),))
    assert "page-unread" in [found.code for found in after.findings]


def test_thai_that_cannot_be_written_and_words_that_are_none() -> None:
    assert impossible("ให้บริการประชาชน พ.ศ. ๒๕๖๖ (ITA)") is None
    assert impossible("ผู\ufffdรับ") and impossible("ก่้าง") and impossible(" ่าง")
    assert unknown("จัดทำประกาศรายไตรมาสตาม พ.ร.บ. ข้อ ก.") == ()
    assert unknown("พิมพ์แบบ สขร.1 ส่งให้ผู้ใหญ่บ้าน") == ()
    assert unknown("จัดทำปรฐกาศ")
    assert cut_end("รายงานผลการดำเนินกา") and cut_end("รายงานผลการดำเนินการ") is None


def test_a_result_that_shows_but_was_not_read_is_no_missing_result() -> None:
    (page,) = read(changed(1, 5, ""))
    (grid,) = page.tables
    told = Finding("cell-unread", "warning", "picture", page=1)
    cells = (replace(c, findings=(told,)) if (c.row, c.column) == (2, 5) else c for c in grid.cells)
    built, _ = doubted((replace(page, tables=(replace(grid, cells=tuple(cells)),)),))
    assert {"cell-unread", "field-unread"} <= codes(built.records[1])
    assert "no-result" not in codes(built.records[1])
    assert [f.field for f in built.records[1].findings if f.code == "cell-unread"] == ["result"]


def scanned(rows: Sequence[Sequence[str]], doubts: dict[tuple[int, int], float]) -> tuple[Page, ...]:
    """A report read from a picture; ``doubts`` has the confidence of some of its cells by row and column."""
    (page,) = read(rows)
    (grid,) = page.tables
    cells = (replace(c, method="reader", confidence=doubts.get((c.row, c.column), 0.99)) for c in grid.cells)
    return (replace(page, method="reader", tables=(replace(grid, cells=tuple(cells)),)),)


def sure(built: Built, row: int, field: str) -> float:
    return min(place.confidence for place in dict(built.records[row].provenance)[field])


def test_an_item_number_between_its_neighbours_is_confirmed_by_them() -> None:
    built, _ = doubted(scanned(ROWS, {(2, 0): 0.8}))
    assert sure(built, 1, "number") > 0.95 and not built.records[1].needs_review
    built, _ = doubted(scanned(changed(1, 0, "๗"), {(2, 0): 0.8}))
    assert sure(built, 1, "number") == 0.8 and built.records[1].needs_review


def test_a_period_that_the_report_prints_twice_is_as_sure_as_its_surest_reading() -> None:
    built, _ = doubted(scanned(changed(1, 4, "ตุลาคม ๒๕๖๕"), {(2, 4): 0.5}))
    assert sure(built, 1, "period") == sure(built, 0, "period") > 0.95
    built, _ = doubted(scanned(changed(1, 4, "ตุลาคม ๒๕๖๖"), {(2, 4): 0.5}))
    assert sure(built, 1, "period") < 0.9


def test_a_lone_dash_that_no_cell_holds_is_no_lost_text() -> None:
    (page,) = read()
    dash = Line("- -", BBox(60, 190, 70, 200))
    word = replace(dash, text="กองช่าง")
    found = [doubted((replace(page, lines=(*page.lines, line)),))[0].records[0] for line in (dash, word)]
    assert ["text-outside-cells" in codes(record) for record in found] == [False, True]


def test_an_instrument_that_lost_a_letter_leaves_its_rows_in_doubt() -> None:
    rows = [HEADER, "แบบวัดการรับรู้ของบุคลากรภายใน (IT)", *ROWS]
    built, _ = doubted((papers.page(1, TITLE, [papers.table(rows)]),))
    assert all("section-doubtful" in codes(r) for r in built.records)
    rows[1] = "แบบวัดการรับรู้ของบุคลากรภายใน (IIT)"
    built, _ = doubted((papers.page(1, TITLE, [papers.table(rows)]),))
    assert not any("section-doubtful" in codes(r) for r in built.records)


def test_a_rule_that_ends_in_the_middle_of_a_cell_leaves_its_row_in_doubt() -> None:
    (page,) = read()
    (grid,) = page.tables
    cell = next(c for c in grid.cells if (c.row, c.column) == (2, 1)).bbox
    uprights = [Ruling(False, x, grid.bbox.y0, grid.bbox.y1) for x in (grid.bbox.x0, cell.x0, cell.x1)]
    whole = Ruling(True, cell.y0, grid.bbox.x0, cell.x1)
    loose = Ruling(True, cell.center[1], cell.x0, cell.center[0])
    found = []
    for rule in (whole, loose):
        table = replace(grid, rulings=(*uprights, rule))
        built, _ = doubted((replace(page, tables=(table,)),))
        found.append(["rule-ends" in codes(record) for record in built.records])
    assert found == [[False] * 3, [False, True, False]]


@pytest.mark.parametrize("month", ["เมษายน", "เม.ย.", "๑ - ๓๐ เม.ย"])
def test_a_month_that_lost_its_year_where_the_column_s_others_have_one(month: str) -> None:
    rows = [*ROWS, ("๔", "เปิดเผยราคากลาง", "จัดทำแบบ", "กองคลัง", month, "เผยแพร่แล้ว")]
    built, _ = doubted(read(rows))
    assert ["digits-missing" in codes(record) for record in built.records] == [False, False, False, True]
    without, _ = doubted(read([(*row[:4], month, row[5]) for row in rows]))
    assert not any("digits-missing" in codes(record) for record in without.records)


@pytest.mark.parametrize(
    "text",
    [
        "ส่งหัวหน้าส่วนราชการ",
        "ครบทั้งสาม",
        "ดำเนินการตามข้อสี่",
        "ตรวจรับงาน",
        "รายงานต่อสภา",
        "ผลการซ่อม",
        "จัดประชุมและติดตามผล",
        "ตาม (ITA)",
        "จัดอบรม ๑๐ คน",
    ],
)
def test_words_that_end_texts_are_not_cut(text: str) -> None:
    assert cut_end(text) is None


@pytest.mark.parametrize(
    "text",
    ["ความพึงพอใจของ", "ภายในสิบ", "ทดสอบกับผู้", "แผนพัฒน", "ชำระทุ", "จัดอบรมแล้ว ๑๐", "ทรัพย์สินข", "อนุญาต (E-Ser"],
)
def test_a_text_that_ends_in_a_word_s_first_letters_or_with_a_word_that_needs_another(text: str) -> None:
    assert cut_end(text) is not None


def test_a_result_under_a_header_we_do_not_know_is_not_told_as_not_reported() -> None:
    odd, _ = doubted(read(header=(*HEADER[:5], "ความเห็นของกอง")))
    assert {record.result_status for record in odd.records} == {"unclear"}
    assert "no-result-column" not in {found.code for found in odd.findings}
    blank, _ = doubted(read(changed(1, 5, "")))
    assert blank.records[1].result_status == "not_reported"
    plan, _ = doubted(read([row[:5] for row in ROWS], header=HEADER[:5]))
    assert "no-result-column" in {found.code for found in plan.findings}


@pytest.mark.parametrize("mark", ["″", "〃", '"', "D", "ฏ"])
def test_a_mark_with_nothing_above_is_no_unit(mark: str) -> None:
    built, _ = doubted(read(changed(0, 3, mark)))
    assert [("mark-alone" in codes(record)) for record in built.records] == [True, False, False]


@pytest.mark.parametrize("mark", ["″", "〃", '"'])
def test_a_mark_under_a_value_stands_for_it_and_is_not_doubted(mark: str) -> None:
    built, _ = doubted(read(changed(1, 3, mark)))
    assert built.records[1].responsible == built.records[0].responsible
    assert not any("mark-alone" in codes(record) for record in built.records)


def test_a_bare_amount_under_a_header_of_millions_is_no_baht() -> None:
    rows = [(*row, amount) for row, amount in zip(ROWS, ("๑.๕", "๒๐,๐๐๐ บาท", "-"), strict=True)]
    built, _ = doubted(read(rows, header=(*HEADER, "งบประมาณ (ล้านบาท)")))
    assert [record.budget_thb for record in built.records] == [None, 20_000, None]
    assert [("budget-unknown" in codes(record)) for record in built.records] == [True, False, False]


@pytest.mark.parametrize("more", [1, -1])
def test_rows_that_go_on_without_header_in_other_columns_make_their_page_unread(more: int) -> None:
    rest = [(str(n), *ROWS[0][1:], "มีหนังสือเวียน")[: 6 + more] for n in (4, 5)]
    pages = (*read(), papers.page(2, (), [papers.table(rest, page=2)]))
    _, after = doubted(pages)
    assert [any(found.code == "page-unread" for found in page.findings) for page in after] == [False, True]


def test_an_amount_printed_once_beside_several_rows_is_told_at_each() -> None:
    grid = papers.table([(*HEADER, "งบประมาณ"), *[(*row, "๕๐,๐๐๐ บาท") for row in ROWS]])
    (first,) = [cell for cell in grid.cells if (cell.row, cell.column) == (1, 6)]
    tall = replace(first, row_span=2, bbox=first.bbox.union(grid.at(2, 6).bbox))  # type: ignore[union-attr]
    cells = [tall if cell is first else cell for cell in grid.cells if (cell.row, cell.column) != (2, 6)]
    built, _ = doubted((papers.page(1, TITLE, [replace(grid, cells=tuple(cells))]),))
    assert [record.budget_thb for record in built.records] == [50_000] * 3
    assert ["budget-shared" in codes(record) for record in built.records] == [True, True, False]


def test_a_number_that_belongs_to_the_measure_is_no_item_number() -> None:
    rows = [row[1:] for row in ROWS]
    for start, told in (
        (("๕ ส. ", "", "๑ หมู่บ้าน "), [True, False, True]),
        (("๑. ", "๒. ", "๓. "), [False] * 3),
    ):
        named = [(begin + row[0], *row[1:]) for begin, row in zip(start, rows, strict=True)]
        built, _ = doubted(read(named, header=HEADER[1:]))
        assert ["numbering-gap" in codes(record) for record in built.records] == told


def test_months_under_a_header_that_says_the_year_lost_none() -> None:
    rows = [(*row[:4], "ต.ค. - ธ.ค.", row[5]) for row in ROWS]
    for printed, told in (("ระยะเวลา (ปีงบประมาณ ๒๕๖๖)", False), ("ระยะเวลา", True)):
        built, _ = doubted(read(rows, header=(*HEADER[:4], printed, HEADER[5])))
        assert ["digits-missing" in codes(record) for record in built.records] == [told] * 3


def test_a_period_of_a_scan_that_begins_with_a_dash_lost_its_first_day() -> None:
    rows = changed(1, 4, "- ๒๖ พฤษภาคม ๒๕๖๖")
    built, _ = doubted(scanned(rows, {}))
    assert [("digits-missing" in codes(record)) for record in built.records] == [False, True, False]
    typed, _ = doubted(read(rows))
    assert not any("digits-missing" in codes(record) for record in typed.records)


def test_one_more_column_beside_those_that_reports_have_is_no_doubt() -> None:
    header = (*HEADER, "งบประมาณ", "ผู้ตรวจ")
    built, _ = doubted(read([(*row, "๕,๐๐๐", "นิติกร") for row in ROWS], header))
    assert [(r.extra, r.needs_review) for r in built.records] == [((("ผู้ตรวจ", "นิติกร"),), False)] * 3
    page = read([(*row, "๕,๐๐๐", "นิติกร") for row in ROWS], header)[0]
    (grid,) = page.tables
    faint = tuple(replace(c, confidence=0.5) if c.text == "ผู้ตรวจ" else c for c in grid.cells)
    built, _ = doubted((replace(page, tables=(replace(grid, cells=faint),)),))
    assert not any("header-doubtful" in codes(record) for record in built.records)


def test_a_chart_of_months_without_a_column_of_results_lost_none() -> None:
    header = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ต.ค.", "พ.ย.")
    built, _ = doubted(read([(*row[:4], "✓", "") for row in ROWS], header))
    assert "no-result-column" in [found.code for found in built.findings]
    assert [(r.needs_review, r.result_status) for r in built.records] == [(False, "unclear")] * 3


def test_another_table_with_offices_alone_is_no_rest_of_the_measures() -> None:
    other = papers.table([("ที่", "ส่วนราชการ", "จำนวน (คน)"), ("๑", "กองคลัง", "๔")], index=2)
    moved = tuple(
        replace(c, bbox=replace(c.bbox, y0=c.bbox.y0 + 200, y1=c.bbox.y1 + 200)) for c in other.cells
    )
    page = read()[0]
    built, _ = doubted((replace(page, tables=(*page.tables, replace(other, cells=moved))),))
    assert not any("table-goes-on" in codes(record) for record in built.records)
