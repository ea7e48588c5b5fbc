"""What a document is, by its title, the heads of its pages and its words."""

import pytest
from papers import page, table
from stitched_paper import sheet
from stitched_paper import table as sheet_table

from extract.records.build import build
from extract.records.kinds import document_kind, of_document, weigh
from extract.records.subject import of_other_work
from extract.records.table_subject import rows_say
from extract.records.title import kind_of

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


def test_a_table_of_projects_under_its_own_heading_in_a_report_of_measures_gives_no_records() -> None:
    report = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    measures = sheet_table(
        1,
        [
            ["ลำดับ", "มาตรการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ"],
            ["๑", "อบรมพนักงานเรื่องประโยชน์ทับซ้อน", "กองคลัง", "ผู้เข้าอบรม ๔๕ คน"],
        ],
        step=60,
    )
    rows = [
        ["ลำดับ", "โครงการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ"],
        ["๑", "ขุดลอกคลอง หมู่ที่ ๔", "กองช่าง", "แล้วเสร็จ"],
        ["๒", "ก่อสร้างถนนลาดยาง หมู่ที่ ๑", "กองช่าง", "แล้วเสร็จ"],
    ]
    projects = sheet_table(1, rows, top=260, step=60, index=2)
    lines = [(report, 40), ("โครงการตามข้อบัญญัติ", 235)]
    (built,) = build("0" * 16, "a.pdf", [sheet(1, measures, projects, lines=lines)])
    assert [record.measure for record in built.records] == ["อบรมพนักงานเรื่องประโยชน์ทับซ้อน"]
    (told,) = [found for found in built.findings if found.code == "table-of-other-work"]
    assert told.severity == "warning" and "development plan" in told.detail
    # Activities of integrity work under a heading of their own stay.
    rows[1][1], rows[2][1] = "โครงการอบรมคุณธรรมจริยธรรม", "ประกาศเจตนารมณ์ไม่รับของขวัญ"
    other = sheet_table(1, rows, top=260, step=60, index=2)
    lines = [(report, 40), ("ส่วนที่ ๒ โครงการเสริมสร้างความโปร่งใส", 235)]
    (built,) = build("0" * 16, "a.pdf", [sheet(1, measures, other, lines=lines)])
    assert len(built.records) == 3
    # Pictures behind a report are listed by what they show: no measures.
    pictures = [["วันที่", "กิจกรรม", "จำนวนภาพ"], ["๕ ม.ค. ๖๗", "ติดตั้งป้ายหน้าสำนักงาน", "๖"]]
    listed = sheet_table(1, pictures, top=260, step=60, index=2)
    for heading in ("ภาคผนวก ภาพกิจกรรม", "ภาพถ่ายการจัดกิจกรรม", "ประมวลภาพการดำเนินกิจกรรม"):
        pages = [sheet(1, measures, listed, lines=[(report, 40), (heading, 235)])]
        (built,) = build("0" * 16, "a.pdf", pages)
        assert len(built.records) == 1, heading


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("ลงภาพแผนการใช้จ่ายบนเว็บไซต์ กองคลัง", 1),
        ("ก่อสร้างถนนลาดยาง หมู่ ๓ กองช่าง", -1),
        ("ประกาศราคากลางก่อสร้างถนนบนเว็บไซต์", 0),
        ("ประชุมประจำเดือน สำนักปลัด", 0),
    ],
)
def test_a_row_speaks_for_integrity_by_its_subject(row: str, says: int) -> None:
    assert rows_say([row]) == says


