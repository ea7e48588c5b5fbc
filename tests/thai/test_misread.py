"""Words of a scan that are others but for letters that look alike."""

from __future__ import annotations

import pytest

from extract.thai.misread import misread


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ประชุมตามขันตอน", "ขั้นตอน"),  # both ขัน and ตอน are words
        ("แต่งตังคณะกรรมการ", "แต่งตั้ง"),
        ("เผยแพรทางเว็บไซต์", "เผยแพร่"),
        ("กองชาง", "กองช่าง"),
        ("เมื่อวันที ๓ มีนาคม", "วันที่"),  # วันที is a word of the list, but a rare one
        ("การไช้จ่ายงบประมาณ", "ใช้จ่าย"),
        ("ค่านำมันเชื่อเพลิง", "เชื้อเพลิง"),
        ("หน่วยตรวจลอบภายใน", "ตรวจสอบ"),
        ("แผนจัดซื่อจัดจ้าง", "จัดซื้อจัดจ้าง"),
    ],
)
def test_a_word_that_lost_a_mark_or_has_a_letter_like_its_own(read: str, meant: str) -> None:
    assert meant in [word for _, word in misread(read)]


@pytest.mark.parametrize(
    "text",
    [
        "ประชุมตามขั้นตอนและแต่งตั้งคณะกรรมการ",
        "ครั้งมีผู้เข้าร่วม ๔๐ คน การใช้รถ ผู้มาติดต่อ",
        "สำนักปลัด กองคลัง กองช่าง จังหวัดตรัง",
        "ใช้งานเกิน ๑๐ ปี ค่าซ่อมสูง",
        "การซ่อมบำรุง ขอใช้ทรัพย์สินของราชการ",
    ],
)
def test_right_words_side_by_side_are_no_other(text: str) -> None:
    assert misread(text) == ()
