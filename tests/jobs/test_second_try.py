"""A page that kills its child costs that page: the document is tried once more and its good pages survive."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import fake_pages
import pytest

import pipeline
from oversight.jobs import watch
from oversight.jobs.options import Options, Task
from oversight.jobs.pool import run
from oversight.jobs.retries import Retries
from oversight.jobs.watch import Death, Limits

ROOT = Path(__file__).parents[2]
MIB = 1024**2
REPORT = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
QUICK = Limits(seconds=40, resident=400 * MIB, page_seconds=2.5, by_clock=2)


def only(words, limits=QUICK, note=None):
    (outcome,) = run(fake_pages.read, [(note, words)], limits=limits)
    return outcome


def test_of_six_pages_with_a_crash_a_hang_and_a_hog_three_survive(tmp_path):
    words = ["fine", "crash", "hang", "hog", "fine", "fine"]

    outcome = only(words, note=tmp_path / "note")

    assert outcome.value == ["page 1", "crash", "timeout", "memory", "page 5", "page 6"]
    assert outcome.deaths == 6
    read = Counter((tmp_path / "note").read_text().split())
    assert (read["2"], read["3"], read["4"]) == (2, 2, 2)
    assert (read["5"], read["6"]) == (1, 1)


def test_memory_that_the_system_denies_costs_its_page(tmp_path):
    outcome = only(["fine", "refuse", "fine"], note=tmp_path / "note")

    assert outcome.value == ["page 1", "memory", "page 3"]


@pytest.mark.parametrize("word", ["once", "die9"])
def test_a_page_that_dies_once_is_read_the_second_time(tmp_path, word):
    outcome = only(["fine", word, "fine"], note=tmp_path / "note")

    assert outcome.value == ["page 1", "page 2", "page 3"]
    assert outcome.deaths == 1


def test_a_document_that_cannot_be_opened_is_tried_twice(tmp_path):
    outcome = only(["no opening"], note=tmp_path / "note")

    assert (outcome.cause, outcome.detail, outcome.deaths) == ("crash", "SIGSEGV", 2)


def test_a_death_while_the_pages_are_put_together_costs_no_page(tmp_path):
    outcome = only(["fine", "slow", "slow", "slow", "no ending"], note=tmp_path / "note")

    assert outcome.value == ["page 1", "page 2", "page 3", "page 4", "page 5"]
    assert Counter((tmp_path / "note").read_text().split())["1"] == 1


def test_pages_put_aside_before_the_document_s_time_is_up_are_not_read_again(tmp_path):
    limits = Limits(seconds=3, page_seconds=1)  # the first try leaves at most 1.4 s of its reading behind

    outcome = only(["slow"] * 9, limits, tmp_path / "note")

    assert outcome.value == [f"page {n}" for n in range(1, 10)]
    assert Counter((tmp_path / "note").read_text().split())["1"] == 1


def test_when_the_time_of_the_second_try_is_up_too_what_was_read_survives(tmp_path):
    limits = Limits(seconds=1.5, page_seconds=1)

    outcome = only(["slow"] * 12, limits, tmp_path / "note")

    assert outcome.cause == "ok"
    good = [page for page in outcome.value if page.startswith("page")]
    assert 2 <= len(good) < 12
    assert outcome.value == good + ["timeout"] * (12 - len(good))


def test_a_hang_holds_up_no_other_document(tmp_path):
    items = [(tmp_path / "hang", ["hang"]), *((tmp_path / f"{n}", ["fine"]) for n in range(20))]

    came = [outcome.value for outcome in run(fake_pages.read, items, jobs=2, limits=QUICK)]

    assert came == [*([["page 1"]] * 20), ["timeout"]]


def test_after_a_wish_to_stop_second_tries_are_finished_and_no_other_document_is_begun(tmp_path):
    items = [
        (tmp_path / "bad", ["fine", "crash", "fine"]),
        *((tmp_path / f"{n}", ["slow"]) for n in range(9)),
    ]
    first = tmp_path / "bad"

    outcomes = list(run(fake_pages.read, items, limits=QUICK, stopping=first.exists))

    assert [outcome.value for outcome in outcomes] == [["page 1", "crash", "page 3"]]


def task():
    (source,), _ = pipeline.discover([str(REPORT)])
    return Task(source, "0" * 64, Options())


def timeless(reports):
    return [replace(report, seconds=()) for report in reports]


def test_a_report_read_in_two_tries_is_the_report_read_in_one(tmp_path):
    dying = partial(fake_pages.work_that_dies_at, 3, False, str(tmp_path / "note"))

    (outcome,) = run(dying, [task()])

    assert outcome.deaths == 1
    assert timeless(outcome.value) == timeless(pipeline.digitise(task().source))


def test_a_report_without_its_worst_page_is_partial_and_says_so(tmp_path):
    dying = partial(fake_pages.work_that_dies_at, 3, True, str(tmp_path / "note"))

    ((report,),) = (outcome.value for outcome in run(dying, [task()]))
    (whole,) = pipeline.digitise(task().source)

    assert report.status == "partial"
    assert report.reason == "page-crashed: 3: SIGSEGV"
    lost = report.pages[2]
    assert [(found.code, found.page) for found in lost.findings] == [("page-crashed", 3)]
    kept = {record.record_id for record in report.records}
    assert kept
    assert kept <= {record.record_id for record in whole.records}
    assert [page for page in report.pages if page.number in (1, 2, 4, 5)] == [
        page for page in whole.pages if page.number in (1, 2, 4, 5)
    ]


def test_the_second_time_is_as_long_as_the_first_and_then_what_is_left_is_given_up():
    tries = Retries(Limits(seconds=100, page_seconds=10))

    assert tries.after(Death("crash", "SIGSEGV", page=4, seconds=50)) == 100
    assert tries.after(Death("crash", "SIGSEGV", page=4, seconds=90)) == 10
    assert list(tries.losses.pages) == [4]
    assert tries.after(Death("timeout", "", page=5, seconds=11)) == 10
    assert tries.losses.rest.cause == "timeout"
    assert tries.after(Death("crash", "SIGSEGV")) is None


def test_a_document_whose_opening_takes_all_its_time_is_not_opened_again():
    assert Retries(Limits()).after(Death("timeout", "more than 300 s", whole=True)) is None


SWEPT = """
import sys, time
from oversight.jobs.sandbox import scratch_folder
with scratch_folder() as folder:
    print(folder, flush=True)
    time.sleep(60)
"""


def test_the_next_run_removes_what_a_killed_one_left_in_the_place_for_temporary_files(tmp_path, monkeypatch):
    from oversight.jobs import sandbox

    environment = {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", SWEPT], stdout=subprocess.PIPE, text=True, env=environment
    ) as run:
        left = Path(run.stdout.readline().strip())
        sandbox.sweep(tmp_path)
        assert left.is_dir()
        run.kill()

    sandbox.sweep(tmp_path)

    assert not left.exists()


def test_a_page_that_takes_long_is_told_of_while_it_does(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "SLOW_SECONDS", 0.4)
    told = []
    item = (tmp_path / "note", ["fine", "hang", "fine"])

    (outcome,) = run(fake_pages.read, [item], limits=QUICK, slow=lambda *said: told.append(said))

    assert outcome.value == ["page 1", "timeout", "page 3"]
    first, second, *_ = told
    assert (first[0], first[1], second[1]) == (item, 2, 2)
    assert 0.4 <= first[2] < second[2]
