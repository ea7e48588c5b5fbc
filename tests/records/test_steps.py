"""Item numbers in front of measures, and procedures split at their own enumerators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.records.steps import split_number, split_steps
from extract.thai.letters import to_thai


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("๑.การให้ความรู้", "1", "การให้ความรู้"),
        ("๓. การปรับปรุง", "3", "การปรับปรุง"),
        ("๑.๑ การลงเวลา", "1.1", "การลงเวลา"),
        ("๑.๑.การลงเวลา", "1.1", "การลงเวลา"),
        ("(๑) การลงเวลา", "1", "การลงเวลา"),
        ("๑) การลงเวลา", "1", "การลงเวลา"),
        ("๑ การให้บริการ", "1", "การให้บริการ"),
        ("ข้อ ๒ การให้บริการ", "2", "การให้บริการ"),
        ("๑2.", "12", ""),
        ("๗", "7", ""),
        ("๑๐๐ บาท", None, "๑๐๐ บาท"),
        ("๑,๐๐๐ บาท", None, "๑,๐๐๐ บาท"),
        ("๑.๕ ล้านบาท", None, "๑.๕ ล้านบาท"),
        ("๒.๑ โครงการยกย่องบุคคล", "2.1", "โครงการยกย่องบุคคล"),
        ("๑.๕ เดือน", None, "๑.๕ เดือน"),
        ("๓ โครงการ", None, "๓ โครงการ"),
        ("๑ - ๓๐ มิถุนายน ๒๕๖๖", None, "๑ - ๓๐ มิถุนายน ๒๕๖๖"),
        ("๑ ม.ค. ๒๕๖๖", None, "๑ ม.ค. ๒๕๖๖"),
        ("๒๕๖๖ แผน", None, "๒๕๖๖ แผน"),
        ("๒๕๖๖", None, "๒๕๖๖"),
        ("การให้บริการ ๑. ก", None, "การให้บริการ ๑. ก"),
        ("", None, ""),
    ],
)
def test_the_item_number_is_parted_from_its_measure(text: str, number: str | None, rest: str) -> None:
    assert split_number(text) == (number, rest)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("๑.ทบทวนคำสั่ง ๒.แขวนผัง ภายใน ๓ วัน ๓.รายงาน", ("ทบทวนคำสั่ง", "แขวนผัง ภายใน ๓ วัน", "รายงาน")),
        ("๑)ใช้รายการตรวจ ๔๓ ข้อ ๒)แจ้งแก้ไข", ("ใช้รายการตรวจ ๔๓ ข้อ", "แจ้งแก้ไข")),
        ("๑.ให้ทราบอย่างทั่วถึง ๒.กำหนด", ("ให้ทราบอย่างทั่วถึง", "กำหนด")),
        ("(๑) ก (๒) ข", ("ก", "ข")),
        ("-สำรวจ -ชี้แจง", ("สำรวจ", "ชี้แจง")),
        ("-จัดกิจกรรม", ("จัดกิจกรรม",)),
        ("• ก • ข", ("ก", "ข")),
        ("๑. ก ๑.๑ ข ๑.๒ ค ๒. ง", ("ก", "ข", "ค", "ง")),
        ("๑. ก ดังนี้ - ข - ค ๒. ง", ("ก ดังนี้", "ข", "ค", "ง")),
        ("ดำเนินการ ดังนี้ ๑) ก ๒) ข", ("ดำเนินการ ดังนี้", "ก", "ข")),
        ("จัดประชุม", ("จัดประชุม",)),
        ("ชื่อ - สกุล", ("ชื่อ - สกุล",)),
        ("- ช่วง ต.ค. ๖๕ - มี.ค. ๖๖ จัดทำ - รายงาน", ("ช่วง ต.ค. ๖๕ - มี.ค. ๖๖ จัดทำ", "รายงาน")),
        ("-จัดทำ ชื่อ - สกุล -รายงาน", ("จัดทำ ชื่อ - สกุล", "รายงาน")),
        ("พ.ศ. ๒๕๖๖ และ ๑.๕ ล้านบาท", ("พ.ศ. ๒๕๖๖ และ ๑.๕ ล้านบาท",)),
        ("ตามข้อ ๑. และข้อ ๒. ของประกาศ", ("ตามข้อ ๑. และข้อ ๒. ของประกาศ",)),
        ("๑.จัดทำ ๓.เผยแพร่", ("จัดทำ ๓.เผยแพร่",)),
        ("-", ()),
        ("", ()),
    ],
)
def test_steps_are_split_only_at_a_sequence_that_makes_sense(text: str, steps: tuple[str, ...]) -> None:
    assert split_steps(text) == steps


WORDS = st.lists(
    st.sampled_from(["จัดทำแผน", "เผยแพร่คู่มือ", "แต่งตั้งคณะทำงาน", "รายงานผล", "ติดตามประเมิน"]),
    min_size=2,
    max_size=12,
)


@given(WORDS, st.sampled_from(["{}.", "{}. ", "{}) ", "{})", "({}) ", "({})"]), st.booleans())
def test_any_numbered_list_comes_back(items: list[str], mark: str, thai: bool) -> None:
    text = " ".join(mark.format(number) + item for number, item in enumerate(items, 1))
    assert split_steps(to_thai(text) if thai else text) == tuple(items)


@given(WORDS, st.sampled_from(["-", "- ", "• ", "•"]))
def test_any_list_of_bullets_comes_back(items: list[str], mark: str) -> None:
    assert split_steps(" ".join(mark + item for item in items)) == tuple(items)


@given(st.text(alphabet="๑๒๓12.()-• กขค", max_size=40))
def test_no_letter_of_a_procedure_is_lost(text: str) -> None:
    kept = "".join(split_steps(text))
    assert [c for c in kept if c in "กขค"] == [c for c in text if c in "กขค"]
