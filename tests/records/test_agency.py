"""Agency names of the DLA register, whole, without a district, and damaged by a scan."""

import csv
import random
from pathlib import Path

import geothai
import pytest

from extract.records.agency import Printed, from_id, resolve
from extract.records.naming import agency_names, split_type
from extract.records.register import Register, parse_register

REGISTER = Path(__file__).parents[3] / "shared" / "domain" / "lao_registry_7849.csv"
CODES = {"ทน.": "CM", "ทม.": "TM", "ทต.": "SM", "อบต.": "SAO"}

needs_register = pytest.mark.skipif(not REGISTER.exists(), reason="no register beside the checkout")


@pytest.fixture(scope="module")
def entries() -> list[dict[str, str]]:
    return list(csv.DictReader(REGISTER.read_text(encoding="utf-8-sig").splitlines()))


@pytest.fixture(scope="module")
def register() -> Register:
    return parse_register(REGISTER.read_text(encoding="utf-8-sig"))


@pytest.fixture(scope="module")
def subdistricts() -> dict[tuple[str, str], str]:
    districts = [d.code for p in geothai.provinces() for d in geothai.districts(p.code)]
    return {(code, s.name_th): s.code for code in districts for s in geothai.subdistricts(code)}


def truth(entry: dict[str, str], subdistricts: dict[tuple[str, str], str]) -> str:
    if entry["type_abbr"] == "อบจ.":
        return "PAO-" + entry["province_code"]
    if entry["type_abbr"] not in CODES:
        return "SP-2004"
    place = (entry["district_code"], entry["name_th"])
    return f"{CODES[entry['type_abbr']]}-" + (subdistricts.get(place) or "-".join(place))


def judge(entries, subdistricts, ask) -> dict[str, int]:  # type: ignore[no-untyped-def]
    counts = {"right": 0, "null": 0, "wrong": 0}
    for entry in entries:
        found = ask(entry).agency_id
        counts["null" if found is None else "right" if found == truth(entry, subdistricts) else "wrong"] += 1
    return counts


def printed(
    entry: dict[str, str], *, place: bool = True, name: str | None = None, certain: bool = True
) -> Printed:
    kind, bare = split_type(entry["full_name_th"])
    if not place:
        return Printed(kind, bare)
    return Printed(kind, name or bare, entry["district_th"], entry["province_th"], certain)


@needs_register
def test_names_with_district_and_province_are_right_but_for_those_of_no_subdistrict(  # type: ignore[no-untyped-def]
    entries, subdistricts
) -> None:
    """278 municipalities bear a name of which we have no fact: only a register knows them."""
    counts = judge(entries, subdistricts, lambda e: resolve(printed(e)))
    assert counts == {"right": 7571, "null": 278, "wrong": 0}


@needs_register
def test_all_names_with_district_and_province_are_right_with_the_register(
    entries, subdistricts, register
) -> None:  # type: ignore[no-untyped-def]
    counts = judge(entries, subdistricts, lambda e: resolve(printed(e), register))
    assert counts == {"right": 7849, "null": 0, "wrong": 0}


@needs_register
def test_no_name_without_district_is_wrong(entries, subdistricts, register) -> None:  # type: ignore[no-untyped-def]
    alone = judge(entries, subdistricts, lambda e: resolve(printed(e, place=False)))
    assert alone["wrong"] == 0
    assert alone["right"] >= 3000
    proved = judge(entries, subdistricts, lambda e: resolve(printed(e, place=False), register))
    assert proved["wrong"] == 0
    assert proved["right"] >= 6000


def damage(name: str, rng: random.Random) -> str:
    letters = list(name)
    for _ in range(rng.choice((1, 2))):
        place = rng.randrange(len(letters))
        letters[place] = rng.choice(("", rng.choice("กขคชซดตถนบปผพมรลวสหอะาิีุูเแ่้์")))
    return "".join(letters)


@needs_register
def test_damaged_names_are_right_or_null_with_the_register(entries, subdistricts, register) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(11)
    some = [e for e in rng.sample(entries, 2500) if e["type_abbr"] in CODES]

    def ask(entry: dict[str, str]) -> object:
        name = damage(split_type(entry["full_name_th"])[1], rng)
        return resolve(printed(entry, name=name or "ก", certain=False), register)

    counts = judge(some, subdistricts, ask)
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.95 * len(some)


