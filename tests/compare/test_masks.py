"""What is taken out of a measure's key before years and agencies are compared."""

import pytest

from extract.thai.fold import key
from oversight.compare.masks import mask_years, masked


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("เผยแพร่แผนจัดซื้อจัดจ้างประจำปีงบประมาณ พ.ศ. ๒๕๖๕", "เผยแพร่แผนจัดซื้อจัดจ้าง ประจำปีงบประมาณ พ.ศ. ๒๕๖๖"),
        ("ประกาศนโยบายประจำปี ๒๕๖๕", "ประกาศนโยบายประจำปี 2566"),
        ("แผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๑ - ๒๕๖๕)", "แผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๖ - ๒๕๗๐)"),
        ("ตามคำสั่งที่ ๕๐๒/๒๕๖๓", "ตามคำสั่งที่ ๕๐๒/๒๕๖๔"),
        ("แล้วเสร็จภายใน มี.ค. ๖๕", "แล้วเสร็จภายใน มี.ค. ๖๖"),
        ("ผลการประเมิน ITA ปี ๖๕", "ผลการประเมิน ITA ปี ๖๖"),
    ],
)
def test_years_that_move_on_leave_the_same_text(before, after):
    assert mask_years(key(before)) == mask_years(key(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ตามคำสั่งที่ ๕๐๒/๒๕๖๓", "ตามคำสั่งที่ ๕๐๓/๒๕๖๓"),
        ("อบรมพนักงาน ๒๕ คน", "อบรมพนักงาน ๒๖ คน"),
        ("วงเงินไม่เกิน ๒๕,๖๕๐ บาท", "วงเงินไม่เกิน ๒๕,๖๖๐ บาท"),
        ("เดือนละ ๑ ครั้ง", "เดือนละ ๒ ครั้ง"),
    ],
)
def test_other_numbers_stay(before, after):
    assert mask_years(key(before)) != mask_years(key(after))


def test_an_agencys_own_name_and_type_are_taken_out():
    names = [("องค์การบริหารส่วนตำบลปากคม", "อบต."), ("เทศบาลตำบลปากคม", "ทต."), ("เทศบาลตำบลนาวง", "ทต.")]
    texts = [
        "ประกาศเจตนารมณ์ของ อบต.ปากคม",
        "ประกาศเจตนารมณ์ของเทศบาลตำบลปากคม",
        "ประกาศเจตนารมณ์ของเทศบาลตำบลนาวง",
    ]

    assert {masked(key(t), *name) for t, name in zip(texts, names, strict=True)} == {key("ประกาศเจตนารมณ์ของ")}


def test_no_key_becomes_empty():
    assert masked(key("เทศบาลตำบลนาวง"), "เทศบาลตำบลนาวง", "ทต.") == key("เทศบาลตำบลนาวง")
