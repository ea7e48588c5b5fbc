"""Six made tables in wordings that no fixture has: what the many agencies may write."""

from collections.abc import Sequence

from papers import Row, page, table

from extract.model import MeasureRecord
from extract.records.build import Built, build


def read(title: Sequence[str], *rows: Row) -> Built:
    (built,) = build("0" * 16, "a.pdf", [page(1, title, [table(rows)])])
    return built


def spans(records: Sequence[MeasureRecord]) -> list[str]:
    return [f"{r.period_start or ''}..{r.period_end or ''}" for r in records]


def test_plan_of_a_town_by_projects() -> None:
    built = read(
        (
            "แผนปฏิบัติการส่งเสริมคุณธรรมและความโปร่งใส",
            "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
            "เทศบาลตำบลบ้านกลาง อำเภอเมืองลำพูน จังหวัดลำพูน",
        ),
        ("ที่", "โครงการ/กิจกรรม", "วิธีการดำเนินงาน", "หน่วยงานรับผิดชอบ", "ห้วงเวลา", "งบประมาณที่ใช้", "ผลลัพธ์"),
        "ด้านที่ ๑ การปฏิบัติหน้าที่ (แบบวัด IIT)",
        (
            "๑",
            "ยกย่องเจ้าหน้าที่",
            "๑) ประชุม ๒) คัดเลือก",
            "งานการเจ้าหน้าที่ สป.",
            "ต.ค.๖๗-ก.ย.๖๘",
            "ไม่ใช้",
            "มีขวัญกำลังใจ",
        ),
        ("๒", "อบรมคุณธรรม", "อบรม", "กองช่าง/กองคลัง", "ภายใน ม.ค. 2568", "30,000.-", "ผ่านการอบรม"),
        ("๓", "ประชุมประจำเดือน", "ประชุม", "ทุกสำนัก/กอง", "เดือนละ ๑ ครั้ง", "-", "๑๒ ครั้ง"),
        ("๔", "เผยแพร่งบ", "เผยแพร่", "ผอ.กองคลัง", "ม.ค. 68", "งบ 5,000", "เผยแพร่"),
        ("๕", "รับเรื่องร้องเรียน", "ตั้งศูนย์", "งานนิติการ สป.", "ตลอดปี", "๑๐,๐๐๐ บ.", "มีศูนย์"),
    )
    records = built.records
    assert (built.facts.document_kind, built.facts.fiscal_year) == ("measure_plan", 2568)
    assert [r.number for r in records] == ["1", "2", "3", "4", "5"]
    assert {(r.instrument, r.indicators) for r in records} == {("IIT", ())}
    assert [r.responsible_units for r in records] == [
        ("สำนักปลัด",),
        ("กองคลัง", "กองช่าง"),
        ("ทุกส่วนราชการ",),
        (),
        ("สำนักปลัด",),
    ]
    assert spans(records) == [
        "2024-10-01..2025-09-30",
        "..2025-01-31",
        "..",
        "2025-01-01..2025-01-31",
        "2024-10-01..2025-09-30",
    ]
    assert [r.budget_thb for r in records] == [0.0, 30000.0, None, 5000.0, 10000.0]
    assert [r.target for r in records][0] == "มีขวัญกำลังใจ"
    assert records[0].steps == ("ประชุม", "คัดเลือก")
    assert [f.code for r in records for f in r.findings] == ["period-recurring"]


