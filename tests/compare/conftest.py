"""An archive of the hand-made years, read once."""

from pathlib import Path

import pytest

import pipeline
from oversight.archive.listing import Listing
from oversight.archive.resume import Key
from oversight.archive.store import Archive

ROOT = Path(__file__).parents[2]
YEARS = ROOT / "fixtures" / "years"


def read(path):
    return pipeline.digitise(pipeline.discover([str(path)])[0][0])[0]


def enter(archive, reports):
    with archive.begin_run() as run:
        for report in reports:
            run.put(
                Listing(report.source_file, report.source_file, report.sha256),
                Key(report.sha256, "r"),
                report,
            )


@pytest.fixture(scope="session")
def year_reports():
    return [read(path) for path in sorted(YEARS.glob("*-256[45].pdf"))]


@pytest.fixture(scope="session")
def output(year_reports, tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    with Archive.open(folder / "archive.db") as archive:
        enter(archive, year_reports)
    return folder
