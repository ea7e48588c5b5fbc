"""Words put right where the reader was unsure of just the letters that differ."""

from __future__ import annotations

import pytest

from extract.thai.respell import respell

SURE = 0.999


def chances(text: str, unsure: str, chance: float = 0.6) -> list[float]:
    """Every letter of ``text`` sure but those where ``unsure`` stands."""
    start = text.index(unsure)
    return [chance if start <= at < start + len(unsure) else SURE for at in range(len(text))]


@pytest.mark.parametrize(
    ("read", "unsure", "meant"),
    [
        ("เทศบาลดำบลหนองหาร", "ด", "เทศบาลตำบลหนองหาร"),  # a loopless face
        ("ผู้รับผิดซอบ", "ซ", "ผู้รับผิดชอบ"),
        ("คู่มือปฎิบัติงาน", "ฎ", "คู่มือปฏิบัติงาน"),
        ("แล้วเสร็จ เมือวันที่ ๘", "ื", "แล้วเสร็จ เมื่อวันที่ ๘"),  # marks that lie on one another
        ("ภายในวันที ๒๖ สิงหาคม ๒๕๖๖", "ที", "ภายในวันที่ ๒๖ สิงหาคม ๒๕๖๖"),
        ("ไม่น้อยกว่า ๓๐ รายต่อครัง", "ครัง", "ไม่น้อยกว่า ๓๐ รายต่อครั้ง"),
        ("พฤศวิกายน", "ว", "พฤศวิกายน"),  # ว is not taken for จ by the list of letters alike
    ],
)
def test_a_common_word_takes_the_place_of_its_misreading(read: str, unsure: str, meant: str) -> None:
    assert respell(read, chances(read, unsure)).text == meant


def test_each_misreading_is_told_with_its_word() -> None:
    read = "เครี่องคอมพิวเตอร์และผู้รับผิดซอบ"
    doubted = [min(pair) for pair in zip(chances(read, "ี่"), chances(read, "ซ"), strict=True)]
    assert respell(read, doubted).words == (("เครี่อง", "เครื่อง"), ("รับผิดซอบ", "รับผิดชอบ"))


def test_a_letter_that_was_surely_read_stays_though_misspelt() -> None:
    read = "เทศบาลดำบลหนองหาร"
    assert respell(read, [SURE] * len(read)).text == read
    assert respell(read, chances(read, "เทศบาล")).text == read


@pytest.mark.parametrize(
    "text",
    [
        "องค์การบริหารส่วนตำบลนากระตาม",  # กระดาน
        "เทศบาลตำบลเขว้า",  # เขลา
        "นายสมชาย ภูเงิน",  # กู้เงิน
        "โรงเรียนบ้านทองผา",  # ท้องฟ้า
    ],
)
def test_no_name_becomes_a_word(text: str) -> None:
    assert respell(text, [0.6] * len(text)).text == text


@pytest.mark.parametrize(
    "text",
    [
        "ครุภัณฑ์ ๑๒ รายการ 2566 เป็นเงิน 1,500.50 บาท",
        "การเบิกวัสดุล่าช้า",
        "มาตรการคุมการใช้รถส่วนกลาง",
        "ภายใน ๑๕ วันหลังสิ้นไตรมาส",
    ],
)
def test_right_words_stay_however_unsure(text: str) -> None:
    assert respell(text, [0.6] * len(text)).text == text
