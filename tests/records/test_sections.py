"""Section rows, the self-contradicting ones first."""

import pytest

from extract.records.sections import announces, read_section


def test_latin_token_is_believed_and_the_contradiction_told() -> None:
    section = read_section("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (EIT)")
    assert section.instrument == "EIT"
    assert section.printed == "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (EIT)"
    assert [(f.code, f.detail) for f in section.findings] == [
        (
            "section-label-contradicts",
            "“แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (EIT)”: อักษรละตินคือ EIT แต่ข้อความส่วนอื่นหมายถึง IIT จึงใช้ EIT"
            " / the Latin letters say EIT, its other words mean IIT; taken as EIT",
        )
    ]


@pytest.mark.parametrize(
    ("text", "instrument", "indicators"),
    [
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", "IIT", ()),
        ("แบบสำรวจผู้มีส่วนได้เสียภายนอก", "EIT", ()),
        ("Internal Integrity and Transparency Assessment", "IIT", ()),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (llT)", "IIT", ()),
        ("แบบตรวจการเปิดเผยข้อมูลสาธารณะ", "OIT", ()),
        ("ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน", "EIT", (6,)),
        ("ตัวชึ้วัดที่ ๙ การเปิดเผยข้อมล (OIT)", "OIT", (9,)),
        ("ตัวชื่วัดที่ ๔ การใช้ทรัพย์สินของราชการ (IIT)", "IIT", (4,)),
        ("ตัวชี่วัดที ๗ ประสิทธิภาพการสื่อสาร (EIT)", "EIT", (7,)),
        ("ตัวชวัดที่ ๒ การใช้งบประมาณ (IIT)", "IIT", (2,)),
        ("ตวชี้วัดที่ ๘ การปรับปรุงการทำงาน (EIT)", "EIT", (8,)),
        ("ตัวชี้วัดที่ ๙ และ ๑๐", "OIT", (9, 10)),
        ("๙. การจัดซื้อจัดจ้าง", None, ()),
        ("แบบวัด IIT และ EIT", None, ()),
        ("ข้อมูลตาม O17 จำนวน 117 รายการ", None, ()),
    ],
)
def test_section_tells_instrument_and_indicator(
    text: str, instrument: str | None, indicators: tuple[int, ...]
) -> None:
    section = read_section(text)
    assert (section.instrument, section.indicators, section.findings) == (instrument, indicators, ())


def test_a_sentence_about_the_survey_is_no_heading() -> None:
    sentence = "องค์การบริหารส่วนตำบลได้จัดทำช่องทางการเข้าทำแบบสำรวจของผู้มีส่วนได้ส่วนเสียภายนอก (EIT) "
    assert not announces(sentence * 2)
    assert announces("แบบวัดการรับรู้ (EIT)")


def test_iit_read_with_one_stroke_beside_its_indicator() -> None:
    assert read_section("๑. การปฏิบัติหน้าที่ (IT)").instrument == "IIT"
    assert read_section("ผู้มีส่วนได้ส่วนเสียภายใน (lT)").instrument == "IIT"
    assert read_section("ด้านเทคโนโลยีสารสนเทศ (IT)").instrument is None
