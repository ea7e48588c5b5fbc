"""Files, duplicates, resuming: what a run writes and what the output files are made from."""

from dataclasses import replace

import pytest
from archive_samples import RECIPE, key, listing, record, report, sha
from stored import ask, stored_entries, stored_records

from extract.model import DocumentFacts
from oversight.archive.documents import stream as stream_documents
from oversight.archive.findings import stream as stream_findings
from oversight.archive.listing import Listing
from oversight.archive.records import stream as stream_columns
from oversight.archive.report_rows import InputResult
from oversight.archive.resume import Key, KnownReading, needed
from oversight.archive.resume import known as what_is_known
from oversight.archive.selection import Filter
from oversight.archive.status import failed_files
from oversight.archive.status import status as counted
from oversight.archive.store import Archive
from oversight.archive.writing import Failure
from oversight.export.documents import document_row
from oversight.export.documents import findings as listed_findings
from oversight.jobs.cache_key import recipe
from oversight.jobs.results import exported


def put(run, name, outcome=None, content=None, **more):
    run.put(listing(name, content, **more), key(content or name), outcome or report(content or name))


def names(archive):
    return [(entry.source_file, entry.status) for entry in stored_entries(archive)]


def test_entries_come_by_name_whatever_the_order_of_reading(archive):
    with archive.begin_run() as run:
        for name in ("ข.pdf", "a/2.pdf", "ก.pdf", "a/10.pdf", "B.pdf"):
            put(run, name)

    assert [name for name, _ in names(archive)] == ["B.pdf", "a/10.pdf", "a/2.pdf", "ก.pdf", "ข.pdf"]


def test_more_files_than_one_batch_come_each_once(archive):
    wanted = [f"{n:04}.pdf" for n in range(130)]
    with archive.begin_run() as run:
        for name in reversed(wanted):
            put(run, name, report(name, pages=1, records=1))

    assert [entry.source_file for entry in stored_entries(archive)] == wanted
    assert [found.source_file for found in stored_records(archive)] == wanted


def test_the_same_bytes_under_two_names_are_read_once_and_listed_twice(archive):
    with archive.begin_run() as run:
        put(run, "b.pdf")
        run.note([listing("c.pdf", "b.pdf"), listing("a.pdf", "b.pdf")])

    assert [(e.source_file, e.status, e.first) for e in stored_entries(archive)] == [
        ("a.pdf", "ok", None),
        ("b.pdf", "duplicate", "a.pdf"),
        ("c.pdf", "duplicate", "a.pdf"),
    ]
    assert {found.source_file for found in stored_records(archive)} == {"a.pdf"}


