"""How the tests are shared among workers (`./prongsai test` starts one for each core)."""

import pytest
from hypothesis import settings

settings.register_profile("work", deadline=None)  # a busy machine is slow and not wrong
settings.load_profile("work")
TOGETHER = ("tests/review/browser/", "tests/compare/")
"""Folders whose fixtures for the whole session cost more than the tests: one worker has all of it, first."""


def together(nodeid):
    """The tests of one file stay with one worker, for they share what its module fixtures made."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return together(nodeid)

    config.option.loadscopereorder = False  # it would put files of many small tests before the long ones
    return Scheduling(config, log)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: together(item.nodeid) not in TOGETHER)
