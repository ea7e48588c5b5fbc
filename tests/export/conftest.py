"""An archive to export: reports of two provinces, a failure, a duplicate, a file that cannot be opened."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from stored import correct, stored_records

sys.path.insert(0, str(Path(__file__).parents[1] / "archive"))

from archive_samples import key, listing, record, report, sha

from oversight.archive.amend import row_box
from oversight.archive.correction_log import Correction
from oversight.archive.store import Archive
from oversight.archive.writing import Failure

PATTANI = {
    "agency_id": "SM-940101",
    "agency_name": "เทศบาลตำบลบางปู",
    "province": "ปัตตานี",
    "district": "ยะหริ่ง",
    "fiscal_year": 2565,
    "fiscal_year_ce": 2022,
}
OTHERWISE = {
    "result_status": "not_done",
    "instrument": "IIT",
    "measure_key": "=1+1123",
    "responsible_units": ("กองคลัง", "สำนักปลัด"),
}


def fill(place):
    with Archive.open(place) as archive, archive.begin_run() as run:
        for name in ("a.pdf", "b.pdf"):
            run.put(listing(name), key(name), report(name))
        other = report("ค.pdf", records=2)
        facts = {name: value for name, value in PATTANI.items() if name != "fiscal_year_ce"}
        other = replace(
            other,
            facts=replace(other.facts, **facts),
            records=tuple(record("ค.pdf", n, "=1+1 ๑๒๓", **PATTANI, **OTHERWISE) for n in range(2)),
        )
        run.put(listing("ค.pdf"), key("ค.pdf"), other)
        run.put(listing("bad.pdf"), key("bad.pdf"), Failure("failed", "damaged", "damaged: cut short"))
        run.note([listing("z copy of a.pdf", "a.pdf")])
        run.note([listing("no.pdf", status="failed", cause="permission", reason="permission: denied")])
    with Archive.open(place) as archive:
        first = stored_records(archive)[0]
        box = row_box(first, 1)
        _, conflict = correct(archive, Correction(sha("a.pdf"), 1, box, "approve", "สมชาย", first.record_id))
        assert conflict is None
    return place


@pytest.fixture(scope="session")
def archive_file(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("archive") / "archive.db")


@pytest.fixture
def made(archive_file):
    with Archive.open(archive_file, write=False) as opened:
        yield opened
