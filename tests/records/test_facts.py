"""Titles, years, kinds and O-codes as reports print them."""

import pytest
from papers import page, table

from extract.model import Page
from extract.records.facts import TableHints, read_facts
from extract.records.naming import agency_names, provinces, years
from extract.records.title import kind_of, printed_code

TABLE = [("มาตรการ", "ผู้รับผิดชอบ"), ("ก", "ข")]


def first(*lines: str) -> tuple[Page, ...]:
    return (page(1, lines, [table(TABLE)]),)


def codes(*lines: str, hints: TableHints = TableHints()) -> list[str]:  # noqa: B008
    return [f.code for f in read_facts(first(*lines), hints).findings]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "measure_report"),
        ("รายงานการปฏิบัติตามมาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน", "measure_report"),
        ("มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ปี ๒๕๖๗", "measure_plan"),
        ("รายงานการวิเคราะห์ผลการประเมิน ITA และมาตรการส่งเสริมคุณธรรมและความโปร่งใส", "measure_analysis"),
        ("รายงานผลการดำเนินการป้องกันการทุจริตประจำปี", "other"),
    ],
)
def test_kind_by_the_wording_of_the_title(title: str, kind: str) -> None:
    found = kind_of(title)
    assert found is not None
    assert found.kind == kind


def test_the_introduction_is_no_part_of_the_title() -> None:
    facts = read_facts(
        first(
            "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส",
            "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ องค์การบริหารส่วนตำบลเขาไพร",
            "องค์การบริหารส่วนตำบลเขาไพร อำเภอรัษฎา จังหวัดตรัง ได้นำผลการประเมิน ปี ๒๕๖๕ มากำหนดมาตรการ",
        )
    )
    assert facts.title == (
        "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส "
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ องค์การบริหารส่วนตำบลเขาไพร"
    )
    assert (facts.agency_id, facts.fiscal_year, facts.basis_year) == ("SAO-920905", 2566, 2565)
    assert facts.findings == ()


def test_a_year_left_over_in_the_periods_is_told() -> None:
    title = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส เทศบาลนครหาดใหญ่ อำเภอหาดใหญ่ จังหวัดสงขลา ปีงบประมาณ ๒๕๖๕"
    assert codes(title, hints=TableHints(period_years=(2564, 2564))) == ["fiscal-year-disagrees"]


UNDATED = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
INTRODUCED = "ตามที่ เทศบาลนครหาดใหญ่ อำเภอหาดใหญ่ จังหวัดสงขลา ได้ประกาศมาตรการ ปีงบประมาณ พ.ศ. ๒๕๖๖ นั้น"


REPORT = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
CITY = "เทศบาลนครหาดใหญ่"


def test_the_result_acted_upon_stands_before_the_reports_own_year_in_a_title() -> None:
    title = f"{REPORT} จากผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๕ ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ {CITY}"
    facts = read_facts(first(title))
    assert (facts.fiscal_year, facts.basis_year) == (2566, 2565)


def test_an_introduction_that_names_the_result_acted_upon_more_often_is_still_of_its_own_year() -> None:
    acted_upon = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๕"
    intro = f"ตามที่ {CITY} ได้นำ{acted_upon} และ{acted_upon} มากำหนดมาตรการ ปีงบประมาณ พ.ศ. ๒๕๖๖ นั้น"
    facts = read_facts(first(REPORT, intro))
    assert (facts.fiscal_year, facts.basis_year) == (2566, 2565)


@pytest.mark.parametrize("year", ["๒๕๖๐", "๒๕๖๖"])
def test_a_result_of_long_ago_or_of_the_same_year_is_not_what_a_report_acts_upon(year: str) -> None:
    intro = f"ตามผลการประเมิน ITA ปีงบประมาณ พ.ศ. {year} ที่ผ่านมา"
    assert read_facts(first(f"{REPORT} ปีงบประมาณ พ.ศ. ๒๕๖๖ {CITY}", intro)).basis_year is None


def test_an_analysis_is_of_the_result_of_its_own_year() -> None:
    title = "รายงานการวิเคราะห์ผลการประเมิน ITA และมาตรการส่งเสริมคุณธรรมและความโปร่งใส"
    facts = read_facts(first(f"{title} ปีงบประมาณ พ.ศ. ๒๕๖๖ {CITY}", "ตามผลการประเมิน ITA ปีงบประมาณ พ.ศ. ๒๕๖๖"))
    assert (facts.document_kind, facts.basis_year) == ("measure_analysis", 2566)


@pytest.mark.parametrize(
    ("filled", "kind"), [({"measure"}, "measure_plan"), ({"measure", "result"}, "measure_report")]
)
def test_an_empty_result_column_makes_no_report(filled: set[str], kind: str) -> None:
    hints = TableHints(frozenset({"measure", "result"}), frozenset(filled))
    assert read_facts(first(f"{CITY} ปี ๒๕๖๖"), hints).document_kind == kind


def test_periods_left_over_from_last_year_do_not_outvote_the_introduction() -> None:
    facts = read_facts(first(UNDATED, INTRODUCED), TableHints(period_years=(2565, 2565, 2565)))
    assert facts.fiscal_year == 2566
    assert [f.detail for f in facts.findings if f.code == "fiscal-year-disagrees"] == ["2566; periods 2565"]


