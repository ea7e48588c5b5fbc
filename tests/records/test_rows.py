"""Body rows: dashes, spans, continued rows, numbers."""

import pytest
from papers import cell

from extract.model import Cell, LogicalRow, LogicalTable
from extract.records.rows import Draft, read_rows
from extract.records.sections import NO_SECTION
from extract.records.several import split_measures

HEAD = ("มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")


Row = tuple[Cell | str, ...]


def logical(*rows: Row, head: Row = HEAD, under: Row = ()) -> LogicalTable:
    """A table of ``rows`` under the header ``head``, ``under`` its second level."""
    heads = [head, under] if under else [head]
    columns = 5 if len(rows[0]) > 4 else 4
    made = []
    for n, row in enumerate((*heads, *rows)):
        cells = [
            cell(n, c, item, columns=columns) if isinstance(item, str) else item for c, item in enumerate(row)
        ]
        kind = "header" if n < len(heads) else "body"
        kept = tuple((c.column, (c,)) for c in cells if c.text or kind == "body")
        made.append(LogicalRow(kind, (1, 1, n), kept))
    return LogicalTable(columns, tuple(made), ((1, 1),))


def read(table: LogicalTable) -> tuple[Draft, ...]:
    return split_measures(read_rows(table, NO_SECTION)[0])


def texts(drafts: tuple[Draft, ...], field: str) -> list[str | None]:
    return [d.values[field].text if field in d.values else None for d in drafts]


def test_a_lone_dash_is_empty_and_the_number_leaves_the_measure() -> None:
    (draft,) = read(logical(("๑.การให้ความรู้", "-", "กองคลัง", "–")))
    assert {k: v.text for k, v in draft.values.items()} == {
        "measure": "การให้ความรู้",
        "number": "1",
        "responsible": "กองคลัง",
    }
    assert draft.values["measure"].places[0].raw == "๑.การให้ความรู้"


def test_responsible_cell_over_two_rows_speaks_for_both() -> None:
    shared = cell(1, 2, "กองช่าง", columns=4, rows=2)
    first = (
        cell(1, 0, "๑. ก้าวแรก", columns=4),
        cell(1, 1, "ทำ", columns=4),
        shared,
        cell(1, 3, "ม.ค. ๖๖", columns=4),
    )
    second = (
        cell(2, 0, "๒. ก้าวสอง", columns=4),
        cell(2, 1, "ทำ", columns=4),
        cell(2, 3, "ก.พ. ๖๖", columns=4),
    )
    assert texts(read(logical(first, second)), "responsible") == ["กองช่าง", "กองช่าง"]


def test_rows_under_a_spanning_measure_are_one_measure() -> None:
    first = (
        cell(1, 0, "๑. ก้าวแรก", columns=4, rows=2),
        cell(1, 1, "วางแผน", columns=4),
        cell(1, 2, "กองช่าง", columns=4),
    )
    second = (cell(2, 1, "ลงมือ", columns=4), cell(2, 2, "กองคลัง", columns=4))
    drafts = read(logical(first, second))
    assert texts(drafts, "procedure") == ["วางแผน\nลงมือ"]
    assert texts(drafts, "responsible") == ["กองช่าง\nกองคลัง"]
    assert len(drafts[0].values["procedure"].places) == 2


def test_a_row_without_measure_goes_on_with_the_row_before() -> None:
    drafts = read(logical(("๑. ก้าวแรก", "วางแผน", "กองช่าง", "ม.ค. ๖๖"), ("", "ลงมือ", "", "")))
    assert texts(drafts, "procedure") == ["วางแผน\nลงมือ"]


def test_two_measures_in_a_cell_are_parted_when_the_next_row_counts_on() -> None:
    drafts = read(logical(("๑. ก้าวแรก ๒. ก้าวสอง", "ทำ", "กองช่าง", "-"), ("๓. ก้าวสาม", "ทำ", "กองช่าง", "-")))
    assert texts(drafts, "number") == ["1", "2", "3"]
    assert texts(drafts, "measure") == ["ก้าวแรก", "ก้าวสอง", "ก้าวสาม"]
    assert [d.part for d in drafts] == [0, 2, 0]