@needs_register
def test_every_name_is_found_in_a_title(entries) -> None:  # type: ignore[no-untyped-def]
    for entry in entries:
        name, expected = entry["full_name_th"], (split_type(entry["full_name_th"]),)
        assert agency_names(f"ของ{name} ประจำปี") == expected
        assert agency_names(f"{name}ประจำปีงบประมาณ พ.ศ. ๒๕๖๖") == expected


def test_an_sao_that_became_a_municipality_keeps_its_lineage() -> None:
    register = parse_register(
        "จังหวัด,อำเภอ,ตำบล,รหัส อปท.,ประเภท อปท.,อปท.\n"
        "ตรัง,ห้วยยอด,หนองช้างแล่น,5920602,เทศบาลตำบล,เทศบาลตำบลหนองช้างแล่น\n"
    )
    old = resolve(Printed("อบต.", "หนองช้างแล่น", "ห้วยยอด", "ตรัง"), register)
    new = resolve(Printed("ทต.", "หนองช้างแล่น", "ห้วยยอด", "ตรัง"), register)
    assert (old.agency_id, new.agency_id) == ("SAO-920602", "SM-920602")
    assert old.agency_lineage_id == new.agency_lineage_id == "SM-920602"
    assert new.dla_code == "5920602"


@pytest.mark.parametrize(
    ("before", "after", "district", "province", "lineage"),
    [
        (("อบต.", "บ้านแก้ง"), ("ทต.", "บ้านแก้ง"), "ภูเขียว", "ชัยภูมิ", "SM-361004"),
        (("อบต.", "โคกครามพัฒนา"), ("ทต.", "ต้นคราม"), "บางปลาม้า", "สุพรรณบุรี", "SM-7204-ต้นคราม"),
        (("ทต.", "เจ้าพระยาสุรศักดิ์"), ("ทน.", "เจ้าพระยาสุรศักดิ์"), "ศรีราชา", "ชลบุรี", "CM-2007-เจ้าพระยาสุรศักดิ์"),
    ],
)
def test_a_body_that_changed_status_keeps_its_lineage_without_a_register(
    before: tuple[str, str], after: tuple[str, str], district: str, province: str, lineage: str
) -> None:
    old, new = (resolve(Printed(*body, district, province)) for body in (before, after))
    assert old.agency_id != new.agency_id
    assert old.agency_lineage_id == new.agency_lineage_id == lineage
    assert from_id(old.agency_id or "").agency_lineage_id == lineage


def test_a_body_of_which_no_change_is_known_is_its_own_lineage() -> None:
    agency = resolve(Printed("อบต.", "หนองช้างแล่น", "ห้วยยอด", "ตรัง"))
    assert agency.agency_lineage_id == agency.agency_id == "SAO-920602"


def test_a_shared_name_without_district_lists_its_candidates() -> None:
    agency = resolve(Printed("อบต.", "วังทอง"))
    assert agency.agency_id is None
    (finding,) = agency.findings
    assert finding.code == "agency-ambiguous"
    assert "SAO-650801" in finding.detail


def test_a_district_of_another_province_is_told_not_mended() -> None:
    agency = resolve(Printed("อบต.", "หนองช้างแล่น", "ห้วยยอด", "พัทลุง"))
    assert agency.agency_id is None
    assert [f.code for f in agency.findings] == ["district-unknown"]


@pytest.mark.parametrize(
    ("agency_id", "name", "district"),
    [
        ("SAO-920602", "องค์การบริหารส่วนตำบลหนองช้างแล่น", "ห้วยยอด"),
        ("PAO-92", "องค์การบริหารส่วนจังหวัดตรัง", None),
        ("TM-8009-ทุ่งสง", "เทศบาลเมืองทุ่งสง", "ทุ่งสง"),
        ("SP-2004", "เมืองพัทยา", "บางละมุง"),
        ("BMA", "กรุงเทพมหานคร", None),
    ],
)
def test_an_id_names_its_agency(agency_id: str, name: str, district: str | None) -> None:
    agency = from_id(agency_id)
    assert (agency.agency_name, agency.district) == (name, district)
