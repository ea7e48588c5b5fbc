"""What people corrected survives every new reading, or is raised as a conflict; never lost, never guessed."""

import datetime as dt
from dataclasses import replace

import pytest
from archive_samples import key, listing, place, record, report, sha
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from stored import ask, conflicts_of, correct, stored_records

from extract.errors import UsageError
from extract.model import BBox, Provenance
from oversight.archive.correction_log import Correction, of_file
from oversight.archive.engine import transaction
from oversight.archive.findings import stream as stream_findings
from oversight.archive.schema import corrections
from oversight.archive.selection import Filter
from oversight.archive.status import status as counted

NAME = "a.pdf"
PRINTED = (("budget", "๕๐,๐๐๐ บาท"), ("budget_thb", 50000.0))
RIGHT = (("budget", "๘๐,๐๐๐ บาท"), ("budget_thb", 80000.0))


def value(number=1, bbox=None, **more):
    made = {"field": "budget", "after": RIGHT, "before": PRINTED, "author": "สมใจ", **more}
    return Correction(sha(NAME), 1, bbox or place(number, 2), "value", record_id=f"r{number}", **made)


def approval(number=1, **more):
    seen = {"before": (("measure", "ปรับปรุงคู่มือการให้บริการ"),), "author": "สมใจ", **more}
    around = place(number, 0).union(place(number, 2))
    return Correction(sha(NAME), 1, around, "approve", record_id=f"r{number}", **seen)


def read(archive, outcome=None):
    with archive.begin_run() as run:
        run.put(listing(NAME), key(NAME), outcome or report(NAME))


def moved(by, number=1):
    """The report with one record's boxes moved down."""
    old = report(NAME).records[number]
    provenance = tuple(
        (
            field,
            tuple(
                replace(p, bbox=BBox(p.bbox.x0, p.bbox.y0 + by, p.bbox.x1, p.bbox.y1 + by)) for p in places
            ),
        )
        for field, places in old.provenance
    )
    changed = replace(old, provenance=provenance, budget="๖๐,๐๐๐ บาท", budget_thb=60000.0)
    return replace(report(NAME), records=(report(NAME).records[0], changed))


@pytest.fixture
def filled(archive):
    read(archive)
    return archive


def budgets(archive):
    return [(found.budget, found.budget_thb) for found in stored_records(archive)]


def codes(archive):
    return [
        finding.code
        for _, _, _, finding in stream_findings(archive.engine)
        if finding.code.startswith(("corr", "appr"))
    ]


def test_a_correction_is_seen_at_once_and_says_so(filled):
    written, conflict = correct(filled, value())

    assert conflict is None
    assert budgets(filled)[1] == ("๘๐,๐๐๐ บาท", 80000.0)
    told = list(stored_records(filled))[1].findings[-1]
    assert (told.code, told.field, told.page) == ("corrected", "budget", 1)
    assert told.detail.endswith("๕๐,๐๐๐ บาท → ๘๐,๐๐๐ บาท")
    assert ask(filled, of_file, sha(NAME)) == (written,)
    assert [found.number for found in stored_records(filled, Filter(reviewed=True))] == ["1"]


def test_a_correction_is_applied_again_after_a_new_reading(filled):
    correct(filled, value())
    read(filled)
    read(filled, moved(3))

    assert budgets(filled) == [PRINTED_PAIR, ("๘๐,๐๐๐ บาท", 80000.0)]
    assert codes(filled) == ["corrected"]
    assert conflicts_of(filled) == []


PRINTED_PAIR = tuple(value for _, value in PRINTED)


def test_a_correction_whose_place_reads_nothing_now_is_a_conflict(filled):
    written, _ = correct(filled, value())
    read(filled, moved(30))

    assert budgets(filled)[1] == ("๖๐,๐๐๐ บาท", 60000.0)
    assert codes(filled) == ["correction-conflict"]
    assert conflicts_of(filled) == [(written, "nothing is read at this place any more")]
    assert ask(filled, counted).conflicts == 1

    read(filled)
    assert (budgets(filled)[1], conflicts_of(filled)) == (("๘๐,๐๐๐ บาท", 80000.0), [])


