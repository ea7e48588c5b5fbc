"""Areas by name: the file that is read at each start holds what the package geothai knows."""

import geothai
from geothai.abolished import abolished_areas

from extract.data import lines
from extract.records.gazetteer import area_key, gazetteer, without_level
from extract.records.short_prints import text_key


def test_every_area_of_geothai_stands_in_the_file_and_no_other() -> None:
    expected = {}
    for province in geothai.provinces():
        expected[province.code] = (province.name_th, "")
        for district in geothai.districts(province.code):
            expected[district.code] = (without_level(district.name_th), "")
            expected |= {area.code: (area.name_th, "") for area in geothai.subdistricts(district.code)}
    gone = [area for area in abolished_areas() if area.level == "subdistrict"]
    expected |= {area.code: (area.name_th, area.abolished_on) for area in gone}
    assert {code: (name, ended) for code, name, _, ended, _ in lines("areas.csv")} == expected


def test_the_keys_are_the_folded_names() -> None:
    for _, name, key, _, _ in lines("areas.csv"):
        assert text_key(name) == (key or name)


def test_an_abolished_subdistrict_is_not_found_but_makes_its_name_less_sure() -> None:
    places = gazetteer()
    assert places.subdistrict("100205") is None
    assert "100205" in places.ever[area_key("บางซื่อ")]
    assert {area.code for area in places.by_name[area_key("บางซื่อ")]} == {"102901"}
