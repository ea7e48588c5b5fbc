"""The bench of silent faults: what it draws, plants and counts, on pages made here without any file."""

import datetime as dt
import itertools
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from bench.silent import built
from bench.silent_cases import verdict
from bench.silent_judge import Reading, Verdict, judge, made_up, places, same
from bench.silent_make import LOTS, STYLES, Row, draw, draw_other, words
from bench.silent_papers import LAYERS, lying
from bench.silent_plant import KINDS
from bench.silent_print import FAULTS, page_html
from bench.silent_report import auroc, calibration
from extract.model import BBox, Cell, Finding, Line, MeasureRecord, Page, ReportFacts, Table
from extract.records.build import Built

REPORT = Path(__file__).resolve().parents[2] / "fixtures" / "reports" / "hatyai-2568-chromium.pdf"
WIDTH, HEIGHT, PAGE = 100.0, 40.0, (842.0, 595.0)
NUMBER = 3  # a long report with sections


def read(drawn, per_page=8):
    """The report as a perfect reader of digital pages would read it: two lines a cell."""
    rows = [row for row in drawn.rows]
    pages = []
    for start in range(0, len(rows), per_page):
        head = [Row(dict(drawn.columns), {})] if start == 0 or drawn.style.repeat else []
        pages.append(_page(len(pages) + 1, drawn, [*head, *rows[start : start + per_page]]))
    return pages


def _page(number, drawn, rows):
    keys = [key for key, _ in drawn.columns]
    top = 120.0 if number == 1 else 40.0
    cells = []
    for r, row in enumerate(rows):
        texts = [row.cells.get(key, "-") for key in keys] if isinstance(row, Row) else [row.text]
        for c, text in enumerate(texts):
            span = 1 if isinstance(row, Row) else len(keys)
            box = BBox(30 + c * WIDTH, top + r * HEIGHT, 30 + (c + span) * WIDTH, top + (r + 1) * HEIGHT)
            cells.append(_cell(number, r, c, span, box, text))
    whole = BBox(30, top, 30 + len(keys) * WIDTH, top + len(rows) * HEIGHT)
    table = Table(number, 1, whole, len(rows), len(keys), tuple(cells))
    titles = drawn.title.split("\n") if number == 1 else []
    lines = tuple(Line(text, BBox(100, 40 + 20 * n, 700, 55 + 20 * n)) for n, text in enumerate(titles))
    return Page(
        number, *PAGE, "text", lines=lines + tuple(ln for c in cells for ln in c.lines), tables=(table,)
    )


