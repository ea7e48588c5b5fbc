"""What became of a measure from one year to the next, case by case as the paper has it."""

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.thai.fold import key
from extract.thai.tokens import tokens
from oversight.compare.align import align
from oversight.compare.measures import Measure

COUNTER = "จัดให้มีจุดบริการแบบเบ็ดเสร็จ (One Stop Service) ที่สำนักงาน"
VEHICLES = "ควบคุมการใช้รถยนต์ส่วนกลางด้วยใบขออนุญาตทุกครั้ง"
COMPLAINTS = "เปิดรับเรื่องร้องเรียนทางโทรศัพท์และตู้รับความคิดเห็นในหมู่บ้าน"
GIFTS = "ประกาศนโยบายไม่รับของขวัญ (No Gift Policy) ประจำปีงบประมาณ พ.ศ. ๒๕๖๕"
TRAINING = "อบรมจริยธรรมและวินัยให้พนักงานจ้างทุกคน"


def side(measure, number="1", year=2565, **more):
    facts = {"agency_name": "องค์การบริหารส่วนตำบลนาวง", "agency_type": "อบต.", "instrument": "IIT"}
    facts |= {"number": number, "fiscal_year": year, "measure": measure, "measure_key": key(measure or "")}
    more.setdefault("record_id", f"{year}-{number}")
    return Measure(tokens=tokens(measure or ""), **(facts | more))


def told(changes):
    return [
        (one.kind, "+".join(s.number for s in one.before), "+".join(s.number for s in one.after), one.fields)
        for one in changes
    ]


def test_same_text_continues_though_the_number_is_anothers():
    before = [side(COUNTER, "1"), side(VEHICLES, "2")]
    after = [side(VEHICLES, "1", 2566), side(COUNTER, "2", 2566)]

    assert told(align(before, after)) == [("continued", "2", "1", ()), ("continued", "1", "2", ())]


def test_a_year_that_moves_on_is_no_other_text():
    later = GIFTS.replace("๒๕๖๕", "๒๕๖๖")

    assert told(align([side(GIFTS)], [side(later, year=2566)])) == [("continued", "1", "1", ())]


def test_other_words_for_the_same_thing_are_a_rewording():
    later = "จัดตั้งศูนย์บริการเบ็ดเสร็จ ณ จุดเดียว (One Stop Service) ที่สำนักงาน"
    (change,) = align([side(COUNTER)], [side(later, year=2566)])

    assert (change.kind, change.fields) == ("reworded", ("measure",))
    assert (change.differences[0].before, change.differences[0].after) == (COUNTER, later)


def test_another_office_period_or_budget_is_a_change_and_names_its_field():
    before = side(
        VEHICLES,
        responsible="กองคลัง",
        responsible_units=("กองคลัง",),
        period="ตลอดปีงบประมาณ ๒๕๖๕",
        period_start=dt.date(2021, 10, 1),
        period_end=dt.date(2022, 9, 30),
        budget="๕,๐๐๐ บาท",
        budget_thb=5000.0,
    )
    after = side(
        VEHICLES,
        year=2566,
        responsible="สำนักปลัด",
        responsible_units=("สำนักปลัด",),
        period="ต.ค. ๖๕ - มี.ค. ๖๖",
        period_start=dt.date(2022, 10, 1),
        period_end=dt.date(2023, 3, 31),
        budget="๘,๐๐๐ บาท",
        budget_thb=8000.0,
    )

    assert told(align([before], [after])) == [("changed", "1", "1", ("responsible", "period", "budget"))]


def test_the_same_months_of_another_fiscal_year_are_the_same_period():
    whole = {"period": "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๕", "period_start": dt.date(2021, 10, 1)}
    later = {"period": "ต.ค. ๖๕ - ก.ย. ๖๖", "period_start": dt.date(2022, 10, 1)}
    before = side(VEHICLES, period_end=dt.date(2022, 9, 30), **whole)
    after = side(VEHICLES, year=2566, period_end=dt.date(2023, 9, 30), **later)

    assert told(align([before], [after])) == [("continued", "1", "1", ())]


def test_a_column_that_one_report_does_not_have_changes_nothing():
    before = side(VEHICLES, budget="๕,๐๐๐ บาท", budget_thb=5000.0, procedure="ให้ผู้ขอใช้ยื่นใบขออนุญาต")

    assert told(align([before], [side(VEHICLES, year=2566)])) == [("continued", "1", "1", ())]


def test_a_budget_of_unknown_wording_is_not_zero():
    unknown = side(VEHICLES, budget="ตามข้อบัญญัติงบประมาณรายจ่าย พ.ศ. ๒๕๖๕")
    nothing = side(VEHICLES, year=2566, budget="ไม่ใช้งบประมาณ", budget_thb=0.0)
    assert told(align([unknown], [nothing])) == [("changed", "1", "1", ("budget",))]
    assert told(align([nothing], [unknown])) == [("changed", "1", "1", ("budget",))]
    same = side(VEHICLES, year=2566, budget="ตามข้อบัญญัติงบประมาณรายจ่าย พ.ศ. ๒๕๖๖")
    assert told(align([unknown], [same])) == [("continued", "1", "1", ())]
    # a cell that is empty in one year only, and no money: a dash says the same
    paid = {"budget": "๕,๐๐๐ บาท", "budget_thb": 5000.0}
    before = [side(TRAINING, "2", **paid), side(VEHICLES)]
    after = [side(TRAINING, "2", 2566, **paid), nothing]
    assert told(align(before, after)) == [("continued", "2", "2", ()), ("continued", "1", "1", ())]


