"""Sides out of the archive are those of the records."""

from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from oversight.archive.listing import Listing
from oversight.archive.reading import Filter
from oversight.archive.resume import Key
from oversight.archive.store import Archive
from oversight.compare.measures import side_of
from oversight.compare.source import read_sides

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reports():
    names = ("years/pakkhom-2564.pdf", "years/pakkhom-2565.pdf", "reports/khaophrai-2566-harsh200.pdf")
    return [pipeline.digitise(pipeline.discover([str(ROOT / "fixtures" / name)])[0][0])[0] for name in names]


def test_a_side_holds_what_the_record_holds(reports, tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        with archive.begin_run() as run:
            for report in reports:
                place = Listing(report.source_file, report.source_file, report.sha256)
                run.put(place, Key(report.sha256, "r"), report)
        found = {side.record_id: side for side in read_sides(archive, Filter())}
        line = list(read_sides(archive, Filter(lineage="SAO-920611", fiscal_years=(2565,))))

    wanted = [replace(side_of(record)) for report in reports for record in report.records]
    assert found == {side.record_id: side for side in wanted}
    assert any(side.doubts for side in wanted) and any(not side.doubts for side in wanted)
    assert [side.record_id for side in line] == [record.record_id for record in reports[1].records]


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
        found = list(read_sides(archive, Filter(lineage="SAO-920611")))

    assert {side.agency_id for side in found} == {"SAO-920611", "SM-920611"}
    assert {side.lineage for side in found} == {"SAO-920611"}