def _cell(number, row, column, span, box, text):
    parts = text.split("\n") if "\n" in text else [text[: len(text) * 2 // 3], text[len(text) * 2 // 3 :]]
    if len(text) < 12:
        parts = [text]
    lines = tuple(
        Line(part, BBox(box.x0 + 3, box.y0 + 3 + 15 * n, box.x0 + 90, box.y0 + 15 + 15 * n))
        for n, part in enumerate(parts)
    )
    whole = text.replace("\n", " ")
    return Cell(row, column, 1, span, box, number, lines, whole, "\n".join(parts), method="text")


@pytest.mark.parametrize("kind", ["agency", "measure", "section", "title", "intro", "project"])
def test_the_lots_share_no_words(kind):
    for one, other in itertools.combinations([{row[0] for row in words(lot, kind)} for lot in LOTS], 2):
        assert one and other and not one & other


def test_the_lots_share_no_headers_typefaces_or_rules():
    columns = {lot: [column for n in range(24) for column in draw(lot, n).columns] for lot in LOTS}
    parts = [[{header for key, header in columns[lot] if key != "number"} for lot in LOTS]]
    parts += [[{style[part] for style in STYLES[lot]} for lot in LOTS] for part in (0, 3, 4)]
    for part in parts:
        assert not any(one & other for one, other in itertools.combinations(part, 2))


def test_a_report_of_three_sections_may_stand_in_three_tables_or_a_table_a_row():
    by_layout = {(drawn := draw("judging-2", n)).style.layout: drawn for n in range(24)}
    for layout, tables in (("each section", 3), ("cards", len(by_layout["cards"].records))):
        assert page_html(by_layout[layout]).count("<table") == tables


def test_an_item_number_is_in_arabic_digits_or_a_letter():
    printed = {draw("judging-2", n).records[1]["number"] for n in range(24)}
    assert {"2", "1.2", "ข"} <= printed


def test_a_report_follows_from_its_lot_and_number():
    assert draw("development", 5) == draw("development", 5)
    assert draw("development", 5) != draw("development", 6)


def test_a_development_plan_means_no_record():
    assert not any(draw_other("development", 1).records)


@pytest.mark.parametrize("number", range(8))
def test_a_report_read_perfectly_is_right(number):
    drawn = draw("development", number)
    reading = built(read(drawn))
    found, extra = judge(drawn.records, reading, places(drawn.records, reading))
    assert [v for v in found if v.kind != "right"] == [] and not extra


@pytest.mark.parametrize("name", KINDS)
def test_every_fault_makes_records_wrong(name):
    seen = Counter()
    for number in range(12):
        drawn = draw("development", number)
        pages, columns = read(drawn), [key for key, _ in drawn.columns]
        planted = KINDS[name].plant(pages, columns, random.Random(number))
        if planted is not None:
            reading, sound = built(planted), built(pages)
            found, extra = judge(drawn.records, reading, places(drawn.records, sound), sound.told)
            seen.update(v.kind for v in (*found, *extra))
    assert seen["wrong"] + seen["lost"] + seen["made up"] >= 3, seen


@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"page-lost", "page-dropped", "header-lost"}))
def test_a_fault_in_a_grid_keeps_every_cell_in_its_place(name):
    drawn = draw("development", NUMBER)
    planted = KINDS[name].plant(read(drawn), [key for key, _ in drawn.columns], random.Random(1))
    for page in planted or ():
        for table in page.tables:
            spots = Counter(
                (c.row + r, c.column + n)
                for c in table.cells
                for r in range(c.row_span)
                for n in range(c.column_span)
            )
            assert set(spots.values()) == {1}
            assert max(spots) == (table.rows - 1, table.columns - 1)


def test_text_of_a_lost_row_stays_on_the_page_and_unread_text_does_not():
    drawn = draw("development", NUMBER)
    pages, columns = read(drawn), [key for key, _ in drawn.columns]
    before = {line.text for page in pages for line in page.lines}
    lost = KINDS["row-lost"].plant(pages, columns, random.Random(1))
    assert {line.text for page in lost for line in page.lines} == before
    unread = KINDS["results-emptied"].plant(pages, columns, random.Random(1))
    assert {line.text for page in unread for line in page.lines} < before


def _record(**values):
    return MeasureRecord(record_id="r", document_id="d", source_file="f", **values)


def _reading(records, findings=()):
    return Reading((), (Built("d", (1,), ReportFacts(), tuple(records), tuple(findings)),))


TRUTH = {"number": "1", "measure": "ติดประกาศค่าธรรมเนียม", "period_start": "2022-10-01", "budget_thb": 500.0}
RIGHT = _record(
    number="1", measure="ติดประกาศ ค่าธรรมเนียม", period_start=dt.date(2022, 10, 1), budget_thb=500.0
)


def test_white_space_digit_script_and_dashes_do_not_matter():
    assert same("result", "๑๔ เรื่อง", "14เรื่อง")
    assert same("budget", "-", None)
    assert not same("number", "1", None)


def test_a_wrong_record_is_flagged_by_needs_review_alone():
    wrong = replace(RIGHT, budget_thb=5.0, findings=(Finding("budget-unknown", "warning", field="budget"),))
    for review in (False, True):
        (found,), _ = judge([TRUTH], _reading([replace(wrong, needs_review=review)]), [None])
        assert (found.kind, found.fields, found.flagged) == ("wrong", ("budget_thb",), review)


def test_a_record_that_the_paper_has_not_is_made_up_unless_it_was_before():
    extra = _record(measure="โครงการก่อสร้างถนน", number="9")
    reading = _reading([RIGHT, extra])
    assert [v.kind for v in judge([TRUTH], reading, [None])[1]] == ["made up"]
    assert judge([TRUTH], reading, [None], known=made_up([TRUTH], reading))[1] == []