def test_a_list_inside_a_measure_stays_whole() -> None:
    drafts = read(logical(("๑. ก้าวแรก ๒. ย่อย", "ทำ", "กองช่าง", "-"), ("๒. ก้าวสอง", "ทำ", "กองช่าง", "-")))
    assert texts(drafts, "measure") == ["ก้าวแรก ๒. ย่อย", "ก้าวสอง"]
    assert drafts[0].findings == ()


def test_measures_counted_in_one_cell_are_parted_and_share_what_is_not_counted() -> None:
    drafts = read(logical(("๑) ก้าวแรก ๒) ก้าวสอง ๓) ก้าวสาม", "-", "สำนักปลัด", "ม.ค. ๖๖")))
    assert texts(drafts, "measure") == ["ก้าวแรก", "ก้าวสอง", "ก้าวสาม"]
    assert texts(drafts, "responsible") == ["สำนักปลัด"] * 3
    assert [d.part for d in drafts] == [0, 2, 3]


def test_cells_counted_like_the_measures_are_parted_with_them() -> None:
    row = ("๑. ก้าวแรก ๒. ก้าวสอง", "๑. วางแผน ๒. ลงมือ", "๑. กองช่าง ๒. กองคลัง", "ม.ค. ๖๖")
    drafts = read(logical(row))
    assert texts(drafts, "procedure") == ["วางแผน", "ลงมือ"]
    assert texts(drafts, "responsible") == ["กองช่าง", "กองคลัง"]
    assert texts(drafts, "period") == ["ม.ค. ๖๖"] * 2


def test_measures_counted_unlike_the_cell_beside_stay_whole_with_a_finding() -> None:
    (draft,) = read(logical(("๑. ก้าวแรก ๒. ก้าวสอง", "๑. วางแผน ๒. ลงมือ ๓. สรุป", "กองช่าง", "-")))
    assert [(f.code, f.detail) for f in draft.findings] == [("several-measures-in-cell", "1-2")]


def test_measures_beside_a_number_column_are_numbered_below_it() -> None:
    head = ("ที่", "มาตรการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ")
    rows = [("๑", "๑) ก้าวแรก\n๒) ก้าวสอง", "สำนักปลัด", "ทำแล้ว"), ("๒", "๑) ก้าวสาม\n๒) ก้าวสี่", "กองช่าง", "ทำแล้ว")]
    drafts = read(logical(*rows, head=head))
    assert texts(drafts, "number") == ["๑.1", "๑.2", "๒.1", "๒.2"]
    assert texts(drafts, "measure") == ["ก้าวแรก", "ก้าวสอง", "ก้าวสาม", "ก้าวสี่"]


def test_a_section_row_cut_by_a_false_rule_is_still_a_section() -> None:
    cut = (
        cell(1, 0, "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่", columns=4, span=2),
        cell(1, 2, "อสาร (EIT)", columns=4, span=2),
    )
    (draft,) = read(logical(cut, ("๑. ก้าวแรก", "ทำ", "กองช่าง", "-")))
    assert draft.section.printed == "ตัวชี้วัดที่ ๗ ประสิทธิภาพการสื่อสาร (EIT)"
    assert draft.section.indicators == (7,)


def test_the_total_row_is_no_measure() -> None:
    assert len(read(logical(("๑. ก้าวแรก", "ทำ", "กองช่าง", "-"), ("รวมทั้งสิ้น ๓ โครงการ", "", "", "")))) == 1


