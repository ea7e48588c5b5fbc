"""What auditors want to be told about the paper."""

from dataclasses import replace

import pytest

from extract.model import DocumentFacts, MeasureRecord
from extract.records.checks import check
from extract.records.rows import Draft
from extract.records.sections import NO_SECTION

FACTS = DocumentFacts(fiscal_year=2566, document_kind="measure_report")
LONG = "จัดอบรมให้ความรู้แก่บุคลากรเรื่องการใช้จ่ายงบประมาณประจำปี"


def record(number: str = "1", **fields: object) -> MeasureRecord:
    given = {"measure": f"มาตรการ {number}", "responsible": "กองคลัง", "result": "ทำแล้ว", **fields}
    key = str(given["measure"]).replace(" ", "") if given["measure"] else None
    return MeasureRecord(
        record_id=f"r{number}", document_id="d", source_file="f", number=number, measure_key=key, **given
    )  # type: ignore[arg-type]


def codes(*records: MeasureRecord) -> list[list[str]]:
    drafts = [
        Draft((1, 1, n), {}, NO_SECTION, fields=frozenset({"responsible", "result"}))
        for n in range(len(records))
    ]
    return [[f.code for f in r.findings] for r in check(records, drafts, FACTS)[0]]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"responsible": None}, "no-responsible"),
        ({"result": None}, "no-result"),
        ({"measure": None}, "no-measure"),
        ({"measure": LONG, "result": LONG + "แล้ว"}, "result-repeats-measure"),
        ({"procedure": "ตามแผนดำเนินงานประจำปีงบประมาณ พ.ศ. ๒๕๖๔"}, "year-left-over"),
    ],
)
def test_a_row_tells_what_is_wrong_with_it(fields: dict[str, object], code: str) -> None:
    assert codes(record(**fields)) == [[code]]


def test_the_year_of_the_result_acted_upon_is_not_left_over() -> None:
    assert codes(record(procedure="จากผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๕ จึงอบรม")) == [[]]


def test_numbers_that_skip_repeat_and_start_again() -> None:
    found = codes(
        record("1"), record("3"), record("3", measure="อื่น"), record("1", measure="ใหม่"), record("1.1")
    )
    assert found == [[], ["numbering-gap"], ["number-repeated"], [], []]


def test_the_first_item_under_the_next_number_is_no_gap() -> None:
    found = codes(record("1.1"), record("1.2", measure="อื่น"), record("2.1", measure="ใหม่"))
    assert found == [[], [], []]


def test_a_status_column_alone_reports_too() -> None:
    assert codes(record(result=None, status_text="แล้วเสร็จ")) == [[]]


@pytest.mark.parametrize("kind", ["measure_plan", "measure_analysis"])
def test_a_plan_owes_no_result_even_with_a_column_for_it(kind: str) -> None:
    draft = Draft((1, 1, 1), {}, NO_SECTION, fields=frozenset({"responsible", "result"}))
    facts = DocumentFacts(fiscal_year=2566, document_kind=kind)  # type: ignore[arg-type]
    assert check([record(result=None)], [draft], facts)[0][0].findings == ()


def test_what_has_no_column_is_not_missed_in_a_row() -> None:
    draft = Draft((1, 1, 1), {}, NO_SECTION, fields=frozenset({"status_text"}))
    (checked,), _ = check([record(responsible=None, result=None)], [draft], FACTS)
    assert checked.findings == ()


def test_a_result_that_tells_more_than_its_measure_repeats_nothing() -> None:
    told = LONG + " ผู้เข้าร่วม ๓๕ คน เมื่อวันที่ ๕ มีนาคม"
    assert codes(record(measure=LONG, result=told)) == [[]]


def test_short_texts_are_alike_by_chance() -> None:
    assert codes(record(measure="อบรมบุคลากร", result="อบรมบุคลากร")) == [[]]


def test_numbers_start_anew_in_each_section_wherever_they_start() -> None:
    assert codes(record("3", section="IIT"), record("7", section="EIT")) == [[], []]


def test_a_measure_printed_twice() -> None:
    assert codes(record("1", measure=LONG), record("2", measure=LONG)) == [[], ["measure-repeated"]]


def test_a_measure_printed_four_thousand_times_names_a_few_and_counts_the_rest() -> None:
    rows = [replace(record("1", measure=LONG), record_id=f"r{n}") for n in range(4_000)]
    drafts = [Draft((1, 1, n), {}, NO_SECTION) for n in range(4_000)]
    checked, _ = check(rows, drafts, FACTS)
    details = [found.detail for row in checked for found in row.findings if found.code == "measure-repeated"]
    assert len(details) == 3_999
    assert details[2] == "r0, r1, r2"
    assert details[-1].startswith("r0, r1, ") and details[-1].endswith(", r19 + 3979")
    assert sum(map(len, details)) < 1_000_000