def test_report_by_ticked_quarters() -> None:
    built = read(
        ("รายงานผลการกำกับติดตามการดำเนินการตามมาตรการ ITA ประจำปี 2568", "องค์การบริหารส่วนตำบลหนองช้างแล่น"),
        (
            "ลำดับ",
            "ประเด็นที่ควรพัฒนา",
            "แนวทางการปรับปรุงแก้ไข",
            "ผู้รับผิดชอบ",
            "ไตรมาส ๑",
            "ไตรมาส ๒",
            "ไตรมาส ๓",
            "ไตรมาส ๔",
            "รายงานผล",
        ),
        ("1", "ขั้นตอนไม่ชัด", "จัดทำคู่มือ", "สำนักปลัด/กองคลัง", "✓", "✓", "", "", "ดำเนินการเรียบร้อยแล้ว"),
        ("2", "เว็บไซต์เก่า", "ปรับปรุงเว็บ", "ปลัด อบต.", "/", "/", "/", "/", "ดำเนินการอย่างต่อเนื่อง"),
        ("3", "ไม่มีคู่มือ", "ทำคู่มือ", "นักทรัพยากรบุคคล", "", "", "", "√", "อยู่ระหว่างจัดทำ"),
    )
    assert [(r.issue, r.measure) for r in built.records] == [
        ("ขั้นตอนไม่ชัด", "จัดทำคู่มือ"),
        ("เว็บไซต์เก่า", "ปรับปรุงเว็บ"),
        ("ไม่มีคู่มือ", "ทำคู่มือ"),
    ]
    assert spans(built.records) == [
        "2024-10-01..2025-03-31",
        "2024-10-01..2025-09-30",
        "2025-07-01..2025-09-30",
    ]
    assert [r.result_status for r in built.records] == ["done", "unclear", "in_progress"]
    assert [f.code for r in built.records for f in r.findings] == []


def test_report_with_problem_and_remedy() -> None:
    built = read(
        (
            "แบบรายงานผลการดำเนินงานตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2567",
            "เทศบาลเมืองทุ่งสง อำเภอทุ่งสง จังหวัดนครศรีธรรมราช",
        ),
        (
            "ข้อ",
            "มาตรการ/โครงการ/กิจกรรมที่ดำเนินการ",
            "ขั้นตอน/วิธีดำเนินงาน",
            "กอง/ฝ่ายที่รับผิดชอบ",
            "กำหนดเวลา",
            "งบประมาณ (บาท)",
            "สรุปผลการปฏิบัติงาน",
            "ปัญหา/อุปสรรค",
            "แนวทางแก้ไข",
        ),
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่",
        (
            "๑.๑",
            "ลดขั้นตอน",
            "ทบทวน",
            "ฝ่ายอำนวยการ สำนักปลัด",
            "ต.ค. 66 – ก.ย. 67",
            "-",
            "ทบทวนแล้วเสร็จ ๑๐๐%",
            "ไม่มี",
            "-",
        ),
        "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน",
        (
            "๖.๑",
            "สำรวจ",
            "แจก",
            "ทุกกองงาน",
            "๑ ต.ค. ๖๖ ถึง ๓๐ ก.ย. ๖๗",
            "ไม่ใช้งบฯ",
            "ร้อยละ ๙๒.๕๐",
            "ตอบน้อย",
            "เพิ่ม QR",
        ),
    )
    first, second = built.records
    assert (first.indicator, first.instrument, second.indicator, second.instrument) == (1, "IIT", 6, "EIT")
    assert spans(built.records) == ["2023-10-01..2024-09-30"] * 2
    assert (first.result_status, first.suggestion, first.extra) == ("done", None, ())
    # a satisfaction of 92.5 % is no progress of 92.5 %
    assert (second.result_status, second.problem, second.suggestion) == ("unclear", "ตอบน้อย", "เพิ่ม QR")
    assert (second.budget_thb, second.responsible_units) == (0.0, ("ทุกส่วนราชการ",))


def test_analysis_by_weak_points() -> None:
    built = read(
        ("การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", "เทศบาลนครลำปาง"),
        (
            "ตัวชี้วัด",
            "ประเด็นข้อบกพร่อง/จุดอ่อน",
            "แนวทางแก้ไข",
            "การกำหนดผู้รับผิดชอบ",
            "ระยะเวลาแล้วเสร็จ",
            "วิธีการกำกับติดตาม",
        ),
        ("ตัวชี้วัดที่ ๑", "เลือกปฏิบัติ", "จัดบัตรคิว", "กองสาธารณสุขฯ", "ภายใน 31 มี.ค. 68", "รายงานทุก ๖ เดือน"),
        ("ตัวชี้วัดที่ ๗", "ช่องทางน้อย", "เพิ่มเพจ", "กองยุทธศาสตร์ฯ", "ไตรมาส ๒-๓", "ประชุมผู้บริหาร"),
    )
    assert built.facts.document_kind == "measure_analysis"
    assert [(r.indicator, r.issue, r.measure, r.monitoring) for r in built.records] == [
        (1, "เลือกปฏิบัติ", "จัดบัตรคิว", "รายงานทุก ๖ เดือน"),
        (7, "ช่องทางน้อย", "เพิ่มเพจ", "ประชุมผู้บริหาร"),
    ]
    assert [r.responsible_units for r in built.records] == [
        ("กองสาธารณสุขและสิ่งแวดล้อม",),
        ("กองยุทธศาสตร์และงบประมาณ",),
    ]
    assert spans(built.records) == ["..2025-03-31", "2025-01-01..2025-06-30"]


