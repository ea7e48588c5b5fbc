"""What a filter lets through of records, documents and findings alike."""

import pytest
from stored import ask

from oversight.archive.documents import stream as stream_documents
from oversight.archive.findings import stream as stream_findings
from oversight.archive.records import count as count_of
from oversight.archive.records import stream as stream_records
from oversight.archive.selection import Filter

KEYS = ("record_id", "province", "reviewed")


def chosen(archive, wanted):
    records = [number for (number,) in stream_records(archive.engine, ("number",), wanted)]
    documents = [row["source_file"] for row in stream_documents(archive.engine, wanted)]
    findings = [(name, record is not None) for _, name, record, _ in stream_findings(archive.engine, wanted)]
    return records, documents, findings


def test_all_of_it_in_the_order_of_files(made):
    records, documents, findings = chosen(made, None)

    assert records == ["0", "1", "2", "0", "1", "2", "0", "1"]
    assert documents == ["a.pdf", "b.pdf", "bad.pdf", "ค.pdf", "no.pdf"]
    assert {name for name, _ in findings} == {"a.pdf", "b.pdf", "ค.pdf"}
    assert len(findings) == sum(row["findings"] for row in stream_documents(made.engine))


def test_a_duplicate_is_told_with_the_document_it_repeats(made):
    first = next(iter(stream_documents(made.engine)))

    assert first["other_files"] == ["z copy of a.pdf"]


@pytest.mark.parametrize(
    ("wanted", "records", "documents"),
    [
        (Filter(province="ตรัง"), ["0", "1", "2"] * 2, ["a.pdf", "b.pdf"]),
        (Filter(district="ยะหริ่ง"), ["0", "1"], ["ค.pdf"]),
        (Filter(agency_name="เทศบาลตำบลบางปู"), ["0", "1"], ["ค.pdf"]),
        (Filter(agency_id="SM-940101", fiscal_years=(2565,)), ["0", "1"], ["ค.pdf"]),
        (Filter(fiscal_years=(2560,)), [], []),
        (Filter(result_status="not_done"), ["0", "1"], ["ค.pdf"]),
        (Filter(reviewed=True), ["0"], ["a.pdf"]),
        (Filter(min_confidence=0.5), [], []),
        (Filter(nulls=("fiscal_year",)), [], []),
        (Filter(instrument="EIT", province="ตรัง"), ["0", "1", "2"] * 2, ["a.pdf", "b.pdf"]),
    ],
)
def test_records_and_their_documents(made, wanted, records, documents):
    found = chosen(made, wanted)

    assert found[:2] == (records, documents)
    assert {name for name, _ in found[2]} <= set(documents)


def test_findings_of_documents_come_only_where_nothing_is_asked_of_records_alone(made):
    whole = chosen(made, Filter(province="ตรัง"))[2]
    alone = chosen(made, Filter(instrument="EIT", province="ตรัง"))[2]

    assert (False in {borne for _, borne in whole}, {borne for _, borne in alone}) == (True, {True})


def test_records_are_counted_by_year_and_province(made):
    assert ask(made, count_of) == {(2566, "ตรัง"): 6, (2565, "ปัตตานี"): 2}
    assert ask(made, count_of, Filter(province="ตรัง")) == {(2566, "ตรัง"): 6}
