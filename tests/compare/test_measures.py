"""Measures out of the archive are those of the records."""

from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from extract import fields
from oversight.archive.listing import Listing
from oversight.archive.resume import Key
from oversight.archive.selection import Filter
from oversight.archive.store import Archive
from oversight.compare.measures import SHARED, measure_of, read_measures

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reports():
    names = ("years/pakkhom-2564.pdf", "years/pakkhom-2565.pdf", "reports/khaophrai-2566-harsh200.pdf")
    return [pipeline.digitise(pipeline.discover([str(ROOT / "fixtures" / name)])[0][0])[0] for name in names]


def test_a_measure_holds_what_the_record_holds(reports, tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        with archive.begin_run() as run:
            for report in reports:
                place = Listing(report.source_file, report.source_file, report.sha256)
                run.put(place, Key(report.sha256, "r"), report)
        found = {measure.record_id: measure for measure in read_measures(archive, Filter())}
        line = list(read_measures(archive, Filter(lineage="SAO-920611", fiscal_years=(2565,))))

    wanted = [replace(measure_of(record)) for report in reports for record in report.records]
    assert found == {measure.record_id: measure for measure in wanted}
    assert any(measure.doubts for measure in wanted) and any(not measure.doubts for measure in wanted)
    assert [measure.record_id for measure in line] == [record.record_id for record in reports[1].records]


def test_an_agency_is_found_under_its_lineage_whatever_it_is_called(reports, tmp_path):
    report = replace(
        reports[1],
        records=tuple(
            replace(r, agency_id="SM-920611", agency_lineage_id="SAO-920611") for r in reports[1].records
        ),
    )
    with Archive.open(tmp_path / "archive.db") as archive:
        with archive.begin_run() as run:
            for one in (reports[0], report):
                run.put(Listing(one.source_file, one.source_file, one.sha256), Key(one.sha256, "r"), one)
        found = list(read_measures(archive, Filter(lineage="SAO-920611")))

    assert {measure.agency_id for measure in found} == {"SAO-920611", "SM-920611"}
    assert {measure.lineage for measure in found} == {"SAO-920611"}


def test_comparing_reads_what_the_table_of_fields_says():
    assert set(SHARED) == set(fields.compared())
