"""Decisions of reviewers in the archive: taken back, joined, split, about a document; held and ranked."""

from dataclasses import replace

import pytest
from archive_samples import key, listing, place, record, report, sha
from sqlalchemy import update
from stored import ask, conflicts_of, stored_records

from extract.errors import UsageError
from extract.model import BBox, Finding, Provenance
from oversight.archive import corrected, correction_log, progress, records, review_queue, schema, users
from oversight.archive.amended import priority
from oversight.archive.correction_log import Correction, of_file
from oversight.archive.documents import stream as stream_documents
from oversight.archive.store import Archive

NAME = "a.pdf"
WHOLE_PAGE = BBox(0, 0, 841, 595)


def read(archive, outcome=None):
    with archive.begin_run() as run:
        run.put(listing(NAME), key(NAME), outcome or report(NAME))


def decide(archive, *given):
    with archive.writing() as connection:
        return corrected.decide(connection, given)


def budget(number=1, text="๘๐,๐๐๐ บาท", baht=80000.0, **more):
    made = {
        "bbox": place(number, 2),
        "field": "budget",
        "after": (("budget", text), ("budget_thb", baht)),
        "author": "สมใจ",
        **more,
    }
    return Correction(sha(NAME), 1, **{"kind": "value", "record_id": f"r{number}", **made})


def approve(number=1, seen=()):
    around = place(number, 0).union(place(number, 2))
    return Correction(sha(NAME), 1, around, "approve", "สมใจ", f"{sha(NAME)[:16]}-p1t1r{number}", before=seen)


def whole(count):
    return Correction(sha(NAME), 1, WHOLE_PAGE, "whole", "สมใจ", sha(NAME)[:16], after=(("records", count),))


def back(number):
    return Correction(sha(NAME), 1, WHOLE_PAGE, "withdraw", "สมใจ", "r", refers=number)


@pytest.fixture
def archive(place):
    """On both kinds of store."""
    with Archive.open(place) as opened:
        yield opened


@pytest.fixture
def filled(archive):
    read(archive)
    return archive


def budgets(archive):
    return [found.budget for found in stored_records(archive)]


def standing(archive):
    with archive.reading() as connection:
        return progress.standing(connection)


def test_what_is_taken_back_reads_as_before_and_stays_so(filled):
    before = list(stored_records(filled))
    (first,), _ = decide(filled, budget())
    (second,), _ = decide(filled, budget(text="๙๐ บาท", baht=90.0))
    assert budgets(filled)[1] == "๙๐ บาท"

    decide(filled, back(second.number))
    assert budgets(filled)[1] == "๘๐,๐๐๐ บาท"
    decide(filled, back(first.number))
    assert list(stored_records(filled)) == before
    read(filled)
    assert list(stored_records(filled)) == before
    assert [c.kind for c in ask(filled, of_file, sha(NAME))] == ["value", "value", "withdraw", "withdraw"]


def test_an_earlier_correction_is_taken_back_and_the_later_one_stays(filled):
    (first,), _ = decide(filled, budget())
    decide(filled, budget(number=2, text="๑ บาท", baht=1.0))
    decide(filled, back(first.number))

    assert budgets(filled)[1:] == ["๕๐,๐๐๐ บาท", "๑ บาท"]


def test_a_correction_lifts_the_records_confidence_to_that_of_its_other_fields(filled):
    before = list(stored_records(filled))[1]
    decide(filled, budget())
    after = list(stored_records(filled))[1]

    others = [p.confidence for name, places in before.provenance if name != "budget" for p in places]
    assert after.confidence == min(others)
    assert after.confidence >= before.confidence


def test_two_rows_become_one_and_two_again(filled):
    joined = Correction(
        sha(NAME),
        1,
        place(1, 0).union(place(1, 2)),
        "join",
        "สมใจ",
        "r1",
        after=(("measure", "ปรับปรุงคู่มือ และเผยแพร่"),),
        other=(1, place(2, 0).union(place(2, 2))),
    )
    (written,), conflicts = decide(filled, joined)

    assert conflicts == ()
    assert [found.measure for found in stored_records(filled)][1:] == ["ปรับปรุงคู่มือ และเผยแพร่"]
    merged = list(stored_records(filled))[1]
    assert {p.bbox for p in dict(merged.provenance)["budget"]} == {place(1, 2), place(2, 2)}
    read(filled)
    assert len(list(stored_records(filled))) == 2
    decide(filled, back(written.number))
    assert len(list(stored_records(filled))) == 3


