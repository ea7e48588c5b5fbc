"""Tesseract behind the protocol: what it cannot read, what it must not invent, and how it fails."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytesseract
import pytest

from extract.errors import SetupError
from extract.model import BBox, Line
from extract.ocr.choose import Region
from extract.ocr.montage import INK, WHITE, crop, dash_in, flatten, has_ink, stack
from extract.ocr.tesseract import Tesseract
from extract.ocr.words import Word, to_lines

INSTALLED = shutil.which("tesseract") is not None
needs_tesseract = pytest.mark.skipif(not INSTALLED, reason="tesseract is not installed")


def sheet(width: int = 900, height: int = 400) -> np.ndarray:
    return np.full((height, width), 240, np.uint8)


def write(image: np.ndarray, text: str, x: int, y: int) -> None:
    cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 20, 2, cv2.LINE_AA)


def word(text: str, x0: float, x1: float, line: int = 1, y0: float = 10, y1: float = 30) -> Word:
    return Word(text, BBox(x0, y0, x1, y1), 0.9, (1, 1, line))


def lines_of(words: Sequence[Word], image: np.ndarray | None = None) -> tuple[Line, ...]:
    """Lines of ``words``, on a picture on which ink fills their boxes if none is given."""
    if image is None:
        image = np.full((100, 200), 253, np.uint8)
        for each in words:
            image[each.box.pixels()] = 20
    return to_lines(words, image, WHITE - INK)


def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A tesseract that answers version and languages, and then does what ``script`` says."""
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'case "$1" in --version) echo "tesseract 5.3.0"; exit 0;; --list-langs) '
        'printf "List of available languages in x (2):\\neng\\ntha\\n"; exit 0;; esac\n' + script
    )
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(program))


def test_thai_letters_are_joined_and_a_wide_gap_is_a_space() -> None:
    words = [word("ก", 0, 12), word("า", 14, 22), word("ร", 24, 34), word("ง", 46, 56), word("บ", 58, 70)]
    (line,) = lines_of(words)
    assert line.text == "การ งบ"
    assert line.bbox == BBox(0, 10, 70, 30)
    assert line.confidence == pytest.approx(0.9)
    assert len(line.char_confidences) == len(line.text)


def test_latin_words_keep_their_space() -> None:
    assert lines_of([word("QR", 0, 20), word("CODE", 23, 60)])[0].text == "QR CODE"


def test_space_is_where_the_ink_has_a_gap_whatever_the_boxes_say() -> None:
    image = np.full((60, 120), 253, np.uint8)
    for left in (10, 24, 38, 64, 78):  # letters 12 wide, a gap of 14 after the third
        image[20:40, left : left + 12] = 20
    boxes = [(10, 22), (24, 36), (38, 55), (55, 76), (78, 90)]  # as tesseract misplaces them
    words = [word(letter, x0, x1, y0=20, y1=40) for letter, (x0, x1) in zip("กขคงจ", boxes, strict=True)]
    assert lines_of(words, image)[0].text == "กขค งจ"


def test_no_space_before_a_vowel_that_leans_on_its_letter() -> None:
    image = np.full((60, 120), 253, np.uint8)
    for left in (10, 24, 50, 64):
        image[20:40, left : left + 12] = 20
    words = [word("ก", 10, 22), word("ข", 24, 36), word("า", 40, 52), word("ค", 52, 76)]
    words = [Word(w.text, BBox(w.box.x0, 20, w.box.x1, 40), w.confidence, w.line) for w in words]
    assert lines_of(words, image)[0].text.replace(" ", "") == "กขาค"
    assert " า" not in lines_of(words, image)[0].text


def test_nikhahit_and_aa_given_apart_are_one_letter() -> None:
    (line,) = lines_of(
        [word("น", 0, 12), word("ํ", 8, 12), word("้", 8, 12), word("า", 14, 22), word("๒", 24, 34)]
    )
    assert line.text == "น้ำ๒"
    assert len(line.char_confidences) == 4
    assert line.unsure == (3,)


def test_row_of_tone_marks_is_no_line() -> None:
    image = np.full((80, 200), 253, np.uint8)
    for left in range(10, 150, 14):
        image[40:60, left : left + 12] = 20
        image[30:35, left : left + 4] = 20
    marks = [Word("a", BBox(10, 30, 14, 35), 0.4, (1, 1, 1)), Word("v", BBox(94, 30, 98, 35), 0.3, (1, 1, 1))]
    letters = [Word("ก", BBox(x, 40, x + 12, 60), 0.9, (1, 1, 2)) for x in range(10, 150, 14)]
    assert [line.text for line in lines_of([*marks, *letters], image)] == ["ก" * 10]


def test_every_digit_is_unsure() -> None:
    (line,) = lines_of([word("พ.ศ.", 0, 30), word("๒๕2", 33, 60)])
    assert line.text == "พ.ศ.๒๕2"
    assert line.unsure == (4, 5, 6)


def test_pieces_of_one_printed_line_are_put_side_by_side() -> None:
    words = [word("ข", 100, 112, line=1), word("ก", 0, 12, line=2), word("ค", 0, 12, line=3, y0=50, y1=70)]
    assert [line.text for line in lines_of(words)] == ["ก ข", "ค"]


