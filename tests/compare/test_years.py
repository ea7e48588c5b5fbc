"""Which reports of two years are set against one another."""

from oversight.compare.years import compare_years, one_report
from tests.compare.test_align import COUNTER, TRAINING, VEHICLES, side


def report(year, texts, kind="measure_report", document="d", **more):
    facts = {
        "agency_id": "SAO-1",
        "agency_lineage_id": "SAO-1",
        "document_kind": kind,
        "document_id": document,
    }
    return [
        side(text, str(n), year, record_id=f"{document}-{year}-{kind}-{n}", **(facts | more))
        for n, text in enumerate(texts, start=1)
    ]


def test_a_plan_is_compared_with_a_plan_a_report_only_where_there_are_no_two_plans():
    plans = report(2565, [COUNTER], "measure_plan") + report(2566, [COUNTER], "measure_plan")
    reports = report(2565, [VEHICLES]) + report(2566, [VEHICLES])
    (both,) = compare_years(plans + reports, (2565, 2566))
    (one_plan,) = compare_years(plans[:1] + reports, (2565, 2566))

    assert both.kinds == ("measure_plan", "measure_plan")
    assert one_plan.kinds == ("measure_report", "measure_report")


def test_promised_against_reported_of_one_year():
    sides = report(2566, [COUNTER, VEHICLES], "measure_plan") + report(2566, [VEHICLES, TRAINING])
    (found,) = compare_years(sides, (2566, 2566), [("measure_plan", "measure_report")])

    assert [change.kind for change in found.changes] == ["dropped", "continued", "new"]


def test_what_is_missing_is_named():
    plan, other = report(2565, [COUNTER], "measure_plan"), report(2566, [COUNTER])

    assert [one.missing for one in compare_years(plan, (2565, 2566))] == ["after"]
    assert [one.missing for one in compare_years(other, (2565, 2566))] == ["before"]
    assert [one.missing for one in compare_years(plan + other, (2565, 2566))] == ["kind"]
    assert list(compare_years([side(COUNTER)], (2565, 2566))) == []


def test_a_report_for_six_and_for_twelve_months_counts_once():
    six = report(2566, [COUNTER, VEHICLES], document="six", assessment_round="รอบ 6 เดือน")
    twelve = report(2566, [COUNTER, VEHICLES], document="twelve", assessment_round="รอบ 12 เดือน")
    kept, left = one_report(six + twelve)

    assert {one.document_id for one in kept} == {"twelve"}
    assert left == ("six",)


def test_parts_of_one_report_in_two_files_count_together():
    kept, left = one_report(report(2566, [COUNTER], document="a") + report(2566, [VEHICLES], document="b"))

    assert (len(kept), left) == (2, ())


def test_an_agency_is_followed_over_a_change_of_status():
    before = report(2565, [COUNTER], agency_id="SAO-1")
    after = report(2566, [COUNTER], agency_id="SM-1", document="e")
    (found,) = compare_years(before + after, (2565, 2566))

    assert (found.agency_id, [change.kind for change in found.changes]) == ("SM-1", ["continued"])
