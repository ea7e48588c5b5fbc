"""What goes into the archive comes out equal."""

import datetime as dt
from dataclasses import fields, replace

from archive_samples import key, listing, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.model import BBox, Finding, MeasureRecord, Provenance, Quantity, Suggestion
from oversight.archive import packing
from oversight.archive.rows import finding_of, finding_row, record_of, record_row, search_text
from oversight.archive.store import Archive

numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
thai = st.text(st.sampled_from("กขคงมำาิ่้ๆฯ๐๑๕๗12 -.,:\n"), max_size=30)
texts = st.one_of(words, thai)
boxes = st.builds(BBox, numbers, numbers, numbers, numbers)
methods = st.sampled_from(["text", "reader", "tesseract", "pdfplumber", "none"])
places = st.builds(Provenance, st.integers(1, 500), boxes, methods, texts, numbers)
pairs = st.lists(st.tuples(texts, st.lists(places, max_size=2).map(tuple)), max_size=3).map(tuple)
findings = st.builds(
    Finding,
    words,
    st.sampled_from(["info", "warning", "error"]),
    texts,
    st.none() | words,
    st.none() | st.integers(1, 500),
    st.none() | boxes,
)
BY_TYPE = {
    "str": texts,
    "str | None": st.none() | texts,
    "int | None": st.none() | st.integers(-(2**31), 2**31 - 1),
    "float | None": st.none() | numbers,
    "float": numbers,
    "bool": st.booleans(),
    "dt.date | None": st.none() | st.dates(dt.date(1, 1, 1)),
    "Suggestion | None": st.none() | st.builds(Suggestion, st.integers(0, 99), numbers, texts),
    "tuple[int, ...]": st.lists(st.integers(1, 10)).map(tuple),
    "tuple[str, ...]": st.lists(texts, max_size=4).map(tuple),
    "tuple[tuple[str, str], ...]": st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    "tuple[Quantity, ...]": st.lists(
        st.builds(Quantity, numbers, texts, st.tuples(st.integers(0, 99), st.integers(0, 99))), max_size=3
    ).map(tuple),
    "ProvenanceOf": pairs,
    "DocumentKind": st.sampled_from(["measure_plan", "measure_report", "other"]),
    "tuple[Finding, ...]": st.just(()),
    "Literal['IIT', 'EIT', 'OIT'] | None": st.sampled_from([None, "IIT", "EIT", "OIT"]),
    "Literal['done', 'in_progress', 'not_done', 'not_reported', 'unclear']": st.sampled_from(
        ["done", "unclear"]
    ),
}
made_records = st.builds(MeasureRecord, **{f.name: BY_TYPE[f.type] for f in fields(MeasureRecord)})


@given(made_records)
def test_any_record_comes_back_equal(record):
    assert record_of(record_row(record, 0), record.source_file) == record


@given(findings)
def test_any_finding_comes_back_equal(finding):
    assert finding_of(finding_row(finding)) == finding


def test_a_digital_and_a_scanned_report_come_back_equal(archive):
    reports = [report("digital.pdf"), report("scan.pdf", pages=5, scan=True)]
    with archive.begin_run() as run:
        for each in reports:
            run.put(listing(each.source_file), key(each.source_file), each)

    assert [entry.reports for entry in archive.entries()] == [(each,) for each in reports]
    assert archive.report(reports[1].document_id) == reports[1]
    assert archive.report("no-such-document") is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(made_records, max_size=3), st.lists(findings, max_size=3))
def test_any_report_comes_back_from_a_store_equal(tmp_path, made, told):
    told = tuple(told)
    given_report = report("x.pdf", pages=1, findings=told)
    facts = replace(given_report.facts, findings=told)
    given_report = replace(
        given_report,
        facts=facts,
        records=tuple(replace(one, source_file="x.pdf", findings=told) for one in made),
    )
    with Archive.open(tmp_path / "archive.db") as archive:
        with archive.begin_run() as run:
            run.put(listing("x.pdf"), key("x.pdf"), given_report)

        assert [entry.reports for entry in archive.entries()] == [(given_report,)]
        assert list(archive.records()) == list(given_report.records)


def test_nul_and_lone_surrogates_of_a_hostile_text_layer_become_the_replacement_mark(archive):
    hostile = report("h.pdf", pages=1, records=1)
    record = replace(hostile.records[0], measure="ก\x00ข\ud800", steps=("a\x00\udfff",))
    with archive.begin_run() as run:
        run.put(listing("h.pdf"), key("h.pdf"), replace(hostile, records=(record,)))

    (stored,) = archive.records()
    assert stored.measure == "ก\ufffdข\ufffd"
    assert stored.steps == ("a\x00\ufffd",)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_confidences_of_characters_are_kept_in_thousandths(confidences):
    from extract.model import Line

    line = Line("ก" * len(confidences), BBox(0, 0, 1, 1), 0.5, tuple(confidences), (0,))

    ((kept,),) = packing.unpack_lines(packing.pack_lines([[line]]))

    assert replace(kept, char_confidences=()) == replace(line, char_confidences=())
    assert all(abs(a - b) <= 0.0005 for a, b in zip(kept.char_confidences, confidences, strict=True))


def test_a_search_looks_through_the_words_of_a_measure_folded():
    record = MeasureRecord(
        record_id="r", document_id="d", source_file="f", measure="จัดทำ คู่มือ ๑๒", result="ครบ ITA"
    )

    assert search_text(record) == "จัดทำคู่มือ12\nครบita"
