"""Two Thai texts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from oversight.compare.worddiff import word_diff


def shown(before, after):
    return [(s.part, before[slice(*s.before)], after[slice(*s.after)]) for s in word_diff(before, after)]


def test_words_that_differ_stand_beside_one_another():
    assert shown("ติดป้ายขั้นตอนหน้าเคาน์เตอร์", "ติดป้ายเวลาหน้าเคาน์เตอร์") == [
        ("equal", "ติดป้าย", "ติดป้าย"),
        ("replaced", "ขั้นตอน", "เวลา"),
        ("equal", "หน้าเคาน์เตอร์", "หน้าเคาน์เตอร์"),
    ]


def test_what_is_only_in_one_text():
    assert shown("ซ่อมไฟ", "ซ่อมไฟภายใน ๗ วัน")[-1] == ("inserted", "", "ภายใน ๗ วัน")
    assert shown("ซ่อมไฟภายใน ๗ วัน", "ซ่อมไฟ")[-1][0] == "deleted"


def test_digit_script_and_white_space_play_no_part():
    assert shown("ปี ๒๕๖๖ ทุกเดือน", "ปี2566ทุกเดือน") == [("equal", "ปี ๒๕๖๖ ทุกเดือน", "ปี2566ทุกเดือน")]


def test_nothing_against_something():
    assert shown("", "ทุกเดือน") == [("inserted", "", "ทุกเดือน")]
    assert word_diff("", "") == ()


TEXT = st.text(alphabet="กาเขยิ่ำ ๒5ab\n", max_size=30)


@given(TEXT, TEXT)
def test_the_spans_cover_both_texts_in_order(before, after):
    spans = word_diff(before, after)

    if before.strip() and after.strip():
        assert "".join(before[slice(*s.before)] for s in spans) == before
        assert "".join(after[slice(*s.after)] for s in spans) == after