def test_lone_dash_is_told_by_its_shape() -> None:
    image = sheet(200, 100)
    image[50:53, 90:102] = 20
    flat = flatten(image, 200)
    assert has_ink(flat, 200)
    assert dash_in(flat, 200) == BBox(90, 50, 102, 53)


def test_speck_of_dust_is_no_ink() -> None:
    image = sheet(200, 100)
    image[50:51, 90:92] = 20
    assert not has_ink(flatten(image, 200), 200)


def test_crops_stand_in_the_montage_as_they_stand_on_the_page() -> None:
    image = np.arange(100 * 80, dtype=np.uint32).reshape(100, 80).astype(np.uint8)
    boxes = [(0, BBox(0, 0, 30, 20)), (7, BBox(40, 50, 80, 90))]
    (montage,) = stack(image, 72, boxes)
    for strip, (region, box) in zip(montage.strips, boxes, strict=True):
        assert strip.region == region
        top, left = round(box.y0 - strip.dy), round(box.x0 - strip.dx)
        part = crop(image, box)
        pasted = montage.image[top : top + part.shape[0], left : left + part.shape[1]]
        assert np.array_equal(pasted, part)
        assert strip.top <= top and top + part.shape[0] <= strip.bottom


def test_shadow_is_evened_out() -> None:
    image = sheet()
    image[:, 600:] = 150
    image[100:110, 650:800] = 40
    flat = flatten(image, 200)
    assert flat[300, 850] > 245 and flat[300, 100] > 245
    assert flat[105, 700] < 100


@needs_tesseract
def test_cells_and_free_text_come_back_in_order_with_boxes_on_the_page() -> None:
    image = sheet()
    write(image, "FIRST", 60, 80)
    write(image, "SECOND", 500, 80)
    write(image, "2566", 60, 280)
    image[275:279, 620:640] = 20
    boxes = [
        BBox(450, 20, 880, 150),
        BBox(20, 20, 430, 150),
        BBox(20, 200, 430, 380),
        BBox(450, 160, 880, 380),
    ]
    regions = [Region(box) for box in boxes] + [
        Region(BBox(0, 0, 900, 150), cell=False),
        Region(BBox(0, 300, 400, 400)),
    ]
    read = Tesseract().read(image, 200, regions)
    assert ["".join(line.text for line in lines) for lines in read[:4]] == ["SECOND", "FIRST", "2566", "-"]
    assert "FIRST" in read[4][0].text
    assert read[5] == ()
    assert read[2][0].unsure == (0, 1, 2, 3)
    x, y = read[0][0].bbox.center
    assert boxes[0].contains(x, y)


def test_missing_program_names_the_apt_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "none"))
    with pytest.raises(SetupError, match="apt-get install tesseract-ocr tesseract-ocr-tha"):
        Tesseract()


def test_missing_thai_model_names_the_apt_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, monkeypatch, "exit 1\n")
    with pytest.raises(SetupError, match="kmr.traineddata"):
        Tesseract("kmr")


def test_crash_on_every_cell_gives_empty_lines_of_no_confidence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake(tmp_path, monkeypatch, "kill -SEGV $$\n")
    image = sheet()
    write(image, "A B", 60, 80)
    read = Tesseract().read(image, 200, [Region(BBox(0, 0, 450, 200)), Region(BBox(450, 200, 900, 400))])
    assert [(line.text, line.confidence) for line in read[0]] == [("", 0.0)]
    assert read[1] == ()


TABLE = "\\t".join(
    ["level", "page_num", "block_num", "par_num", "line_num", "word_num"]
    + ["left", "top", "width", "height", "conf", "text"]
)
ANSWER = f"printf '{TABLE}\\n5\\t1\\t1\\t1\\t1\\t1\\t20\\t30\\t40\\t30\\t91.5\\tread\\n' > $2.tsv\n"
BUSY = "while :; do :; done\n"


def read_one(seconds: int, by_clock: float) -> tuple[Line, ...]:
    image = sheet()
    write(image, "A B", 60, 80)
    engine = Tesseract(seconds=seconds, by_clock=by_clock)
    return engine.read(image, 200, [Region(BBox(0, 0, 450, 200))])[0]


def test_work_is_counted_and_not_the_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, monkeypatch, "sleep 1.3\n" + ANSWER)  # it waits for the processor longer than it may work
    assert [line.text for line in read_one(seconds=1, by_clock=3600)] == ["read"]


def test_one_that_works_for_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, monkeypatch, BUSY + ANSWER)
    assert [(line.text, line.confidence) for line in read_one(seconds=1, by_clock=3600)] == [("", 0.0)]


@needs_tesseract
def test_words_are_those_that_pytesseract_gives() -> None:
    image = sheet()
    write(image, "FIRST 2566", 60, 80)
    write(image, '"SECOND"', 60, 200)
    table = pytesseract.image_to_data(image, lang="tha+eng", config="--psm 6 --dpi 200", output_type="dict")
    words = Tesseract()._words(image, 200, 6)
    assert words is not None
    assert [w.text for w in words] == [str(text).strip() for text in table["text"] if str(text).strip()]
    assert [round(100 * w.confidence) for w in words] == [conf for conf in table["conf"] if conf >= 0]


def test_hang_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, monkeypatch, "exec sleep 3600\n")
    assert [(line.text, line.confidence) for line in read_one(seconds=1, by_clock=0.3)] == [("", 0.0)]