def test_plan_by_ticked_months() -> None:
    built = read(
        ("แผนขับเคลื่อนมาตรการส่งเสริมคุณธรรม พ.ศ. 2568", "องค์การบริหารส่วนจังหวัดลำพูน"),
        (
            "ลำดับที่",
            "มาตรการ / กิจกรรม",
            "รายละเอียดการดำเนินกิจกรรม",
            "ตัวชี้วัดความสำเร็จ",
            "ต.ค.",
            "พ.ย.",
            "ธ.ค.",
            "ม.ค.",
            "ผู้รับผิดชอบ",
        ),
        ("1", "ประกาศ No Gift", "ประกาศ", "จำนวน ๑ ฉบับ", "", "", "✔", "✔", "สป."),
        ("2", "อบรม", "อบรม ๑ วัน", "ร้อยละ ๘๐", "●", "", "", "", "กจ."),
    )
    assert (built.facts.document_kind, built.facts.agency_id) == ("measure_plan", "PAO-51")
    assert spans(built.records) == ["2024-12-01..2025-01-31", "2024-10-01..2024-10-31"]
    assert [r.responsible_units for r in built.records] == [("สำนักปลัด",), ("กองการเจ้าหน้าที่",)]
    assert [r.steps for r in built.records] == [("ประกาศ",), ("อบรม ๑ วัน",)]


def test_report_with_english_section_and_two_digit_year() -> None:
    built = read(
        ("รายงานผลการนำผลการประเมิน ITA ไปสู่การปฏิบัติ ปี ๖๗", "เทศบาลตำบลแม่ขะจาน จังหวัดเชียงราย"),
        ("มาตรการ/กิจกรรม", "ส่วนงานที่รับผิดชอบ", "ช่วงเวลาที่ดำเนินการ", "ผลที่เกิดขึ้น", "สถานะการดำเนินงาน"),
        "เครื่องมือการประเมิน : External Integrity and Transparency Assessment",
        ("1. จุดบริการ", "กองคลัง,กองช่าง และสำนักปลัดเทศบาล", "ม.ค.-มี.ค. 67", "มีจุดบริการ", "เสร็จสิ้น"),
        ("2. ป้าย", "ปลัดเทศบาล", "30 ก.ย. 2567", "ติดตั้งป้าย ๓ ป้าย", "ดำเนินการแล้ว"),
        ("3. แอป", "งานประชาสัมพันธ์ สำนักปลัดฯ", "ก.พ. 67 เป็นต้นไป", "ยังไม่เปิดใช้", "รอดำเนินการ"),
    )
    assert built.facts.fiscal_year == 2567
    assert [(r.number, r.instrument, r.result, r.result_status) for r in built.records] == [
        ("1", "EIT", "มีจุดบริการ", "done"),
        ("2", "EIT", "ติดตั้งป้าย ๓ ป้าย", "done"),
        ("3", "EIT", "ยังไม่เปิดใช้", "not_done"),
    ]
    assert spans(built.records) == ["2024-01-01..2024-03-31", "2024-09-30..2024-09-30", "2024-02-01.."]
    assert [r.responsible_units for r in built.records] == [
        ("กองคลัง", "กองช่าง", "สำนักปลัด"),
        (),
        ("สำนักปลัด",),
    ]
    assert [f.code for r in built.records for f in r.findings] == []
