"""A province of made agencies, among them some with something an auditor looks for."""

import pytest

from bench import planted
from oversight.archive.store import Archive

AGENCIES = 28


@pytest.fixture(scope="session")
def made_province(tmp_path_factory):
    """(path of the archive, what was planted)."""
    place = tmp_path_factory.mktemp("province") / "archive.db"
    made = planted.province(AGENCIES)
    with Archive.open(place) as archive:
        planted.fill(archive, made.papers)
    return place, made
