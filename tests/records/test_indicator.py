"""Indicators and topics: printed ones apart from suggested ones."""

import pytest

from extract.data import rows
from extract.records.indicator import instrument_of, printed_indicators, printed_topic, suggest


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ (IIT)", (1,)),
        ("ตัวชี้วัดที่ ๙ และ ๑๐", (9, 10)),
        ("ตัวชี้วัดที่ 9, ตัวชี้วัดที่ 10", (9, 10)),
        ("ตัวชี้วัดที่ 1-5", (1, 2, 3, 4, 5)),
        ("ตัวชี้วัดที่ ๖ ถึง ๘", (6, 7, 8)),
        ("ตัวชี้วัดย่อยที่ 9.1 ข้อมูลพื้นฐาน", (9,)),
        ("ตัวชี้วัด ๑๐ ตัวชี้วัด", ()),
        ("ตัวชี้วัดที่ ๑๒", ()),
        ("ตัวชี้วัด ๒๕๖๖", ()),
        ("๒. การใช้งบประมาณ", ()),
        ("ประเด็นที่ ๓", ()),
        ("ข้อ ๑", ()),
    ],
)
def test_only_a_number_after_the_word_indicator_counts(text: str, indicators: tuple[int, ...]) -> None:
    assert printed_indicators(text) == indicators


def test_numbers_belong_to_instruments() -> None:
    assert [instrument_of((n,)) for n in (1, 5, 6, 8, 9, 10)] == ["IIT", "IIT", "EIT", "EIT", "OIT", "OIT"]
    assert instrument_of((9, 10)) == "OIT"
    assert instrument_of((5, 6)) is None
    assert instrument_of(()) is None


def test_each_topic_is_known_by_its_print() -> None:
    for row in rows("topics.csv"):
        assert printed_topic(f"{row['topic']}. {row['name']}") == int(row["topic"])
    assert printed_topic("การให้บริการ") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("การใช้ทรัพย์สินของราชการ", 4),
        ("การให้ความรู้เกี่ยวกับแผนการใช้จ่ายงบประมาณประจำปี", 2),
        ("การมอบหมายงาน การประเมินผลงาน การคัดเลือกบุคลากรเข้ารับการฝึกอบรม", 3),
        ("ประกาศเจตนารมณ์ไม่รับของขวัญ", 10),
    ],
)
def test_a_clear_measure_gets_a_suggestion_with_its_basis(text: str, value: int) -> None:
    found = suggest(text)
    assert found is not None
    assert found.value == value
    assert 0.4 <= found.score <= 1
    assert found.basis


@pytest.mark.parametrize("text", ["", "จัดประชุมประจำเดือน", "การใช้งบประมาณและการใช้อำนาจ"])
def test_where_none_leads_nothing_is_suggested(text: str) -> None:
    assert suggest(text) is None


def test_a_suggestion_stays_inside_a_known_instrument() -> None:
    found = suggest("การใช้ทรัพย์สินของราชการ ช่องทางการร้องเรียน", "EIT")
    assert found is not None
    assert found.value == 7
