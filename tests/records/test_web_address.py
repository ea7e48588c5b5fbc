"""Web addresses: how Latin letters write Thai names, and what they decide between."""

from __future__ import annotations

import pytest
from papers import page

from extract.model import DocumentFacts
from extract.records.facts import read_facts
from extract.records.gazetteer import gazetteer
from extract.records.web_address import addresses, agreeing

TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"


def facts(*lines: str) -> DocumentFacts:
    return read_facts([page(1, (TITLE, *lines))])


def test_addresses_of_webs_and_mails() -> None:
    printed = [
        "โทร. ๐๗๕ www.nongchanglan.go.th E-mail: saraban_069@Banklang.go.th",
        "www. tambon.com",
        "ข้อ ๑.๒",
    ]
    assert addresses(printed) == ("www.nongchanglan.go.th", "banklang.go.th", "www.tambon.com")


@pytest.mark.parametrize(
    ("host", "name", "district"),
    [
        ("www.nongchanglan.go.th", "หนองช้างแล่น", "9206"),
        ("nongchanglan-sao.go.th", "หนองช้างแล่น", "9206"),
        ("www.huaynang.go.th", "ห้วยนาง", "9206"),
        ("www.dla.go.th", None, "9206"),
        ("www.trang.go.th", None, "9206"),
    ],
)
def test_many_ways_to_write_a_name(host: str, name: str | None, district: str) -> None:
    found = agreeing([host], tuple(gazetteer().subdistricts[district].values()))
    assert (found[0].name if found else None) == name


def test_an_address_tells_one_of_many_of_a_name_by_its_district() -> None:
    shared = "องค์การบริหารส่วนตำบลหนองบัว"
    assert facts(shared).agency_id is None
    assert facts(shared, "www.nongbua.go.th").agency_id is None
    found = facts(shared, "www.nongbua-banfang.go.th")
    assert (found.agency_id, found.district) == ("SAO-400201", "บ้านฝาง")
    assert "agency-by-address" in [each.code for each in found.findings]


def test_an_address_alone_names_nobody() -> None:
    found = facts("ติดต่อ www.nongchanglan.go.th")
    assert (found.agency_name, found.agency_id) == (None, None)