def test_a_table_without_a_title_is_told_by_what_its_rows_are_about() -> None:
    header = ("ที่", "กิจกรรม", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา", "ผลการดำเนินการ")
    ours = ("๑", "ลดสำเนาเอกสารที่เรียกจากผู้ยื่นคำขอ", "เวียนแจ้งทุกกอง", "สำนักปลัด", "ตลอดปี", "ลดแล้ว ๑๑ แบบ")
    other = ("๑", "ขุดลอกคลองหนองบัว", "ยาว ๓๐๐ เมตร", "กองช่าง", "ตลอดปี", "แล้วเสร็จ")
    for row, count in ((ours, 1), (other, 0)):
        (built,) = build("0" * 16, "a.pdf", [page(1, (), [table([header, row])])])
        assert len(built.records) == count


def test_meetings_of_a_table_headed_measures_make_it_no_minutes() -> None:
    header = ("ลำดับ", "มาตรการ", "แนวทางการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")
    rows = [
        ("1", "จัดประชุมประจำเดือนเพื่อติดตามผลการปฏิบัติงาน", "ติดตามผลตามมติที่ประชุม", "กองช่าง", "ตลอดปีงบประมาณ"),
        ("2", "เปิดเผยข้อมูลโครงสร้างและอำนาจหน้าที่", "ตรวจสอบข้อมูล", "กองช่าง", "ตลอดปีงบประมาณ"),
    ]
    (built,) = build("0" * 16, "a.pdf", [page(1, (), [table([header, *rows])])])
    assert len(built.records) == 2


def test_a_table_of_other_work_headed_measures_gives_none() -> None:
    header = ("ลำดับ", "มาตรการ", "แนวทางการดำเนินการ", "ผู้รับผิดชอบ", "ระยะเวลา")
    rows = [
        ("1", "ตั้งด่านตรวจช่วงเทศกาล", "ประสานตำรวจ", "สำนักปลัด", "ธันวาคม"),
        ("2", "รณรงค์สวมหมวกนิรภัย", "เดินรณรงค์", "สำนักปลัด", "ธันวาคม"),
    ]
    (built,) = build("0" * 16, "a.pdf", [page(1, (), [table([header, *rows])])])
    assert not built.records
    assert "table-of-other-work" in [found.code for found in built.findings]


@pytest.mark.parametrize(
    ("title", "count"),
    [("รายงานการประเมินความเสี่ยงการทุจริต ปี ๒๕๖๘", 0), ("มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๘", 1)],
)
def test_controls_beside_risks_are_measures_only_under_a_title_of_measures(title: str, count: int) -> None:
    rows = [
        ("ที่", "เหตุการณ์ความเสี่ยง", "ระดับ", "มาตรการควบคุม", "ระยะเวลา"),
        ("๑", "เรียกรับเงินจากผู้ป่วย", "สูง", "ติดป้ายค่ารักษา", "ทั้งปี"),
    ]
    (built,) = build("0" * 16, "a.pdf", [page(1, (title, "โรงพยาบาลบ้านนา"), [table(rows)])])
    assert len(built.records) == count


@pytest.mark.parametrize(
    "title",
    [
        "รายงานผลการดำเนินการตามมาตรการความปลอดภัยในสถานศึกษา ปีงบประมาณ ๒๕๖๗",
        "มาตรการป้องกันและแก้ไขปัญหาอุทกภัย ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
        "รายงานผลตามมาตรการลดใช้พลังงานภาครัฐ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "ปฏิทินการดำเนินงาน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "รายงานการรับของขวัญตามนโยบาย No Gift Policy รอบ ๖ เดือน",
    ],
)
def test_a_title_that_names_other_work_stands_above_the_columns(title: str) -> None:
    header = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ผลการดำเนินงาน")
    rows = [header, ("๑", "มาตรการตรวจสอบ", "ติดป้ายเตือน", "กองช่าง", "ดำเนินการแล้ว")]
    (built,) = build("0" * 16, "a.pdf", [page(1, (title,), [table(rows)])])
    assert not built.records and built.facts.document_kind == "other"
    assert "table-of-other-work" in [found.code for found in built.findings]


def test_the_name_of_a_body_is_no_subject_of_its_paper() -> None:
    rows = [
        ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ผลการดำเนินงาน"),
        ("๑", "จัดทำทะเบียนคุมการใช้รถ", "ลงเวลาทุกครั้ง", "ฝ่ายบริหาร", "ดำเนินการแล้ว"),
    ]
    lines = ("รายงานผลการนำมาตรการไปสู่การปฏิบัติ", "หน่วยงาน วิทยาลัยการอาชีพพุทธมณฑล", "ปีงบประมาณ ๒๕๖๖")
    (built,) = build("0" * 16, "a.pdf", [page(1, lines, [table(rows)])])
    assert len(built.records) == 1


@pytest.mark.parametrize(("measure", "count"), [("ทาสีทางม้าลาย", 0), ("เปิดเผยราคากลาง", 1)])
def test_of_a_subject_that_no_list_knows_the_rows_decide(measure: str, count: int) -> None:
    header = ("ที่", "มาตรการ", "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ผลการดำเนินงาน")
    rows = [header, ("๑", measure, "ตามแผน", "กองช่าง", "ดำเนินการแล้ว")]
    title = "มาตรการจัดระเบียบหาบเร่แผงลอย ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    (built,) = build("0" * 16, "a.pdf", [page(1, (title,), [table(rows)])])
    assert len(built.records) == count


REPORT = "รายงานผลการดำเนินงาน ประจำปี ๒๕๖๗ สำนักงานสหกรณ์จังหวัดชัยนาท"


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        pytest.param(
            (REPORT,),
            [
                ("ลำดับ", "โครงการ", "กิจกรรมหลัก", "ผลการดำเนินงาน", "งบประมาณที่ใช้"),
                ("๑", "พัฒนาสหกรณ์ให้เข้มแข็ง", "แนะนำสหกรณ์ ๒๘ แห่ง", "ดำเนินการแล้ว", "๖๔,๐๐๐"),
            ],
            id="annual report of an office without a word of integrity",
        ),
        pytest.param(
            ("รายงานผลการดำเนินการเกี่ยวกับเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ", "เทศบาลตำบลปาเสมัส"),
            [
                ("ประเภทเรื่อง", "จำนวนเรื่อง", "ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ผู้รับผิดชอบ"),
                ("การจัดซื้อจัดจ้าง", "๐", "๐", "๐", "กองคลัง"),
                ("การปฏิบัติหน้าที่", "๑", "๑", "๐", "สำนักปลัด"),
            ],
            id="counts of complaints",
        ),
        pytest.param(
            ("แบบสรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือนมิถุนายน ๒๕๖๘", "โรงเรียนนราสิกขาลัย"),
            [("ลำดับ", "งานที่จัดซื้อจัดจ้าง", "วงเงิน", "ราคากลาง"), ("๑", "ซื้อกระดาษ", "๒๔,๐๐๐", "๒๔,๐๐๐")],
            id="purchases of a month",
        ),
        pytest.param(
            ("บัตรเชิญ", "ขอเรียนเชิญร่วมกิจกรรมประกาศเจตนารมณ์ต่อต้านการทุจริต"),
            [
                ("เวลา", "กิจกรรม", "ผู้รับผิดชอบ"),
                ("๐๙.๐๐ น.", "พิธีเปิด", "ฝ่ายบริหาร"),
                ("๐๙.๓๐ น.", "มอบรางวัล", "ครู"),
            ],
            id="programme of hours on an invitation",
        ),
        pytest.param(
            ("รายงานผลตามมาตรการแก้ไขปัญหาหนี้สินครู", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาแพร่ เขต ๑"),
            [
                ("ลำดับ", "มาตรการ", "ขั้นตอนการดำเนินการ", "ผู้รับผิดชอบ", "ผลการดำเนินการ"),
                ("๑", "ลงทะเบียนครูผู้มีหนี้วิกฤต", "เปิดรับลงทะเบียนออนไลน์", "กลุ่มบริหารงานบุคคล", "ดำเนินการแล้ว"),
                ("๒", "เจรจาลดดอกเบี้ยกับสหกรณ์", "ประชุมร่วม ๒ ครั้ง", "กลุ่มบริหารงานบุคคล", "ดำเนินการแล้ว"),
            ],
            id="an office's name beside the rows is no word for integrity",
        ),
        pytest.param(
            ("การเปิดเผยข้อมูล ITA เทศบาลตำบลบางโพงพาง",),
            [
                ("ข้อ", "รายการ", "ผู้รับผิดชอบ", "กำหนดส่ง", "สถานะ"),
                ("O1", "โครงสร้างองค์กร", "สำนักปลัด", "31 ม.ค. 68", "ลงเว็บแล้ว"),
                ("O2", "ข้อมูลผู้บริหาร", "สำนักปลัด", "31 ม.ค. 68", "ลงเว็บแล้ว"),
            ],
            id="items to publish by O-code",
        ),
    ],
)
def test_a_table_of_another_form_gives_no_records(
    lines: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    (built,) = build("0" * 16, "a.pdf", [page(1, lines, [table(rows)])])
    assert (built.records, built.facts.document_kind) == ((), "other")


def test_measures_under_a_title_that_names_no_subject_are_read_and_reported() -> None:
    rows = [
        ("ประเด็น", "มาตรการ", "ขั้นตอน", "ผู้รับผิดชอบ", "สถานะ"),
        ("IIT การใช้อำนาจ", "ประกาศเกณฑ์ประเมินผลงานล่วงหน้า", "เวียนหนังสือ", "งานบริหาร", "แล้วเสร็จ"),
    ]
    title = ("รายงานผลการปฏิบัติตามแนวทางพัฒนาหน่วยงาน ตามผลคะแนนปีที่ผ่านมา",)
    (built,) = build("0" * 16, "a.pdf", [page(1, title, [table(rows)])])
    assert [record.measure for record in built.records] == ["ประกาศเกณฑ์ประเมินผลงานล่วงหน้า"]
    assert built.facts.document_kind == "measure_report"


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("เรื่อง กำหนดมาตรการป้องกันการทุจริตในการเบิกจ่ายงบประมาณ", "measure_plan"),
        ("เรื่อง ขอเชิญประชุมจัดทำมาตรการป้องกันการทุจริต", "other"),
    ],
)
def test_a_memo_is_what_its_subject_says(subject: str, kind: str) -> None:
    lines = ("บันทึกข้อความ", "ส่วนราชการ สำนักปลัด เทศบาลตำบลวังทอง", subject, "เรียน หัวหน้าส่วนราชการทุกกอง")
    (built,) = build("0" * 16, "a.pdf", [page(1, lines)])
    assert built.facts.document_kind == kind


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            (
                "ที่ บก ๐๐๒๓.๖/ว ๔๕๖",
                "ศาลากลางจังหวัดบึงกาฬ",
                "เรื่อง แนวทางการดำเนินการตามมาตรการป้องกันการทุจริตในการบริหารงานบุคคล",
                "เรียน นายอำเภอทุกอำเภอ",
            ),
            id="letter that passes guidance on",
        ),
        pytest.param(
            (
                "ประกาศเจตจำนงสุจริตในการบริหารงาน",
                "วิทยาลัยชุมชนยโสธร",
                "๑. ด้านความโปร่งใส จะเปิดเผยข้อมูล",
                "๒. ด้านคุณธรรม จะเท่าเทียม",
            ),
            id="declaration of will",
        ),
        pytest.param(
            ("ข่าวประชาสัมพันธ์", "อบต.ท่าม่วงประกาศใช้มาตรการป้องกันการทุจริต", "• แผนพัฒนาท้องถิ่น", "• ติดต่อเรา"),
            id="news of an announcement",
        ),
        pytest.param(
            (
                "คำสั่งที่ทำการปกครองอำเภอรัตนวาปี ที่ ๑๒/๒๕๖๘",
                "เรื่อง จัดตั้งคณะทำงานขับเคลื่อนมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
                "มีหน้าที่ ดังนี้",
                "๑. จัดทำมาตรการ",
                "๒. ติดตามผล",
            ),
            id="order that sets up a team",
        ),
        pytest.param(
            (
                "ประกาศเทศบาลตำบลศรีพนา",
                "เรื่อง มาตรการควบคุมเสียงดังจากงานรื่นเริง",
                "จึงกำหนดมาตรการ ดังนี้",
                "๑. งดใช้เครื่องเสียง",
                "๒. ยื่นคำขอก่อน ๗ วัน",
            ),
            id="announcement of measures of an unknown subject",
        ),
        pytest.param(
            ("รายงานผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"),
            id="report of scores",
        ),
        pytest.param(
            ("รายงานผลการศึกษาดูงานด้านธรรมาภิบาล", "๑. การเปิดเผยข้อมูล", "๒. ทำระบบไลน์"), id="study trip"
        ),
        pytest.param(
            ("ขอบเขตของงาน (TOR) จ้างที่ปรึกษาพัฒนามาตรการป้องกันการทุจริต", "๑. ความเป็นมา", "๒. วัตถุประสงค์"),
            id="terms of reference",
        ),
    ],
)
def test_papers_that_name_measures_and_are_none(lines: tuple[str, ...]) -> None:
    (built,) = build("0" * 16, "a.pdf", [page(1, lines)])
    assert (built.records, built.facts.document_kind) == ((), "other")


