"""What a record says of itself: the confidence of its worst field, and whether a person has to look."""

from __future__ import annotations

from dataclasses import replace

import pytest
from papers import cell, from_cells, page

from extract.model import BBox, Finding, Line, MeasureRecord
from extract.records.build import build
from extract.records.rows import Value, cell_value, joined

TITLE = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ ๒๕๖๖ เทศบาลนครหาดใหญ่"
HEADER = ("ที่", "มาตรการ", "ผู้รับผิดชอบ", "ระยะเวลา", "งบประมาณ", "ผลการดำเนินการ")
MEASURE = ("๑", "จัดทำคู่มือการให้บริการ", "กองคลัง", "ตลอดปีงบประมาณ", "๕๐,๐๐๐ บาท", "ดำเนินการแล้ว")


def record(**changed: dict[str, object]) -> MeasureRecord:
    """The record of one row on paper; ``changed`` names columns by their header and what is odd there."""
    cells = [cell(0, c, text) for c, text in enumerate(HEADER)]
    for c, (name, text) in enumerate(zip(HEADER, MEASURE, strict=True)):
        cells.append(replace(cell(1, c, text), **changed.get(name, {})))
    (built,) = build("0123456789abcdef", "a.pdf", [page(1, (TITLE,), [from_cells(cells, len(HEADER))])])
    (found,) = built.records
    return found


def test_a_sound_row_asks_for_nobody() -> None:
    assert (record().confidence, record().needs_review) == (1.0, False)


def test_one_blurred_cell_among_sharp_ones_is_the_confidence_of_the_whole_record() -> None:
    found = record(ผู้รับผิดชอบ={"confidence": 0.97}, งบประมาณ={"confidence": 0.41})
    assert (found.confidence, found.needs_review) == (0.41, True)


@pytest.mark.parametrize(("confidence", "asked"), [(0.9, False), (0.8999, True)])
def test_one_wrong_value_in_ten_is_where_a_person_has_to_look(confidence: float, asked: bool) -> None:
    assert record(มาตรการ={"confidence": confidence}).needs_review is asked


def test_the_page_break_inside_a_cell_does_not_hide_its_blurred_half() -> None:
    whole = cell_value(
        (cell(9, 1, "จัดทำคู่มือ", confidence=0.99), cell(0, 1, "แก่ประชาชน", page=2, confidence=0.5))
    )
    assert whole is not None
    assert (len(whole.places), whole.confidence) == (2, 0.5)


def test_a_digit_that_cannot_be_trusted_asks_for_a_person_however_sure_the_rest_is() -> None:
    line = Line("๕๐,๐๐๐ บาท", BBox(0, 0, 60, 16), unsure=(0,))
    found = record(งบประมาณ={"lines": (line,)})
    assert (found.confidence, found.needs_review) == (1.0, True)


def test_a_warning_or_an_error_asks_for_a_person_and_a_mere_note_does_not() -> None:
    for severity, asked in (("error", True), ("warning", True), ("info", False)):
        found = record(งบประมาณ={"findings": (Finding("digits-unsure", severity),)})  # type: ignore[arg-type]
        assert found.needs_review is asked, severity
        assert [f.code for f in found.findings] == ["digits-unsure"]


@pytest.mark.parametrize(
    ("column", "field", "text", "code"),
    [
        ("ระยะเวลา", "period", "ตามที่ได้รับมอบหมาย", "period-unknown"),
        ("งบประมาณ", "budget", "ตามข้อบัญญัติ", "budget-unknown"),
        ("ผู้รับผิดชอบ", "responsible", "บริษัทใด", "unit-unknown"),
        ("ผลการดำเนินการ", "result", "ยังไม่ได้ดำเนินการ และดำเนินการแล้วเสร็จ", "status-mixed"),
    ],
)
def test_a_doubt_about_a_value_points_at_the_cell_that_it_was_read_from(
    column: str, field: str, text: str, code: str
) -> None:
    found = record(**{column: {"text": text, "raw": text}})
    doubt = next(finding for finding in found.findings if finding.code == code)
    (place,) = dict(found.provenance)[field]
    assert (doubt.field, doubt.page, doubt.bbox) == (field, place.page, place.bbox)


def test_a_finding_that_names_its_own_place_keeps_it() -> None:
    inside = BBox(1, 2, 3, 4)
    odd = Finding("digits-unsure", "warning", field="budget", page=7, bbox=inside)
    found = record(งบประมาณ={"findings": (odd,)})
    assert found.findings == (odd,)


def test_the_section_of_a_row_leads_back_to_its_own_row_on_paper_and_so_does_what_is_odd_in_it() -> None:
    label = "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (EIT)"  # the real report prints ภายใน with EIT
    cells = [cell(0, c, text) for c, text in enumerate(HEADER)]
    cells += [cell(1, 0, label, span=6), *(cell(2, c, text) for c, text in enumerate(MEASURE))]
    (built,) = build("0123456789abcdef", "a.pdf", [page(1, (TITLE,), [from_cells(cells, len(HEADER))])])
    (found,) = built.records
    (place,) = dict(found.provenance)["section"]
    assert (place.page, place.bbox, place.raw) == (1, cells[6].bbox, label)
    assert [(f.code, f.page, f.bbox) for f in found.findings] == [
        ("section-label-contradicts", 1, cells[6].bbox)
    ]


def test_a_remark_across_the_row_below_is_told_of_the_measure_above_it() -> None:
    cells = [cell(0, c, text) for c, text in enumerate(HEADER)]
    cells += [cell(1, c, text) for c, text in enumerate(MEASURE)]
    cells += [cell(2, 0, "๒"), cell(2, 1, "ยกเลิกการดำเนินการตามมติที่ประชุม", span=5)]
    (built,) = build("0123456789abcdef", "a.pdf", [page(1, (TITLE,), [from_cells(cells, len(HEADER))])])
    told = [(f.code, f.page, f.bbox) for record in built.records for f in record.findings]
    assert ("row-is-a-note", 1, cells[-1].bbox) in told


def test_an_unsure_digit_in_the_second_of_two_cells_of_a_field_counts_too() -> None:
    sure, unsure = (Value(text, ()) for text in ("๑", "๒"))
    assert joined(sure, replace(unsure, unsure=True)).unsure
    assert joined(replace(sure, unsure=True), unsure).unsure
    assert not joined(sure, unsure).unsure


def test_the_place_of_a_value_keeps_what_stood_there_before_repair() -> None:
    value = cell_value((cell(1, 1, "ดำเนินการ", raw="ดาเนินการ"),))
    assert value is not None
    assert (value.text, value.places[0].raw) == ("ดำเนินการ", "ดาเนินการ")
