"""Body rows: dashes, spans, continued rows, numbers."""

from papers import cell

from extract.model import Cell, LogicalRow, LogicalTable
from extract.records.rows import Draft, read_rows
from extract.records.sections import NO_SECTION
from extract.records.several import split_measures

HEAD = ("มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")


def logical(*rows: tuple[Cell, ...] | tuple[str, ...], head: tuple[str, ...] = HEAD) -> LogicalTable:
    made = []
    for n, row in enumerate((head, *rows)):
        cells = [cell(n, c, item, columns=4) if isinstance(item, str) else item for c, item in enumerate(row)]
        made.append(
            LogicalRow(
                "body" if n else "header", (1, 1, n), tuple((c.column, (c,)) for c in cells if c.text or n)
            )
        )
    return LogicalTable(4, tuple(made), ((1, 1),))


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
