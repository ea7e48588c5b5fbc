"""Wrapped lines of a cell become one text again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.thai import rejoin as joining
from extract.thai.rejoin import rejoin


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["ตลอด ", "ปีงบประมาณ ", "พ.ศ.๒๕๖๖"], "ตลอด ปีงบประมาณ พ.ศ.๒๕๖๖"),
        (["การดำเนิน", "งานของหน่วย", "งาน"], "การดำเนินงานของหน่วยงาน"),
        (["พ.ศ.", "๒๕๖๖"], "พ.ศ. ๒๕๖๖"),
        (["ศาสนาและวัฒนธรรมฯ", "กองช่าง"], "ศาสนาและวัฒนธรรมฯ กองช่าง"),
        (["ต่าง ๆ", "ที่เกี่ยวข้อง"], "ต่าง ๆ ที่เกี่ยวข้อง"),
        (["ภายนอก", "(EIT)", "ของหน่วยงาน"], "ภายนอก (EIT) ของหน่วยงาน"),
        (["๑.จัดทำแผน", "๒.เผยแพร่"], "๑.จัดทำแผน ๒.เผยแพร่"),
        (["จัดทำแผน", "- เผยแพร่", "(๓) ติดตาม", "• รายงาน"], "จัดทำแผน - เผยแพร่ (๓) ติดตาม • รายงาน"),
        (["ต.ค. ๖๕ -", "มี.ค. ๖๖"], "ต.ค. ๖๕ - มี.ค. ๖๖"),
        (["พ.ศ. ๒๕๖๖-", "๒๕๗๐"], "พ.ศ. ๒๕๖๖-๒๕๗๐"),
        (["พ.ศ. ๒๕๖๖", "-๒๕๗๐"], "พ.ศ. ๒๕๖๖-๒๕๗๐"),
        (["งบประมาณ ๑๐,", "๐๐๐ บาท"], "งบประมาณ ๑๐,๐๐๐ บาท"),
        (["สำนักงาน ป.", "ป.ช. กำหนด"], "สำนักงาน ป.ป.ช. กำหนด"),
        (["เว็บไซต์ www.", "example.go.th"], "เว็บไซต์ www.example.go.th"),
        (["(", "IIT", ")"], "(IIT)"),
        (["๑๒๕,๐๐๐.๐", "๐"], "๑๒๕,๐๐๐.๐๐"),  # cut by a narrow column
        (["๑๒,๕", "๐๐ บาท"], "๑๒,๕๐๐ บาท"),
        (["พ.ศ. ๒๕๖", "๕"], "พ.ศ. ๒๕๖๕"),
        (["กองคลัง", "กองยุทธศาสตร์และงบประมาณ"], "กองคลัง กองยุทธศาสตร์และงบประมาณ"),
        (["สำนักปลัด", "อบจ."], "สำนักปลัด อบจ."),
        (['กล่าวว่า "โปร่งใส', '" และ "สุจริต', '"'], 'กล่าวว่า "โปร่งใส" และ "สุจริต"'),
        (["งาน  ", "  การ", "", "  "], "งาน การ"),
        ([], ""),
    ],
)
def test_lines_join_as_the_paper_reads(lines: list[str], text: str) -> None:
    assert rejoin(lines) == text


@given(st.lists(st.sampled_from(["การ", "ทำ", "งาน", "แผน", "ที่"]), min_size=1, max_size=12), st.data())
def test_wraps_inside_a_thai_phrase_never_add_a_space(words: list[str], data: st.DataObject) -> None:
    breaks = [data.draw(st.booleans()) for _ in words]
    lines, current = [], ""
    for word, cut in zip(words, breaks, strict=True):
        current += word
        if cut:
            lines.append(current)
            current = ""
    assert rejoin([*lines, current]) == "".join(words)


def test_offices_stay_apart_where_a_narrow_column_breaks_their_names() -> None:
    assert rejoin(["กองช่าง", "กอง", "การ", "เจ้าหน้าที่"]) == "กองช่าง กองการเจ้าหน้าที่"
    assert rejoin(["กองช่าง", "หน่วยตรวจ", "สอบภายใน"]) == "กองช่าง หน่วยตรวจสอบภายใน"
    assert rejoin(["มอบหมายกองช่าง", "กองไฟ"]) == "มอบหมายกองช่างกองไฟ"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["มีนาคม ๒๕", "๖๕"], "มีนาคม ๒๕๖๕"),
        (["พฤษภาคม ๒๕๖", "๕"], "พฤษภาคม ๒๕๖๕"),
        (["ภายใน มี.ค. 2", "566"], "ภายใน มี.ค. 2566"),
        (["ต.ค. ๖", "๖ - มี.ค. ๖", "๗"], "ต.ค. ๖๖ - มี.ค. ๖๗"),
        (["มีนาคม ๖๕", "๒๕๖๕"], "มีนาคม ๖๕ ๒๕๖๕"),
        (["จำนวน ๒๕", "๖๕"], "จำนวน ๒๕ ๖๕"),
    ],
)
def test_a_year_behind_a_month_broken_by_a_narrow_column_is_one(lines: list[str], text: str) -> None:
    assert rejoin(lines) == text


def test_an_abbreviation_begins_a_word_of_its_own() -> None:
    assert rejoin(["ตามระเบียบของ", "ก.ถ. กำหนด"]) == "ตามระเบียบของ ก.ถ. กำหนด"
    assert rejoin(["ภายในเดือน", "มี.ค. ๒๕๖๗"]) == "ภายในเดือน มี.ค. ๒๕๖๗"
    assert rejoin(["สำนักงาน ป.", "ป.ท. รายงาน"]) == "สำนักงาน ป.ป.ท. รายงาน"


def test_a_cell_of_many_lines_is_joined_in_as_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    joint, read = joining._joint, 0

    def counted(before: str, *others: Any) -> str:
        nonlocal read
        read += len(before)
        return joint(before, *others)

    monkeypatch.setattr(joining, "_joint", counted)
    letters = []
    for count in (500, 1000, 2000):
        read = 0
        assert rejoin(["จัดอบรมให้ความรู้แก่บุคลากร"] * count) == "จัดอบรมให้ความรู้แก่บุคลากร" * count
        letters.append(read)
    assert letters[2] <= 4.5 * letters[0]
