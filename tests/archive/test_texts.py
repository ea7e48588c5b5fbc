"""What the output files say of a file is kept with its rows, and never outlives what it was made from."""

import dataclasses

from archive_samples import key, listing, report, sha
from stored import correct, stored_entries

from extract.model import Line
from oversight.archive.correction_log import Correction
from oversight.archive.entries import entries
from oversight.archive.packed_reports import FileText, PackedFile, pack
from oversight.archive.report_rows import InputResult
from oversight.archive.writing import Failure
from oversight.export.output_text import output_text, unpacked
from oversight.jobs.cache_key import text_key
from oversight.jobs.options import Options, Task
from oversight.jobs.worker import read_document


def form(source_file, status, reason):
    return f"{source_file} {status} {reason}".strip()


def kept(archive):
    return [
        (entry.source_file, text and text.packed, bool(entry.reports))
        for entry, text in entries(archive.engine, form)
    ]


def put(run, name, text=None, **more):
    bare = pack((report(name, **more),))
    run.put(listing(name), key(name), PackedFile(bare.sha256, bare.parts, text))


def test_a_text_of_the_form_asked_for_comes_in_place_of_the_reports(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf", FileText("a.pdf ok", 3, b"lines"), pages=2, records=5)
        put(run, "b.pdf", FileText("another form", 3, b"old lines"))
        put(run, "c.pdf")
        run.put(listing("d.pdf"), key("d.pdf"), Failure("failed", "damaged", "damaged: broken"))

    assert kept(archive) == [
        ("a.pdf", b"lines", False),
        ("b.pdf", None, True),
        ("c.pdf", None, True),
        ("d.pdf", None, False),
    ]
    (_, text), *_ = entries(archive.engine, form)
    assert (text.pages, text.records, text.findings) == (2, 5, 3)
    assert [entry.reports for entry in stored_entries(archive)][0] == (report("a.pdf", pages=2, records=5),)


def test_a_file_read_again_or_under_another_name_has_no_old_text(archive):
    with archive.begin_run() as run:
        put(run, "a.pdf", FileText("a.pdf ok", 3, b"lines"))
        put(run, "a.pdf")
        put(run, "b.pdf", FileText("b.pdf ok", 3, b"lines"))
        run.note([dataclasses.replace(listing("b.pdf"), source_file="c.pdf")])

    assert kept(archive) == [("a.pdf", None, True), ("c.pdf", None, True)]


def test_a_correction_ends_the_text_and_stands_in_later_readings(archive):
    first = report("a.pdf")
    record = first.records[0]
    place = dict(record.provenance)["measure"][0]
    with archive.begin_run() as run:
        put(run, "a.pdf", FileText("a.pdf ok", 3, b"lines"))
        given = Correction(
            sha("a.pdf"),
            place.page,
            place.bbox,
            "value",
            "ก",
            record.record_id,
            "measure",
            (("measure", "ที่ถูกต้อง"),),
        )
        assert correct(archive, given)[1] is None
        assert kept(archive) == [("a.pdf", None, True)]
        put(run, "a.pdf", FileText("a.pdf ok", 3, b"lines"))

    assert kept(archive) == [("a.pdf", None, True)]
    (entry,) = stored_entries(archive)
    assert entry.reports[0].records[0].measure == "ที่ถูกต้อง"


def odd(task):
    """A report whose text no store can hold."""
    whole = report("a.pdf")
    page = dataclasses.replace(
        whole.pages[0], lines=(Line("half \ud800 and \x00", whole.pages[0].lines[0].bbox),)
    )
    return (dataclasses.replace(whole, pages=(page, *whole.pages[1:])),)


def test_the_pieces_are_those_that_the_archive_would_give(archive):
    class Source:
        name = "a.pdf"
        digest = None

    brought = read_document(odd, "code", Task(Source(), sha("a.pdf"), Options()))
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), brought.packed)

    (entry,) = stored_entries(archive)
    again = InputResult(entry.source_file, entry.status, entry.reason, entry.sha256, entry.reports)
    ((_, text),) = entries(archive.engine, lambda *said: text_key("code", *said))
    assert unpacked(text.packed) == output_text(again)
    assert "half \ufffd and \\u0000".encode() in unpacked(text.packed)[3]
    assert (brought.outcome.pages, brought.outcome.findings) == (text.pages, text.findings)
