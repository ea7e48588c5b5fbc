"""Counts made where the rows lie, the same on either kind of store."""

from archive_samples import key, listing, report
from stored import ask

from oversight.archive.documents import HandedIn, handed_in
from oversight.archive.findings import counts
from oversight.archive.findings import stream as stream_findings
from oversight.archive.records import tallies
from oversight.archive.selection import Filter
from oversight.archive.writing import Failure


def test_what_is_there_is_counted_by_province_and_year(archive):
    with archive.begin_run() as run:
        for name in ("a.pdf", "b.pdf"):
            run.put(listing(name), key(name), report(name))
        run.put(listing("bad.pdf"), key("bad.pdf"), Failure("failed", "damaged", "damaged: cut short"))

    assert ask(archive, handed_in) == (HandedIn(None, None, 1), HandedIn("ตรัง", 2566, 2))


def test_measures_are_counted_with_how_surely_they_were_read(archive):
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf", records=4))

    (one,) = ask(archive, tallies, Filter(province="ตรัง", fiscal_years=(2566,)))
    assert (one.fiscal_year, one.document_kind, one.instrument) == (2566, "measure_report", "EIT")
    assert (one.result_status, one.records, one.needs_review, one.reviewed) == ("done", 4, 4, 0)
    assert abs(one.confidence - 4 * 0.123456789) < 1e-9
    assert ask(archive, tallies, Filter(province="กระบี่")) == ()


def test_findings_are_counted_by_code_each_once_a_place(archive):
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))

    told = ask(archive, counts, "ตรัง", 2566)
    listed = [finding.code for *_, finding in stream_findings(archive.engine)]
    assert told == {code: listed.count(code) for code in set(listed)}
    assert ask(archive, counts, "ตรัง", 2565) == {}
    assert ask(archive, counts, None, 2566) == told
