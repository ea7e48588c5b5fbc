"""Any piece of Thai is found, whatever its length, digits and spaces."""

import pytest
from archive_samples import key, listing, record, report
from sqlalchemy import select, text
from stored import ask

from oversight.archive.engine import transaction
from oversight.archive.schema import records
from oversight.archive.search import holds, search
from oversight.archive.selection import Filter

MEASURES = (
    "จัดทำคู่มือการให้บริการประชาชน ๑๒ กระบวนงาน",
    "ประชาสัมพันธ์ผ่านเพจ Facebook* 100%_[ก]?",
    "เปิดโอกาสให้ผู้มีส่วนได้เสียมีส่วนร่วม",
)


@pytest.fixture
def filled(archive):
    made = tuple(record("a.pdf", n, measure, procedure=None) for n, measure in enumerate(MEASURES))
    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf", records=0))
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf", records=0, **{"findings": ()}))
        run.put(listing("a.pdf"), key("a.pdf"), report_of(made))
        run.note([listing("b.pdf", "a.pdf")])
    return archive


def report_of(made):
    from dataclasses import replace

    return replace(report("a.pdf"), records=made)


def found(archive, words, **more):
    return [int(hit.number) for hit in ask(archive, search, words, **more)]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("คู่มือ", [0]),
        ("ือการให้", [0]),  # begins inside a word, with a mark
        ("ประชา", [0, 1]),
        ("ส่วน", [2]),
        ("ก", [0, 1, 2]),
        ("พจ", [1]),
        ("12กระบวน", [0]),  # Thai digits and a space on the paper
        ("๑๒ กระบวน", [0]),
        ("ประชา ๑๒", [0]),
        ("facebook", [1]),
        ("FACEBOOK*", [1]),
        ("100%", [1]),
        ("0%_[", [1]),
        ("[ก]?", [1]),
        ("k*", [1]),
        ("%_", [1]),
        ("ไม่มีคำนี้", []),
        ("ศ", []),
        ("   ", []),
    ],
)
def test_pieces_of_measures_are_found(filled, words, numbers):
    assert found(filled, words) == numbers


def test_a_hit_says_where_the_word_stands(filled):
    (hit,) = ask(filled, search, "คู่มือ")

    assert (hit.field, hit.text, hit.source_file, hit.fiscal_year) == ("measure", MEASURES[0], "a.pdf", 2566)


def test_searches_can_be_filtered_and_paged(filled):
    assert found(filled, "ประชา", wanted=Filter(province="กระบี่")) == []
    assert found(filled, "ก", limit=2) == [0, 1]
    assert found(filled, "ก", limit=2, offset=2) == [2]


def test_what_was_replaced_is_not_found_any_more(filled):
    with filled.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report_of((record("a.pdf", 7, "อบรมบุคลากร"),)))

    assert found(filled, "คู่มือ") == []
    assert found(filled, "บุคลากร") == [7]


def test_three_letters_are_answered_by_the_index(filled):
    with transaction(filled.engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        query = select(records.c.id).where(holds(connection, "คู่มือ"))
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
        plain = str(query.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(map(str, connection.exec_driver_sql(explain + plain.replace("%", "%%"))))

    assert "record_search VIRTUAL TABLE INDEX 0:G0" in plan or "ix_records_search" in plan


def test_thai_letters_and_marks_have_pieces_in_postgresql(database):
    from oversight.archive.store import Archive

    with Archive.open(database) as archive, transaction(archive.engine) as connection:
        pieces = connection.execute(text("SELECT show_trgm('คู่มือ')")).scalar_one()

    assert len(pieces) == 7  # six letters and marks: "  ค", " คู", "คู่", … ; none when the locale knows no Thai
