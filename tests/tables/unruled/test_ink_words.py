"""Words of a scan: boxes on the baseline of their line, whatever marks and tails do."""

import numpy as np
from table_paper import paper, raster

from extract.model import Ruling
from extract.ocr.ink import Boxes, runs
from extract.tables.unruled.ink_mask import of_raster
from extract.tables.unruled.ink_words import word_mask
from extract.tables.unruled.row_edges import parted_in_white
from extract.tables.unruled.table_shape import TableShape

LETTER = 12  # pixels of a consonant at 144 dpi, 16 pt
SHAPE = (400, 900)


def word(x: int, foot: int, letters: int = 6) -> list[list[int]]:
    """Boxes of consonants in a row."""
    return [[x + 12 * n, foot - LETTER, x + 12 * n + 9, foot] for n in range(letters)]


def lines_of(boxes: list[list[int]]) -> list[tuple[int, int]]:
    """Bands of the words that ``boxes`` make."""
    mask = word_mask(np.array(boxes, np.int32), SHAPE, 144.0)
    return runs(np.asarray(mask.any(axis=1)), 0)


def test_tone_marks_and_tails_leave_the_white_between_lines() -> None:
    marks = [[x, 100 - 26, x + 9, 100 - 14] for x in (100, 124)]  # ี with ่, run together
    tails = [[136, 102, 142, 108]]
    tight = 128
    assert lines_of([*word(100, 100), *marks, *tails, *word(100, tight)]) == [(86, 100), (114, 128)]


def test_a_vowel_and_its_tone_mark_over_a_lone_letter_are_no_line_of_their_own() -> None:
    assert lines_of([*word(300, 300), [100, 88, 109, 100], [99, 74, 110, 85]]) == [(86, 100), (286, 300)]


def test_a_letter_run_together_with_the_vowel_below_it_stands_on_its_line() -> None:
    assert lines_of([*word(100, 100), [172, 88, 181, 107]]) == [(86, 100)]


def test_p_and_y_of_latin_words_keep_their_place_in_the_line() -> None:
    boxes = [*word(100, 100, 3), [136, 88, 145, 104], *word(148, 100, 3)]
    mask = word_mask(np.array(boxes, np.int32), SHAPE, 144.0)
    assert runs(np.asarray(mask.any(axis=0)), 0) == [(100, 181)]


def test_a_word_between_two_rows_of_the_next_column_stands_on_its_own_baseline() -> None:
    boxes = [*word(100, 100), *word(100, 140), *word(190, 120)]
    mask = word_mask(np.array(boxes, np.int32), SHAPE, 144.0)
    assert runs(np.asarray(mask[:, 190:].any(axis=1)), 0) == [(106, 120)]


def test_a_lone_dash_is_as_high_as_a_letter_and_dust_is_none() -> None:
    assert lines_of([*word(100, 100), [400, 92, 406, 94], [600, 50, 602, 52]]) == [(85, 100)]


def test_rows_that_curl_downwards_by_a_letters_height_leave_white_between_them() -> None:
    image = paper()
    for row in range(5):
        for column, x in enumerate((60, 160, 260, 360)):
            for letter in range(5 if column else 2):
                x0, foot = round((x + 7 * letter) * 100 / 72), round((100 + 24 * row + 2 * column) * 100 / 72)
                image[foot - 9 : foot, x0 : x0 + 7] = 40
    words, _ = of_raster(raster(image), ())
    assert len(runs(np.asarray(words.any(axis=1)), 0)) == 5


def test_a_dotted_line_to_sign_on_joins_its_words_to_one() -> None:
    image = paper()
    for x in (60, 200):
        for letter in range(8):
            x0 = round((x + 6 * letter) * 100 / 72)
            image[130:139, x0 : x0 + 6] = 40
    for x in range(152, 276, 4):
        image[137:139, x : x + 2] = 40
    rule = Ruling(True, 138.0, 84.0, 340.0, 2.0)
    words, _ = of_raster(raster(image), [rule])
    assert len(runs(np.asarray(words.any(axis=0)), 6)) == 1


def test_rows_part_above_the_tone_marks_of_the_lower_one() -> None:
    words, ink = np.zeros((200, 300), np.bool_), np.zeros((200, 300), np.bool_)
    words[40:54, 20:200] = words[80:94, 20:200] = True
    ink[40:58, 20:200] = ink[66:94, 20:200] = True  # a tail of 4 pixels below, marks of 14 above
    shape = TableShape((10, 210), (39, 67, 95), ())
    assert parted_in_white(shape, words, ink, 2.0).ys[1] == 62


def test_boxes_of_a_page_without_letters_make_no_words() -> None:
    assert not word_mask(np.zeros((0, 4), np.int32), SHAPE, 144.0).any()
    few: Boxes = np.array([[10, 10, 20, 22]], np.int32)
    assert not word_mask(few, SHAPE, 144.0).any()