def test_periods_give_the_year_where_neither_title_nor_introduction_has_one() -> None:
    facts = read_facts(first(UNDATED), TableHints(period_years=(2565, 2566, 2566)))
    assert (facts.fiscal_year, [f.code for f in facts.findings if f.field == "fiscal_year"]) == (2566, [])


def test_a_printed_code_wins_over_the_crosswalk() -> None:
    facts = read_facts(first("O42", "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๖"))
    assert facts.oit_code == "O42"
    assert printed_code(["(โ43)", "ตัวชี้วัดที่ 10"]) == "O43"
    assert printed_code(["O42 และ O43"]) is None


def test_a_recalled_code_is_marked() -> None:
    lines = ("มาตรการส่งเสริมคุณธรรมและความโปร่งใส เทศบาลนครหาดใหญ่ อำเภอหาดใหญ่ จังหวัดสงขลา ปี ๒๕๖๗",)
    assert read_facts(first(*lines)).oit_code == "O34"
    assert codes(*lines) == ["oit-code-unverified"]


def test_before_the_scheme_is_not_comparable() -> None:
    lines = ("มาตรการส่งเสริมคุณธรรมและความโปร่งใส เทศบาลนครหาดใหญ่ อำเภอหาดใหญ่ จังหวัดสงขลา ปี ๒๕๖๑",)
    assert codes(*lines) == ["not-comparable"]


def test_the_round_of_a_report() -> None:
    facts = read_facts(
        first("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี ๒๕๖๖ รอบ ๖ เดือน เมืองพัทยา")
    )
    assert (facts.assessment_round, facts.agency_id) == ("รอบ ๖ เดือน", "SP-2004")


def test_an_introduction_of_another_year_than_the_title_is_told() -> None:
    title = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๖"
    intro = "ตามที่ เทศบาลนครหาดใหญ่ อำเภอหาดใหญ่ จังหวัดสงขลา ได้ประกาศมาตรการ ปีงบประมาณ พ.ศ. ๒๕๖๔ และปี ๒๕๖๔ นั้น"
    facts = read_facts(first(title, intro))
    assert facts.fiscal_year == 2566
    assert [f.detail for f in facts.findings if f.code == "fiscal-year-disagrees"] == [
        "2566; introduction 2564"
    ]


def test_an_office_of_the_province_is_no_province() -> None:
    assert provinces(["เชิญวิทยากรจากสำนักงานจังหวัดมาบรรยายครึ่งวัน"]) == ()
    assert provinces(["เทศบาลตำบลบ้านกลางจังหวัดลำพูน", "จังหวัด นครศรีธรรมราซ"]) == ("ลำพูน", "นครศรีธรรมราซ")


def test_a_name_ends_where_the_title_goes_on_without_a_space() -> None:
    assert agency_names("เทศบาลตำบลทุ่งนาเรียงมาตรการจำแนกตามหน่วยงาน") == (("ทต.", "ทุ่งนาเรียง"),)


def test_years_of_two_digits_in_titles() -> None:
    assert years("ผลการประเมิน ITA ปี ๖๗ เทศบาล") == (2567,)
    assert years("ผู้มีอายุ ๖๐ ปี ๘๕ คน ปี 60 ราย ปี 67/1") == ()


SAO = "องค์การบริหารส่วนตำบลหนองช้างแล่น อำเภอห้วยยอด จังหวัดตรัง"


def test_the_year_of_the_title_and_the_assessment_it_is_made_for_are_two_facts() -> None:
    facts = read_facts(first(f"{REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", "สำหรับการประเมิน ITA ปี ๒๕๖๙", SAO))
    assert (facts.fiscal_year, facts.report_year, facts.basis_year) == (2568, 2569, None)
    acts_on = read_facts(first(f"{REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", "ตามผลการประเมิน ITA ปี ๒๕๖๗", SAO))
    assert (acts_on.fiscal_year, acts_on.report_year, acts_on.basis_year) == (2568, 2568, 2567)


def test_a_code_known_of_other_bodies_alone_is_told_and_not_given_to_a_local_government() -> None:
    title = f"{REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"
    local, other = read_facts(first(title, SAO)), read_facts(first(title, "โรงพยาบาลพิชัย"))
    assert local.oit_code is None and other.oit_code is not None
    for facts in (local, other):
        assert [f.code for f in facts.findings if f.field == "oit_code"] == ["oit-code-unverified"]


def test_a_title_that_begins_with_its_code() -> None:
    facts = read_facts(first(f"O๓๕ {REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", SAO))
    assert facts.title is not None and (facts.oit_code, facts.fiscal_year) == ("O35", 2567)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("เทศบาลนครโคราช อำเภอเมือง จังหวัดนครราชสีมา", "CM-3001-นครราชสีมา"),
        ("เทศบาลตำบลซมสะอาด อำเภอเมยวดี", "SM-451504"),
    ],
)
def test_a_nickname_and_a_district_without_its_province_are_enough(line: str, unit: str) -> None:
    assert read_facts(first(f"{REPORT} ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", line)).agency_id == unit
