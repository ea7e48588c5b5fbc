"""pdfplumber beside our own view."""

from __future__ import annotations

import zlib

from table_paper import across, down, lattice, pdf

from extract.model import Ruling
from extract.tables.ruled.grid import build_tables
from extract.tables.second_opinion import SecondOpinion, compare, in_doubt, pages_named, settle

RULES = lattice([100, 300, 500], [100, 200, 300])
GRID = "".join(
    f"{r.start} {400 - r.position} m {r.end} {400 - r.position} l S "
    if r.horizontal
    else f"{r.position} {400 - r.start} m {r.position} {400 - r.end} l S "
    for r in RULES
)
TEXT = "BT /F1 12 Tf 120 350 Td (text) Tj [(more)] TJ ET "


def rules() -> list[Ruling]:
    return list(RULES)


def test_same_cells_need_no_finding() -> None:
    ours = build_tables(rules(), 1, "vector")
    with SecondOpinion(pdf(GRID + TEXT)) as opinion:
        theirs = opinion.tables(1, ours[0].rulings)
        assert opinion.page_findings(1) == ()
    assert compare(ours, theirs, 1) == ()
    assert [(c.row, c.column, c.bbox.as_list()) for c in theirs[0].cells] == [
        (0, 0, [100, 100, 300, 200]),
        (0, 1, [300, 100, 500, 200]),
        (1, 0, [100, 200, 300, 300]),
        (1, 1, [300, 200, 500, 300]),
    ]


def test_other_cell_count_is_a_finding() -> None:
    ours = build_tables([r for r in RULES if r.position != 300], 1, "vector")
    with SecondOpinion(pdf(GRID)) as opinion:
        (finding,) = compare(ours, opinion.tables(1, rules()), 7)
    assert (finding.code, finding.page) == ("second-opinion-cells", 7)


def test_other_page_count_is_a_finding() -> None:
    with SecondOpinion(pdf(GRID)) as opinion:
        (finding,) = opinion.page_findings(2)
    assert finding.code == "second-opinion-pages"


def test_takes_over_where_we_find_no_grid() -> None:
    with SecondOpinion(pdf(GRID)) as opinion:
        tables, findings = settle((), opinion.tables(1, rules()), 1)
    assert [(t.origin, t.rows, t.columns) for t in tables] == [("pdfplumber", 2, 2)]
    assert [f.code for f in findings] == ["second-opinion-cells"]


def test_does_not_take_over_with_boxes_and_ornaments() -> None:
    boxes = "100 100 400 200 re S 100 200 m 500 200 l S"
    with SecondOpinion(pdf(boxes)) as opinion:
        tables, _ = settle((), opinion.tables(1, [across(100, 100, 500), down(100, 100, 300)]), 1)
    assert tables == ()


def test_page_without_rules_is_not_asked() -> None:
    with SecondOpinion(b"no pdf at all") as opinion:
        assert opinion.tables(1, ()) == ()


def test_unreadable_file_gives_no_opinion() -> None:
    with SecondOpinion(b"no pdf at all") as opinion:
        assert opinion.pages is None
        assert opinion.tables(1, rules()) == ()
        assert opinion.page_findings(3) == ()


def test_crop_box_moves_pdfplumbers_frame_to_the_viewers() -> None:
    with SecondOpinion(pdf(GRID, extra="/CropBox[50 50 600 350]")) as opinion:
        (table,) = opinion.tables(1, rules())
    assert table.bbox.as_list() == [50, 50, 450, 250]


def test_turned_page_comes_in_the_viewers_frame() -> None:
    with SecondOpinion(pdf(GRID, extra="/Rotate 90")) as opinion:
        (table,) = opinion.tables(1, rules())
    assert table.bbox.as_list() == [100, 100, 300, 500]


def test_user_unit_scales_pdfplumbers_points() -> None:
    with SecondOpinion(pdf(GRID, extra="/UserUnit 2")) as opinion:
        (table,) = opinion.tables(1, rules(), unit=2.0)
    assert table.bbox.as_list() == [200, 200, 1000, 600]


def test_a_page_whose_rules_are_all_in_our_tables_is_not_in_doubt() -> None:
    ours = build_tables(rules(), 1, "vector")
    underline, beside = (
        across(350, 100, 300),
        [across(320, 100, 300), down(150, 320, 400), down(250, 320, 400)],
    )
    assert not in_doubt(ours, rules())
    assert not in_doubt(ours, [*RULES, underline])
    assert in_doubt(ours, [*RULES, underline, *beside])
    assert in_doubt((), [underline])


def test_pdfplumber_is_not_asked_for_the_page_count_where_the_file_names_as_many_pages() -> None:
    data = pdf(GRID)
    packed = zlib.compress(b"7 0 <</Type /Page>> 8 0 <</Type/Pages>>")
    stream = b"9 0 obj <</Type/ObjStm/N 2/Filter/FlateDecode>>stream\r\n" + packed + b"\nendstream endobj"
    for content, pages in (
        (data, 1),
        (data + stream, 2),
        (data + b"/Encrypt", None),
        (stream.replace(packed, b"no zlib"), None),
    ):
        assert pages_named(content) == pages
    with SecondOpinion(data) as opinion:
        assert opinion.page_findings(1) == ()
        assert opinion._document is None
