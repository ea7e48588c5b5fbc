"""Years of plans over several years: both ends, no slices, other plans or telephone numbers."""

from __future__ import annotations

import pytest
from papers import page

from extract.model import DocumentFacts
from extract.records.agency import Override
from extract.records.facts import read_facts

SAO = "องค์การบริหารส่วนตำบลหนองช้างแล่น อำเภอห้วยยอด จังหวัดตรัง"
PLAN = "แผนปฏิบัติการป้องกันการทุจริต"


def facts(*lines: str, override: Override | None = None) -> DocumentFacts:
    return read_facts([page(1, lines)], override=override)


def three(found: DocumentFacts) -> tuple[int | None, int | None, int | None]:
    return found.fiscal_year, found.fiscal_year_first, found.fiscal_year_last


@pytest.mark.parametrize(
    ("line", "years"),
    [
        (f"{PLAN} ระยะ ๕ ปี (พ.ศ. ๒๕๖๖ – ๒๕๗๐)", (2566, 2566, 2570)),
        (f"{PLAN} พ.ศ.2566-2570", (2566, 2566, 2570)),
        (f"{PLAN} ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ ถึง พ.ศ. ๒๕๗๐", (2566, 2566, 2570)),
        (f"{PLAN} ระหว่างปี ๒๕๖๖ จนถึงปี ๒๕๗๐", (2566, 2566, 2570)),
        (f"{PLAN} (๒๕๖๖ - ๗๐)", (2566, 2566, 2570)),
        (f"{PLAN} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", (2567, None, None)),
    ],
)
def test_the_first_and_the_last_year_of_a_plan(line: str, years: tuple[int | None, ...]) -> None:
    assert three(facts(line, SAO)) == years


def test_a_slice_of_a_plan_over_several_years_is_of_its_one_year() -> None:
    title = f"{PLAN} (พ.ศ. ๒๕๖๖ - ๒๕๗๐) ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    assert three(facts(title, SAO)) == (2567, None, None)


def test_a_plan_revised_in_one_of_its_years_is_of_all_of_them() -> None:
    title = f"{PLAN} (พ.ศ. ๒๕๖๖ - ๒๕๗๐) ฉบับทบทวน ประจำปี พ.ศ. ๒๕๖๗"
    assert three(facts(title, SAO)) == (2567, 2566, 2570)


def test_the_years_of_the_plan_it_stands_under_are_not_its_own() -> None:
    intro = "สอดคล้องกับยุทธศาสตร์ชาติ ๒๐ ปี (พ.ศ. ๒๕๖๑ - ๒๕๘๐) และแผนแม่บท (พ.ศ. ๒๕๖๗ - ๒๕๗๐)"
    assert three(facts(f"{PLAN} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", SAO, intro)) == (2567, None, None)


def test_telephone_numbers_are_no_years() -> None:
    assert three(facts(SAO, "โทร. ๐-๒๕๖๖-๒๕๗๐ ต่อ ๑๐๑", f"{PLAN} ปี ๒๕๖๗")) == (2567, None, None)


def test_a_comparison_of_years_is_of_the_last() -> None:
    title = "รายงานการวิเคราะห์เปรียบเทียบผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๔ - ๒๕๖๖"
    assert three(facts(title, SAO)) == (2566, 2564, 2566)


def test_years_of_measures_within_the_plan_contradict_nothing() -> None:
    found = facts(f"{PLAN} (พ.ศ. ๒๕๖๖ - ๒๕๗๐)", SAO, "กิจกรรมในปี ๒๕๖๗ และปี ๒๕๖๗")
    assert [f.code for f in found.findings if f.field == "fiscal_year"] == ["fiscal-years-several"]


def test_a_year_given_by_hand_keeps_both_ends_of_the_plan() -> None:
    given = facts(f"{PLAN} (พ.ศ. ๒๕๖๖ - ๒๕๗๐)", SAO, override=Override(fiscal_year=2568))
    assert three(given) == (2568, 2566, 2570)


def test_a_plan_added_to_in_one_of_its_years_without_a_title_of_a_listed_kind() -> None:
    line = "แผนพัฒนาท้องถิ่น (พ.ศ. ๒๕๖๖ - ๒๕๗๐) เพิ่มเติม ครั้งที่ ๑ พ.ศ. ๒๕๖๗"
    assert three(facts(line, SAO)) == (2567, 2566, 2570)


REPORT = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"


def test_a_digit_of_the_titles_year_that_the_rest_of_the_paper_contradicts() -> None:
    found = facts(
        f"{REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๕๗",
        SAO,
        "ตามผลการประเมิน ITA ปี ๒๕๖๖ จึงกำหนดมาตรการสำหรับปีงบประมาณ พ.ศ. ๒๕๖๗",
    )
    assert found.fiscal_year == 2567
    told = [f.detail for f in found.findings if f.code == "fiscal-year-disagrees"]
    assert told == ["2567; title 2557"]


