"""Measures that do the same thing are one family, whoever wrote them, under a name that stays."""

import random

import pytest
from stored import ask, stored_records

from extract.thai.fold import key
from oversight.archive.status import mark as mark_of
from oversight.archive.store import Archive
from oversight.compare.families import Family, family_id, group, group_archive
from oversight.spoken import call
from pipeline import prongsai
from tests.compare.conftest import enter

GIFTS = "ประกาศนโยบายไม่รับของขวัญและของกำนัลทุกชนิดจากการปฏิบัติหน้าที่"
GIFTS_TOO = "ประกาศนโยบายไม่รับของขวัญหรือของกำนัลทุกชนิดจากการปฏิบัติหน้าที่ราชการ"
CARS = "ควบคุมการใช้รถยนต์ส่วนกลางด้วยใบขออนุญาตใช้รถทุกครั้ง"
OTHERS = [
    "จัดทำคู่มือการให้บริการประชาชนและเผยแพร่ทางเว็บไซต์",
    "เปิดช่องทางร้องเรียนการทุจริตที่ปกปิดชื่อผู้แจ้ง",
    "ประชุมชี้แจงแผนการใช้จ่ายงบประมาณทุกไตรมาส",
    "ติดป้ายขั้นตอนและระยะเวลาให้บริการหน้าเคาน์เตอร์",
    "ออกหน่วยบริการเคลื่อนที่ในหมู่บ้านห่างไกล",
]


def texts(*given, year=2565):
    return {key(text): year for text in given}


def test_like_texts_are_one_family_named_by_the_earlier():
    found, new = group(texts(GIFTS, CARS, *OTHERS) | texts(GIFTS_TOO, year=2566))

    assert found[key(GIFTS)] == found[key(GIFTS_TOO)] == family_id(key(GIFTS))
    assert len(set(found.values())) == 7 == len(new)


def test_the_order_of_reading_plays_no_part():
    given = list((texts(GIFTS, CARS, *OTHERS) | texts(GIFTS_TOO, year=2566)).items())
    expected = group(dict(given))
    for seed in range(5):
        random.Random(seed).shuffle(given)
        assert group(dict(given)) == expected


def test_no_chain_of_small_steps_joins_what_is_unlike():
    words = OTHERS[0].split("และ")[0] + CARS + GIFTS
    steps = [key(words[n : n + 40]) for n in range(0, len(words) - 40, 4)]
    found, new = group({text: 2565 + n for n, text in enumerate(steps)})

    assert found[steps[0]] == found[steps[1]]
    assert found[steps[0]] != found[steps[-1]]
    assert len(new) > 2


def test_a_later_year_renames_nothing():
    before, _ = group(texts(GIFTS, CARS, *OTHERS))
    after, _ = group(texts(GIFTS, CARS, *OTHERS) | texts(GIFTS_TOO, "ติดตามการใช้รถส่วนกลาง", year=2566))

    assert {text: after[text] for text in before} == before


def test_a_late_find_of_an_old_year_renames_nothing_while_the_leaders_are_known():
    before, leaders = group(texts(GIFTS, CARS, *OTHERS))
    after, new = group(texts(GIFTS, CARS, *OTHERS) | texts(GIFTS_TOO, year=2562), leaders)

    assert {text: after[text] for text in before} == before
    assert after[key(GIFTS_TOO)] == before[key(GIFTS)]
    assert new == []


def test_a_known_leader_leads_though_its_own_measure_is_gone():
    found, new = group(texts(GIFTS_TOO), [Family(family_id(key(GIFTS)), key(GIFTS), 2564)])

    assert (found, new) == ({key(GIFTS_TOO): family_id(key(GIFTS))}, [])


def test_short_texts_join_nobody():
    found, _ = group(texts("อบรม", "อบรมฯ ก", "อื่นๆ", ""))

    assert len(set(found.values())) == len(found)


@pytest.fixture
def archive(year_reports, tmp_path):
    with Archive.open(tmp_path / "archive.db") as opened:
        enter(opened, year_reports)
        yield opened


def test_the_archive_holds_the_families_and_the_records_show_them(archive):
    before = ask(archive, mark_of)
    changed = group_archive(archive)
    records = list(stored_records(archive))
    meeting = {r.family_id for r in records if r.measure and r.measure.startswith("ประชุมชี้แจงแผนการใช้จ่าย")}

    assert changed == len(records) > 30
    assert all(record.family_id for record in records)
    assert len(meeting) == 1
    assert ask(archive, mark_of) != before
    assert group_archive(archive) == 0
    assert group_archive(archive, afresh=True) == 0


def test_a_family_is_counted_by_agencies(archive, tmp_path, capfd):
    group_archive(archive)
    code = call(prongsai, ["compare", "families", "--province", "ตรัง", "-o", str(tmp_path), "--lang", "th"])
    out, err = capfd.readouterr()

    assert (code, err) == (0, "")
    assert "ประชุมชี้แจง" in out and "2564-2565" in out


def test_the_command_groups_first(year_reports, tmp_path, capfd):
    with Archive.open(tmp_path / "archive.db") as opened:
        enter(opened, year_reports)
    code = call(
        prongsai, ["compare", "families", "-o", str(tmp_path), "--json", "--limit", "3", "--lang", "en"]
    )
    out, err = capfd.readouterr()

    assert code == 0
    assert "measures put into families:" in err
    assert len(out.splitlines()) == 3
