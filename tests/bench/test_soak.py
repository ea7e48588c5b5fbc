"""The long runs, small: killed at random moments, very many files, a batch again; on real pages."""

import argparse

from bench import soak

SMALL = argparse.Namespace(
    documents=8, scans=1, kills=3, kill_documents=10, kill_scans=0, members=12, files=300
)


def test_runs_and_workers_killed_at_random_moments_end_as_an_undisturbed_run(tmp_path):
    found = soak.kills(tmp_path, SMALL)

    assert sum(found["killed"].values()) == 3
    assert (found["batches_that_differ"], found["documents_entered_twice"]) == (0, 0)


def test_a_batch_is_counted_whole_and_done_at_once_the_second_time(tmp_path):
    found = soak.batch(tmp_path, SMALL)

    counts = found["counts"]  # one page of a report is a table without its header: partial
    assert (counts["ok"], counts["partial"], counts["pages"]) == (8, 1, 9)
    assert found["again_already"] == 9
    assert 0 < found["workers_peak_mib"] < 500


def test_reports_in_an_archive_are_read_as_those_beside_it(tmp_path):
    found = soak.members(tmp_path, SMALL)

    assert found["counts"]["ok"] + found["counts"]["partial"] == 12
    assert found["lister"]["last_mib"] < 200


def test_the_runs_own_process_stays_small_over_many_files(tmp_path):
    found = soak.files(tmp_path, SMALL)

    assert found["run"]["ratio"] < 1.1
    assert found["run_peak_mib"] < 300