def test_a_row_is_parted_and_each_part_is_corrected_by_itself(filled):
    parted = replace(
        budget(bbox=place(1, 0).union(place(1, 2))),
        kind="split",
        field=None,
        after=(("measure", "ก"),),
        second=(("measure", "ข"), ("budget", None), ("budget_thb", None)),
    )
    (written,), _ = decide(filled, parted)
    found = list(stored_records(filled))
    assert [each.measure for each in found[1:3]] == ["ก", "ข"]
    assert found[2].record_id == f"{found[1].record_id}s{written.number}"

    decide(filled, replace(budget(), record_id=found[2].record_id))
    assert [each.budget for each in stored_records(filled)][1:3] == ["๕๐,๐๐๐ บาท", "๘๐,๐๐๐ บาท"]
    read(filled)
    assert [(e.measure, e.budget) for e in stored_records(filled)][1:3] == [
        ("ก", "๕๐,๐๐๐ บาท"),
        ("ข", "๘๐,๐๐๐ บาท"),
    ]


def test_agency_and_year_of_a_document_hold_for_all_its_records(filled):
    about = Correction(
        sha(NAME),
        1,
        WHOLE_PAGE,
        "facts",
        "สมใจ",
        sha(NAME)[:16],
        field="fiscal_year",
        after=(("fiscal_year", 2570), ("province", "สตูล")),
    )
    decide(filled, about)

    assert {(r.fiscal_year, r.fiscal_year_ce, r.province) for r in stored_records(filled)} == {
        (2570, 2027, "สตูล")
    }
    assert [d["fiscal_year"] for d in stream_documents(filled.engine)] == [2570]
    read(filled)
    assert {r.province for r in stored_records(filled)} == {"สตูล"}


def test_a_document_is_approved_while_all_its_records_are(filled):
    decide(filled, *(approve(n) for n in range(3)), whole(3))
    assert (standing(filled).approved, standing(filled).whole, standing(filled).to_review) == (3, 1, 0)
    read(filled)
    assert standing(filled).whole == 1

    read(filled, replace(report(NAME), records=report(NAME).records[:2]))
    assert standing(filled).whole == 0
    assert "approved with 3 records, now 2" in [reason for _, reason in conflicts_of(filled)]


def test_a_record_corrected_after_its_approval_is_approved_no_more(filled):
    decide(filled, approve())
    decide(filled, budget())

    assert standing(filled).approved == 0


def test_taking_back_the_first_of_a_group_takes_back_all(filled):
    written, _ = decide(filled, *(approve(n) for n in range(3)))
    assert [each.refers for each in written] == [None, written[0].number, written[0].number]
    decide(filled, back(written[0].number))

    assert standing(filled).approved == 0


def test_corrections_written_before_readings_were_put_aside_stay(filled):
    with filled.writing() as connection:
        number = records.of_document(connection, sha(NAME)[:16])[1].record.record_id
        correction_log.write_down(connection, budget())
        rows = schema.records
        changed = {"budget": "๘๐,๐๐๐ บาท", "reviewed": True}
        connection.execute(update(rows).where(rows.c.record_id == number).values(changed))
    decide(filled, budget(number=2, text="๑ บาท", baht=1.0))

    assert budgets(filled)[1:] == ["๘๐,๐๐๐ บาท", "๑ บาท"]


def test_a_record_is_in_one_hand_at_a_time(archive, monkeypatch):
    with archive.writing() as connection:
        assert review_queue.take(connection, "r1", "สมใจ", "a").mine
        assert review_queue.take(connection, "r1", "สมใจ", "a").mine
        other = review_queue.take(connection, "r1", "มานะ", "b")
        assert (other.mine, other.holder) == (False, "สมใจ")
        assert review_queue.held(connection, ["r1", "r2"], "b") == {"r1": other}
        review_queue.let_go(connection, "a")
        assert review_queue.take(connection, "r1", "มานะ", "b").mine
    later = review_queue.now
    monkeypatch.setattr(
        review_queue, "now", lambda connection: later(connection) + review_queue.HOLD_SECONDS + 1
    )
    with archive.writing() as connection:
        assert review_queue.take(connection, "r1", "สมใจ", "a").mine


