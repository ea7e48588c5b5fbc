"""Agency × year against the register: who reported, who did not."""

import pytest

from extract.records.register import parse_register
from oversight.export.coverage import coverage, tally
from oversight.registry.register_file import listed

REGISTER = """จังหวัด,อำเภอ,รหัส อปท.,ประเภท อปท.,อปท.,ชื่อเดิม,วันที่เปลี่ยนแปลง
ตรัง,ห้วยยอด,06920602,อบต.,องค์การบริหารส่วนตำบลหนองช้างแล่น,,
ตรัง,ห้วยยอด,05920603,ทต.,เทศบาลตำบลห้วยนาง,องค์การบริหารส่วนตำบลห้วยนาง,2566-01-01
ตรัง,เมืองตรัง,04920101,ทน.,เทศบาลนครตรัง,,
พัทลุง,เมืองพัทลุง,04930101,ทม.,เทศบาลเมืองพัทลุง,,
"""


def report(name, agency_id, year, kind="measure_report", **more):
    return {
        "agency_id": agency_id,
        "agency_name": name,
        "agency_type": None,
        "dla_code": None,
        "district": "ห้วยยอด",
        "province": "ตรัง",
        "province_code": "92",
        "agency_lineage_id": None,
        "fiscal_year": year,
        "document_kind": kind,
        "records": 10,
        **more,
    }


REPORTS = [
    report("องค์การบริหารส่วนตำบลหนองช้างแล่น", "SAO-920602", 2565, "measure_plan"),
    report("องค์การบริหารส่วนตำบลหนองช้างแล่น", "SAO-920602", 2565),
    report("องค์การบริหารส่วนตำบลห้วยนาง", "SAO-920603", 2565),
    report("เทศบาลตำบลห้วยนาง", "SM-920603", 2567),
    report("โรงพยาบาลห้วยยอด", "OTHER-โรงพยาบาลห้วยยอด", 2567, "other"),
]


def shown(rows):
    return [
        (row.agency_name, row.fiscal_year, row.plans, row.reports, row.others, row.registered) for row in rows
    ]


def test_a_year_without_a_report_stands_there_as_zeros_between_those_with():
    assert shown(tally(REPORTS[:2] + [report("เทศบาลนครตรัง", "CM-9201-ตรัง", 2567)], None)) == [
        ("องค์การบริหารส่วนตำบลหนองช้างแล่น", 2565, 1, 1, 0, None),
        ("องค์การบริหารส่วนตำบลหนองช้างแล่น", 2566, 0, 0, 0, None),
        ("องค์การบริหารส่วนตำบลหนองช้างแล่น", 2567, 0, 0, 0, None),
        ("เทศบาลนครตรัง", 2565, 0, 0, 0, None),
        ("เทศบาลนครตรัง", 2566, 0, 0, 0, None),
        ("เทศบาลนครตรัง", 2567, 0, 1, 0, None),
    ]


def test_bodies_of_the_register_without_any_report_are_told_and_a_renamed_one_keeps_one_row():
    rows = list(tally(REPORTS, listed(parse_register(REGISTER)), (2565, 2567)))

    assert shown(rows) == [
        ("โรงพยาบาลห้วยยอด", 2565, 0, 0, 0, False),
        ("โรงพยาบาลห้วยยอด", 2567, 0, 0, 1, False),
        ("เทศบาลตำบลห้วยนาง", 2565, 0, 1, 0, True),
        ("เทศบาลตำบลห้วยนาง", 2567, 0, 1, 0, True),
        ("องค์การบริหารส่วนตำบลหนองช้างแล่น", 2565, 1, 1, 0, True),
        ("องค์การบริหารส่วนตำบลหนองช้างแล่น", 2567, 0, 0, 0, True),
        ("เทศบาลนครตรัง", 2565, 0, 0, 0, True),
        ("เทศบาลนครตรัง", 2567, 0, 0, 0, True),
        ("เทศบาลเมืองพัทลุง", 2565, 0, 0, 0, True),
        ("เทศบาลเมืองพัทลุง", 2567, 0, 0, 0, True),
    ]
    assert [row.agency_id for row in rows if row.agency_name == "เทศบาลตำบลห้วยนาง"] == ["SM-920603"] * 2
    assert [row.dla_code for row in rows if row.reports and row.fiscal_year == 2565] == [
        "05920603",
        "06920602",
    ]
    assert sum(row.missing for row in rows) == 6


@pytest.mark.parametrize("year", [None, 2566])
def test_what_bears_no_year_or_no_name_is_not_counted(year):
    nameless = report(None, None, year)
    yearless = report("เทศบาลนครตรัง", "CM-9201-ตรัง", None)

    assert list(tally([nameless, yearless], None)) == []


def test_the_archive_is_told_of_one_province(made):
    from oversight.archive.selection import Filter

    rows = coverage(made, parse_register(REGISTER), Filter(province="ตรัง"))

    assert {row.province for row in rows} == {"ตรัง"}
    assert {row.fiscal_year for row in rows} == {2566}
    assert sum(row.records for row in rows) == 6
    assert [row.agency_name for row in rows if row.missing] == ["เทศบาลตำบลห้วยนาง", "เทศบาลนครตรัง"]


def test_a_report_under_the_former_status_counts_for_the_body_that_the_register_has_now():
    """Read without the register, so that only its lineage says whose it is."""
    entries = listed(parse_register(REGISTER.replace(",องค์การบริหารส่วนตำบลห้วยนาง,2566-01-01", ",,")))
    old = report(
        "องค์การบริหารส่วนตำบลห้วยนาง",
        "SAO-920609",
        2565,
        agency_lineage_id=entries[2].agency_id,
    )
    rows = [row for row in tally([old], entries) if row.reports]
    assert [(row.agency_name, row.registered) for row in rows] == [("เทศบาลตำบลห้วยนาง", True)]
