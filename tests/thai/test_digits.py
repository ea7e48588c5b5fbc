"""Digits of two scripts, mixed as on the paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.thai.digits import parse_decimal, parse_int, to_arabic, to_thai


def mixed(digits: str, choice: list[bool]) -> str:
    return "".join(to_thai(d) if thai else d for d, thai in zip(digits, choice, strict=False))


@given(st.integers(0, 10**12), st.lists(st.booleans(), min_size=20, max_size=20), st.booleans())
def test_any_whole_number_in_any_mix_comes_back(value: int, choice: list[bool], grouped: bool) -> None:
    assert parse_int(mixed(f"{value:,}" if grouped else str(value), choice)) == value


@given(st.integers(0, 10**9), st.lists(st.booleans(), min_size=20, max_size=20))
def test_any_amount_in_satang_comes_back(satang: int, choice: list[bool]) -> None:
    assert parse_decimal(mixed(f"{satang / 100:,.2f}", choice)) == satang / 100


@pytest.mark.parametrize("text", ["", "-", "๑,๒๓", "๑.๒.๓", "๑๒ บาท", "1,2345", "²"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_int(text) is None
    assert parse_decimal(text) is None


def test_a_year_of_two_scripts() -> None:
    assert parse_int("๒๕๖7") == 2567
    assert to_arabic("๒๕๖7 – ก") == "2567 – ก"
    assert to_thai("2567 A") == "๒๕๖๗ A"