def test_one_measure_becomes_two():
    parts = ["เปิดรับเรื่องร้องเรียนทางโทรศัพท์สายตรงนายก", "ตั้งตู้รับความคิดเห็นในหมู่บ้านทุกหมู่บ้าน"]
    after = [side(part, str(n), 2566) for n, part in enumerate(parts, start=1)]

    assert told(align([side(COMPLAINTS), side(TRAINING, "2")], after)) == [
        ("split", "1", "1+2", ()),
        ("dropped", "2", "", ()),
    ]


def test_two_measures_become_one():
    before = [side("จัดบัตรคิวสำหรับผู้ชำระภาษี"), side("ส่งใบแจ้งภาษีที่ดินทางไปรษณีย์", "2")]
    after = [side("จัดบัตรคิวให้ผู้ชำระภาษี และส่งใบแจ้งภาษีที่ดินทางไปรษณีย์", "1", 2566)]

    assert told(align(before, after)) == [("merged", "1+2", "1", ())]


def test_what_has_no_counterpart_is_dropped_and_new():
    changes = align(
        [side(COUNTER), side(TRAINING, "2")], [side(COUNTER, year=2566), side(VEHICLES, "2", 2566)]
    )

    assert told(changes) == [("continued", "1", "1", ()), ("dropped", "2", "", ()), ("new", "", "2", ())]


def test_a_letter_that_a_scan_confuses_is_a_reading_difference():
    read = side(TRAINING.replace("ธ", "ร"), year=2566, doubts=(("measure", 0.82),), confidence=0.82)
    (change,) = align([side(TRAINING)], [read])

    assert (change.kind, change.reading_difference) == ("continued", True)
    assert [(one.field, one.nature) for one in change.differences] == [("measure", "reading")]


def test_a_slip_of_the_pen_is_told_but_changes_nothing():
    (change,) = align([side(TRAINING)], [side(TRAINING.replace("จริยธรรม", "จริยธรม"), year=2566)])

    assert (change.kind, change.reading_difference) == ("continued", False)
    assert [(one.field, one.nature) for one in change.differences] == [("measure", "slip")]


def test_an_agency_that_rose_to_a_town_says_the_same_under_its_new_name():
    before = side("เผยแพร่แผนจัดซื้อจัดจ้างขององค์การบริหารส่วนตำบลนาวง")
    after = side(
        "เผยแพร่แผนจัดซื้อจัดจ้างของเทศบาลตำบลนาวง", year=2566, agency_name="เทศบาลตำบลนาวง", agency_type="ทต."
    )

    assert told(align([before], [after])) == [("continued", "1", "1", ())]


def test_one_text_printed_under_two_instruments_keeps_to_its_own():
    before = [side(COUNTER, "1", instrument="IIT"), side(COUNTER, "1", instrument="EIT", record_id="e")]
    after = [
        side(COUNTER, "1", 2566, instrument="EIT", record_id="x"),
        side(COUNTER, "1", 2566, record_id="y"),
    ]

    assert [(c.kind, c.before[0].instrument, c.after[0].instrument) for c in align(before, after)] == [
        ("continued", "EIT", "EIT"),
        ("continued", "IIT", "IIT"),
    ]


def test_nothing_on_one_side():
    assert told(align([], [side(COUNTER)])) == [("new", "", "1", ())]
    assert told(align([side(COUNTER)], [])) == [("dropped", "1", "", ())]
    assert align([], []) == ()


def test_rows_without_any_text_are_told_too():
    assert sorted(told(align([side(None), side("", "2")], [side(None, "3", 2566)]))) == [
        ("dropped", "1", "", ()),
        ("dropped", "2", "", ()),
        ("new", "", "3", ()),
    ]


WORDS = ("จัดทำ", "เผยแพร่", "คู่มือ", "ประชาชน", "งบประมาณ", "ร้องเรียน", "เว็บไซต์", "ทุกเดือน", "พัสดุ", "๒๕๖๕")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6), max_size=8), st.integers(0, 10**6))
def test_every_measure_comes_in_exactly_one_change(rows, seed):
    texts = ["".join(row) for row in rows]
    before = [side(text, str(n), record_id=f"a{n}") for n, text in enumerate(texts)]
    random.Random(seed).shuffle(texts)
    after = [side(text, str(n), 2566, record_id=f"b{n}") for n, text in enumerate(texts[1:])]
    changes = align(before, after)

    assert sorted(s.record_id for c in changes for s in c.before) == sorted(s.record_id for s in before)
    assert sorted(s.record_id for c in changes for s in c.after) == sorted(s.record_id for s in after)
    assert changes == align(before, after)
