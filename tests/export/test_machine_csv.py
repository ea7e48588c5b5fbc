"""The machine CSV: verbatim, and equal records when it is read again."""

import csv
import io
import json
import string
from dataclasses import replace

import pytest
from archive_samples import key, listing, record, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stored import stored_records

from extract.errors import UsageError
from extract.model import BBox, Finding, Provenance, Quantity, Suggestion
from oversight.archive.store import Archive
from oversight.export import csv_files
from oversight.export.columns import keys
from oversight.export.csv_files import read_records, records_of
from oversight.export.style import Style
from oversight.export.tables import Selection


def written(archive, table="records"):
    stream = io.StringIO(newline="")
    csv_files.write(stream, "machine", table, Selection(archive).rows(table), Style())
    return stream.getvalue()


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_records_come_back_equal(made):
    assert list(records_of(io.StringIO(written(made), newline=""), "x")) == list(stored_records(made))


def test_lists_and_provenance_are_json(made):
    first = rows(written(made))[0]

    assert list(first) == list(keys("records"))
    assert json.loads(first["steps"]) == ["ประชุม", "แต่งตั้งคณะทำงาน"]
    assert json.loads(first["indicators"]) == [9, 10]
    assert json.loads(first["indicator_suggested"]) == {"value": 7, "score": 0.75, "basis": "ชื่อตัวชี้วัด"}
    assert json.loads(first["quantities"]) == [{"value": 50000.0, "unit": "บาท", "span": [0, 11]}]
    place = json.loads(first["provenance"])["budget"][0]
    assert (place["page"], place["method"], place["raw"]) == (1, "text", "ดิบ budget")
    assert len(place["bbox"]) == 4
    # one unknown header twice: an object would lose one of them
    assert json.loads(first["extra"]) == [["หมายเหตุ", "ก"], ["หมายเหตุ", "ข"]]
    assert (first["needs_review"], first["reviewed"], first["period_start"]) == (
        "false",
        "true",
        "2022-10-01",
    )
    assert first["confidence"] == "0.123456789"


def test_there_is_no_byte_order_mark_and_nothing_is_guarded(made, tmp_path):
    path = tmp_path / "r.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv_files.write(stream, "machine", "records", Selection(made).rows("records"), Style())

    assert path.read_bytes().startswith(b"record_id,")
    assert [row["measure"] for row in rows(path.read_text("utf-8"))][-1] == "=1+1 ๑๒๓"
    assert list(read_records(path)) == list(stored_records(made))


@pytest.mark.parametrize("table", ["documents", "findings", "coverage", "dictionary"])
def test_every_table_has_the_columns_of_the_dictionary(made, table):
    found = rows(written(made, table))

    assert found
    assert all(list(row) == list(keys(table)) for row in found)


def test_a_document_names_the_files_of_the_same_bytes(made):
    first, *_, unopened = rows(written(made, "documents"))

    assert json.loads(first["other_files"]) == ["z copy of a.pdf"]
    assert (unopened["document_id"], unopened["status"]) == ("", "failed")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\r\n1,2\r\n", "lacks record_id"),
        ("", "lacks record_id"),
        (",".join(keys("records")) + "\r\n" + "x," * 10 + "\r\n", "x:2 does not hold a record"),
    ],
)
def test_what_is_no_machine_csv_is_told(text, said):
    with pytest.raises(UsageError, match=said):
        list(records_of(io.StringIO(text, newline=""), "x"))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_records(tmp_path / "none.csv"))


# What a cell of the paper may hold: the archive itself turns NUL and lone surrogates into U+FFFD.
TEXT = st.text(
    st.one_of(
        st.sampled_from('=+-@,"\n\r\t;\u200b\ufeff๑๒กำ่้ฯๆ<r></r>_x000D_&\x00\ud800\u0e48'),
        st.sampled_from(string.printable),
    ),
    min_size=1,
    max_size=20,
)
FLOATS = st.floats(0, 1e6, allow_nan=False)
BOXES = st.builds(BBox, FLOATS, FLOATS, FLOATS, FLOATS)
PLACES = st.lists(
    st.tuples(
        st.sampled_from(["measure", "result", "budget"]),
        st.lists(
            st.builds(
                Provenance,
                st.integers(1, 500),
                BOXES,
                st.just("text"),
                TEXT,
                st.floats(0, 1),
                st.none() | st.tuples(*[FLOATS] * 8),
            ),
            max_size=2,
        ).map(tuple),
    ),
    max_size=3,
).map(tuple)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "section": TEXT,
        "dla_code": st.text("0123456789", min_size=1, max_size=20),
        "result": TEXT,
        "extra": st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
        "steps": st.lists(TEXT, max_size=3).map(tuple),
        "responsible_units": st.lists(TEXT, max_size=2).map(tuple),
        "indicators": st.lists(st.integers(1, 10), max_size=3).map(tuple),
        "indicator_suggested": st.none() | st.builds(Suggestion, st.integers(1, 10), st.floats(0, 1), TEXT),
        "quantities": st.lists(
            st.builds(Quantity, FLOATS, TEXT, st.tuples(st.integers(0, 9), st.integers(0, 9))), max_size=2
        ).map(tuple),
        "period_start": st.none() | st.dates(),
        "budget_thb": st.none() | FLOATS,
        "needs_review": st.booleans(),
        "findings": st.lists(
            st.builds(
                Finding,
                st.just("no-result"),
                st.just("warning"),
                TEXT,
                st.none() | TEXT,
                bbox=st.none() | BOXES,
            ),
            max_size=2,
        ).map(tuple),
        "provenance": PLACES,
        "confidence": st.floats(0, 1),
    },
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("scratch") / "archive.db") as archive:
        yield archive


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS, min_size=1, max_size=3), TEXT)
def test_whatever_the_paper_says_comes_back_as_the_archive_holds_it(scratch, values, measure):
    made = tuple(
        replace(record("a.pdf", n, measure), **{"extra": (), "findings": (), **more})
        for n, more in enumerate(values)
    )
    with scratch.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), replace(report("a.pdf", pages=0), records=made))

    again = list(records_of(io.StringIO(written(scratch), newline=""), "x"))

    assert again == list(stored_records(scratch))
    assert len(again) == len(made)
