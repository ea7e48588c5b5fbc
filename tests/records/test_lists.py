"""Measures without a table: each way of setting them in, the records out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from papers import from_cells, page, table

from extract.doubt.stage import doubt
from extract.model import BBox, Cell, Line, MeasureRecord, Page, Table
from extract.records.build import build
from extract.records.field_labels import parted

REPORT = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๖"


def read(*lines: str, pages: Sequence[Page] = ()) -> tuple[MeasureRecord, ...]:
    (built,) = build("0" * 16, "a.pdf", pages or [page(1, lines)])
    return built.records


def test_an_announcement_in_numbered_clauses() -> None:
    records = read(
        "ประกาศเทศบาลตำบลบ้านแหลม เรื่อง มาตรการป้องกันการรับสินบน",
        "จึงกำหนดมาตรการไว้ดังนี้",
        "ข้อ ๑ ประกาศนี้ให้ใช้บังคับตั้งแต่วันนี้",
        "ข้อ ๒ ห้ามเรียกรับเงินจากผู้มาติดต่อราชการ",
        "ข้อ ๓ ให้ติดป้ายค่าธรรมเนียม",
        "ประกาศ ณ วันที่ ๒ มกราคม พ.ศ. ๒๕๖๖",
    )
    assert [(r.number, r.measure) for r in records] == [
        ("2", "ห้ามเรียกรับเงินจากผู้มาติดต่อราชการ"),
        ("3", "ให้ติดป้ายค่าธรรมเนียม"),
    ]
    assert dict(records[0].provenance)["measure"][0].raw.startswith("ข้อ ๒")
    assert not records[0].needs_review and records[0].document_kind == "measure_plan"


def test_a_cut_without_a_label_is_a_guess() -> None:
    records = read(
        REPORT,
        "(๑) กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ",
        "๑. จัดลำดับคิวด้วยบัตรสี โดยแยกบัตรสีตามงาน (สำนักปลัด) ผลการดำเนินการ",
        "ดำเนินการแล้วเสร็จ",
        "๒. จัดทำแบบคำขอออนไลน์ (กองช่าง) ผลการดำเนินการ มีคำขอ ๑๕๘ เรื่อง",
    )
    first, second = records
    assert (first.measure, first.procedure) == ("จัดลำดับคิวด้วยบัตรสี", "แยกบัตรสีตามงาน")
    assert (first.responsible_units, first.result) == (("สำนักปลัด",), "ดำเนินการแล้วเสร็จ")
    assert first.topic == 1 and first.result_status == "done"
    assert first.needs_review and "split-guessed" in [found.code for found in first.findings]
    assert not second.needs_review


def test_headed_paragraphs_with_labels() -> None:
    (first, second) = read(
        REPORT,
        "มาตรการที่ ๑ การเปิดเผยข้อมูล",
        "วิธีดำเนินการ : ลงเว็บไซต์",
        "ผู้รับผิดชอบ : กองคลัง",
        "ระยะเวลา : ตลอดปีงบประมาณ ๒๕๖๖",
        "ผลการดำเนินการ : ดำเนินการแล้ว",
        "มาตรการที่ ๒ การให้บริการ",
        "ผู้รับผิดชอบ : สำนักปลัด",
    )
    assert (first.measure, first.procedure, first.responsible) == ("การเปิดเผยข้อมูล", "ลงเว็บไซต์", "กองคลัง")
    assert (first.period, first.result) == ("ตลอดปีงบประมาณ ๒๕๖๖", "ดำเนินการแล้ว")
    assert (second.measure, second.responsible, second.result) == ("การให้บริการ", "สำนักปลัด", None)


def test_numbers_below_an_item_are_its_steps() -> None:
    (first, second) = read(
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปี ๒๕๖๗",
        "๑. มาตรการเผยแพร่ข้อมูลต่อสาธารณะ",
        "๑.๑ แต่งตั้งผู้รับผิดชอบ",
        "๑.๒ ตรวจสอบทุกเดือน",
        "๒. มาตรการจัดการเรื่องร้องเรียน",
        "๒.๑ เพิ่มช่องทาง",
    )
    assert first.measure == "มาตรการเผยแพร่ข้อมูลต่อสาธารณะ"
    assert first.steps == ("แต่งตั้งผู้รับผิดชอบ", "ตรวจสอบทุกเดือน")
    assert second.number == "2"


def test_a_numbered_subject_over_bullets_is_their_section() -> None:
    records = read(
        REPORT,
        "๑. ด้านการเปิดเผยข้อมูล",
        "• เผยแพร่ผลการจัดซื้อทุกเดือน",
        "• เปิดเผยอัตราค่าบริการ",
        "๒. ด้านการมีส่วนร่วม",
        "• ประชุมภาคประชาชนปีละสองครั้ง",
    )
    assert [(r.section, r.measure) for r in records] == [
        ("๑. ด้านการเปิดเผยข้อมูล", "เผยแพร่ผลการจัดซื้อทุกเดือน"),
        ("๑. ด้านการเปิดเผยข้อมูล", "เปิดเผยอัตราค่าบริการ"),
        ("๒. ด้านการมีส่วนร่วม", "ประชุมภาคประชาชนปีละสองครั้ง"),
    ]


def test_aims_and_reasons_are_no_measures() -> None:
    records = read(
        "มาตรการป้องกันการทุจริตในการเบิกจ่ายเงิน",
        "มาตรการนี้มีวัตถุประสงค์",
        "๑. เพื่อให้การเบิกจ่ายถูกต้อง",
        "๒. เพื่อป้องกันการทุจริต",
        "จึงกำหนดมาตรการดังนี้",
        "๑. ตรวจใบสำคัญโดยเจ้าหน้าที่สองคน",
        "๒. รายงานเงินคงเหลือประจำวัน",
    )
    assert [r.measure for r in records] == ["ตรวจใบสำคัญโดยเจ้าหน้าที่สองคน", "รายงานเงินคงเหลือประจำวัน"]


def test_bullets_on_slides_have_the_title_of_the_slide_as_their_section() -> None:
    slides = [
        page(1, ("มาตรการยกระดับคุณธรรมและความโปร่งใส ITA ปี ๒๕๖๘",)),
        page(2, ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", "• แจ้งแผนใช้จ่ายงบประมาณ", "• คุมการยืมทรัพย์สิน")),
    ]
    records = read(pages=slides)
    assert [(r.instrument, r.measure) for r in records] == [
        ("IIT", "แจ้งแผนใช้จ่ายงบประมาณ"),
        ("IIT", "คุมการยืมทรัพย์สิน"),
    ]


def test_minutes_and_orders_give_no_measures() -> None:
    assert not read("รายงานการประชุมคณะทำงาน ITA", "ผู้มาประชุม", "๑. นายก ประธาน", "๒. ปลัด กรรมการ")


def test_no_list_is_read_beside_a_table() -> None:
    rows = [("รายการ", "จำนวน", "หน่วย"), *[("กระดาษ", "๑", "รีม")] * 4]
    assert not read(pages=[page(1, (REPORT, "๑. ก้าวแรก", "๒. ก้าวสอง"), [table(rows)])])


def test_measure_and_result_in_one_cell() -> None:
    rows = [("ที่", "มาตรการ", "ผู้รับผิดชอบ"), ("๑", "อบรมคุณธรรม ผลการดำเนินการ : จัดอบรมแล้ว ๑ รุ่น", "สำนักปลัด")]
    (record,) = read(pages=[page(1, (REPORT,), [table(rows)])])
    assert (record.measure, record.result, record.result_status) == ("อบรมคุณธรรม", "จัดอบรมแล้ว ๑ รุ่น", "done")


def test_a_word_of_a_sentence_is_no_label() -> None:
    assert parted("แต่งตั้งผู้รับผิดชอบดูแลเว็บไซต์")[0] == {"measure": "แต่งตั้งผู้รับผิดชอบดูแลเว็บไซต์"}


def slide(number: int, title: str, *lines: str, left: float = 93.0) -> Page:
    """A slide whose bullets are drawn beside its lines, no letters."""
    head = Line(title, BBox(297.5 - 3 * len(title), 60, 297.5 + 3 * len(title), 78))
    rows = [
        Line(text, BBox(left, 95 + 20 * n, left + 5 * len(text), 112 + 20 * n))
        for n, text in enumerate(lines)
    ]
    return replace(page(number, ()), width=595.0, height=842.0, lines=(head, *rows))


FIRST = ("มาตรการส่งเสริมความโปร่งใส", "องค์การบริหารส่วนตำบลวิหารขาว อำเภอท่าช้าง จังหวัดสิงห์บุรี ปีงบประมาณ ๒๕๖๗")


def test_slides_whose_bullets_are_drawn_give_a_measure_a_line_for_review() -> None:
    slides = [
        slide(2, "ด้านการจัดซื้อจัดจ้าง", "เผยแพร่แผนการจัดซื้อจัดจ้างภายใน ๓๐ วัน", "เปิดเผยราคากลางทุกโครงการ"),
        slide(3, "ด้านการให้บริการ", "ลดขั้นตอนการขออนุญาตก่อสร้าง", "เปิดรับคำร้องออนไลน์"),
    ]
    records = read(pages=[page(1, FIRST), *slides])
    assert [(r.section, r.measure) for r in records[1:3]] == [
        ("ด้านการจัดซื้อจัดจ้าง", "เปิดเผยราคากลางทุกโครงการ"),
        ("ด้านการให้บริการ", "ลดขั้นตอนการขออนุญาตก่อสร้าง"),
    ]
    assert len(records) == 4 and all(r.needs_review and r.fiscal_year == 2567 for r in records)


def test_pages_of_running_text_behind_a_title_are_no_slides() -> None:
    text = slide(
        3, "บทนำ", "หน่วยงานได้ประชุมชี้แจงแนวทางให้บุคลากรทราบและถือปฏิบัติอย่างเคร่งครัดทุกคนตลอดทั้งปีงบประมาณ", "เป็นต้น"
    )
    listed = slide(2, "ด้านการให้บริการ", "ลดขั้นตอนการขออนุญาตก่อสร้าง", "เปิดรับคำร้องออนไลน์")
    assert read(pages=[page(1, FIRST), listed, text]) == ()


def test_measure_and_result_in_one_column_of_both_names() -> None:
    rows = [
        ("ที่", "มาตรการและผลการดำเนินการ", "ผู้รับผิดชอบ"),
        ("1", "มาตรการเผยแพร่แผนจัดซื้อจัดจ้าง\nผลการดำเนินการ : ดำเนินการแล้วเสร็จ เผยแพร่ 4 ครั้ง", "กองคลัง"),
        ("2", "มาตรการรับฟังความคิดเห็น\nผลการดำเนินการ : ยังไม่ได้ดำเนินการ", "สำนักปลัด"),
    ]
    pages = [page(1, (REPORT,), [table(rows)])]
    parts, _ = doubt(build("0" * 16, "a.pdf", pages), pages)
    records = parts[0].records
    assert "column-missing" not in [found.code for found in records[0].findings]
    assert [(r.measure, r.result_status) for r in records] == [
        ("มาตรการเผยแพร่แผนจัดซื้อจัดจ้าง", "done"),
        ("มาตรการรับฟังความคิดเห็น", "not_done"),
    ]


def _slide(number: int, *texts: str) -> Page:
    """A wide page whose first line is higher than the rest; all begin near one edge."""
    tops = [(75.0, 41.0)] + [(138.0 + 25 * n, 31.0) for n in range(len(texts) - 1)]
    lines = tuple(
        Line(text, BBox(51 if n == 0 else 81, top, 81 + 7.0 * len(text), top + height))
        for n, (text, (top, height)) in enumerate(zip(texts, tops, strict=False))
    )
    return Page(number, 842, 595, "text", lines=lines)


def test_slides_of_one_or_two_drawn_bullets_between_blank_ones() -> None:
    slides = [
        _slide(1, "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๘", "เทศบาลตำบลเกาะจันทร์ จังหวัดชลบุรี"),
        _slide(2),
        _slide(3, "ด้านการให้บริการ", "ปรับปรุงป้ายแสดงขั้นตอน", "ให้บริการนอกเวลาราชการ"),
        _slide(4, "ด้านการใช้งบประมาณ", "เผยแพร่รายงานการเงินทุกไตรมาส"),
    ]
    records = read(pages=slides)
    assert [(r.section, r.measure) for r in records] == [
        ("ด้านการให้บริการ", "ปรับปรุงป้ายแสดงขั้นตอน"),
        ("ด้านการให้บริการ", "ให้บริการนอกเวลาราชการ"),
        ("ด้านการใช้งบประมาณ", "เผยแพร่รายงานการเงินทุกไตรมาส"),
    ]
    assert all(r.needs_review for r in records) and records[0].agency_id == "SM-201101"


def test_an_order_that_lays_down_measures() -> None:
    records = read(
        "คำสั่งโรงพยาบาลบางระจัน",
        "ที่ ๔๕/๒๕๖๗",
        "เรื่อง กำหนดมาตรการป้องกันการทุจริตและส่งเสริมความโปร่งใส",
        "เพื่อให้การดำเนินงานโปร่งใส จึงกำหนดมาตรการให้ถือปฏิบัติ ดังนี้",
        "ข้อ ๑ ให้เปิดเผยรายชื่อผู้ชนะการเสนอราคาทุกรายการ",
        "ข้อ ๒ ห้ามรับประโยชน์จากบริษัทยา",
        "สั่ง ณ วันที่ ๑๕ มกราคม พ.ศ. ๒๕๖๗",
    )
    assert [(r.number, r.measure) for r in records] == [
        ("1", "ให้เปิดเผยรายชื่อผู้ชนะการเสนอราคาทุกรายการ"),
        ("2", "ห้ามรับประโยชน์จากบริษัทยา"),
    ]
    assert (records[0].agency_name, records[0].fiscal_year) == ("โรงพยาบาลบางระจัน", 2567)


def test_an_order_that_appoints_a_committee_for_measures_has_none() -> None:
    assert not read(
        "คำสั่งเทศบาลตำบลห้วยยอด",
        "ที่ ๔๕/๒๕๖๗",
        "เรื่อง แต่งตั้งคณะทำงานขับเคลื่อนมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
        "ให้บุคคลต่อไปนี้เป็นคณะทำงาน",
        "๑. นายกเทศมนตรี ประธาน",
        "๒. ปลัดเทศบาล คณะทำงาน",
        "สั่ง ณ วันที่ ๑๕ มกราคม พ.ศ. ๒๕๖๗",
    )


PLAN = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปี ๒๕๖๗"


@pytest.mark.parametrize(
    "head", ["กิจกรรมที่ ๑ ", "โครงการที่ ๑ : ", "แนวทางที่ ๑ เรื่อง ", "มาตรการ ๑ ", "มาตรการ : ", "๑. ชื่อโครงการ "]
)
def test_headings_of_every_name_over_labels_that_any_column_may_have(head: str) -> None:
    first = (
        f"{head}การเปิดเผยข้อมูล",
        "- วิธีการขับเคลื่อน : ลงเว็บไซต์",
        "- หน่วยงานเจ้าของเรื่อง กองคลัง",
        "กรอบระยะเวลา: มกราคม ๒๕๖๖",
        "งบฯ ๘,๔๐๐ บาท",
        "ความก้าวหน้า",
        "อยู่ระหว่างดำเนินการ",
    )
    second = [line.replace("๑", "๒").replace("การเปิดเผยข้อมูล", "การให้บริการ") for line in first]
    records = read(REPORT, *first, *second)
    assert [r.measure for r in records] == ["การเปิดเผยข้อมูล", "การให้บริการ"]
    one = records[0]
    assert (one.procedure, one.responsible, one.budget_thb) == ("ลงเว็บไซต์", "กองคลัง", 8400)
    assert (one.period, one.result_status) == ("มกราคม ๒๕๖๖", "in_progress")


def test_labels_numbered_below_their_measure() -> None:
    (first, second) = read(
        REPORT,
        "๑. มาตรการเปิดเผยข้อมูล",
        "๑.๑ วิธีดำเนินการ ลงเว็บไซต์",
        "๑.๒ ผู้รับผิดชอบ กองคลัง",
        "๒. มาตรการจัดการเรื่องร้องเรียน",
        "๒.๑ วิธีดำเนินการ ตั้งศูนย์",
        "๒.๒ ผู้รับผิดชอบ สำนักปลัด",
    )
    assert (first.measure, first.procedure, first.responsible) == ("มาตรการเปิดเผยข้อมูล", "ลงเว็บไซต์", "กองคลัง")
    assert second.responsible == "สำนักปลัด"


def test_numbers_below_a_subject_are_the_measures() -> None:
    records = read(
        PLAN,
        "๑. ด้านการเปิดเผยข้อมูล",
        "๑.๑ เผยแพร่ผลการจัดซื้อ",
        "๑.๒ เปิดเผยค่าบริการ",
        "๒. ด้านการมีส่วนร่วม",
        "๒.๑ ประชุมภาคประชาชน",
    )
    assert [(r.number, r.measure, r.section) for r in records] == [
        ("1.1", "เผยแพร่ผลการจัดซื้อ", "๑. ด้านการเปิดเผยข้อมูล"),
        ("1.2", "เปิดเผยค่าบริการ", "๑. ด้านการเปิดเผยข้อมูล"),
        ("2.1", "ประชุมภาคประชาชน", "๒. ด้านการมีส่วนร่วม"),
    ]


def test_activities_with_fields_below_a_measure_without_any() -> None:
    records = read(
        REPORT,
        "มาตรการที่ ๑ มาตรการป้องกันการรับสินบน",
        "กิจกรรมที่ ๑.๑ อบรมบุคลากร",
        "ผู้รับผิดชอบ : กองคลัง",
        "กิจกรรมที่ ๑.๒ ติดป้ายประกาศ",
        "ผู้รับผิดชอบ : กองช่าง",
    )
    assert [(r.number, r.measure, r.responsible) for r in records] == [
        ("1.1", "อบรมบุคลากร", "กองคลัง"),
        ("1.2", "ติดป้ายประกาศ", "กองช่าง"),
    ]
    assert records[0].section == "มาตรการที่ ๑ มาตรการป้องกันการรับสินบน"


def test_items_counted_by_letters() -> None:
    records = read(PLAN, "ก. ลดขั้นตอนการขออนุญาต", "ข. เปิดเผยราคากลาง", "ค. ห้ามรับของขวัญ")
    assert [(r.number, r.measure) for r in records] == [
        (None, "ลดขั้นตอนการขออนุญาต"),
        (None, "เปิดเผยราคากลาง"),
        (None, "ห้ามรับของขวัญ"),
    ]


def test_five_s_is_a_name_and_its_number_counts_no_measure() -> None:
    records = read(REPORT, "๑. ปรับปรุงสำนักงาน", "กิจกรรม ๕ ส", "๒. เปิดเผยราคากลาง")
    assert [r.number for r in records] == ["1", "2"]


def test_a_memo_that_reports_by_a_list() -> None:
    records = read(
        "บันทึกข้อความ",
        "ส่วนราชการ โรงพยาบาลบางระจัน โทร. ๐ ๓๖๕๙ ๑๑๑๑",
        "เรื่อง รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๗",
        "เรียน ผู้อำนวยการ",
        "๑. เปิดเผยราคากลาง ผลการดำเนินการ ดำเนินการแล้วเสร็จ",
        "๒. ห้ามรับของขวัญ ผลการดำเนินการ อยู่ระหว่างดำเนินการ",
        "จึงเรียนมาเพื่อโปรดทราบ",
    )
    assert [(r.measure, r.result_status) for r in records] == [
        ("เปิดเผยราคากลาง", "done"),
        ("ห้ามรับของขวัญ", "in_progress"),
    ]


def test_a_list_beside_a_table_of_scores() -> None:
    topics = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "คุณภาพการดำเนินงาน")
    rows = [("ตัวชี้วัด", "คะแนน"), *((topic, "๘๘.๑๐") for topic in topics)]
    lines = (PLAN, "๑. เปิดเผยราคากลาง", "๒. ห้ามรับของขวัญ")
    assert [r.number for r in read(pages=[page(1, lines, [table(rows)])])] == ["1", "2"]


def test_scores_in_a_list_are_no_measures() -> None:
    assert not read(
        "รายงานผลการประเมินคุณธรรมและความโปร่งใส ปี ๒๕๖๗",
        "๑. การปฏิบัติหน้าที่ ๙๒.๑๑ คะแนน",
        "๒. การใช้งบประมาณ ๘๘.๒๐ คะแนน",
    )


def test_of_an_analysis_only_what_calls_itself_a_measure() -> None:
    records = read(
        "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ปี ๒๕๖๗",
        "๑. การใช้งบประมาณ บุคลากรรับรู้น้อย",
        "๒. ระบบการทำงาน ล่าช้า",
        "มาตรการที่ ๑ แจ้งแผนการใช้จ่าย",
        "ผู้รับผิดชอบ : กองคลัง",
        "มาตรการที่ ๒ ปรับปรุงคู่มือ",
        "ผู้รับผิดชอบ : สำนักปลัด",
    )
    assert [r.measure for r in records] == ["แจ้งแผนการใช้จ่าย", "ปรับปรุงคู่มือ"]


@pytest.mark.parametrize(
    "heading", ["ช่องทางการแจ้งเรื่องร้องเรียน", "บทลงโทษ", "เอกสารประกอบ", "ผลที่คาดว่าจะได้รับ", "ปัญหาอุปสรรค", "ผู้จัดทำ"]
)
def test_a_list_under_another_heading_is_none_of_measures(heading: str) -> None:
    measures = ("๑. เปิดเผยราคากลาง", "๒. ห้ามรับของขวัญ", "๓. รายงานทุกเดือน")
    records = read(PLAN, *measures, heading, "๑. นายวีระ ทองคำ", "๒. โทรศัพท์ ๐ ๕๔๒๖ ๖๐๓๒")
    assert [r.measure for r in records] == ["เปิดเผยราคากลาง", "ห้ามรับของขวัญ", "รายงานทุกเดือน"]


def test_a_list_of_scores_before_the_measures() -> None:
    scores = ("ผลการประเมินที่ผ่านมา", "๑. การปฏิบัติหน้าที่ ๙๐.๒๐ คะแนน", "๒. การใช้อำนาจ ๘๘.๐๐ คะแนน")
    records = read(PLAN, *scores, "มาตรการที่กำหนด", "๑. เปิดเผยราคากลาง", "๒. ห้ามรับของขวัญ")
    assert [r.measure for r in records] == ["เปิดเผยราคากลาง", "ห้ามรับของขวัญ"]


def test_headings_that_name_measures_are_sections_of_lists_that_begin_again() -> None:
    records = read(
        PLAN,
        "มาตรการด้านการจัดซื้อจัดจ้าง",
        "๑. ปิดประกาศแผน",
        "๒. เชิญผู้สังเกตการณ์",
        "มาตรการด้านการบริหารงานบุคคล",
        "๑. เผยแพร่เกณฑ์",
        "๒. เปิดรับอุทธรณ์",
    )
    assert [(r.number, r.section) for r in records] == [
        ("1", "มาตรการด้านการจัดซื้อจัดจ้าง"),
        ("2", "มาตรการด้านการจัดซื้อจัดจ้าง"),
        ("1", "มาตรการด้านการบริหารงานบุคคล"),
        ("2", "มาตรการด้านการบริหารงานบุคคล"),
    ]


def test_behind_the_day_of_signing_stand_no_measures() -> None:
    records = read(
        "ประกาศเทศบาลตำบลบ้านแหลม เรื่อง มาตรการป้องกันการรับสินบน",
        "๑. เปิดเผยราคากลาง",
        "๒. ห้ามรับของขวัญ",
        "ประกาศ ณ วันที่ ๒ มกราคม พ.ศ. ๒๕๖๖",
        "๑. หัวหน้าสำนักปลัด",
        "๒. ผู้อำนวยการกองคลัง",
    )
    assert [r.measure for r in records] == ["เปิดเผยราคากลาง", "ห้ามรับของขวัญ"]


def test_a_result_behind_a_space_is_a_guess() -> None:
    first, second = read(
        REPORT, "๑. มาตรการเผยแพร่ข้อมูล ได้ดำเนินการปรับปรุงเว็บไซต์แล้วเสร็จ", "๒. มาตรการงดรับของขวัญ ยังไม่ได้ดำเนินการ"
    )
    assert (first.measure, first.result_status) == ("มาตรการเผยแพร่ข้อมูล", "done")
    assert (second.measure, second.result) == ("มาตรการงดรับของขวัญ", "ยังไม่ได้ดำเนินการ")
    assert first.needs_review and second.needs_review


def test_headings_without_a_number_over_fields() -> None:
    records = read(
        REPORT,
        "มาตรการจัดการเรื่องร้องเรียน",
        "วิธีการดำเนินงาน",
        "เปิดสายด่วน",
        "ผลการดำเนินงาน",
        "ดำเนินการแล้วเสร็จ",
        "มาตรการป้องกันผลประโยชน์ทับซ้อน",
        "วิธีการดำเนินงาน",
        "จัดทำแบบแสดงรายการ",
        "ผลการดำเนินงาน",
        "อยู่ระหว่างดำเนินการ",
    )
    assert [(r.measure, r.procedure, r.result_status) for r in records] == [
        ("มาตรการจัดการเรื่องร้องเรียน", "เปิดสายด่วน", "done"),
        ("มาตรการป้องกันผลประโยชน์ทับซ้อน", "จัดทำแบบแสดงรายการ", "in_progress"),
    ]


def test_items_counted_in_words_or_with_a_dash_and_offices_in_labelled_brackets() -> None:
    words = read(PLAN, "ประการแรก เปิดเผยราคากลาง", "ประการที่สอง ห้ามรับของขวัญ", "ประการสุดท้าย รายงานทุกเดือน")
    assert [r.measure for r in words] == ["เปิดเผยราคากลาง", "ห้ามรับของขวัญ", "รายงานทุกเดือน"]
    dashed = read(PLAN, "๑ - เปิดเผยราคากลาง (ผู้รับผิดชอบ : กองคลัง)", "๒ - ห้ามรับของขวัญ (ผู้รับผิดชอบ : สำนักปลัด)")
    assert [(r.number, r.measure, r.responsible) for r in dashed] == [
        ("1", "เปิดเผยราคากลาง", "กองคลัง"),
        ("2", "ห้ามรับของขวัญ", "สำนักปลัด"),
    ]


def test_labels_that_no_field_answers_to_stay_out_of_the_others() -> None:
    (first, _) = read(
        REPORT,
        "มาตรการที่ ๑ เปิดเผยข้อมูล",
        "วัตถุประสงค์ : เพื่อความโปร่งใส",
        "วิธีดำเนินการ : ลงเว็บไซต์",
        "ผู้รับผิดชอบ : กองคลัง",
        "มาตรการที่ ๒ รับฟังความเห็น",
        "ผู้รับผิดชอบ : กองช่าง",
    )
    assert (first.measure, first.procedure, first.responsible) == ("เปิดเผยข้อมูล", "ลงเว็บไซต์", "กองคลัง")
    assert first.extra == (("วัตถุประสงค์", "เพื่อความโปร่งใส"),)


def test_a_numbered_issue_over_its_labelled_measure() -> None:
    records = read(
        REPORT,
        "๑. ประเด็น : การเปิดเผยข้อมูล",
        "มาตรการ : ปรับปรุงเว็บไซต์",
        "ผลการดำเนินการ : ดำเนินการแล้ว",
        "๒. ประเด็น : การให้บริการ",
        "มาตรการ : ติดป้ายขั้นตอน",
        "ผลการดำเนินการ : อยู่ระหว่างดำเนินการ",
    )
    assert [(r.section, r.measure, r.result) for r in records] == [
        ("๑. ประเด็น : การเปิดเผยข้อมูล", "ปรับปรุงเว็บไซต์", "ดำเนินการแล้ว"),
        ("๒. ประเด็น : การให้บริการ", "ติดป้ายขั้นตอน", "อยู่ระหว่างดำเนินการ"),
    ]


def test_chapters_of_an_announcement_are_sections() -> None:
    records = read(
        "ประกาศเทศบาลตำบลเชียงคาน เรื่อง มาตรการส่งเสริมความโปร่งใส",
        "หมวด ๑ บททั่วไป",
        "ข้อ ๑ ประกาศนี้เรียกว่า มาตรการส่งเสริมความโปร่งใส",
        "หมวด ๒ มาตรการด้านการจัดซื้อจัดจ้าง",
        "ข้อ ๒ ให้เผยแพร่แผนการจัดซื้อ",
        "หมวด ๓ มาตรการด้านบุคคล",
        "ข้อ ๓ ให้สรรหาอย่างเป็นธรรม",
    )
    assert [(r.number, r.section) for r in records] == [
        ("2", "หมวด ๒ มาตรการด้านการจัดซื้อจัดจ้าง"),
        ("3", "หมวด ๓ มาตรการด้านบุคคล"),
    ]


@pytest.mark.parametrize(
    "marks",
    [
        ("๑/ ", "๒/ "),
        ("[1] ", "[2] "),
        ("1: ", "2: "),
        ("ที่ ๑ ", "ที่ ๒ "),
        ("No. 1 ", "No. 2 "),
        ("ลำดับที่ ๑ ", "ลำดับที่ ๒ "),
        ("1.) ", "2.) "),
        ("① ", "② "),
        ("I. ", "II. "),
        ("มาตรการที่หนึ่ง ", "มาตรการที่สอง "),
        ("มาตรการแรก คือ ", "มาตรการที่สอง คือ "),
    ],
)
def test_numbers_in_any_dress(marks: tuple[str, str]) -> None:
    texts = ("หมุนเวียนเจ้าหน้าที่รับคำขอ", "ปิดประกาศเลขคิวหน้าอาคาร")
    records = read("มาตรการป้องกันการทุจริต ปี ๒๕๖๘", *(a + b for a, b in zip(marks, texts, strict=True)))
    assert [(r.number, r.measure) for r in records] == [("1", texts[0]), ("2", texts[1])]


@pytest.mark.parametrize("sign", ["๏", "o", "»", "►", "☑", "→", "◆", "‣", "\uf0b7"])
def test_bullets_of_any_sign(sign: str) -> None:
    texts = ["หมุนเวียนเจ้าหน้าที่รับคำขอ", "ปิดประกาศเลขคิวหน้าอาคาร"]
    records = read("มาตรการป้องกันการทุจริต ปี ๒๕๖๘", *(f"{sign} {text}" for text in texts))
    assert [r.measure for r in records] == texts


@pytest.mark.parametrize(
    "form",
    [
        "{} : {}",
        "{} – {}",
        "{} ({})",
        "{} [{}]",
        "{} → {}",
        "{} = {}",
        "{} / {}",
        "{} ; {}",
        "{} ... {}",
        "{} ผล: {}",
    ],
)
def test_a_result_that_a_sign_sets_apart_at_the_end_of_an_item(form: str) -> None:
    items = [("หมุนเวียนเจ้าหน้าที่รับคำขอ", "ดำเนินการแล้วเสร็จ"), ("ปิดประกาศเลขคิวหน้าอาคาร", "อยู่ระหว่างดำเนินการ")]
    records = read(REPORT, *(f"{n}. {form.format(*item)}" for n, item in enumerate(items, start=1)))
    assert [(r.measure, r.result) for r in records] == items
    assert [r.result_status for r in records] == ["done", "in_progress"]
    assert not any(r.needs_review for r in records)


def test_a_result_in_a_line_of_its_own_below_its_item() -> None:
    (first, _) = read(
        REPORT,
        "๑. หมุนเวียนเจ้าหน้าที่รับคำขอ",
        "→ ดำเนินการแล้วเสร็จ",
        "๒. ปิดประกาศเลขคิวหน้าอาคาร",
        "→ ยังไม่ได้ดำเนินการ",
    )
    assert (first.measure, first.result_status) == ("หมุนเวียนเจ้าหน้าที่รับคำขอ", "done")


def test_when_a_duty_must_be_done_is_no_result() -> None:
    (first, _) = read(
        "มาตรการป้องกันการทุจริต ปี ๒๕๖๘",
        "๑. พิจารณาคำขอ (แล้วเสร็จภายใน ๓๐ วัน)",
        "๒. ปิดประกาศเลขคิวหน้าอาคาร",
    )
    assert (first.measure, first.result) == ("พิจารณาคำขอ (แล้วเสร็จภายใน ๓๐ วัน)", None)


@pytest.mark.parametrize(
    "form",
    [
        "{} (รับผิดชอบโดย {})",
        "{} (ผู้รับผิดชอบ : {})",
        "{} โดย{}รับผิดชอบ",
        "{} โดยมี{}เป็นผู้รับผิดชอบ",
        "{} ให้{}เป็นผู้รับผิดชอบ",
        "{} ซึ่ง{}เป็นผู้รับผิดชอบ",
        "{} โดย {}",
        "{} (โดย {})",
        "{}      {}",
        "{} ({} รับผิดชอบ)",
        "{} (มอบ {})",
        "{} มอบหมายให้{}ดำเนินการ",
        "{} ผู้รับผิดชอบคือ {}",
        "{} (เจ้าภาพ: {})",
        "{} [{}]",
        "{} – {}",
        "{} : {}",
    ],
)
def test_an_office_at_the_end_of_an_item(form: str) -> None:
    items = [("หมุนเวียนเจ้าหน้าที่รับคำขอ", "กองคลัง"), ("ปิดประกาศเลขคิวหน้าอาคาร", "สำนักปลัด")]
    lines = (f"{n}. {form.format(*item)}" for n, item in enumerate(items, start=1))
    records = read("มาตรการป้องกันการทุจริต ปี ๒๕๖๘", *lines)
    assert [(r.measure, r.responsible) for r in records] == items


def test_a_condition_behind_a_measure_is_part_of_it() -> None:
    (first, _) = read(
        "มาตรการป้องกันการทุจริต ปี ๒๕๖๘",
        "๑. หมุนเวียนเจ้าหน้าที่รับคำขอ โดยให้รายงานทุกเดือน",
        "๒. ปิดประกาศเลขคิวหน้าอาคาร",
    )
    assert (first.measure, first.procedure) == ("หมุนเวียนเจ้าหน้าที่รับคำขอ โดยให้รายงานทุกเดือน", None)


@pytest.mark.parametrize(
    "paragraph",
    [
        "จึงกำหนดมาตรการ ดังนี้ (๑) สลับคู่เวร; (๒) งดรับเงินสด; และ (๓) แสดงเลขคิว",
        "จึงกำหนดมาตรการ ได้แก่ ๑) สลับคู่เวร ๒) งดรับเงินสด และ ๓) แสดงเลขคิว จึงประกาศให้ทราบโดยทั่วกัน",
        "จึงกำหนดมาตรการ ดังต่อไปนี้ ก) สลับคู่เวร ข) งดรับเงินสด ค) แสดงเลขคิว ทั้งนี้ ให้ถือปฏิบัติทันที",
    ],
)
def test_items_in_one_paragraph(paragraph: str) -> None:
    records = read("ประกาศโรงพยาบาลกาบเชิง", "เรื่อง มาตรการสร้างความโปร่งใสในการให้บริการ", paragraph)
    assert [r.measure for r in records] == ["สลับคู่เวร", "งดรับเงินสด", "แสดงเลขคิว"]
    assert dict(records[2].provenance)["measure"][0].raw == paragraph


def test_ways_named_within_an_item_are_no_items() -> None:
    records = read(
        "มาตรการป้องกันการทุจริต ปี ๒๕๖๘",
        "๑. จัดช่องทางแจ้งเบาะแส ได้แก่ (๑) โทรศัพท์ (๒) เว็บไซต์",
        "๒. หมุนเวียนเจ้าหน้าที่รับคำขอ",
    )
    assert [r.number for r in records] == ["1", "2"]


@pytest.mark.parametrize(
    "subject",
    [
        "กำหนดมาตรการป้องกันการทุจริตในการเบิกจ่ายงบประมาณ",
        "แจ้งมาตรการป้องกันการขัดกันแห่งผลประโยชน์",
        "ขออนุมัติใช้มาตรการป้องกันการเรียกรับเงินจากผู้มาติดต่อ",
        "กำหนดแนวทางปฏิบัติเพื่อความโปร่งใสในการใช้ดุลพินิจ",
    ],
)
def test_a_memo_that_sets_measures(subject: str) -> None:
    records = read(
        "บันทึกข้อความ",
        "ส่วนราชการ ฝ่ายอำนวยการ สำนักงานสรรพากรพื้นที่น่าน",
        f"เรื่อง {subject}",
        "เรียน หัวหน้าส่วนทุกส่วน",
        "จึงขอให้ถือปฏิบัติตามมาตรการ ดังนี้",
        "๑. ตรวจสอบใบสำคัญก่อนเสนออนุมัติทุกครั้ง",
        "๒. สรุปรายการเบิกจ่ายและเวียนให้ทราบทุกสิ้นเดือน",
        "จึงเรียนมาเพื่อทราบและถือปฏิบัติ",
    )
    assert [r.number for r in records] == ["1", "2"]
    assert records[0].document_kind == "measure_plan"


def test_what_a_letter_asks_for_is_no_measure() -> None:
    assert not read(
        "ที่ ลบ ๐๐๓๒/๗๗๑",
        "สำนักงานสาธารณสุขจังหวัดลพบุรี",
        "เรื่อง ขอให้รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรม",
        "เรียน สาธารณสุขอำเภอทุกอำเภอ",
        "จึงขอให้หน่วยงานดำเนินการ ดังนี้",
        "๑. กรอกแบบรายงานตามสิ่งที่ส่งมาด้วย",
        "๒. ส่งแบบรายงานภายในวันที่ ๓๑ มกราคม ๒๕๖๘",
    )


def test_lists_of_aims_and_of_where_to_complain_around_the_measures() -> None:
    records = read(
        "ประกาศสถานีตำรวจภูธรคลองลาน เรื่อง มาตรการป้องกันการทุจริตและประพฤติมิชอบ",
        "โดยมีเป้าหมาย ดังนี้",
        "(๑) สร้างความเชื่อมั่น",
        "(๒) ลดโอกาสในการกระทำผิด",
        "แนวทางปฏิบัติตามมาตรการ",
        "๑. หมุนเวียนหน้าที่ทุกปี",
        "๒. เปิดเผยผลการพิจารณา",
        "ผู้พบเห็นการกระทำผิดแจ้งได้ที่",
        "- หมายเลขโทรศัพท์ ๐ ๕๕๗๘ ๖๑๑๑",
        "- ตู้รับเรื่องหน้าสถานี",
    )
    assert [r.measure for r in records] == ["หมุนเวียนหน้าที่ทุกปี", "เปิดเผยผลการพิจารณา"]


@pytest.mark.parametrize("head", ["มาตรการ/ผล", "กิจกรรมและผลการดำเนินงาน", "รายละเอียดมาตรการพร้อมผลการปฏิบัติ"])
def test_one_column_of_measure_and_result_beside_remarks(head: str) -> None:
    rows = [
        ("ที่", head, "หมายเหตุ"),
        ("๑", "ประชุมชี้แจง\nผล แล้วเสร็จ", "-"),
        ("๒", "ติดตั้งกล้อง\nผล อยู่ระหว่างจัดซื้อ", "-"),
    ]
    records = read(pages=[page(1, (REPORT,), [table(rows)])])
    assert [(r.measure, r.result_status) for r in records] == [
        ("ประชุมชี้แจง", "done"),
        ("ติดตั้งกล้อง", "in_progress"),
    ]


def _set_at(*texts: tuple[float, float, str]) -> Page:
    lines = tuple(Line(text, BBox(x, y, x + 5.0 * len(text), y + 14)) for x, y, text in texts)
    return Page(1, 595, 842, "text", lines=lines)


def test_two_columns_of_print_are_read_one_behind_the_other() -> None:
    records = read(
        pages=[
            _set_at(
                (120, 48, "มาตรการส่งเสริมความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๖"),
                (310, 87, "ด้านการตรวจสอบ"),
                (48, 92, "ด้านการให้บริการ"),
                (310, 106, "๓. สุ่มสัมภาษณ์ผู้รับบริการเดือนละสิบราย"),
                (48, 112, "๑. จัดทำบัญชีรายชื่อผู้รับจ้างและเผยแพร่ทุกหก"),
                (310, 125, "๔. รายงานผลการตรวจสอบภายในต่อผู้บริหาร"),
                (48, 128, "เดือน"),
                (48, 147, "๒. มอบอำนาจการอนุมัติเป็นลายลักษณ์อักษร"),
            )
        ]
    )
    assert [(r.number, r.section, r.measure) for r in records] == [
        ("1", "ด้านการให้บริการ", "จัดทำบัญชีรายชื่อผู้รับจ้างและเผยแพร่ทุกหกเดือน"),
        ("2", "ด้านการให้บริการ", "มอบอำนาจการอนุมัติเป็นลายลักษณ์อักษร"),
        ("3", "ด้านการตรวจสอบ", "สุ่มสัมภาษณ์ผู้รับบริการเดือนละสิบราย"),
        ("4", "ด้านการตรวจสอบ", "รายงานผลการตรวจสอบภายในต่อผู้บริหาร"),
    ]


def test_labels_that_no_list_knows_are_told_by_what_stands_behind_them() -> None:
    (first, second) = read(
        REPORT,
        "๑. สลับคู่เวรรับคำขอ",
        "คนทำงานนี้ : กองคลัง",
        "ช่วงที่ลงมือ : มกราคม ๒๕๖๖",
        "ผลที่หวัง : ประชาชนพอใจ",
        "๒. งดรับเงินสด",
        "คนทำงานนี้ : สำนักปลัด",
        "ช่วงที่ลงมือ : มีนาคม ๒๕๖๖",
        "ผลที่หวัง : ประชาชนพอใจ",
    )
    assert (first.measure, first.responsible, first.period) == ("สลับคู่เวรรับคำขอ", "กองคลัง", "มกราคม ๒๕๖๖")
    assert (second.measure, second.responsible, second.period) == ("งดรับเงินสด", "สำนักปลัด", "มีนาคม ๒๕๖๖")


def _framed(top: float, *rows: Sequence[str]) -> Table:
    """A table whose cells hold a printed line for each line of their text, its first at ``top``."""
    cells = []
    for n, row in enumerate(rows):
        for column, text in enumerate(row):
            y, x = top + 40 * n, 50 + 150.0 * column
            lines = tuple(
                Line(part, BBox(x, y + 15 * at, x + 140, y + 15 * at + 14))
                for at, part in enumerate(text.split("\n"))
            )
            box = BBox(x, y, x + 145, y + 38)
            cells.append(Cell(n, column, 1, 1, box, 1, lines, text.replace("\n", ""), text, 1.0, "text"))
    box = BBox(50, top, 50 + 150 * len(rows[0]), top + 40 * len(rows))
    return replace(from_cells(cells, len(rows[0])), index=int(top), bbox=box, cells=tuple(cells))


def _with_tables(*tables: Table) -> Page:
    title = Line(REPORT, BBox(50, 40, 500, 54))
    held = tuple(line for each in tables for cell in each.cells for line in cell.lines)
    return Page(1, 595, 842, "text", lines=(title, *held), tables=tables)


def test_text_in_a_frame_is_text() -> None:
    frame = _framed(
        100,
        ("มาตรการและผลการปฏิบัติ",),
        ("๑. สลับคู่เวรรับคำขอ\nผลการปฏิบัติ แล้วเสร็จ",),
        ("๒. งดรับเงินสด\nผลการปฏิบัติ ยังไม่ได้ดำเนินการ",),
    )
    assert [(r.number, r.measure, r.result_status) for r in read(pages=[_with_tables(frame)])] == [
        ("1", "สลับคู่เวรรับคำขอ", "done"),
        ("2", "งดรับเงินสด", "not_done"),
    ]


def test_a_small_table_of_labels_for_each_measure() -> None:
    first = (("มาตรการที่ ๑", "สลับคู่เวรรับคำขอ"), ("วิธีปฏิบัติ", "แจ้งเวียน"), ("ผู้รับผิดชอบ", "กองคลัง"))
    second = (("มาตรการที่ ๒", "งดรับเงินสด"), ("วิธีปฏิบัติ", "ติดป้าย"), ("ผู้รับผิดชอบ", "สำนักปลัด"))
    records = read(pages=[_with_tables(_framed(100, *first), _framed(300, *second))])
    assert [(r.number, r.measure, r.procedure, r.responsible) for r in records] == [
        ("1", "สลับคู่เวรรับคำขอ", "แจ้งเวียน", "กองคลัง"),
        ("2", "งดรับเงินสด", "ติดป้าย", "สำนักปลัด"),
    ]


def test_what_a_memo_sends_is_no_measure() -> None:
    assert not read(
        "บันทึกข้อความ",
        "ส่วนราชการ กองคลัง เทศบาลตำบลห้วยข่า",
        "เรื่อง ขอส่งรายงานผลตามมาตรการป้องกันการทุจริต",
        "เรียน ปลัดเทศบาล",
        "กองคลังขอส่งเอกสาร ดังนี้",
        "๑. รายงานผล จำนวน ๑ ชุด",
        "๒. แผ่นบันทึกข้อมูล จำนวน ๑ แผ่น",
    )


def test_an_announcement_for_a_purpose_sets_its_measures() -> None:
    records = read(
        "ประกาศเทศบาลตำบลสันทราย",
        "เรื่อง มาตรการจัดการทรัพย์สินของทางราชการและของบริจาค",
        "เพื่อป้องกันมิให้นำไปใช้เพื่อประโยชน์ส่วนตน จึงกำหนดมาตรการ ดังนี้",
        "๑. ผู้ยืมต้องกรอกใบยืมทุกครั้ง",
        "๒. เจ้าหน้าที่ตรวจสภาพเมื่อรับคืน",
        "ประกาศ ณ วันที่ ๔ มีนาคม พ.ศ. ๒๕๖๘",
    )
    assert [r.measure for r in records] == ["ผู้ยืมต้องกรอกใบยืมทุกครั้ง", "เจ้าหน้าที่ตรวจสภาพเมื่อรับคืน"]


def test_a_number_at_the_end_of_a_line_begins_the_item_of_the_next() -> None:
    rows = read(
        "ประกาศสำนักงานคลังจังหวัดชัยภูมิ",
        "เรื่อง มาตรการป้องกันการทุจริตในการเบิกจ่าย",
        "กำหนดมาตรการดังนี้ (๑) ห้ามผู้มีส่วนได้เสียเป็นกรรมการตรวจรับ; (๒)",
        "ตรวจสอบใบเสร็จค่าเดินทางร้อยละสิบ; (๓) สื่อสารประมวลจริยธรรมในที่ประชุม",
    )
    assert [(row.number, row.measure) for row in rows] == [
        ("1", "ห้ามผู้มีส่วนได้เสียเป็นกรรมการตรวจรับ"),
        ("2", "ตรวจสอบใบเสร็จค่าเดินทางร้อยละสิบ"),
        ("3", "สื่อสารประมวลจริยธรรมในที่ประชุม"),
    ]


def test_lines_without_marks_below_a_sentence_that_announces_measures_are_guessed() -> None:
    rows = read(
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "ปีงบประมาณ พ.ศ. ๒๕๖๘",
        "สำนักงานได้กำหนดมาตรการไว้ ดังนี้",
        "เผยแพร่ประกาศเชิญชวนทุกฉบับ",
        "ห้ามผู้มีส่วนได้เสียเป็นกรรมการ",
        "จึงประกาศให้ทราบโดยทั่วกัน",
    )
    assert [row.measure for row in rows] == ["เผยแพร่ประกาศเชิญชวนทุกฉบับ", "ห้ามผู้มีส่วนได้เสียเป็นกรรมการ"]
    assert all(row.needs_review for row in rows)


def test_measures_stand_under_the_clause_that_announces_them() -> None:
    rows = read(
        "ประกาศเทศบาลตำบลบ้านแหลม เรื่อง มาตรการป้องกันการทุจริต พ.ศ. ๒๕๖๘",
        "ข้อ ๑ ประกาศนี้ให้ใช้บังคับตั้งแต่วันประกาศ",
        "ข้อ ๒ ให้ส่วนราชการถือปฏิบัติตามมาตรการ ดังนี้",
        "(๑) ประกาศหลักเกณฑ์การจัดสรรแผงค้า",
        "(๒) สุ่มสอบทานเอกสารการจ่ายเบี้ยยังชีพ",
        "ข้อ ๓ ให้ปลัดรักษาการตามประกาศนี้",
    )
    assert [row.measure for row in rows] == [
        "ประกาศหลักเกณฑ์การจัดสรรแผงค้า",
        "สุ่มสอบทานเอกสารการจ่ายเบี้ยยังชีพ",
    ]


def test_what_a_word_means_is_a_list_of_no_measures() -> None:
    rows = read(
        "ประกาศเทศบาลตำบลบ้านแหลม เรื่อง มาตรการป้องกันการรับสินบน",
        "ในประกาศนี้ “สินบน” หมายถึง ทรัพย์สินหรือประโยชน์อื่นใด ได้แก่",
        "(๑) เงินสด",
        "(๒) บัตรกำนัล",
        "จึงกำหนดมาตรการ ดังนี้",
        "๑. ลงทะเบียนผู้เข้าพบทุกราย",
        "๒. เก็บเงินค่าน้ำผ่านธนาคารเท่านั้น",
    )
    assert [row.measure for row in rows] == ["ลงทะเบียนผู้เข้าพบทุกราย", "เก็บเงินค่าน้ำผ่านธนาคารเท่านั้น"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("แบบทดสอบความรู้เรื่องมาตรการป้องกันการทุจริต", ("๑. ข้อใดเป็นผลประโยชน์ทับซ้อน", "๒. ข้อใดเป็นสินบน")),
        (
            "โครงสร้างคณะกรรมการขับเคลื่อนมาตรการส่งเสริมความโปร่งใส",
            ("๑. ผู้อำนวยการ ประธาน", "๒. หัวหน้างานบุคคล เลขานุการ"),
        ),
    ],
)
def test_questions_and_persons_under_a_title_with_measures_are_none(
    title: str, lines: tuple[str, ...]
) -> None:
    assert read(title, "โรงพยาบาลบางสะพาน", *lines) == ()


def test_a_heading_that_is_a_status_is_that_of_all_below_it() -> None:
    rows = read(
        REPORT,
        "ดำเนินการแล้วเสร็จ",
        "๑. ประกาศหลักเกณฑ์การจัดสรรแผงค้า",
        "๒. กำหนดให้เจ้าหน้าที่แสดงบัตร",
        "อยู่ระหว่างดำเนินการ",
        "๓. สุ่มสอบทานเอกสารการจ่ายเบี้ยยังชีพ",
    )
    assert [(row.number, row.result_status) for row in rows] == [
        ("1", "done"),
        ("2", "done"),
        ("3", "in_progress"),
    ]
    assert dict(rows[2].provenance)["status_text"][0].raw == "อยู่ระหว่างดำเนินการ"


def test_boxes_to_tick_before_numbers_part_no_list() -> None:
    rows = read(REPORT, "☑ ๑. ลงทะเบียนผู้เข้าพบทุกราย", "☐ ๒. เก็บเงินผ่านธนาคาร", "☑ ๓. แสดงบัญชีรับบริจาค")
    assert [row.number for row in rows] == ["1", "2", "3"]


def test_a_memo_on_integrity_lays_measures_down_in_its_text() -> None:
    rows = read(
        "บันทึกข้อความ",
        "ส่วนราชการ งานธุรการ โรงพยาบาลบางสะพาน โทร ๐ ๓๒๖๙ ๑๑๐๐",
        "เรื่อง การป้องกันการทุจริตในการรับบริจาค",
        "เรียน หัวหน้ากลุ่มงาน",
        "เพื่อให้การรับบริจาคโปร่งใส ขอกำชับให้ปฏิบัติตามมาตรการ ดังนี้",
        "๑. ลงทะเบียนผู้เข้าพบทุกราย",
        "๒. แสดงบัญชีรับบริจาคที่หน้าอาคาร",
        "จึงเรียนมาเพื่อถือปฏิบัติ",
    )
    assert [row.measure for row in rows] == ["ลงทะเบียนผู้เข้าพบทุกราย", "แสดงบัญชีรับบริจาคที่หน้าอาคาร"]
    assert {row.document_kind for row in rows} == {"measure_plan"}


def test_numbers_that_go_on_under_the_next_letter_are_of_the_list() -> None:
    rows = read(
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "ก. ด้านการสรรหาบุคคล",
        "๑. เก็บคลิปการสอบสัมภาษณ์ไว้หนึ่งปี",
        "๒. เชิญกรรมการจากภายนอกร่วมให้คะแนน",
        "ข. ด้านพัสดุ",
        "๓. ใช้ระบบสแกนตรวจนับเวชภัณฑ์",
        "๔. แยกผู้สั่งซื้อกับผู้รับของ",
    )
    assert [row.number for row in rows] == ["1", "2", "3", "4"]


def test_an_order_that_appoints_and_lays_measures_down_gives_the_measures() -> None:
    rows = read(
        "คำสั่งโรงเรียนบ้านนาหมอม้า",
        "ที่ ๒๗/๒๕๖๘",
        "เรื่อง แต่งตั้งคณะทำงานและกำหนดมาตรการป้องกันการทุจริต ปีงบประมาณ พ.ศ. ๒๕๖๘",
        "จึงแต่งตั้งคณะทำงาน ประกอบด้วย",
        "๑. นายสุวิทย์ พาเจริญ ประธาน",
        "๒. นางมาลี แสงดี กรรมการ",
        "และให้ดำเนินการตามมาตรการ ดังนี้",
        "๑. เบิกเครื่องแบบโดยผู้ปกครองลงนามรับ",
        "๒. แสดงเมนูอาหารและราคาวัตถุดิบทุกเช้า",
    )
    assert [row.measure for row in rows] == [
        "เบิกเครื่องแบบโดยผู้ปกครองลงนามรับ",
        "แสดงเมนูอาหารและราคาวัตถุดิบทุกเช้า",
    ]
