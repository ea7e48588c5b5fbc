"""Row rules thinner than a dot of a black-and-white scan."""

from __future__ import annotations

from collections.abc import Sequence

from table_paper import across, down, paper, raster

from extract.model import GrayImage, Ruling
from extract.tables.ruled.thin_rules import whole_rules

YS = (200, 260, 330, 420)
LEFT, RIGHT = 100, 700


def in_pieces(y: float, gaps: Sequence[tuple[float, float]]) -> list[Ruling]:
    ends = [LEFT, *(edge for gap in gaps for edge in gap), RIGHT]
    return [across(y, a, b) for a, b in zip(ends[::2], ends[1::2], strict=True)]


def hidden(y: float) -> list[Ruling]:
    """A rule that shows and hides, elsewhere on each line."""
    start = LEFT + 60 + y % 40
    return in_pieces(y, [(start, start + 60), (start + 200, start + 270), (start + 380, start + 420)])


def whole(rules: Sequence[Ruling], image: GrayImage | None = None) -> list[Ruling]:
    return list(whole_rules(rules, raster(paper() if image is None else image))[0])


def test_rules_that_show_and_hide_on_every_line_are_whole() -> None:
    rules = whole([piece for y in YS for piece in hidden(y)])
    assert [(rule.position, rule.start, rule.end) for rule in rules] == [(y, LEFT, RIGHT) for y in YS]


def test_an_end_that_hides_is_found_by_what_is_left_of_it() -> None:
    image = paper()
    for y in YS:
        image[y, LEFT - 30 : LEFT - 20] = 30  # seven points: too short to pass for a rule
    rules = whole([piece for y in YS for piece in hidden(y)], image)
    assert {rule.start for rule in rules} == {LEFT - 30}


def test_rules_under_some_columns_of_a_header_stay_apart() -> None:
    header = in_pieces(230, [(250, 258), (400, 408), (550, 558)])
    rows = [across(y, LEFT, RIGHT) for y in YS]
    assert whole([*rows, *header]) == [*rows, *header]


def test_lines_to_write_on_between_words_are_no_row_rules() -> None:
    image, lines = paper(), [piece for y in YS for piece in in_pieces(y, [(200, 260), (400, 470)])]
    for y in YS:
        for start, end in ((200, 260), (400, 470)):
            for x in range(start, end, 10):
                image[y - 10 : y - 1, x : x + 7] = 40
    assert whole(lines, image) == lines


def test_what_is_left_of_uprights_between_such_rules_draws_no_grid() -> None:
    pieces = [piece for y in YS for piece in hidden(y)]
    torn, sound = down(300, 255, 335), down(500, 200, 420)
    assert whole_rules([*pieces, torn, sound], raster(paper()))[1] == (torn,)
