"""How the tests are shared among workers (`./prongsai test` starts one for each core)."""

import pytest

TOGETHER = ("review/browser", "compare")
"""Folders whose fixtures for the whole session cost more than the tests: one worker has all of it, first."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A file's tests stay with one worker, for they share what its module fixtures made."""
    if not hasattr(config, "workerinput"):
        return
    tests = config.rootpath / "tests"
    late = {}
    for item in items:
        place = item.path.relative_to(tests)
        whole = [folder for folder in TOGETHER if place.is_relative_to(folder)]
        late[item] = not whole
        item.add_marker(pytest.mark.xdist_group((whole or [str(place)])[0]))
    items.sort(key=late.__getitem__)
