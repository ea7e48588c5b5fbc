"""Measures without a table: each way of setting them in, the records out."""

from __future__ import annotations

from collections.abc import Sequence

from papers import page, table

from extract.model import MeasureRecord, Page
from extract.records.build import build
from extract.records.lists import parted

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