def test_a_cell_over_all_that_is_said_of_a_measure_is_a_note_and_no_record() -> None:
    note = (cell(2, 0, "๒", columns=4), cell(2, 1, "ยกเลิกตามมติที่ประชุมเดือนเมษายน", columns=4, span=3))
    head = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ")
    (draft,) = read(logical(("๑", "จัดทำคู่มือ", "เวียนแจ้ง", "สำนักปลัด"), note, head=head))
    assert [finding.code for finding in draft.findings] == ["row-is-a-note"]


@pytest.mark.parametrize("sign", ["✓", "/", "ü", "☑", "×", "●"])
def test_a_mark_under_a_status_chooses_it(sign: str) -> None:
    parents = (
        cell(0, 0, "มาตรการ", columns=5, rows=2),
        cell(0, 1, "ผู้รับผิดชอบ", columns=5, rows=2),
        cell(0, 2, "ผลการดำเนินการ", columns=5, span=3),
    )
    choices = ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ")
    under = tuple(cell(1, 2 + n, text, columns=5) for n, text in enumerate(choices))
    rows = (("๑. ก้าวแรก", "กองช่าง", "○", sign, ""), ("๒. ก้าวสอง", "กองคลัง", "-", "☐", sign))
    drafts = read(logical(*rows, head=parents, under=under))
    assert texts(drafts, "status_text") == ["อยู่ระหว่างดำเนินการ", "ยังไม่ได้ดำเนินการ"]


def test_the_ends_of_a_period_in_two_columns_are_one_period() -> None:
    parents = (
        cell(0, 0, "มาตรการ", columns=4, rows=2),
        cell(0, 1, "ผู้รับผิดชอบ", columns=4, rows=2),
        cell(0, 2, "ระยะเวลาดำเนินการ", columns=4, span=2),
    )
    under = (cell(1, 2, "เริ่มต้น", columns=4), cell(1, 3, "สิ้นสุด", columns=4))
    whole = (cell(2, 0, "๓. ก้าวสาม", columns=4), cell(2, 1, "กองคลัง", columns=4))
    whole += (cell(2, 2, "ตลอดปีงบประมาณ", columns=4, span=2),)
    rows = (("๑. ก้าวแรก", "กองช่าง", "๑/๑๐/๖๔", "๓๐/๙/๖๕"), ("๒. ก้าวสอง", "กองช่าง", "-", "๓๐/๙/๖๕"), whole)
    drafts = read(logical(*rows, head=parents, under=under))
    assert texts(drafts, "period") == ["๑/๑๐/๖๔ - ๓๐/๙/๖๕", "ถึง ๓๐/๙/๖๕", "ตลอดปีงบประมาณ"]


@pytest.mark.parametrize("sign", ["″", "”", "„", '-"-', "– ” –", "''", "〃"])
def test_a_ditto_mark_stands_for_the_value_above(sign: str) -> None:
    rows = (
        ("๑. ก้าวแรก", "ทำ", "กองช่าง", "ม.ค. ๖๖"),
        ("๒. ก้าวสอง", "ทำ", sign, sign),
        ("๓. ก้าวสาม", "ทำ", sign, "-"),
    )
    drafts = read(logical(*rows))
    assert texts(drafts, "responsible") == ["กองช่าง"] * 3
    assert texts(drafts, "period") == ["ม.ค. ๖๖", "ม.ค. ๖๖", None]
    assert [f.code for f in drafts[1].values["responsible"].findings] == ["ditto"]
    assert len(drafts[1].values["responsible"].places) == 2


def test_a_mark_that_reaches_a_column_without_label_is_told() -> None:
    months = ("มาตรการ", "ผู้รับผิดชอบ", "ต.ค.", "พ.ย.", "หมายเหตุอื่น")
    wide = (cell(1, 0, "๑. ก้าวแรก", columns=5), cell(1, 1, "กองคลัง", columns=5))
    (draft,) = read(logical((*wide, cell(1, 2, "↔", columns=5, span=3), "", ""), head=months))
    assert "mark-end-unsure" in [f.code for f in draft.values["period"].findings]


