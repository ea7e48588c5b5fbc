"""A reading difference is not a change on paper, and the other way round."""

import pytest

from oversight.compare.readings import nature

TEXT = "ประชาสัมพันธ์ช่องทางร้องเรียนให้ประชาชนทราบเดือนละ ๓ ครั้ง"


@pytest.mark.parametrize(
    ("after", "doubts", "expected"),
    [
        (TEXT.replace("ช่อง", "ซ่อง"), (None, 0.85), "reading"),
        (TEXT.replace("พันธ์", "พนธ์"), (None, 0.88), "reading"),
        (TEXT.replace("๓", "๕"), (None, 0.6), "reading"),
        (TEXT.replace("๓", "๕"), (None, 0.99), "paper"),
        (TEXT.replace("๓", "๕"), (None, None), "paper"),
        (TEXT.replace("ประชาชน", "ผู้สูงอายุ"), (None, 0.7), "paper"),
        (TEXT.replace("ประชาชน", "ประชาน"), (None, None), "slip"),
        (TEXT.replace("ให้", "ได้"), (None, None), "paper"),
        (TEXT.replace("ประชาชนทราบ", "ทราบ"), (0.99, 0.99), "paper"),
    ],
)
def test_why_two_texts_differ(after, doubts, expected):
    assert nature(TEXT, after, doubts) == expected