BOX = BBox(0, 0, 100, 100)


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (Finding("no-measures", "warning"), True),
        (Finding("page-unread", "error", page=1), True),
        (Finding("text-outside", "warning", page=1, bbox=BBox(10, 10, 20, 20)), True),
        (Finding("text-outside", "warning", page=1, bbox=BBox(200, 10, 220, 20)), False),
        (Finding("page-unread", "error", page=2), False),
        (Finding("agency-unknown", "warning"), False),
        (Finding("not-a-measure-report", "info"), False),
    ],
)
def test_a_lost_record_is_flagged_by_what_tells_of_its_place(finding, told):
    from bench.silent_judge import Place

    (found,), _ = judge([TRUTH], _reading([], [finding]), [Place(1, BOX, BOX)])
    assert (found.kind, found.flagged) == ("lost", told)


def test_a_gap_in_the_numbers_after_it_tells_of_a_lost_record():
    from bench.silent_judge import Place

    truths = [TRUTH, TRUTH | {"number": "2", "measure": "อบรมผู้ตรวจรับพัสดุทุกคน"}]
    here, after = Place(1, BOX, BOX), Place(2, BOX, BOX)
    gap = Finding("numbering-gap", "warning", field="number", page=2, bbox=BOX)
    later = _record(number="2", measure="อบรมผู้ตรวจรับพัสดุทุกคน", findings=(gap,))
    found, _ = judge(truths, _reading([later]), [here, after])
    assert [(v.kind, v.flagged) for v in found][0] == ("lost", True)
    known, _ = judge(truths, _reading([later]), [here, after], before=[gap])
    assert known[0].flagged is False


def test_calibration_of_sure_and_right_is_perfect_and_auroc_counts_ties_half():
    sure = [Verdict("right", False, 1.0)] * 20
    assert calibration(sure)["ece"] == 0
    assert calibration([*sure, *[Verdict("wrong", False, 1.0)] * 20])["ece"] == pytest.approx(0.5)
    half = [Verdict("right", False, 0.5)] * 20 + [Verdict("wrong", False, 0.5)] * 20
    assert calibration(half)["ece"] == 0
    assert auroc([(0.9, True), (0.1, False)]) == 1.0
    assert auroc([(0.5, True), (0.5, False)]) == 0.5
    assert auroc([(0.5, True)]) is None


@pytest.mark.parametrize("name", LAYERS)
def test_a_lying_text_layer_looks_as_before(name):
    data = REPORT.read_bytes()
    change, bold = LAYERS[name]
    pages = [pypdfium2.PdfDocument(each)[0] for each in (data, lying(data, change, bold, random.Random(1)))]
    texts = [page.get_textpage().get_text_range() for page in pages]
    drawn = [np.asarray(page.render(scale=0.5).to_numpy()) for page in pages]
    assert texts[0] != texts[1] and (drawn[0] == drawn[1]).all()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_press_changes_the_page_and_not_what_it_means(fault):
    drawn = draw("development", NUMBER)
    assert page_html(drawn, fault) != page_html(drawn)
    assert drawn.records == draw("development", NUMBER).records


CASE = {"records": [{"measure": "๑. ติดประกาศค่าธรรมเนียม", "number": "1", "budget_thb": 500.0}]}


class _Report:
    def __init__(self, *records, findings=()):
        self.records, self.findings, self.facts = records, findings, ReportFacts()


@pytest.mark.parametrize(
    ("reports", "status", "expected"),
    [
        ([_Report(RIGHT)], "ok", "right"),
        ([_Report(replace(RIGHT, budget_thb=1.0))], "ok", "silent"),
        ([_Report(replace(RIGHT, budget_thb=1.0, needs_review=True))], "ok", "flagged"),
        (
            [_Report(replace(RIGHT, budget_thb=1.0, findings=(Finding("x", "warning", field="budget"),)))],
            "ok",
            "flagged",
        ),
        ([_Report(RIGHT, _record(measure="โครงการก่อสร้างถนน"))], "ok", "silent"),
        ([_Report()], "ok", "lost"),
        ([_Report()], "partial", "lost, told"),
        ([_Report(findings=(Finding("no-measures", "warning"),))], "ok", "lost, told"),
        ([], "refused", "lost, told"),
    ],
)
def test_a_case_is_right_flagged_silent_or_lost(reports, status, expected):
    assert verdict(CASE, reports, status)[0] == expected
