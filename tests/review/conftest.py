"""What tests of the review desk share: the made reports of the archive's tests, and its stores."""

import sys
from pathlib import Path

import pytest

from oversight.archive.store import Archive

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "archive")]


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened
