"""What goes into the archive comes out equal."""

import datetime as dt
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Literal, get_args, get_origin, get_type_hints

from archive_samples import key, listing, report, sha
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored import stored_entries, stored_records

from extract.model import BBox, Finding, Line, MeasureRecord, Page, Report, Ruling
from oversight.archive import packing
from oversight.archive.rows import finding_of, finding_row, record_of, record_row, search_text
from oversight.archive.schema import records
from oversight.archive.store import Archive

numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
thai = st.text(st.sampled_from("กขคงมำาิ่้ๆฯ๐๑๕๗12 -.,:\n"), max_size=30)
PLAIN = {
    str: st.one_of(words, thai),
    int: st.integers(-(2**31), 2**31 - 1),
    float: numbers,
    bool: st.booleans(),
    dt.date: st.dates(dt.date(1, 1, 1)),
}
MOST = 3  # entries of a tuple
thousandths = st.lists(st.integers(0, 1000).map(lambda n: n / 1000), max_size=4).map(tuple)
KEPT_OTHERWISE = {Line: {"char_confidences": thousandths}, Page: {"bug": st.just("")}}


@cache
def of_type(kind):
    """Any value of a type of the model: a new field is made up here and must come back from the store."""
    if kind in PLAIN:
        return PLAIN[kind]
    if is_dataclass(kind):
        made = {name: of_type(hint) for name, hint in get_type_hints(kind).items()}
        return st.builds(kind, **(made | KEPT_OTHERWISE.get(kind, {})))
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is dict:
        return st.dictionaries(PLAIN[str], PLAIN[str], max_size=2)
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(of_type(inner[0]), max_size=MOST).map(tuple)
    if origin is tuple:
        return st.tuples(*map(of_type, inner))
    return st.none() if kind is type(None) else st.one_of(*map(of_type, inner))


def in_place(made, name="x.pdf"):
    """A made-up report with what a store numbers by itself: pages, tables on them, names."""
    number = sha(name)[:16]
    named = {"document_id": number, "source_file": name}
    pages = tuple(
        replace(
            page,
            number=n,
            tables=tuple(
                replace(table, page=n, cells=tuple(replace(cell, page=n) for cell in table.cells))
                for table in page.tables
            ),
        )
        for n, page in enumerate(made.pages, 1)
    )
    records = tuple(replace(one, source_file=name) for one in made.records)
    scores = tuple(replace(one, source_file=name) for one in made.scores)
    status = "ok" if made.status == "duplicate" else made.status  # said of files, not of reports
    return replace(
        made, **named, sha256=sha(name), pages=pages, records=records, scores=scores, status=status
    )


@given(of_type(MeasureRecord))
def test_any_record_comes_back_equal(record):
    assert record_of(record_row(record, 0), record.source_file, record.findings) == record


@given(of_type(Finding))
def test_any_finding_comes_back_equal(finding):
    assert finding_of(finding_row(finding)) == finding


def test_every_key_of_a_record_has_its_column():
    kept_elsewhere = {"source_file", "findings"}  # with the file, in a table of their own

    assert {f.name for f in fields(MeasureRecord)} - kept_elsewhere <= set(records.c.keys())


def test_a_digital_and_a_scanned_report_come_back_equal(archive):
    reports = [report("digital.pdf"), report("scan.pdf", pages=5, scan=True)]
    with archive.begin_run() as run:
        for each in reports:
            run.put(listing(each.source_file), key(each.source_file), each)

    assert [entry.reports for entry in stored_entries(archive)] == [(each,) for each in reports]


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(of_type(Report).map(in_place))
def test_any_report_comes_back_from_a_store_equal(tmp_path, made):
    with Archive.open(tmp_path / "archive.db") as archive:
        with archive.begin_run() as run:
            run.put(listing("x.pdf"), key("x.pdf"), made)

        assert [entry.reports for entry in stored_entries(archive)] == [(made,)]


def test_shaded_period_cells_and_rules_outside_tables_come_back(archive):
    page = report("a.pdf").pages[0]
    quarters = replace(
        page.tables[0], cells=tuple(replace(c, shaded=c.column > 1) for c in page.tables[0].cells)
    )
    ruled = replace(page, tables=(quarters,), rules=(Ruling(True, 50.25, 72.0, 520.0, 1.5),))
    given_report = replace(report("a.pdf"), pages=(ruled, report("a.pdf").pages[1]))
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), given_report)

    assert [entry.reports for entry in stored_entries(archive)] == [(given_report,)]


def test_nul_and_lone_surrogates_of_a_hostile_text_layer_become_the_replacement_mark(archive):
    hostile = report("h.pdf", pages=1, records=1)
    record = replace(hostile.records[0], measure="ก\x00ข\ud800", steps=("a\x00\udfff",))
    with archive.begin_run() as run:
        run.put(listing("h.pdf"), key("h.pdf"), replace(hostile, records=(record,)))

    (stored,) = stored_records(archive)
    assert stored.measure == "ก\ufffdข\ufffd"
    assert stored.steps == ("a\x00\ufffd",)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_confidences_of_characters_are_kept_in_thousandths(confidences):
    line = Line("ก" * len(confidences), BBox(0, 0, 1, 1), 0.5, tuple(confidences), (0,))

    ((kept,),) = packing.unpack_lines(packing.pack_lines([[line]]))

    assert replace(kept, char_confidences=()) == replace(line, char_confidences=())
    assert all(abs(a - b) <= 0.0005 for a, b in zip(kept.char_confidences, confidences, strict=True))


def test_a_search_looks_through_the_words_of_a_measure_folded():
    record = MeasureRecord(
        record_id="r", document_id="d", source_file="f", measure="จัดทำ คู่มือ ๑๒", result="ครบ ITA"
    )

    assert search_text(record) == "จัดทำคู่มือ12\nครบita"
