"""The budget column in baht."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.records.budget import parse_budget
from extract.thai.letters import to_thai


def read(text: str | None) -> tuple[float | None, list[str]]:
    value, findings = parse_budget(text)
    return value, [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "baht"),
    [
        ("ไม่ใช้งบประมาณ", 0),
        ("ไม่มีค่าใช้จ่าย", 0),
        ("ไม่ใช้งบประมาฌ", 0),
        ("๐", 0),
        ("๑๐,๐๐๐ บาท", 10_000),
        ("10,000.-", 10_000),
        ("๓๕,000", 35_000),
        ("15000", 15_000),
        ("๑๒๕,๐๐๐.๕๐", 125_000.5),
        ("๑.๕ ล้านบาท", 1_500_000),
        ("๑ ล้าน ๕ แสนบาท", 1_500_000),
        ("5 แสนบาท", 500_000),
        ("๕๙๓ ,๗๖๐ บาท", 593_760),
        ("๑๐,๐๐๐ บาท (หนึ่งหมื่นบาทถ้วน)", 10_000),
        ("ตามข้อบัญญัติงบประมาณรายจ่ายประจำปี พ.ศ. ๒๕๖๖ จำนวน ๒๐,๐๐๐ บาท", 20_000),
        ("ค่าวิทยากร ๓,๖๐๐ บาท ค่าอาหาร ๕,๐๐๐ บาท รวม ๘,๖๐๐ บาท", 8_600),
    ],
)
def test_amounts_as_reports_print_them(text: str, baht: float) -> None:
    assert read(text) == (baht, [])


@pytest.mark.parametrize("text", ["-", "", None, " – ", "..."])
def test_a_dash_is_no_amount_and_no_doubt(text: str | None) -> None:
    assert read(text) == (None, [])


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("ค่าวิทยากร ๓,๖๐๐ บาท ค่าอาหาร ๕,๐๐๐ บาท", None, "budget-several"),
        ("10,000 - 20,000 บาท", None, "budget-several"),
        ("รวมทั้งสิ้น ๙,๐๐๐ บาท (๔,๐๐๐ บาท + ๔,๐๐๐ บาท)", 9000, "budget-sum-mismatch"),
        ("ค่าวิทยากร ๓๐,๐๐๐ บาท ค่าอาหาร ๒๐,๐๐๐ บาท รวม ๕๐,๐๐๑ บาท", 50_001, "budget-sum-mismatch"),
        ("รวม ๑๐,๐๐๐ บาท รวม ๒๐,๐๐๐ บาท รวม ๓๐,๐๐๐ บาท", None, "budget-several"),
        ("ไม่เกิน ๕,๐๐๐ บาท", 5000, "budget-about"),
        ("๑๐.๐๐๐ บาท", None, "budget-unknown"),
        ("1,23 บาท", None, "budget-unknown"),
        ("๒๕๖๖", None, "budget-unknown"),
        ("งบประมาณปี ๒๕๖๖", None, "budget-unknown"),
        ("๓ โครงการ", None, "budget-unknown"),
        ("ตามข้อบัญญัติ", None, "budget-unknown"),
        ("๒๐,๐๐๐ บาท ไม่ใช้งบประมาณ", None, "budget-unknown"),
        ("ใช้งบประมาณ", None, "budget-unknown"),  # three letters from ไม่ใช้งบประมาณ, which is 0
        ("๕๐,๐๐๐ บาท ๑.๒.๓", None, "budget-unknown"),
        ("๘,\ufffd", None, "budget-unknown"),
        ("๓๒,", None, "budget-unknown"),  # what stands behind the comma was lost
    ],
)
def test_each_doubt_is_a_finding(text: str, value: float | None, code: str) -> None:
    assert read(text) == (value, [code])


@given(
    st.integers(0, 10**11),
    st.sampled_from(
        ["{:,.2f} บาท", "{:,.2f}", "{:.2f} บาท", "{:,.2f}บาท", "จำนวน {:,.2f} บาท", "งบประมาณ {:,.2f} บาท"]
    ),
    st.booleans(),
)
def test_any_amount_in_any_form_comes_back(satang: int, form: str, thai: bool) -> None:
    text = form.format(satang / 100)
    assert read(to_thai(text) if thai else text) == (satang / 100, [])


@given(
    st.integers(0, 10**9).filter(lambda n: not 2550 <= n < 2590),
    st.sampled_from(["{:,}", "{} บาท", "{:,}.-", "{:,} บาทถ้วน"]),
)
def test_any_whole_amount_in_any_form_comes_back(baht: int, form: str) -> None:
    assert read(to_thai(form.format(baht))) == (baht, [])


@given(st.text(alphabet="๐๑๕0129,.- บาทล้านแสนรวมไม่ใช้งบประมาณ()+", max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    value, codes = read(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "value"), [("๑๐,๐๐๐ บ.", 10000.0), ("งบ 5,000", 5000.0), ("เบิกจ่าย 12,500", 12500.0)]
)
def test_short_forms_of_plans(text: str, value: float) -> None:
    assert parse_budget(text) == (value, ())


@pytest.mark.parametrize("text", ["เดือนละ ๑,๐๐๐ บาท", "๓๐๐ บาท/คน", "ชั่วโมงละ ๖๐๐ บาท", "๒๔๐ บาทต่อวัน"])
def test_an_amount_a_head_or_a_month_is_no_budget(text: str) -> None:
    value, findings = parse_budget(text)
    assert (value, [found.code for found in findings]) == (None, ["budget-unknown"])


def test_the_printed_total_of_an_amount_a_month_is_the_budget() -> None:
    assert parse_budget("เดือนละ ๑,๐๐๐ บาท รวม ๑๒,๐๐๐ บาท") == (12000.0, ())
