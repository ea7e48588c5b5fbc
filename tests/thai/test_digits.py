"""Digits of two scripts, mixed as on the paper."""

from hypothesis import given
from hypothesis import strategies as st

from extract.thai.letters import to_arabic, to_thai


@given(st.text(alphabet="0123456789กข ,.", max_size=20))
def test_digits_of_either_script_come_back(text: str) -> None:
    assert to_arabic(to_thai(text)) == text


def test_a_year_of_two_scripts() -> None:
    assert to_arabic("๒๕๖7 – ก") == "2567 – ก"
    assert to_thai("2567 A") == "๒๕๖๗ A"
