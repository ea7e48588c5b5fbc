"""How a run stands, in numbers and in words, and what retry reads again."""

import json

import pytest
from archive_samples import key, listing, report
from sqlalchemy import update
from stored import ask

from oversight import talk
from oversight.archive.archive_commands import retry_by, search, status
from oversight.archive.engine import transaction
from oversight.archive.listing import Listing
from oversight.archive.schema import runs
from oversight.archive.status import status as counted
from oversight.archive.store import Archive
from oversight.archive.writing import Failure
from oversight.spoken import SpokenGroup, call

PARTIAL = report("p.pdf", pages=4, records=1, status="partial", cause="page-failed", reason="page-failed: 3")
UNREADABLE = Listing("gone.pdf", "/in/gone.pdf", None, None, "failed", "unreadable", "unreadable: gone")


def fill(archive):
    run = archive.begin_run({"version": "1"})
    run.note([listing("dup.pdf", "a.pdf"), listing("wait.pdf"), UNREADABLE])
    run.expect(6)
    run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))
    run.put(listing("p.pdf"), key("p.pdf"), PARTIAL)
    run.put(listing("c.pdf"), key("c.pdf"), Failure("failed", "crash", "crash: SIGSEGV"))
    run.put(listing("d.pdf"), key("d.pdf"), Failure("failed", "crash", "crash: SIGSEGV"))
    return run


def group_of(commands):
    made = SpokenGroup("prongsai")
    for command in commands:
        made.add_command(command)
    return made


def test_counts_failures_by_cause_and_pace(archive):
    run = fill(archive)
    with transaction(archive.engine, write=True) as connection:
        connection.execute(update(runs).values(started=runs.c.started - 60))
    standing = ask(archive, counted)
    run.close()

    assert standing.files == 7
    assert standing.statuses == (("duplicate", 1), ("failed", 3), ("ok", 1), ("partial", 1))
    assert (standing.waiting, standing.pages, standing.records) == (1, 6, 4)
    assert standing.failures == (("crash", 2), ("page-failed", 1), ("unreadable", 1))
    assert (standing.run.state, standing.run.done, standing.run.expected, standing.run.left) == (
        "running",
        4,
        6,
        2,
    )
    assert standing.run.documents_a_second == pytest.approx(4 / 60, rel=0.1)
    assert standing.run.pages_a_second == pytest.approx(6 / 60, rel=0.1)
    assert standing.run.seconds_left == pytest.approx(30, rel=0.1)
    assert ask(archive, counted).run.seconds_left is None


def test_an_empty_archive_has_a_status(archive):
    standing = ask(archive, counted)

    assert (standing.files, standing.statuses, standing.failures, standing.run) == (0, (), (), None)


@pytest.fixture
def output(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        fill(archive).close("interrupted")
    return str(tmp_path)


def test_status_in_words_and_as_json(output, capfd):
    made = group_of([status])
    assert call(made, ["status", "-o", output, "--lang", "en"]) == 0
    said = capfd.readouterr().out
    assert call(made, ["status", "-o", output, "--json"]) == 0
    told = json.loads(capfd.readouterr().out)

    for line in (
        "  crash        2",
        "  not read yet  1",
        "  state           interrupted; give the same command",
    ):
        assert line in said
    assert told["failures"] == [["crash", 2], ["page-failed", 1], ["unreadable", 1]]


def test_search_writes_hits_to_stdout_and_the_count_to_stderr(output, capfd):
    made = group_of([search])
    assert call(made, ["search", "คู่มือ", "-o", output, "--lang", "en"]) == 0
    heard = capfd.readouterr()
    assert heard.out.count("ปรับปรุงคู่มือการให้บริการ") == 4
    assert heard.err == "measures found: 4\n"

    assert call(made, ["search", "ไม่มีคำนี้", "-o", output, "--json"]) == 0
    assert capfd.readouterr() == ("", "")
    assert call(made, ["search", "คู่มือ", "-o", output, "--fiscal-year", "2566", "--json", "--limit", "1"]) == 0
    assert json.loads(capfd.readouterr().out)["number"] == "0"


def test_retry_hands_over_what_failed_whole_or_in_part(output, capfd):
    asked = []
    made = group_of([retry_by(lambda again: asked.append(again) or 3)])

    assert call(made, ["retry", "-o", output, "--jobs", "2"]) == 3
    (again,) = asked
    assert [given.source_file for given in again.listings] == ["c.pdf", "d.pdf", "gone.pdf", "p.pdf"]
    assert (str(again.output), again.archive, again.jobs) == (output, f"{output}/archive.db", 2)


def test_without_an_archive_the_commands_say_what_to_do(tmp_path, capfd):
    made = group_of([status, search, retry_by(lambda again: 0)])

    for command in (["status"], ["search", "x"], ["retry"]):
        assert call(made, [*command, "-o", str(tmp_path), "--lang", "en"]) == 5
        assert "give `prongsai run` first" in capfd.readouterr().err


@pytest.mark.parametrize("lang", talk.LANGUAGES)
@pytest.mark.parametrize("name", ["search", "status", "retry"])
def test_help_is_there_in_both_languages(name, lang, capfd):
    assert call(group_of([status, search, retry_by(lambda again: 0)]), [name, "--help", "--lang", lang]) == 0
    said = capfd.readouterr().out

    assert f"  prongsai {name}" in said
    assert "--archive" in said
