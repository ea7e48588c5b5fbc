"""Six agencies over three years, read from paper, against what a person says became of each measure."""

import json

import pytest

from bench.compare_judge import YEARS, judge, pairs
from oversight.compare.align import align
from oversight.compare.measures import measure_of
from tests.compare.conftest import read

FILES = sorted({file for files in pairs() for file in files})
DIGITAL, SCANS = 0.97, 0.95


@pytest.fixture(scope="module")
def records():
    return {file: read(YEARS / file).records for file in FILES}


@pytest.fixture(scope="module")
def judged(records):
    return judge(records)


@pytest.mark.parametrize(("kind", "bar"), [("digital", DIGITAL), ("scan", SCANS)])
def test_what_became_of_each_measure(judged, kind, bar):
    found = judged[kind]

    assert found.truth >= 60
    assert found.precision >= bar, found.differences
    assert found.recall >= bar, found.differences


def test_every_measure_is_read_once_with_its_instrument(records):
    for file, found in records.items():
        truth = json.loads((YEARS / file.replace(".pdf", ".truth.json")).read_text(encoding="utf-8"))[
            "records"
        ]

        assert [r.instrument for r in found] == [measure["instrument"] for measure in truth], file


def test_a_section_row_cut_after_its_first_word_is_no_measure(records):
    """yantakhao-2566-scan200: the stem of a letter passed for the rule beside the number column (แบบ|วัด…)."""
    assert len(records["yantakhao-2566-scan200.pdf"]) == 10


def test_one_paper_typed_and_scanned_differs_in_nothing_but_the_reading(records):
    scans = [file for file in FILES if "scan" in file]
    changes = [
        change
        for scan in scans
        for change in align(
            *([measure_of(r) for r in records[f]] for f in (scan.replace("-scan200", ""), scan))
        )
    ]

    assert len(changes) > 80
    assert {change.kind for change in changes} == {"continued"}
    assert {found.nature for change in changes for found in change.differences} == {"reading"}
