"""QR codes with the caption printed beside them, and the survey of the ITA that it names."""

from __future__ import annotations

import pytest

from extract.model import BBox, Code, Glyph, Line
from extract.pages.codes import chunks, survey_of, with_captions

LEFT = Code("https://example.go.th/a", "QR", BBox(100, 300, 180, 380))
RIGHT = Code("https://example.go.th/b", "QR", BBox(400, 300, 480, 380))
IIT, EIT = "แบบวัด IIT สำหรับบุคลากรภายใน", "แบบวัด EIT สำหรับผู้รับบริการ"


def line(text: str, x: float, y: float, width: float = 120) -> Line:
    return Line(text, BBox(x, y, x + width, y + 14))


def told(codes: tuple[Code, ...]) -> list[tuple[str | None, str | None]]:
    return [(code.caption, code.survey) for code in codes]


def test_two_codes_side_by_side_with_captions_below() -> None:
    lines = [line("ช่องทางตอบแบบสำรวจ", 230, 270), line(IIT, 80, 390), line(EIT, 380, 391)]
    assert told(with_captions((LEFT, RIGHT), lines)) == [(IIT, "IIT"), (EIT, "EIT")]


def test_captions_to_the_right_of_their_codes() -> None:
    lines = [line(EIT, 186, 330), line(IIT, 486, 334)]
    assert told(with_captions((LEFT, RIGHT), lines)) == [(EIT, "EIT"), (IIT, "IIT")]


def test_codes_under_one_another_with_captions_beside() -> None:
    below = Code("c", "QR", BBox(100, 420, 180, 500))
    lines = [line("ผู้มีส่วนได้ส่วนเสียภายใน", 190, 330), line("ผู้มีส่วนได้ส่วนเสียภายนอก", 190, 450)]
    assert [survey for _, survey in told(with_captions((LEFT, below), lines))] == ["IIT", "EIT"]


def test_a_caption_above_that_names_a_survey_goes_before_other_print_below() -> None:
    lines = [line(IIT, 90, 282), line("สแกนเพื่อตอบ", 110, 386, 60)]
    assert told(with_captions((LEFT,), lines)) == [(IIT, "IIT")]


def test_a_caption_of_two_lines() -> None:
    lines = [
        line("แบบสำรวจผู้มีส่วนได้ส่วนเสีย", 85, 390),
        line("ภายนอก (EIT)", 100, 407, 80),
        line("ไกลออกไป", 90, 560),
    ]
    assert told(with_captions((LEFT,), lines)) == [("แบบสำรวจผู้มีส่วนได้ส่วนเสีย ภายนอก (EIT)", "EIT")]


def test_a_code_without_caption_and_what_was_read_inside_a_code() -> None:
    assert told(with_captions((LEFT,), [line("๒", 130, 330, 10), line("ไกล", 100, 700)])) == [(None, None)]
    assert with_captions((), [line("ข้อความ", 1, 1)]) == ()


@pytest.mark.parametrize(
    ("caption", "survey"),
    [
        ("แบบสำรวจภายใน (EIT)", "EIT"),  # the Latin token is trusted, as in section labels
        ("แบบวัด IIT และ EIT", None),
        ("ผู้มีส่วนได้ส่วนเสียภายนอก", "EIT"),
        ("เว็บไซต์ของหน่วยงาน", None),
    ],
)
def test_the_survey_that_a_caption_names(caption: str, survey: str | None) -> None:
    assert survey_of(caption) == survey


def test_a_line_of_the_text_layer_is_parted_at_wide_white_space() -> None:
    glyphs = [
        Glyph(char, BBox(x + 7 * i, 386, x + 7 * i + 6, 400), 397, 14)
        for x, text in ((80, "แบบวด IIT"), (380, "แบบวด EIT"))
        for i, char in enumerate(text)
    ]
    assert [(part.text, part.bbox.x0) for part in chunks(glyphs)] == [("แบบวด IIT", 80), ("แบบวด EIT", 380)]
