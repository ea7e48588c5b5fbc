"""Whose a paper is when it is no local government's, and the year of papers without a title."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from papers import page

from extract.model import DocumentFacts
from extract.records.body_names import bodies_in, named_by_line
from extract.records.facts import read_facts
from extract.records.naming import agency_names, years
from extract.records.register import parse_register


def facts(*lines: str) -> DocumentFacts:
    return read_facts([page(1, lines)])


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("บันทึกข้อความ", "ส่วนราชการ กลุ่มงานบริหาร โรงพยาบาลพิชัย อำเภอพิชัย"), "โรงพยาบาลพิชัย"),
        (("ประกาศโรงเรียนบ้านดง", "เรื่อง มาตรการป้องกันการรับสินบน"), "โรงเรียนบ้านดง"),
        (("หน่วยงาน : สสอ.หนองใหญ่", "รายงานผลประจำปี"), "สำนักงานสาธารณสุขอำเภอหนองใหญ่"),
        (("สถิติเรื่องร้องเรียน สำนักงานที่ดินจังหวัดตรัง",), "สำนักงานที่ดินจังหวัดตรัง"),
        (("แผนปฏิบัติราชการ กระทรวงสาธารณสุข ระยะที่ ๒",), "กระทรวงสาธารณสุข"),
        (("สถิติเรื่องร้องเรียน โรงเรียนเทศบาล 1 (บ้านนา)",), "โรงเรียนเทศบาล 1 (บ้านนา)"),
        (("ประกาศโรงเรียนดอนเมืองวิทยา 2", "เรื่อง มาตรการป้องกันการรับสินบน"), "โรงเรียนดอนเมืองวิทยา 2"),
        (("ประกาศโรงเรียนบ้านดง ๑๒ มกราคม ๒๕๖๗", "เรื่อง การรับสินบน"), "โรงเรียนบ้านดง"),
        (("ประกาศโรงเรียนบ้านดงข้าพเจ้าขอแจ้ง",), "โรงเรียนบ้านดง"),
        (("หน่วยงาน สำนักงานเขตบางรัก กรุงเทพมหานคร",), "สำนักงานเขตบางรัก"),
        (("หน่วยงาน แขวงทางหลวงตรัง",), "แขวงทางหลวงตรัง"),
        (("สำนักงานป่าไม้จังหวัดเลย", "มาตรการป้องกันการทุจริต ปี ๒๕๖๗"), "สำนักงานป่าไม้จังหวัดเลย"),
        (("สำนักงานสรรพากรพื้นที่เลย ได้จัดทำมาตรการ",), "สำนักงานสรรพากรพื้นที่เลย"),
        (("ส่งเรื่องให้ สำนักงานตำรวจแห่งชาติ",), None),
        (("รายงานประจำปี", "เรียน ผู้อำนวยการโรงเรียนวัดดอน", "ร่วมกับ โรงเรียนบ้านไร่"), None),
        (("ตามระเบียบกระทรวงมหาดไทย ว่าด้วยการเบิกจ่าย",), None),
    ],
)
def test_other_public_bodies(lines: tuple[str, ...], name: str | None) -> None:
    found = facts(*lines)
    assert found.agency_name == name
    assert found.agency_id == (f"OTHER-{name}" if name else None)


@pytest.mark.parametrize(
    "text",
    [
        "องค์การบริหารส่วนตำบลเป็นหน่วยบริหารราชการส่วนท้องถิ่น",
        "องค์การบริหารส่วนตำบลกำหนดเจ้าของงาน",
        "เทศบาลตำบลเลขที่ประมาณการ ๑/๒๕๖๕",
        "ตามระเบียบบริหารราชการกรุงเทพมหานคร",
    ],
)
def test_a_sentence_that_goes_on_is_no_name(text: str) -> None:
    assert agency_names(text) == ()


def test_no_id_is_invented_for_a_name_that_nobody_knows() -> None:
    found = facts("มาตรการส่งเสริมคุณธรรม ปี ๒๕๖๗", "เทศบาลตำบลพลอยแดงสด อำเภอห้วยยอด จังหวัดตรัง")
    assert (found.agency_name, found.agency_id) == ("เทศบาลตำบลพลอยแดงสด", None)
    assert "agency-unknown" in [finding.code for finding in found.findings]


def test_a_name_with_one_slip_is_the_only_one_near_it() -> None:
    found = facts("แผนงาน ปี ๒๕๖๗", "เทศบาลตำบลซมสะอาด อำเภอเมยวดี จังหวัดร้อยเอ็ด")
    assert (found.agency_name, found.agency_id) == ("เทศบาลตำบลชมสะอาด", "SM-451504")


def test_a_register_that_lacks_a_body_takes_nothing_away() -> None:
    register = parse_register("จังหวัด,อำเภอ,รหัส อปท.,ประเภท อปท.,อปท.\nตรัง,ห้วยยอด,1,ทต.,เทศบาลตำบลห้วยยอด\n")
    lines = ("มาตรการ ปี ๒๕๖๗", "องค์การบริหารส่วนตำบลเขาไพร อำเภอรัษฎา จังหวัดตรัง")
    assert (
        read_facts([page(1, lines)], register=register).agency_id == facts(*lines).agency_id == "SAO-920905"
    )


@pytest.mark.parametrize(
    "text",
    [
        "ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๖๐ และระเบียบสำนักนายกรัฐมนตรี พ.ศ. ๒๕๕๖",
        "พระราชบัญญัติเทศบาล แก้ไขเพิ่มเติม (ฉบับที่ ๑๔) พ.ศ. ๒๕๖๒",
        "อ้างถึงประกาศกระทรวงสาธารณสุข พ.ศ. ๒๕๖๔",
    ],
)
def test_the_year_of_a_cited_act_is_no_year_of_the_paper(text: str) -> None:
    assert years(text) == ()
    assert years(f"{text} ประจำปีงบประมาณ พ.ศ. ๒๕๖๖") == (2566,)


def test_a_paper_signed_in_october_belongs_to_the_fiscal_year_that_begins() -> None:
    lines = ("ประกาศสถานีตำรวจภูธรเมืองเลย", "เรื่อง มาตรการป้องกันการรับสินบน")
    assert facts(*lines, "ประกาศ ณ วันที่ ๒๐ ตุลาคม พ.ศ. ๒๕๖๖").fiscal_year == 2567
    assert facts(*lines, "ประกาศ ณ วันที่ ๒๐ กันยายน พ.ศ. ๒๕๖๖").fiscal_year == 2566


def test_a_name_that_a_sentence_goes_on_from_does_not_hide_the_name() -> None:
    lines = (
        "แผนปฏิบัติการ ปี ๒๕๖๔ เทศบาลตำบลนาโยงเหนือ อำเภอนาโยง จังหวัดตรัง",
        "x" * 260,
        "เทศบาลตำบลนาโยงเหนือพบว่าดี",
    )
    assert facts(*lines).agency_id == "SM-920801"


def test_a_plan_over_several_years_has_its_first_and_tells_its_last() -> None:
    found = facts("แผนปฏิบัติการป้องกันการทุจริต (พ.ศ. ๒๕๖๖ - ๒๕๗๐)", "เทศบาลนครหาดใหญ่ อำเภอหาดใหญ่ จังหวัดสงขลา")
    assert found.fiscal_year == 2566
    assert [f.detail for f in found.findings if f.code == "fiscal-years-several"] == ["2566-2570"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (
            "โรงเรียนบ้านหนองแวงวิทยา สำนักงานเขตพื้นที่การศึกษาประถมศึกษาขอนแก่น เขต 2",
            "โรงเรียนบ้านหนองแวงวิทยา",
        ),
        ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาขอนแก่น เขต 2", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาขอนแก่น เขต 2"),
        ("สพม.ขอนแก่น เขต ๒", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาขอนแก่น เขต ๒"),
    ],
)
def test_a_school_is_not_its_office_and_an_office_keeps_its_number(line: str, name: str) -> None:
    title = "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปีงบประมาณ พ.ศ. ๒๕๖๗"
    found = facts(title, line)
    assert found.agency_name == name
    assert found.agency_id == "OTHER-" + name.replace("๒", "2")


def test_the_body_that_makes_the_plan_in_running_text_is_whose_it_is() -> None:
    found = facts(
        "แผนปฏิบัติการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
        "ตามประกาศคณะกรรมการ ป.ป.ช. พ.ศ. ๒๕๖๓ สำนักงานสาธารณสุขอำเภอเมืองจันทบุรี",
        "จึงจัดทำแผน ดังนี้",
    )
    assert found.agency_name == "สำนักงานสาธารณสุขอำเภอเมืองจันทบุรี"


def test_bangkok_in_the_name_of_a_law_is_nobodys_agency() -> None:
    found = facts(
        "มาตรการส่งเสริมความโปร่งใสในการปฏิบัติราชการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",
        "ตามระเบียบกรุงเทพมหานคร พ.ศ. ๒๕๕๔ และพระราชบัญญัติระเบียบบริหารราชการ",
        "กรุงเทพมหานคร พ.ศ. ๒๕๒๘",
        "(ลงชื่อ) .....................................",
        "ผู้อำนวยการโรงเรียนวัดดอนเมือง",
    )
    assert found.agency_name == "โรงเรียนวัดดอนเมือง"


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("เทศบาลตำบลเกาะจันทร์ จังหวัดชลบุรี", "SM-201101"),
        ("เทศบาลเมืองทุ่งสง จังหวัดนครศรีธรรมราช", None),  # the subdistrict of the name lies in another district
        ("เทศบาลตำบลวังกรด จังหวัดพิจิตร", None),  # a known exception
        ("เทศบาลตำบลเกาะจันทร์", None),
    ],
)
def test_a_municipality_without_its_district_is_the_only_one_of_its_province(
    line: str, unit: str | None
) -> None:
    assert facts("มาตรการส่งเสริมคุณธรรม ปี ๒๕๖๗", line).agency_id == unit


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("เทศบาลนครโคราช", "CM-3001-นครราชสีมา"),
        ("เทศบาลนครภูเก็ต", "CM-8301-ภูเก็ต"),
        ("เทศบาลเมืองกำแพงเพชร", None),  # a subdistrict of another province has the name, and a town too
        ("เทศบาลตำบลชุมพร", None),
    ],
)
def test_a_city_called_after_its_province_needs_no_place(line: str, unit: str | None) -> None:
    assert facts("มาตรการส่งเสริมคุณธรรม ปี ๒๕๖๗", line).agency_id == unit


def test_a_text_that_lost_its_tone_marks_names_its_agency() -> None:
    found = facts(
        "มาตรการสงเสริมคุณธรรมและความโปรงใส ปี ๒๕๖๗",
        "องคการบริหารสวนตําบลหนองชางแลน อําเภอหวยยอด จังหวัดตรัง",
    )
    assert (found.agency_id, found.agency_name) == ("SAO-920602", "องค์การบริหารส่วนตำบลหนองช้างแล่น")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("ประกาศจังหวัดพัทลุง", "เรื่อง มาตรการป้องกันการทุจริต ปี ๒๕๖๗"), "จังหวัดพัทลุง"),
        (("มาตรการป้องกันการทุจริต ปี ๒๕๖๗", "(นายก ข)", "ผู้ว่าราชการจังหวัดพัทลุง"), "จังหวัดพัทลุง"),
        (("มาตรการป้องกันการทุจริต ปี ๒๕๖๗", "ติดต่อศาลากลางจังหวัดพัทลุง"), None),
    ],
)
def test_a_province_announces_or_its_governor_signs(lines: tuple[str, ...], name: str | None) -> None:
    assert facts(*lines).agency_name == name


def test_the_day_of_a_letter_stands_over_its_subject_without_its_word() -> None:
    lines = ("ที่ ตง ๐๐๒๓.๖/ว ๑๒๓", "๓ มกราคม ๒๕๖๘", "เรื่อง การประเมินคุณธรรมและความโปร่งใส")
    assert facts(*lines).fiscal_year == 2568


def test_a_mayor_signs_for_the_municipality_of_that_name() -> None:
    found = facts(
        "รายงานผลการดำเนินงานมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ 2568",
        "(นายเดชา มั่นใจ)",
        "ปลัดเทศบาล ปฏิบัติหน้าที่นายกเทศมนตรีเมือง",
        "ชลบุรี",
    )
    assert (found.agency_name, found.agency_id) == ("เทศบาลเมืองชลบุรี", "TM-2001-ชลบุรี")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("สำนักงานขนส่งจังหวัดเลย กรมการขนส่งทางบก",), "สำนักงานขนส่งจังหวัดเลย"),
        (("โครงการชลประทานเลย สำนักงานชลประทานที่ ๕ กรมชลประทาน",), "โครงการชลประทานเลย"),
        (("โรงพยาบาลบ้านดง", "สำนักงานสาธารณสุขจังหวัดเลย"), "โรงพยาบาลบ้านดง"),
        (("ศูนย์พัฒนาเด็กเล็กบ้านดง", "สังกัดเทศบาลตำบลนาแก้ว อำเภอเกาะคา จังหวัดลำปาง"), "ศูนย์พัฒนาเด็กเล็กบ้านดง"),
        (("ชื่อหน่วยงาน โรงเรียนบ้านดง", "ต้นสังกัด สำนักงานเขตพื้นที่การศึกษาประถมศึกษาเลย เขต ๑"), "โรงเรียนบ้านดง"),
        (("โรงเรียนวัดนอก", "เสนอ สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาเลย"), "โรงเรียนวัดนอก"),
        (("ร.ร.บ้านดง สพป.เลย เขต ๓",), "โรงเรียนบ้านดง"),
        (("มหาวิทยาลัยเทคโนโลยีสุรนารี วิทยาเขตเลย",), "มหาวิทยาลัยเทคโนโลยีสุรนารี วิทยาเขตเลย"),
        (("สำนักงานที่ดินจังหวัดเลย สาขาวังสะพุง",), "สำนักงานที่ดินจังหวัดเลย สาขาวังสะพุง"),
        (("สำนักงานควบคุมโรคที่ ๘ จังหวัดอุดรธานี",), "สำนักงานควบคุมโรคที่ ๘ จังหวัดอุดรธานี"),
        (("ศูนย์อนามัยที่ ๘ อุดรธานี",), "ศูนย์อนามัยที่ ๘ อุดรธานี"),
        (("มณฑลทหารบกที่ ๒๘ จังหวัดเลย",), "มณฑลทหารบกที่ ๒๘"),
        (("การไฟฟ้าส่วนภูมิภาคอำเภอเชียงคาน",), "การไฟฟ้าส่วนภูมิภาคอำเภอเชียงคาน"),
        (("โรงพยาบาลพระครูแดง ธรรมรัตน์", "อำเภอเชียงคาน จังหวัดเลย"), "โรงพยาบาลพระครูแดง ธรรมรัตน์"),
        (("หอสมุดแห่งชาติ (องค์การมหาชน)",), "หอสมุดแห่งชาติ (องค์การมหาชน)"),
        (("สำนักงาน ป.ป.ช. ประจำจังหวัดเลย",), "สำนักงาน ป.ป.ช. ประจำจังหวัดเลย"),
        (
            ("สำนักงานปลัดกระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม",),
            "สำนักงานปลัดกระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม",
        ),
        (("ธนาคารอาคารสงเคราะห์",), "ธนาคารอาคารสงเคราะห์"),
        (("วิทยาลัยเกษตรและเทคโนโลยีเลย", "สำนักงานคณะกรรมการการอาชีวศึกษา"), "วิทยาลัยเกษตรและเทคโนโลยีเลย"),
        (("สถานีตำรวจภูธรเชียงคาน ตำรวจภูธรจังหวัดเลย",), "สถานีตำรวจภูธรเชียงคาน"),
        (("สำนักงานแรงงานจังหวัดเลย", "กระทรวงแรงงาน"), "สำนักงานแรงงานจังหวัดเลย"),
        (("สำนักงานสรรพสามิตพื้นที่เลย ๑",), "สำนักงานสรรพสามิตพื้นที่เลย ๑"),
        (("สถาบันพัฒนาฝีมือแรงงาน ๑๔ อุดรธานี",), "สถาบันพัฒนาฝีมือแรงงาน ๑๔ อุดรธานี"),
        (("แขวงทางหลวงเลยที่ ๒",), "แขวงทางหลวงเลยที่ ๒"),
        (("กรมอุทยานแห่งชาติ สัตว์ป่า และพันธุ์พืช",), "กรมอุทยานแห่งชาติ สัตว์ป่า และพันธุ์พืช"),
        (("ตามหนังสือกระทรวงมหาดไทย ศูนย์อนามัยที่ ๘ อุดรธานี ได้ดำเนินการ ดังนี้",), "ศูนย์อนามัยที่ ๘ อุดรธานี"),
    ],
)
def test_the_first_body_under_the_title_is_its_own_and_what_stands_behind_it_is_not(
    lines: tuple[str, ...], name: str
) -> None:
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    assert facts(title, *lines).agency_name == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("สาธารณสุขอำเภอเชียงคาน", "สำนักงานสาธารณสุขอำเภอเชียงคาน"),
        ("ผกก.สภ.เชียงคาน", "สถานีตำรวจภูธรเชียงคาน"),
        ("จัดทำโดย สำนักงานบังคับคดีจังหวัดเลย กรมบังคับคดี", "สำนักงานบังคับคดีจังหวัดเลย"),
        ("วิทยาลัยเทคโนโลยีและการจัดการบ้านดง หน้า ๑", "วิทยาลัยเทคโนโลยีและการจัดการบ้านดง"),
    ],
)
def test_a_signature_or_the_foot_of_the_page_names_the_body(line: str, name: str) -> None:
    text = ["มาตรการส่งเสริมความโปร่งใส ปี ๒๕๖๗", *["ข้อความ"] * 8, "(ลงชื่อ) ........", line]
    assert facts(*text).agency_name == name


def test_desks_of_a_town_are_no_bodies_and_a_way_of_work_is_another_ones() -> None:
    title = "มาตรการส่งเสริมความโปร่งใส ปี ๒๕๖๗"
    town = "เทศบาลตำบลนาแก้ว อำเภอเกาะคา จังหวัดลำปาง"
    for lines in (
        ("ศูนย์ปฏิบัติการต่อต้านการทุจริต", town),
        ("สำนักงานปลัดเทศบาล", town),
        (f"โดยนำแนวทางของเทศบาลนครยะลามาปรับใช้ {town}",),
        ("ประมวลจริยธรรม", f"{town}", "เทศบาลตำบลนาแก้วข้อ ๑"),
    ):
        assert facts(title, *lines).agency_name == "เทศบาลตำบลนาแก้ว"


@pytest.mark.parametrize(
    "body",
    [
        "ศูนย์สุขภาพจิตที่ ๘",
        "สำนักงานสรรพากรพื้นที่ชลบุรี ๒",
        "การไฟฟ้าส่วนภูมิภาคจังหวัดนครนายก",
        "สำนักงานคณะกรรมการอาหารและยา",
        "สำนักงานที่ดินจังหวัดชัยภูมิ สาขาภูเขียว",
        "กองบิน ๔๖",
        "กองพันทหารช่างที่ ๘",
        "กองร้อยตำรวจตระเวนชายแดนที่ ๓๓๖",
        "สวนสัตว์ขอนแก่น",
        "กองอำนวยการรักษาความมั่นคงภายในจังหวัดน่าน",
        "โรงเรียนเทศบาลวัดเหมืองแดง",
        "บริษัท ไปรษณีย์ไทย จำกัด",
        "คณะวิทยาศาสตร์ มหาวิทยาลัยนเรศวร",
        "จังหวัดน่าน",
    ],
)
def test_the_body_of_an_announcement_and_of_a_title_in_one_line(body: str) -> None:
    announced = page(
        1, (f"ประกาศ{body}", "เรื่อง มาตรการป้องกันการรับสินบน", "๑. ห้ามเรียกรับเงิน", "๒. เปิดเผยค่าธรรมเนียม")
    )
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    titled = page(1, (f"{title} ของ{body} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗",))
    assert [read_facts([one]).agency_name for one in (announced, titled)] == [body, body]


def test_a_body_joined_to_the_title_without_a_blank_stands_before_the_one_it_belongs_to() -> None:
    title = "รายงานผลการนำมาตรการส่งเสริมคุณธรรมและความโปร่งใสไปสู่การปฏิบัติ"
    found = facts(title, "วิทยาลัยเกษตรและเทคโนโลยีเลย", "สำนักงานคณะกรรมการการอาชีวศึกษา", "ปีงบประมาณ พ.ศ. ๒๕๖๖")
    assert found.agency_name == "วิทยาลัยเกษตรและเทคโนโลยีเลย"


def test_what_became_of_measures_is_a_report_however_it_is_called() -> None:
    title = "สรุปผลการขับเคลื่อนมาตรการส่งเสริมความโปร่งใสและป้องกันการทุจริต"
    assert facts(title, "สำนักงานเขตราษฎร์บูรณะ กรุงเทพมหานคร").document_kind == "measure_report"


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (("คณะพยาบาลศาสตร์", "มหาวิทยาลัยนครพนม"), "คณะพยาบาลศาสตร์ มหาวิทยาลัยนครพนม"),
        (("สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อม", "จังหวัดสตูล"), "สำนักงานทรัพยากรธรรมชาติและสิ่งแวดล้อมจังหวัดสตูล"),
        (("จังหวัดบึงกาฬ",), "จังหวัดบึงกาฬ"),
        (("โรงเรียนนารีรัตน์จังหวัดแพร่",), "โรงเรียนนารีรัตน์จังหวัดแพร่"),
        (("โรงเรียนบ้านนาหว้าอำเภอนาหว้าจังหวัดนครพนม",), "โรงเรียนบ้านนาหว้า"),
    ],
)
def test_names_that_end_on_the_next_line_or_with_a_province(lines: Sequence[str], body: str) -> None:
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    assert facts(title, "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", *lines).agency_name == body


def test_a_province_below_its_district_is_a_place() -> None:
    found = facts("รายงานผลการดำเนินการตามมาตรการป้องกันการทุจริต", "ปี ๒๕๖๗", "อำเภอเซกา", "จังหวัดบึงกาฬ")
    assert found.agency_name is None


@pytest.mark.parametrize(
    ("signed", "body"),
    [
        (("หัวหน้าสำนักงานป้องกันและบรรเทาสาธารณภัย", "จังหวัดสตูล"), "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัดสตูล"),
        (("ผบก.ภ.จว.สตูล",), "ตำรวจภูธรจังหวัดสตูล"),
        (("นายอำเภอแม่ฟ้าหลวง",), "ที่ทำการปกครองอำเภอแม่ฟ้าหลวง"),
    ],
)
def test_the_body_of_a_signature(signed: Sequence[str], body: str) -> None:
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมความโปร่งใส ปี ๒๕๖๗"
    assert facts(title, "๑. เปิดเผยข้อมูล", "๒. ลดขั้นตอน", "(นายสมาน ดีพร้อม)", *signed).agency_name == body


def test_the_town_a_letter_is_written_to_is_not_whose_it_is() -> None:
    head = ("ที่ ลป ๐๐๑๗.๒/ว ๓๓๒๐", "ศาลากลางจังหวัดลำปาง", "ถนนวชิราวุธดำเนิน ลป ๕๒๐๐๐", "๑๘ เมษายน ๒๕๖๘")
    told = ("เรียน นายกเทศมนตรีตำบลนาแก้ว", "ด้วยจังหวัดลำปางขอให้เทศบาลตำบลนาแก้วดำเนินการตามแนวทาง")
    assert facts(*head, "เรื่อง การประเมินคุณธรรมและความโปร่งใส", *told).agency_name == "จังหวัดลำปาง"


def test_a_memo_within_the_house_is_the_house_s() -> None:
    memo = ("บันทึกข้อความ", "ส่วนราชการ กองคลัง", "ที่ ลป ๕๓๓๐๒/๑๑๙", "เรียน นายกเทศมนตรีตำบลวังเหนือ")
    assert facts(*memo, "ขอรายงานผลการดำเนินการตามมาตรการ").agency_name == "เทศบาลตำบลวังเหนือ"


@pytest.mark.parametrize("below", ["สำหรับระยะเวลาดำเนินงานสิ้นสุด", "บทที่ ๓ ขั้นตอนการปฏิบัติงาน", "รอบแรก"])
def test_the_line_below_a_name_is_no_part_of_it(below: str) -> None:
    found = facts("คู่มือการดำเนินการเรื่องร้องเรียนการทุจริต", "เทศบาลตำบลช่อแฮ", below)
    assert found.agency_name == "เทศบาลตำบลช่อแฮ"


def test_a_title_broken_behind_its_agency_s_next_word() -> None:
    found = facts("ผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสของเทศบาลตำบลบ้านเดื่อประจำ", "ปีงบประมาณ ๒๕๖๗")
    assert found.agency_name == "เทศบาลตำบลบ้านเดื่อ"


def test_a_health_station_above_what_it_belongs_to_reports_for_itself() -> None:
    title = "ผลการดำเนินงานตามมาตรการป้องกันการทุจริต"
    found = facts(title, "ปีงบประมาณ พ.ศ. ๒๕๖๘", "รพ.สต.บ้านโคกกลาง", "องค์การบริหารส่วนจังหวัดอุดรธานี")
    assert found.agency_name == "โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านโคกกลาง"


def test_a_part_of_a_town_is_the_town() -> None:
    found = facts("ผลการดำเนินงานตามมาตรการป้องกันการทุจริต ปี ๒๕๖๘", "กองการศึกษา", "เทศบาลเมืองบ้านดุง")
    assert found.agency_name == "เทศบาลเมืองบ้านดุง"


@pytest.mark.parametrize(
    "body", ["โรงเรียนอนุบาลลำปาง (เขลางค์รัตน์อนุสรณ์)", "สำนักงานป่าไม้ที่ ๓ (ลำปาง)", "จังหวัดพะเยา"]
)
def test_words_in_brackets_and_provinces_under_a_label(body: str) -> None:
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    assert facts(title, "ปี ๒๕๖๘", f"หน่วยงาน : {body}").agency_name == body
    assert facts(body, title, "ปี ๒๕๖๘").agency_name == body


def test_an_edition_in_brackets_is_no_part_of_a_school_s_name() -> None:
    assert facts("แผนป้องกันการทุจริต ปี ๒๕๖๘", "โรงเรียนบ้านสวน (ฉบับทบทวน)").agency_name == "โรงเรียนบ้านสวน"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ศูนย์ควบคุมโรคติดต่อนำโดยแมลงที่ ๕.๓ บุรีรัมย์", "ศูนย์ควบคุมโรคติดต่อนำโดยแมลงที่ ๕.๓ บุรีรัมย์"),
        ("สำนักงานพาณิชย์จังหวัดสุรินทร์เผยแพร่เมื่อ ๒๐ กุมภาพันธ์", "สำนักงานพาณิชย์จังหวัดสุรินทร์"),
        ("สถานีวิทยุกระจายเสียงแห่งประเทศไทย จังหวัดชัยภูมิ", "สถานีวิทยุกระจายเสียงแห่งประเทศไทย จังหวัดชัยภูมิ"),
    ],
)
def test_a_name_holds_by_and_half_numbers_and_ends_before_the_day_of_a_web_page(line: str, name: str) -> None:
    assert named_by_line(line) == name


def test_an_abbreviation_without_a_name_is_no_shorter_one() -> None:
    assert bodies_in("ผู้อำนวยการ รพ.สต. เป็นผู้รับผิดชอบ") == []
