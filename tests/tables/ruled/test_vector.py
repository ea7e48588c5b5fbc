"""Rules as PDF writers draw them."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_paper import pdf

from extract.model import Ruling
from extract.pages.document import open_document
from extract.tables.ruled.grid import build_tables
from extract.tables.ruled.vector import read_drawing

REAL = Path(__file__).parents[4] / "shared" / "real"


def rules_of(content: str, **page: object) -> list[tuple[bool, float, float, float]]:
    with open_document(pdf(content, **page), "made.pdf") as document, document.page(1) as page_:  # type: ignore[arg-type]
        return sorted(
            (r.horizontal, *(round(v) for v in (r.position, r.start, r.end)))
            for r in read_drawing(page_).rulings
        )


def test_stroked_line() -> None:
    assert rules_of("1 w 100 300 m 500 300 l S") == [(True, 100, 100, 500)]


def test_thin_filled_rectangle_as_word_draws_it() -> None:
    assert rules_of("100 300 400 0.48 re f") == [(True, 100, 100, 500)]


def test_mitred_trapezoid_as_chromium_draws_it() -> None:
    assert rules_of("100 300 m 500 300 l 499 299 l 101 299 l h f") == [(True, 100, 100, 500)]


def test_stroked_rectangle_is_four_rules() -> None:
    assert rules_of("100 100 400 200 re S") == [
        (False, 100, 100, 300),
        (False, 500, 100, 300),
        (True, 100, 100, 500),
        (True, 300, 100, 500),
    ]


def test_shading_is_no_rule() -> None:
    assert rules_of("0.8 g 100 100 400 200 re f") == []


def test_white_and_unpainted_strokes_do_not_count() -> None:
    assert rules_of("1 G 100 300 m 500 300 l S 0 G 100 200 m 500 200 l n") == []


def test_white_rule_shows_on_shading() -> None:
    assert rules_of("0.5 g 100 100 400 200 re f 1 G 2 w 100 200 m 500 200 l S") == [(True, 200, 100, 500)]


def test_dashed_stroke_is_one_rule() -> None:
    assert rules_of("[3 3] 0 d 100 300 m 500 300 l S") == [(True, 100, 100, 500)]


def test_many_lines_in_one_path() -> None:
    assert rules_of("100 300 m 500 300 l 100 200 m 500 200 l 100 100 m 100 350 l S") == [
        (False, 100, 50, 300),
        (True, 100, 100, 500),
        (True, 200, 100, 500),
    ]


def test_diagonals_and_curves_are_no_rules() -> None:
    assert rules_of("100 100 m 300 300 l S 100 100 m 150 300 300 300 400 100 c S") == []


def test_form_with_matrix() -> None:
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 600 400]/Matrix[1 0 0 1 10 20]/Length 24>>stream\n"
    form += "100 100 m 300 100 l S   \nendstream"
    got = rules_of("q 0.5 0 0 0.5 0 0 cm /F Do Q", extra="/Resources<</XObject<</F 5 0 R>>>>", objects=[form])
    assert got == [(True, 340, 55, 155)]


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        (0, (True, 100, 100, 500)),
        (90, (False, 300, 100, 500)),
        (180, (True, 300, 100, 500)),
        (270, (False, 100, 100, 500)),
    ],
)
def test_turned_page_gives_rules_as_the_viewer_shows_them(
    turn: int, expected: tuple[bool, int, int, int]
) -> None:
    assert rules_of("100 300 m 500 300 l S", extra=f"/Rotate {turn}") == [expected]


def test_rules_are_clipped_to_the_page() -> None:
    assert rules_of("-50 300 m 900 300 l S 100 900 m 500 900 l S") == [(True, 100, 0, 600)]


def test_crop_box_moves_the_origin() -> None:
    assert rules_of("100 300 m 500 300 l S", extra="/CropBox[50 50 600 350]") == [(True, 50, 50, 450)]


def test_path_bomb_is_a_finding() -> None:
    content = "\n".join(f"{i % 500} {i % 390} m {i % 500 + 50} {i % 390} l S" for i in range(60_000))
    with open_document(pdf(content), "bomb.pdf") as document, document.page(1) as page:
        drawing = read_drawing(page)
    assert [f.code for f in drawing.findings] == ["path-budget"]
    assert isinstance(drawing.rulings[0], Ruling)


@pytest.mark.skipif(not REAL.exists(), reason="real documents are not beside the checkout")
def test_real_gantt_plan_with_three_level_header() -> None:
    with open_document((REAL / "ocsc_ethics_strategy_gantt_p108-112.pdf").read_bytes(), "gantt") as document:
        shapes = []
        for number in range(1, 6):
            with document.page(number) as page:
                (table,) = build_tables(read_drawing(page).rulings, number, "vector")
            shapes.append((table.rows, table.columns, len(table.cells)))
    assert shapes == [(7, 26, 127), (6, 26, 111), (11, 26, 221), (5, 26, 85), (4, 26, 59)]


OLDER = "1 w 100 300 m 500 300 l S "
WHOLE = "-10 -10 2000 2000 re f "


def test_rules_of_an_older_page_under_a_white_page() -> None:
    assert rules_of(f"{OLDER}1 g {WHOLE}100 200 m 500 200 l S")[-1][2:] == (100, 500)
    assert len(rules_of(f"{OLDER}1 g {WHOLE}100 200 m 500 200 l S")) == 1


def test_a_white_page_cut_to_a_cell_hides_no_rules() -> None:
    assert len(rules_of(f"{OLDER}q 100 100 50 50 re W n 1 g {WHOLE}Q 100 200 m 500 200 l S")) == 2


def test_a_dotted_border_of_squares_is_one_rule() -> None:
    """A browser draws dots of a point as squares, a point apart, each of no direction."""
    dots = " ".join(f"{x} 300 1 0.75 re f" for x in range(100, 500, 2))
    assert rules_of(dots) == [(True, 100, 100, 499)]


def test_uprights_of_dots_drawn_one_by_one_are_rules() -> None:
    """Fpdf2 strokes each dot by itself."""
    dots = " ".join(f"0.6 w 100 {y} m 100 {y + 0.6} l S" for y in range(100, 300, 2))
    assert rules_of(dots) == [(False, 100, 101, 300)]


def test_a_few_dots_are_no_rule() -> None:
    assert rules_of(" ".join(f"{x} 300 1 0.75 re f" for x in range(100, 110, 2))) == []