def test_a_bare_table_with_results_is_a_report() -> None:
    rows = [("ที่", "มาตรการ", "ผู้รับผิดชอบ", "ผล"), ("๑", "ตรวจทานเอกสารคู่", "พัสดุ", "แล้วเสร็จ")]
    (built,) = build("0" * 16, "a.pdf", [page(1, (), [table(rows)])])
    assert built.facts.document_kind == "measure_report"


def test_a_memo_that_asks_leave_to_set_measures_sets_them() -> None:
    lines = (
        "บันทึกข้อความ",
        "ส่วนราชการ กลุ่มอำนวยการ โทร. ๐ ๗๓๒๐ ๑๑๑๑",
        "ที่ ศธ ๐๔๑๖๖/๓๓ วันที่ ๑๒ พฤศจิกายน ๒๕๖๗",
        "เรื่อง ขออนุมัติใช้มาตรการป้องกันการเรียกรับเงินในการบรรจุแต่งตั้ง",
        "เรียน ผู้อำนวยการ",
    )
    (built,) = build("0" * 16, "a.pdf", [page(1, lines)])
    assert built.facts.document_kind == "measure_plan"


@pytest.mark.parametrize(
    ("lines", "header", "row"),
    [
        pytest.param(
            ("โครงสร้างหลักสูตรต้านทุจริตศึกษา", "โรงเรียนชุมชนบ้านโพธิ์"),
            ("หน่วยที่", "สาระ", "กิจกรรม", "เวลา"),
            ("๑", "ผลประโยชน์ส่วนตนและส่วนรวม", "ใบงาน", "๑๒ ชั่วโมง"),
            id="hours of a curriculum",
        ),
        pytest.param(
            ("แผนเตรียมความพร้อมตรวจประเมิน ITA", "องค์การบริหารส่วนตำบลหนองนาง"),
            ("วันที่", "งาน", "ผู้รับผิดชอบ", "สถานะ"),
            ("๕ ม.ค.", "รวบรวมข้อมูล OIT", "นักวิชาการ", "แล้วเสร็จ"),
            id="what is done for the assessment itself",
        ),
        pytest.param(
            ("การเปิดโอกาสให้เกิดการมีส่วนร่วม ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", "เทศบาลตำบลโพนสวรรค์"),
            ("ที่", "กิจกรรม", "ผู้เข้าร่วม", "วันที่", "สรุปผล"),
            ("๑", "ประชุมกรรมการกองทุนสุขภาพ", "กรรมการ ๒๑ คน", "๔ ก.พ. ๖๘", "อนุมัติ ๖ โครงการ"),
            id="meetings with the public",
        ),
    ],
)
def test_activities_under_another_subject_are_no_measures(
    lines: tuple[str, ...], header: tuple[str, ...], row: tuple[str, ...]
) -> None:
    (built,) = build("0" * 16, "a.pdf", [page(1, lines, [table([header, row])])])
    assert (built.records, built.facts.document_kind) == ((), "other")


