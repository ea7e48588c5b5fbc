"""What a document is, by its title, the heads of its pages and its words."""

import pytest
from papers import page, table

from extract.records.build import build
from extract.records.kinds import document_kind, of_document, weigh

PLAN = "แผนปฏิบัติราชการด้านการป้องกัน ปราบปรามการทุจริตและประพฤติมิชอบ กระทรวงสาธารณสุข ระยะที่ ๒"


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("ยุทธศาสตร์และแนวทางการพัฒนาองค์การบริหารส่วนตำบล", "ยุทธศาสตร์การพัฒนา แหล่งน้ำ ถนน", "development_plan"),
        ("แผนอัตรากำลัง ๓ ปี", "ตำแหน่ง ระดับ พนักงานจ้าง", "manpower_plan"),
        ("รายงานการประชุมคณะกรรมการขับเคลื่อน ITA", "ผู้มาประชุม ระเบียบวาระ มติที่ประชุม", "minutes"),
        ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "จัดทำคู่มือการให้บริการแล้ว", "measure_report"),
        ("ประกาศเทศบาลตำบล เรื่อง มาตรการป้องกันการรับสินบน", "จึงประกาศให้ทราบ", "measure_announcement"),
    ],
)
def test_the_likeliest_class(title: str, text: str, kind: str) -> None:
    assert weigh(title, text).best == kind


def test_tone_marks_that_a_scan_lost_hide_no_cue() -> None:
    assert weigh("แผนพัฒนาทองถิน", "ผลทีคาดวาจะไดรับ").best == "development_plan"


def test_a_running_foot_says_what_a_document_is() -> None:
    rows = [("ลำดับ", "แนวทางการพัฒนา", "หน่วยงานขับเคลื่อน"), ("๑", "ปลูกฝังจิตสำนึก", "ทุกหน่วยงาน")]
    evidence = of_document("", [page(1, (PLAN,), [table(rows)], below=True)])
    assert (evidence.best, document_kind(evidence.best)) == (
        "anticorruption_plan",
        ("other", "anticorruption_plan"),
    )


def test_minutes_about_the_ita_are_told_as_minutes() -> None:
    lines = ("รายงานการประชุมคณะทำงานยกระดับ ITA", "ผู้มาประชุม", "ระเบียบวาระที่ ๑", "มติที่ประชุม เห็นชอบมาตรการ")
    (built,) = build("0" * 16, "a.pdf", [page(1, lines)])
    said = {found.code: found.detail for found in built.findings}
    assert built.facts.document_kind == "other" and "minutes of a meeting" in said["document-of-kind"]


def test_a_strategy_with_columns_of_measures_gives_no_records_and_says_why() -> None:
    rows = [
        ("กลยุทธ์", "แนวทาง", "เป้าประสงค์", "ระยะเวลา", "หน่วยงานที่รับผิดชอบ"),
        ("ด้านสุขภาพ", "คัดกรองเบาหวาน", "ลดผู้ป่วย", "ปี ๒๕๖๖", "กองสาธารณสุข"),
    ]
    (built,) = build("0" * 16, "a.pdf", [page(1, ("แผนยุทธศาสตร์ วิสัยทัศน์ พันธกิจ",), [table(rows)])])
    (told,) = [found for found in built.findings if found.code == "table-of-other-work"]
    assert not built.records and "strategy" in told.detail and told.page == 1
