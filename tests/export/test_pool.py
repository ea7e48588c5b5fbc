"""CSV by several processes is the CSV of one."""

import os
import signal

import pytest

from extract.errors import OutputError
from oversight.archive import selection
from oversight.archive.selection import Filter
from oversight.export import csv_files, pool
from oversight.export.export import ExportRequest, export
from oversight.export.style import Style
from oversight.export.tables import Selection

STYLE = Style("th", "thai", "be")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(selection, "LIGHT_BATCH", 1)
    monkeypatch.setattr(pool, "FROM", 1)


@pytest.mark.parametrize("profile", csv_files.ENCODING)
def test_the_bytes_are_those_of_one_process(made, tmp_path, profile):
    heard = []
    selection = Selection(made, Filter(province="ตรัง"), tell=lambda table, count: heard.append(count))
    with (tmp_path / "one.csv").open("w", encoding=csv_files.ENCODING[profile], newline="") as stream:
        csv_files.write(stream, profile, "records", selection.records(), STYLE)

    export(selection, ExportRequest(tmp_path, ("csv",), profile, STYLE, "many.csv"))

    assert (tmp_path / "many.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert heard == [3, 6]


def test_a_killed_helper_is_told_and_nothing_is_left(made, tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_lines", _die)

    with pytest.raises(OutputError, match="want of memory"):
        export(Selection(made), ExportRequest(tmp_path, ("csv",)))

    assert list(tmp_path.iterdir()) == []


def _die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