@pytest.mark.parametrize(
    ("lines", "activity"),
    [
        pytest.param(
            (
                "บันทึกข้อความ",
                "ส่วนราชการ ฝ่ายบริหารทั่วไป แขวงทางหลวงชนบทหนองคาย",
                "เรื่อง ขอส่งรายงานผลการดำเนินการตามมาตรการป้องกันการทุจริต รอบ ๖ เดือน",
                "เรียน ผู้อำนวยการแขวงทางหลวงชนบทหนองคาย",
            ),
            "มาตรการ",
            id="memo that sends a report and holds its table",
        ),
        pytest.param(("ภาคผนวก ก",), "โครงการ/กิจกรรม", id="annex whose only line says nothing"),
    ],
)
def test_measures_beside_lines_of_another_form_are_read(lines: tuple[str, ...], activity: str) -> None:
    rows = [
        ("ลำดับ", activity, "วิธีดำเนินการ", "ผู้รับผิดชอบ", "ผล"),
        ("๑", "ประกาศไม่รับของขวัญ", "ติดประกาศ", "บริหาร", "ดำเนินการแล้ว"),
        ("๒", "นับทรัพย์สินคงเหลือ", "ทุกไตรมาส", "คลัง", "ดำเนินการแล้ว"),
    ]
    (built,) = build("0" * 16, "a.pdf", [page(1, lines, [table(rows)])])
    assert (len(built.records), built.facts.document_kind) == (2, "measure_report")


def test_a_report_of_the_analysis_of_scores_is_an_analysis() -> None:
    lines = ("รายงานผลการวิเคราะห์คะแนน ITA รายข้อ พร้อมมาตรการปรับปรุง ปีงบประมาณ พ.ศ. ๒๕๖๗",)
    (built,) = build("0" * 16, "a.pdf", [page(1, lines)])
    assert built.facts.document_kind == "measure_analysis"


def test_a_title_whose_letters_a_scan_mixed_up_still_names_measures() -> None:
    read = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งไสภายไนหน่วยงาน"
    said = kind_of(read)
    assert said is not None and said.kind == "measure_report"
    assert not of_other_work(read, ())
