"""What a correction makes stale is worked out for each record on its own, as the table of fields says."""

import datetime as dt

import pytest

from extract import fields
from extract.model import MeasureRecord, Suggestion
from extract.records.follow import RULES, follow

SECTION = "การวิเคราะห์ผลการประเมิน EIT"


def record(**more):
    return MeasureRecord(**{"record_id": "r", "document_id": "d", "source_file": "a.pdf", **more})


def test_every_derived_key_has_a_rule_made_after_what_it_is_made_of():
    follows = {key for key in fields.keys("derived") if fields.by_key()[key].follows_from}
    assert set(RULES) == follows
    done = set()
    for key in RULES:
        made_of = set(fields.by_key()[key].follows_from) & set(RULES)
        assert made_of <= done, key
        done.add(key)


def test_two_rows_of_one_section_keep_a_suggestion_each():
    service = record(measure="ปรับปรุงคุณภาพการให้บริการประชาชน")
    website = record(measure="เผยแพร่ข้อมูลบนเว็บไซต์ของหน่วยงาน")
    changed = [follow(each, {"section": SECTION}) for each in (service, website)]

    assert [each["instrument"] for each in changed] == ["EIT", "EIT"]
    assert changed[0]["indicator_suggested"] != changed[1]["indicator_suggested"]


def test_an_indicator_set_by_hand_leaves_nothing_to_suggest():
    suggested = record(section=SECTION, measure="x", indicator_suggested=Suggestion(7, 0.9, "บริการ"))
    after = follow(suggested, {"section": SECTION, "indicators": (6,)})

    assert (after["indicator"], after["indicator_suggested"]) == (6, None)


def test_a_text_that_did_not_change_keeps_what_a_person_set_beside_it():
    by_hand = record(budget="ตามที่ได้รับจัดสรร", budget_thb=1234.5)

    assert follow(by_hand, {"budget": "ตามที่ได้รับจัดสรร"}) == {"budget": "ตามที่ได้รับจัดสรร"}


def test_another_year_moves_the_period_and_the_common_era():
    after = follow(record(period="ตลอดปีงบประมาณ", fiscal_year=2566), {"fiscal_year": 2567})

    assert after["fiscal_year_ce"] == 2024
    assert (after["period_start"], after["period_end"]) == (dt.date(2023, 10, 1), dt.date(2024, 9, 30))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": "๑.๒"}, {"number": "1.2"}),
        ({"budget": "๘๐ บาท"}, {"budget_thb": 80.0}),
        ({"budget": None}, {"budget_thb": None}),
        ({"procedure": "๑. ประชุม ๒. แต่งตั้ง"}, {"steps": ("ประชุม", "แต่งตั้ง")}),
        ({"status_text": "ดำเนินการแล้ว"}, {"result_status": "done"}),
    ],
)
def test_a_printed_text_brings_its_values(changes, expected):
    after = follow(record(number="1", budget="๑ บาท", budget_thb=1.0), changes)

    assert {key: after[key] for key in expected} == expected


def test_a_value_that_a_person_set_beside_the_text_stands_whatever_the_rule_says() -> None:
    record = MeasureRecord(
        record_id="r", document_id="d", source_file="a.pdf", budget="๑,๐๐๐ บาท", budget_thb=1000.0
    )
    new = follow(record, {"budget": "๒,๐๐๐ บาท", "budget_thb": 2500.0})
    assert new["budget_thb"] == 2500.0
    assert follow(record, {"budget": "๒,๐๐๐ บาท"})["budget_thb"] == 2000.0