def test_a_shade_that_reaches_a_column_without_label_is_told() -> None:
    months = ("มาตรการ", "ผู้รับผิดชอบ", "ต.ค.", "พ.ย.", "หมายเหตุอื่น")
    wide = (cell(1, 0, "๑. ก้าวแรก", columns=5), cell(1, 1, "กองคลัง", columns=5))
    (draft,) = read(logical((*wide, cell(1, 2, "", columns=5, span=3, shaded=True), "", ""), head=months))
    assert "mark-end-unsure" in [f.code for f in draft.values["period"].findings]


def test_a_mark_under_a_period_without_month_is_told() -> None:
    (draft,) = read(logical(("๑. ก้าวแรก", "ทำ", "กองคลัง", "✓")))
    assert [f.code for f in draft.values["period"].findings] == ["mark-end-unsure"]


def test_a_ditto_mark_under_nothing_stays() -> None:
    drafts = read(logical(("๑. ก้าวแรก", "ทำ", "″", "ม.ค. ๖๖")))
    assert texts(drafts, "responsible") == ["″"]


def test_measures_counted_by_paths_in_one_cell_are_parted() -> None:
    row = ("๑.๑ ก้าวแรก\n๑.๒ ก้าวสอง ตามข้อ ๑.๓ เดิม", "๑.๑ วางแผน\n๑.๒ ลงมือ", "กองช่าง", "ม.ค. ๖๖")
    drafts = read(logical(row, ("๒.๑ ก้าวสาม", "๒.๑ สรุป", "กองช่าง", "-")))
    assert texts(drafts, "number") == ["1.1", "1.2", "2.1"]
    assert texts(drafts, "measure") == ["ก้าวแรก", "ก้าวสอง ตามข้อ ๑.๓ เดิม", "ก้าวสาม"]
    assert texts(drafts, "procedure")[:2] == ["วางแผน", "ลงมือ"]


@pytest.mark.parametrize(("one", "two"), [("ก. ", "ข. "), ("- ", "- "), ("• ", "• ")])
def test_measures_by_letters_or_bullets_are_parted_where_another_cell_counts_along(
    one: str, two: str
) -> None:
    (whole,) = read(logical((f"{one}ก้าวแรก\n{two}ก้าวสอง", "ทำ", "กองช่าง", "-")))
    assert [f.code for f in whole.findings] == ["several-measures-in-cell"]
    drafts = read(logical((f"{one}ก้าวแรก\n{two}ก้าวสอง", f"{one}วางแผน\n{two}ลงมือ", "กองช่าง", "-")))
    assert texts(drafts, "measure") == ["ก้าวแรก", "ก้าวสอง"]
    assert texts(drafts, "procedure") == ["วางแผน", "ลงมือ"]
    assert [d.part for d in drafts] == [0, 2]


