"""Two prints of one measure fold to the same key."""

import pytest

from extract.thai.fold import fold, key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("น้ำ ๑๐", "นํ้า10"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖7", "ปีงบประมาณ\nพ.ศ.2567"),
        ("ส านักปลัด", "สำนักปลัด"),
    ],
)
def test_space_digit_script_and_mark_order_fold_away(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "print_",
    [
        "๓.การใช้ทรัพย์สินของ ราชการ (IIT)",
        "3) การใช้ทรัพย์สินของราชการ iit",
        "- (๓) การใช้ทรัพย์สินของราชการ: IIT.",
        "๑.๓ การใช้ทรัพย์สินของราชการ IIT",
    ],
)
def test_enumerator_punctuation_and_case_do_not_count_in_a_key(print_: str) -> None:
    assert key(print_) == "การใช้ทรัพย์สินของราชการiit"


def test_a_year_in_front_is_no_enumerator() -> None:
    assert key("๒๕๖๖ แผน") == "2566แผน"
