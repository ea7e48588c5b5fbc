"""What tests of the review desk share: archives with the made reports of the archive's tests; visitors."""

import importlib.util
import sys
from pathlib import Path

import pytest

from oversight.archive.store import Archive

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "archive")]
_spec = importlib.util.spec_from_file_location("stores", HERE.parent / "archive" / "conftest.py")
_stores = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_stores)
server, database, place = _stores.server, _stores.database, _stores.place  # fixtures of the archive's tests


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


@pytest.fixture
def filled(archive):
    """An archive with one report of two pages and three records."""
    from archive_samples import key, listing, report

    with archive.begin_run() as run:
        run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))
    return archive


@pytest.fixture
def desk(filled, tmp_path):
    """(application, its one-time tokens)."""
    from web import make_desk

    return make_desk(filled, tmp_path / "out")


@pytest.fixture
def visitor(desk):
    """A browser that came in by the token."""
    from web import Visitor

    app, tokens = desk
    came = Visitor(app)
    assert came.enter(tokens[-1]).status_code == 303
    return came