def test_reading_again_replaces_everything_of_a_document(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf", report("a.pdf", pages=5, records=7))
        put(run, "b.pdf")
        put(run, "a.pdf", report("a.pdf", pages=1, records=1))

    assert [entry.reports for entry in stored_entries(archive)] == [
        (report("a.pdf", pages=1, records=1),),
        (report("b.pdf"),),
    ]
    assert len(list(stored_records(archive))) == 4


def test_a_failure_takes_the_place_of_a_report(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf")
        put(run, "a.pdf", Failure("failed", "timeout", "timeout: took too long (300 s)"))

    (entry,) = stored_entries(archive)
    assert (entry.status, entry.reason, entry.reports, entry.document_id) == (
        "failed",
        "timeout: took too long (300 s)",
        (),
        sha("a.pdf")[:16],
    )
    assert ask(archive, counted).failures == (("timeout", 1),)
    assert list(stored_records(archive)) == []


def test_several_reports_in_one_file_are_one_entry(archive):
    first, second = report("a.pdf"), report("a.pdf", document_id=sha("a.pdf")[:16] + "-2")
    with archive.begin_run() as run:
        put(run, "a.pdf", (first, second))

    assert [entry.reports for entry in stored_entries(archive)] == [(first, second)]
    assert ask(archive, counted).statuses == (("ok", 1),)


def test_no_report_and_no_failure_is_a_mistake(archive):
    with archive.begin_run() as run, pytest.raises(ValueError, match="neither"):
        run.put(listing("a.pdf"), key("a.pdf"), ())


def test_a_file_that_cannot_be_opened_is_listed_with_its_reason(archive):
    unreadable = Listing(
        "gone.pdf", "/in/gone.pdf", None, None, "failed", "unreadable", "unreadable: no such file"
    )
    with archive.begin_run() as run:
        run.note([unreadable])

    (entry,) = stored_entries(archive)
    assert (entry.source_file, entry.status, entry.reason) == (
        "gone.pdf",
        "failed",
        "unreadable: no such file",
    )
    assert ask(archive, failed_files) == [unreadable]


def test_a_file_with_new_bytes_gives_up_its_old_document(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf")
    with archive.begin_run() as run:
        put(run, "a.pdf", content="other bytes")

    (entry,) = stored_entries(archive)
    assert (entry.source_file, entry.sha256) == ("a.pdf", sha("other bytes"))
    assert ask(archive, what_is_known, [sha("a.pdf")]) == {}


def test_a_folder_that_moved_is_not_listed_twice(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf", folder="/old")
    with archive.begin_run() as run:
        run.note([listing("a.pdf", folder="/new")])

    assert names(archive) == [("a.pdf", "ok")]


def test_two_folders_with_files_of_the_same_name_and_bytes_are_two_files(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf", folder="/one")
        run.note([listing("a.pdf", folder="/two")])

    assert names(archive) == [("a.pdf", "ok"), ("a.pdf", "duplicate")]


def test_members_of_one_archive_are_told_apart_by_their_position(archive):
    with archive.begin_run() as run:
        for member in range(3):
            given = Listing(f"all.zip/{member}.pdf", "/in/all.zip", sha(str(member)), member)
            run.put(given, key(str(member)), report(str(member)))

    assert names(archive) == [(f"all.zip/{member}.pdf", "ok") for member in range(3)]


def test_files_still_to_be_read_wait_and_do_not_come(archive):
    with archive.begin_run() as run:
        run.note([listing("a.pdf"), listing("b.pdf")])
        put(run, "b.pdf")

    assert names(archive) == [("b.pdf", "ok")]
    assert ask(archive, counted).waiting == 1


def test_rows_of_documents_csv_are_those_of_the_export(archive):
    scan = report(
        "scan.pdf", pages=3, scan=True, status="partial", cause="page-failed", reason="page-failed: 2"
    )
    other = report(
        "a.pdf", pages=1, document_id=sha("a.pdf")[:16] + "-2", facts=DocumentFacts(fiscal_year=2567)
    )
    failure = Failure("refused", "refused", "refused: 900 pages")
    with archive.begin_run() as run:
        put(run, "a.pdf", (report("a.pdf"), other))
        put(run, "scan.pdf", scan)
        put(run, "z.pdf", failure)

    entries = [
        InputResult("a.pdf", "ok", "", sha("a.pdf"), (report("a.pdf"), other)),
        InputResult("scan.pdf", "partial", "page-failed: 2", sha("scan.pdf"), (scan,)),
        InputResult("z.pdf", "refused", failure.reason, sha("z.pdf")),
    ]
    told = [document_row(entry) for entry in entries]
    assert [document_row(exported(entry, "en")) for entry in stored_entries(archive)] == told
    counted = [(row["source_file"], row["findings"]) for row in stream_documents(archive.engine)]
    assert {name for name, _ in counted} == {entry.source_file for entry in entries}
    assert sum(count for _, count in counted) == sum(row["findings"] for row in told)
    assert [
        (document_id, record_id, finding)
        for document_id, _, record_id, finding in stream_findings(archive.engine)
    ] == [
        (of.document_id, record_id, finding)
        for entry in entries
        for of, record_id, finding in listed_findings(entry)
    ]


def test_known_tells_what_was_done_by_which_recipe(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf")
        put(run, "b.pdf", Failure("failed", "crash", "crash: SIGSEGV"))

    asked = [sha("a.pdf"), sha("b.pdf"), *(sha(str(n)) for n in range(1200))]
    assert ask(archive, what_is_known, asked) == {
        sha("a.pdf"): KnownReading(sha("a.pdf"), RECIPE, "ok", None),
        sha("b.pdf"): KnownReading(sha("b.pdf"), RECIPE, "failed", "crash"),
    }


@pytest.mark.parametrize(
    ("what", "redo", "wanted"),
    [
        (None, "new", True),
        (("r", "ok"), "new", False),
        (("old", "ok"), "new", False),
        (("r", "ok"), "stale", False),
        (("r", "failed"), "stale", False),
        (("old", "ok"), "stale", True),
        (("r", "ok"), "failed", False),
        (("r", "refused"), "failed", True),
        (("r", "partial"), "failed", True),
        (("r", "ok"), "all", True),
    ],
)
def test_what_has_to_be_read_again(what, redo, wanted):
    held = what and KnownReading("s", what[0], what[1], None)

    assert needed(Key("s", "r"), held, redo) is wanted


def test_a_recipe_changes_with_any_version_or_option_and_not_with_their_order():
    assert recipe({"a": 1, "b": None}) == recipe({"b": None, "a": 1})
    assert recipe({"a": 1, "b": None}) != recipe({"a": 2, "b": None})


def test_records_by_province_year_and_confidence(archive):
    made = [
        record("a.pdf", 0, fiscal_year=2565, province="ตรัง"),
        record("a.pdf", 1, fiscal_year=2566, province="ตรัง", confidence=0.2, findings=()),
        record("a.pdf", 2, fiscal_year=2566, province="กระบี่", confidence=0.9),
    ]
    with archive.begin_run() as run:
        put(run, "a.pdf", report("a.pdf", records=0, findings=()))
        put(run, "a.pdf", replace(report("a.pdf"), records=tuple(made)))
        run.note([listing("z.pdf", "a.pdf")])

    def numbers(**wanted):
        return [found.number for found in stored_records(archive, Filter(**wanted))]

    assert numbers() == ["0", "1", "2"]
    assert numbers(province="ตรัง") == ["0", "1"]
    assert numbers(province="ตรัง", fiscal_years=(2566,)) == ["1"]
    assert numbers(fiscal_years=(2565, 2566), min_confidence=0.5) == ["2"]
    assert numbers(reviewed=True) == []
    assert list(stored_records(archive, Filter(province="ตรัง"))) == made[:2]
    assert list(
        stream_columns(archive.engine, ["number", "source_file", "fiscal_year"], Filter(province="กระบี่"))
    ) == [["2", "a.pdf", 2566]]
    assert list(stream_columns(archive.engine, ["measure"])) == [[one.measure] for one in made]


def test_records_keep_their_findings_when_streamed(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf")

    assert list(stored_records(archive)) == list(report("a.pdf").records)


def test_a_reader_sees_the_last_whole_document_while_a_run_is_at_work(place):
    with Archive.open(place) as writer, writer.begin_run() as run:
        put(run, "a.pdf")
        with Archive.open(place, write=False) as reader:
            assert names(reader) == [("a.pdf", "ok")]
            put(run, "b.pdf")
            assert names(reader) == [("a.pdf", "ok"), ("b.pdf", "ok")]
