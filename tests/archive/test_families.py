"""Families of measures and lines of agencies in both kinds of store."""

from dataclasses import replace

from archive_samples import key, listing, report
from sqlalchemy import select
from stored import ask, stored_records

from oversight.archive.engine import transaction
from oversight.archive.entries import keep_text
from oversight.archive.families import common, leaders, ungrouped
from oversight.archive.packed_reports import FileText
from oversight.archive.schema import documents, texts
from oversight.archive.selection import Filter
from oversight.archive.status import mark as mark_of
from oversight.compare.families import group_archive
from oversight.compare.measures import read_measures

GIFTS = "ประกาศนโยบายไม่รับของขวัญและของกำนัลทุกชนิดจากการปฏิบัติหน้าที่"
CARS = "ควบคุมการใช้รถยนต์ส่วนกลางด้วยใบขออนุญาตใช้รถทุกครั้ง"


def of_agency(name, agency, year, text, line=None):
    given = report(name)
    facts = {"agency_id": agency, "agency_lineage_id": line or agency, "fiscal_year": year, "province": "ตรัง"}
    records = tuple(replace(r, measure=text, measure_key=text, tokens=(), **facts) for r in given.records)
    return replace(given, records=records)


def fill(archive):
    with archive.begin_run() as run:
        for name, agency, year, text, line in (
            ("a.pdf", "SAO-920601", 2565, GIFTS, None),
            ("b.pdf", "SM-920601", 2566, GIFTS, "SAO-920601"),
            ("c.pdf", "SAO-920602", 2566, GIFTS + "ราชการ", None),
            ("d.pdf", "SAO-920603", 2566, CARS, None),
        ):
            run.put(listing(name), key(name), of_agency(name, agency, year, text, line))


def test_families_are_written_counted_and_kept(archive):
    fill(archive)
    assert ask(archive, ungrouped)
    before = ask(archive, mark_of)
    changed = group_archive(archive)
    records = list(stored_records(archive))
    first, second = ask(archive, common, Filter(province="ตรัง"), 10)

    assert changed == len(records) and not ask(archive, ungrouped)
    assert (first.agencies, first.first_year, first.last_year) == (2, 2565, 2566)
    assert (second.agencies, second.measure) == (1, CARS)
    assert {r.family_id for r in records} == {first.family_id, second.family_id}
    assert len(ask(archive, leaders)) == 2
    assert ask(archive, mark_of) != before
    assert group_archive(archive) == 0


def test_the_kept_text_of_a_document_goes_when_its_family_changes(archive):
    fill(archive)
    with transaction(archive.engine, write=True) as connection:
        first = connection.execute(select(documents.c.id)).scalars().first()
        keep_text(connection, first, FileText("form", 0, b"packed"))
    group_archive(archive)
    with transaction(archive.engine) as connection:
        assert connection.execute(select(texts)).all() == []


def test_an_agency_is_asked_for_under_all_its_names(archive):
    fill(archive)
    found = list(read_measures(archive, Filter(lineage="SAO-920601")))

    assert {measure.agency_id for measure in found} == {"SAO-920601", "SM-920601"}
    assert {measure.fiscal_year for measure in found} == {2565, 2566}