def test_one_other_year_alone_does_not_outvote_the_title() -> None:
    found = facts(f"{REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๕๗", SAO, "ได้ประกาศมาตรการ ปีงบประมาณ พ.ศ. ๒๕๖๗")
    assert found.fiscal_year == 2557
    assert "fiscal-year-disagrees" in [f.code for f in found.findings]


def test_the_national_strategys_years_in_the_introduction_leave_the_day_of_signing() -> None:
    facts = read_facts(
        [
            page(
                1,
                (
                    "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
                    "และยุทธศาสตร์ชาติ (พ.ศ. ๒๕๖๑ - ๒๕๘๐) รายงาน ณ วันที่ ๓๐ กันยายน ๒๕๖๗",
                ),
            )
        ]
    )
    assert (facts.fiscal_year, facts.fiscal_year_first) == (2567, None)


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("รอบ ๖ เดือนหลัง (เมษายน - กันยายน ๒๕๖๗)", 2567),
        ("ไตรมาสที่ ๑ (ตุลาคม - ธันวาคม ๒๕๖๖)", 2567),
        ("รอบที่ ๒ (๑ เมษายน ๒๕๖๖ - ๓๐ กันยายน ๒๕๖๖)", 2566),
        ("ไตรมาส ๒/๒๕๖๘", 2568),
        ("ปีงบฯ ๖๖", 2566),
        ("Fiscal Year 2024", 2567),
        ("ได้ดำเนินการระหว่างเดือนตุลาคม ๒๕๖๖ ถึงเดือนกันยายน ๒๕๖๗", 2567),
        ("ตามคำสั่งที่ ๒๕๖/๒๕๖๕ ลงวันที่ ๓ มีนาคม ๒๕๖๕ ได้ดำเนินการระหว่างตุลาคม ๒๕๖๖ ถึงกันยายน ๒๕๖๗", 2567),
        ("ตามแผนพัฒนา (พ.ศ. ๒๕๖๖ - ๒๕๗๐) และแผนปฏิบัติการ (พ.ศ. ๒๕๖๖ - ๒๕๗๐) ณ วันที่ ๒๕ กันยายน ๒๕๖๘", 2568),
    ],
)
def test_a_part_of_a_year_and_other_ways_to_name_it(line: str, year: int) -> None:
    assert facts("รายงานผลการดำเนินการตามมาตรการส่งเสริมความโปร่งใส", SAO, line).fiscal_year == year


def test_years_compared_below_the_title_are_not_its_own() -> None:
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
    assert facts(title, SAO, "เปรียบเทียบผลคะแนน ปี ๒๕๖๖ ได้ ๘๕.๓๔ ปี ๒๕๖๗ ได้ ๙๑.๒๐").fiscal_year == 2568


def test_a_year_wrapped_onto_a_line_of_its_own_is_no_page_mark() -> None:
    title = "ผลการดำเนินการตามมาตรการที่นำผลการประเมิน ITA ปี ๒๕๖๗ มายกระดับ ในปีงบประมาณ"
    assert facts(title, "๒๕๖๘", SAO).fiscal_year == 2568


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (("หนังสือรับรองการประเมินผล", "สำหรับปีสิ้นสุดวันที่ ๓๐ เดือน กันยายน พ.ศ. ๒๕๖๗", "ดังนี้"), 2567),
        (("รายงานผลตามมาตรการป้องกันการทุจริต ประจำปี พุทธศักราช ๒๕๖๖",), 2566),
        (("รายงานผลตามมาตรการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ.๒ ๕ ๖ ๘",), 2568),
        (("รายงานผลตามมาตรการป้องกันการทุจริต ปีงบ ๖๘",), 2568),
        (("รายงานผลตามมาตรการป้องกันการทุจริต ครั้งที่ ๒/๒๕๖๗",), 2567),
        (("รายงานผลตามมาตรการป้องกันการทุจริต ครั้งที่ ๒/๒๕๖๗", "ตามแผนประจำปีงบประมาณ ๒๕๖๖"), 2566),
        (("รายงานผลตามมาตรการป้องกันการทุจริต", "ตามพระราชบัญญัติมาตรฐานทางจริยธรรม พุทธศักราช ๒๕๖๒"), None),
        (("รายงานผลตามมาตรการป้องกันการทุจริต ปีงบประมาณ: ๒๕๖๘",), 2568),
        (("รายงานผลตามมาตรการป้องกันการทุจริต", "สรุป ณ ๓๐ ก.ย. ๖๘"), 2568),
        (("รายงานผลตามมาตรการป้องกันการทุจริต ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ (ใช้ผลคะแนนปี ๒๕๖๗)",), 2568),
    ],
)
def test_years_in_rarer_words(lines: tuple[str, ...], year: int | None) -> None:
    assert facts(*lines, SAO).fiscal_year == year