def test_a_numbered_measure_whose_other_cells_read_like_headers_is_a_record() -> None:
    """ทุกส่วนราชการ, a month and ดำเนินการแล้วเสร็จ all stand in headers somewhere."""
    head = ("ลำดับ", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา", "ผลการดำเนินงาน")
    row = ("๕", "ลงนามประกาศเจตนารมณ์ไม่รับของขวัญ", "ทุกส่วนราชการ", "ธันวาคม ๒๕๖๗", "ดำเนินการแล้วเสร็จ")
    drafts = read(logical(("๔", "จัดทำคู่มือ", "กองคลัง", "มกราคม ๒๕๖๘", "จัดทำแล้ว"), row, head=head))
    assert texts(drafts, "number") == ["๔", "๕"]


@pytest.mark.parametrize(
    "text",
    [
        "หมายเหตุ มาตรการที่ ๑ และ ๒ ใช้วิทยากรร่วมกัน",
        "ข้อมูล ณ วันที่ ๓๐ กันยายน ๒๕๖๗",
        "(ต่อ)",
        "* วิทยากรจากสำนักงาน ป.ป.ช.",
    ],
)
def test_a_note_over_the_whole_table_opens_no_section(text: str) -> None:
    table = logical(("๑. ก้าวแรก", "ทำ", "กองช่าง", "-"), ("๒. ก้าวสอง", "ทำ", "กองคลัง", "-"))
    note = LogicalRow("section", (1, 1, 9), ((0, (cell(9, 0, text, columns=4, span=4),)),))
    rows = (*table.rows[:-1], note, table.rows[-1])
    drafts, section, _ = read_rows(LogicalTable(4, rows, table.tables), NO_SECTION)
    assert [draft.section for draft in drafts] == [NO_SECTION, NO_SECTION]
    assert section is NO_SECTION
    assert [found.code for found in drafts[0].findings] == ["row-remark"]


def test_a_measure_beside_a_number_of_its_own_keeps_the_figure_at_its_front() -> None:
    head = ("ลำดับ", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา")
    drafts = read(
        logical(("๑", "๕ ส. เพื่อสำนักงานโปร่งใส", "กองช่าง", ""), ("๒", "๒. ข้อตกลง", "กองคลัง", ""), head=head)
    )
    assert texts(drafts, "measure") == ["๕ ส. เพื่อสำนักงานโปร่งใส", "ข้อตกลง"]
    assert texts(drafts, "number") == ["๑", "๒"]


def test_a_heading_alone_under_the_measure_is_a_section_and_no_measure() -> None:
    rows = (("", "ด้านการใช้งบประมาณ", "", ""), ("๑", "ก้าวแรก", "กองช่าง", "-"))
    (draft,) = read(logical(*rows, head=("ลำดับ", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา")))
    assert (draft.section.printed, draft.section.instrument) == ("ด้านการใช้งบประมาณ", None)


def test_a_number_and_a_heading_merged_over_all_else_open_a_section_of_its_parts() -> None:
    head = ("ที่", *HEAD)

    def heading(row: int, number: str, text: str) -> Row:
        return cell(row, 0, number, columns=5), cell(row, 1, text, columns=5, span=4)

    rows = (
        ("๑.๑", "อบรมวินัย", "ฝึกอบรม", "กองคลัง", "ม.ค. ๖๖"),
        heading(1, "๑", "ด้านวัฒนธรรมสุจริต"),
        ("๑.๑", "อบรมวินัย", "ฝึกอบรม", "กองคลัง", "ม.ค. ๖๖"),
        ("๑.๒", "ทำคู่มือ", "รวบรวม", "กองคลัง", "ก.พ. ๖๖"),
        heading(4, "๒", "ด้านความโปร่งใส"),
        ("๒.๑", "ประเมินความเสี่ยง", "รวบรวม", "กองช่าง", "มี.ค. ๖๖"),
    )
    found = read(logical(*rows, head=head))[1:]
    assert texts(found, "number") == ["๑.๑", "๑.๒", "๒.๑"]
    printed = [draft.section.printed for draft in found]
    assert printed == ["๑ ด้านวัฒนธรรมสุจริต"] * 2 + ["๒ ด้านความโปร่งใส"]


def test_a_heading_merged_over_number_and_measure_opens_a_section() -> None:
    head = ("ที่", *HEAD)
    heading = cell(2, 0, "ก. ด้านบุคลากร", columns=5, span=2)
    rows = (
        (heading, *(cell(2, c, "", columns=5) for c in (2, 3, 4))),
        ("๑", "อบรมวินัย", "ฝึกอบรม", "กองคลัง", "ม.ค. ๖๖"),
        ("๒", "ทำคู่มือ", "รวบรวม", "กองคลัง", "ก.พ. ๖๖"),
    )
    found = read(logical(("๐", "ก่อน", "ทำ", "กอง", "ม.ค. ๖๖"), *rows, head=head))[1:]
    assert texts(found, "measure") == ["อบรมวินัย", "ทำคู่มือ"]
    assert {draft.section.printed for draft in found} == {"ก. ด้านบุคลากร"}