@pytest.mark.parametrize(("by", "held"), [(12.8, True), (12.9, False)])
def test_half_the_common_area_is_the_border(filled, by, held):
    # boxes are 38.5 points high: moved by a third of it their IoU is one half
    correct(filled, value())
    read(filled, moved(by))

    assert (conflicts_of(filled) == []) is held


def test_the_last_correction_of_a_field_holds(filled):
    correct(filled, value())
    correct(filled, value(after=(("budget", "๙๐ บาท"), ("budget_thb", 90.0)), before=RIGHT))
    read(filled)

    assert budgets(filled)[1] == ("๙๐ บาท", 90.0)
    assert len(ask(filled, of_file, sha(NAME))) == 2


def test_a_field_that_was_not_read_is_corrected_by_the_box_of_its_row(filled):
    around = place(1, 0).union(place(1, 2))
    late = dt.date(2023, 3, 31)
    correct(
        filled,
        value(
            bbox=around,
            field="period",
            before=(("period", None),),
            after=(
                ("period", "ภายในมีนาคม"),
                ("period_end", late),
                ("responsible_units", ("สำนักปลัด", "กองคลัง")),
            ),
        ),
    )
    read(filled)

    found = list(stored_records(filled))[1]
    assert (found.period, found.period_end, found.responsible_units) == (
        "ภายในมีนาคม",
        late,
        ("สำนักปลัด", "กองคลัง"),
    )


def test_an_approval_holds_while_the_record_reads_the_same(filled):
    written, _ = correct(filled, approval())
    read(filled)

    assert [found.needs_review for found in stored_records(filled)] == [True, False, True]
    assert codes(filled) == ["approved"]

    other = replace(report(NAME).records[1], measure="ปรับปรุงคู่มอืการให้บริการ")
    read(filled, replace(report(NAME), records=(report(NAME).records[0], other)))

    assert [found.needs_review for found in stored_records(filled)] == [True, True]
    assert conflicts_of(filled) == [(written, "approved with other values: measure")]


def test_a_correction_in_the_second_report_of_a_file_finds_it(filled):
    below = tuple(
        replace(found, provenance=(("budget", (Provenance(2, place(1, 2), "text", "x"),)),))
        for found in (record(NAME, 9),)
    )
    second = report(NAME, document_id=sha(NAME)[:16] + "-2")
    correct(filled, replace(value(), page=2))
    read(filled, (report(NAME), replace(second, records=below)))

    assert budgets(filled)[-1] == ("๘๐,๐๐๐ บาท", 80000.0)
    assert budgets(filled)[:-1] == [PRINTED_PAIR] * 3


def test_a_correction_of_a_file_that_fails_now_waits_for_the_next_reading(filled):
    from oversight.archive.writing import Failure

    correct(filled, value())
    with filled.begin_run() as run:
        run.put(listing(NAME), key(NAME), Failure("failed", "crash", "crash: SIGSEGV"))
    _, conflict = correct(filled, approval())
    assert conflict is not None
    read(filled)

    assert budgets(filled)[1] == ("๘๐,๐๐๐ บาท", 80000.0)
    assert codes(filled) == ["corrected", "approved"]


@pytest.mark.parametrize("field", ["record_id", "source_file", "provenance", "no_such_key"])
def test_what_names_a_record_cannot_be_corrected(filled, field):
    with pytest.raises(UsageError, match=field):
        correct(filled, value(field=field, after=((field, "x"),)))

    assert ask(filled, of_file, sha(NAME)) == ()


@pytest.mark.parametrize("change", [update(corrections).values(author="x"), delete(corrections)])
def test_the_book_of_corrections_only_grows(filled, change):
    correct(filled, value())

    with pytest.raises(DBAPIError, match="never"), transaction(filled.engine, write=True) as connection:
        connection.execute(change)
    assert len(ask(filled, of_file, sha(NAME))) == 1
