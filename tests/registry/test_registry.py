"""Importing the register, and what a report gains by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.records.agency import Printed, resolve
from extract.records.register import Register, parse_register, register_csv
from oversight.registry.register_file import loaded, read_register
from oversight.registry.registry_commands import registry
from oversight.spoken import call

THAI = """จังหวัด,อำเภอ,ตำบล,รหัส อปท.,ประเภท อปท.,อปท.,ชื่อเดิม,วันที่เปลี่ยนแปลง
ตรัง,ห้วยยอด,หนองช้างแล่น,5920602,เทศบาลตำบล,เทศบาลตำบลหนองช้างแล่น,องค์การบริหารส่วนตำบลหนองช้างแล่น,24 สิงหาคม 2552
พิษณุโลก,วังทอง,วังทอง,6650801,องค์การบริหารส่วนตำบล,องค์การบริหารส่วนตำบลวังทอง,,
สงขลา,เมืองสงขลา,เขารูปช้าง,4900102,เทศบาลเมือง,เทศบาลเมืองเขารูปช้าง,องค์การบริหารส่วนตำบลเขารูปช้าง|เทศบาลตำบลเขารูปช้าง,1998-05-25|2010-08-24
"""
SNAKE = """dla_code,type_abbr,full_name_th,province_th,district_th,former_names,changed_on
6650801,อบต.,องค์การบริหารส่วนตำบลวังทอง,พิษณุโลก,วังทอง,,
4900102,ทม.,เทศบาลเมืองเขารูปช้าง,สงขลา,เมืองสงขลา,องค์การบริหารส่วนตำบลเขารูปช้าง|เทศบาลตำบลเขารูปช้าง,1998-05-25|2010-08-24
5920602,ทต.,เทศบาลตำบลหนองช้างแล่น,ตรัง,ห้วยยอด,องค์การบริหารส่วนตำบลหนองช้างแล่น,2009-08-24
"""


@pytest.fixture
def register() -> Register:
    return parse_register(THAI)


def test_both_header_forms_and_any_order_give_one_digest(register: Register) -> None:
    assert parse_register(SNAKE).digest == register.digest
    assert parse_register(register_csv(register)) == register


def test_a_changed_name_or_status_changes_the_digest(register: Register) -> None:
    assert parse_register(THAI.replace("24 สิงหาคม 2552", "25 สิงหาคม 2552")).digest != register.digest


def test_older_types_keep_the_day_they_ended(register: Register) -> None:
    former = {e.name: [(f.type, f.until.isoformat()) for f in e.former if f.until] for e in register.entries}
    assert former == {
        "เทศบาลตำบลหนองช้างแล่น": [("อบต.", "2009-08-24")],
        "องค์การบริหารส่วนตำบลวังทอง": [],
        "เทศบาลเมืองเขารูปช้าง": [("อบต.", "1998-05-25"), ("ทต.", "2010-08-24")],
    }


def test_a_report_of_the_tambon_municipality_belongs_to_the_town_it_became(register: Register) -> None:
    old = resolve(Printed("ทต.", "เขารูปช้าง", "เมืองสงขลา", "สงขลา"), register)
    new = resolve(Printed("ทม.", "เขารูปช้าง", "เมืองสงขลา", "สงขลา"), register)
    assert (old.agency_id, new.agency_id) == ("SM-900102", "TM-900102")
    assert old.agency_lineage_id == new.agency_lineage_id == "TM-900102"
    assert old.dla_code == new.dla_code == "4900102"


def test_the_register_proves_a_name_without_district_unique(register: Register) -> None:
    assert resolve(Printed("อบต.", "วังทอง")).agency_id is None
    proved = resolve(Printed("อบต.", "วังทอง"), register)
    assert (proved.agency_id, proved.dla_code) == ("SAO-650801", "6650801")


def test_a_name_that_one_bore_and_another_bears_is_not_unique() -> None:
    other = "ตรัง,ห้วยยอด,,5920699,เทศบาลตำบล,เทศบาลตำบลห้วยยอด,องค์การบริหารส่วนตำบลวังทอง,\n"
    doubted = resolve(Printed("อบต.", "วังทอง"), parse_register(THAI + other))
    assert doubted.agency_id is None
    assert [f.code for f in doubted.findings] == ["agency-ambiguous"]


def test_import_writes_the_register_beside_the_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = tmp_path / "dla.csv", tmp_path / "out"
    source.write_text(SNAKE, encoding="utf-8-sig")
    assert call(registry, ["import", str(source), "-o", str(output), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert sorted(said.out.splitlines()) == ["ทต.\t1", "ทม.\t1", "อบต.\t1"]
    kept = loaded(output)
    assert kept is not None
    assert kept.digest == parse_register(THAI).digest
    assert kept.digest in said.err
    assert [path.name for path in output.iterdir()] == ["registry.csv"]


def test_no_register_is_none_but_a_named_one_must_be_there(tmp_path: Path) -> None:
    assert loaded(tmp_path) is None
    with pytest.raises(UsageError, match="registry import"):
        loaded(tmp_path, tmp_path / "none.csv")


def test_a_csv_of_something_else_names_what_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="รหัส อปท"):
        read_register(tmp_path / "x.csv")
    (tmp_path / "y.csv").write_bytes(b"\xa1\xa2,\xa3\n")
    with pytest.raises(UsageError, match="UTF-8"):
        read_register(tmp_path / "y.csv")
