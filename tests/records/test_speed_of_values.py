"""The bar of the records: 1,000 normalised in 2 seconds on one core; here with room for a busy machine."""

import time

from extract.records.budget import parse_budget
from extract.records.departments import resolve_units
from extract.records.indicator import suggest
from extract.records.numbers import quantities
from extract.records.period import parse_period
from extract.records.status import result_status
from extract.records.steps import split_number, split_steps
from extract.thai.fold import key
from extract.thai.tokens import tokens


def normalise(number: int) -> None:
    """Every value of a record, its texts different from those of the others."""
    measure = f"{number % 90}. จัดทำคู่มือการให้บริการประชาชน ฉบับที่ {number} และเผยแพร่บนเว็บไซต์ของหน่วยงาน"
    procedure = f"๑.แต่งตั้งคณะทำงาน คำสั่งที่ {number} ๒.จัดทำคู่มือให้แล้วเสร็จ ๓.เผยแพร่และรายงานผลผู้บริหารทราบ"
    result = f"ดำเนินการแล้วเสร็จ มีผู้รับบริการ {number} คน พึงพอใจร้อยละ ๙๒.๔๐"
    split_number(measure)
    split_steps(procedure)
    parse_period(f"ต.ค. ๖๕ - มี.ค. ๖๖ ({number})", 2566)
    parse_budget(f"{number:,} บาท")
    resolve_units(f"สำนักปลัด กองคลัง กองช่าง งานที่{number}")
    result_status(result, None)
    quantities(result)
    suggest(measure + procedure)
    tokens(measure)
    key(measure)


def test_a_thousand_records_are_normalised_in_time() -> None:
    normalise(0)  # the tables are read once
    begun = time.process_time()
    for number in range(1, 1001):
        normalise(number)
    assert time.process_time() - begun < 4
