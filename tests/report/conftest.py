"""A province of made agencies, among them some with something an auditor looks for."""

import pytest

from bench import planted
from oversight.archive.store import Archive

AGENCIES = 28


@pytest.fixture(scope="session")
def made_province(tmp_path_factory):
    """(path of the archive, papers, situation by agency id)."""
    place = tmp_path_factory.mktemp("province") / "archive.db"
    papers, truth = planted.province(AGENCIES)
    with Archive.open(place) as archive:
        planted.fill(archive, papers)
    return place, papers, truth
