"""Counts and shares in results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.data import rows
from extract.records.numbers import quantities
from extract.thai.letters import to_thai


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("จัดเวที 2 ครั้ง มีผู้เข้าร่วม ๒๑๔ คน", [(2, "ครั้ง"), (214, "คน")]),
        ("พึงพอใจร้อยละ ๙๒.๔๐ และ 80% และ ๗๐ เปอร์เซ็นต์", [(92.4, "ร้อยละ"), (80, "ร้อยละ"), (70, "ร้อยละ")]),
        ("มีผู้เข้าชม 1,284 ครั้ง", [(1284, "ครั้ง")]),
        ("ใช้จ่าย ๑.๕ ล้านบาท", [(1_500_000, "บาท")]),
        ("ครั้งที่ ๑/๒๕๖๖ วันที่ ๘ มกราคม ๒๕๖๖ ปี ๒๕๖๖", []),
        ("ข้อ ๑ เรื่องร้องเรียน ๕ ข้อมูล", [(1, "เรื่อง")]),
        ("๒ ครัง ๓ ขอ", [(2, "ครั้ง"), (3, "ข้อ")]),  # a reader lost the tone marks
        ("-", []),
    ],
)
def test_numbers_with_units_and_nothing_else(text: str, found: list[tuple[float, str]]) -> None:
    assert [(quantity.value, quantity.unit) for quantity in quantities(text)] == found


@given(
    st.integers(0, 10**7),
    st.sampled_from([r["written"] for r in rows("units.csv")]),
    st.booleans(),
    st.booleans(),
)
def test_any_count_with_any_unit_comes_back(value: int, unit: str, grouped: bool, thai: bool) -> None:
    number = f"{value:,}" if grouped else str(value)
    text = f"จำนวน {to_thai(number) if thai else number} {unit} ที่อยู่"
    (quantity,) = quantities(text)
    assert quantity.value == value
    assert text[slice(*quantity.span)] == text[6:-8]