def test_doubt_times_importance():
    plain = replace(record(NAME, 1), findings=(), needs_review=True)
    sure = tuple(
        (name, tuple(replace(p, confidence=1.0) for p in places)) for name, places in plain.provenance
    )
    unsure = Provenance(1, place(1), "reader", "x", 0.5)
    doubt = Finding("x", "warning", field="budget")

    def rank(**more):
        return priority(replace(plain, **{"provenance": sure, **more}))

    assert priority(replace(plain, provenance=sure, needs_review=False)) is None
    assert rank(provenance=(("budget", (unsure,)),)) > rank(provenance=(("remark", (unsure,)),)) > rank()
    assert rank(findings=(replace(doubt, severity="error"),)) > rank(findings=(doubt,)) > rank()
    assert priority(replace(plain, findings=(doubt,), needs_review=False), {"budget"}) is None


def test_the_queue_leaves_out_what_another_holds_and_what_is_approved(filled):
    with filled.writing() as connection:
        waiting = review_queue.queue(connection)
        assert [each.priority for each in waiting] == sorted((e.priority for e in waiting), reverse=True)
        review_queue.take(connection, waiting[0].record_id, "มานะ", "b")
        free = review_queue.queue(connection, session="a", free_only=True)
        assert [each.record_id for each in free] == [each.record_id for each in waiting[1:]]
        assert review_queue.queue(connection, session="a")[0].holder == "มานะ"
    decide(filled, approve())
    with filled.reading() as connection:
        assert len(review_queue.queue(connection)) == len(waiting) - 1


def test_the_trail_tells_who_when_and_what_was_taken_back(filled):
    (first,), _ = decide(filled, budget(note="อ่านผิด"))
    decide(filled, back(first.number))
    with filled.reading() as connection:
        latest, earlier = correction_log.steps(connection)
        assert correction_log.authors(connection) == ["สมใจ"]

    assert (latest.correction.kind, earlier.withdrawn_by) == ("withdraw", latest.correction.number)
    assert (earlier.source_file, earlier.document_id) == (NAME, sha(NAME)[:16])
    assert earlier.correction.note == "อ่านผิด"
    assert earlier.correction.made > 1.7e9


def test_users_have_roles_and_hashed_passwords(archive):
    with archive.writing() as connection:
        users.add(connection, "สมใจ", "reviewer", "ความลับยาวพอสมควร", "ผู้ดูแล")
        users.add(connection, "mana", "reader", "long enough secret", "ผู้ดูแล")
        users.add(connection, "mana", "admin", "another long secret", "ผู้ดูแล")
        stored = users.hash_of(connection, "mana")
        assert [(u.name, u.role) for u in users.every(connection)] == [
            ("mana", "admin"),
            ("สมใจ", "reviewer"),
        ]
        assert users.find(connection, "mana").may("reviewer")
        assert not users.find(connection, "สมใจ").may("admin")
        assert users.remove(connection, "สมใจ", "ผู้ดูแล")
        assert not users.remove(connection, "สมใจ", "ผู้ดูแล")
        assert [(each.author, each.kind, each.about) for each in users.events_of(connection)] == [
            ("ผู้ดูแล", "user_removed", "สมใจ"),
            ("ผู้ดูแล", "user_changed", "mana (admin)"),
            ("ผู้ดูแล", "user_added", "mana (reader)"),
            ("ผู้ดูแล", "user_added", "สมใจ (reviewer)"),
        ]
    assert stored.startswith("$argon2id$")
    assert users.matches(stored, "another long secret")
    assert not users.matches(stored, "long enough secret")
    assert not users.matches(None, "nobody has this password")


@pytest.mark.parametrize(
    ("name", "password"), [("a b", "x" * 12), ("<b>", "x" * 12), ("ก", "short"), ("", "x" * 12)]
)
def test_names_and_passwords_that_cannot_be(archive, name, password):
    with pytest.raises(UsageError), archive.writing() as connection:
        users.add(connection, name, "reader", password, "ผู้ดูแล")
