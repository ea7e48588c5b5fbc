"""The desk in a real browser: Debian's chromium, driven by Playwright, at a desk served as a person would."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from serving import PROGRAM, ROOT, Desk, Visits

PAPERS = (
    "reports/khaophrai-2566-harsh200.pdf",  # a scan with cells that the reader doubts
    "years/nawong-2565.pdf",
    "years/nawong-2566.pdf",
)
INSTALL = ["apt-get", "install", "-qy", "--no-install-recommends", "chromium"]
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def chromium():
    """The browser's path, installed where apt allows, or None."""
    found = shutil.which("chromium")
    if found is None and os.getuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with contextlib.suppress(subprocess.SubprocessError, OSError):
            for command in (INSTALL, ["apt-get", "update", "-q"], INSTALL):
                if subprocess.run(command, env=environment, capture_output=True, timeout=240).returncode == 0:
                    found = shutil.which("chromium")
                    if found:
                        break
    return found


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium()
    if path is None:
        pytest.skip("chromium is not installed and cannot be: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def read_papers(tmp_path_factory):
    """A folder of results, read once for all tests."""
    output = tmp_path_factory.mktemp("desk") / "output"
    papers = [str(ROOT / "fixtures" / name) for name in PAPERS]
    command = [sys.executable, "-c", PROGRAM, "run", *papers, "-o", str(output), "--jobs", "2"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return output


@pytest.fixture(scope="session")
def still_desk(read_papers, tmp_path_factory):
    """A desk whose records no test changes."""
    output = tmp_path_factory.mktemp("still") / "output"
    shutil.copytree(read_papers, output)
    desk = Desk(output)
    yield desk
    desk.close()


@pytest.fixture
def desk(read_papers, tmp_path):
    """A desk with an archive of its own."""
    shutil.copytree(read_papers, tmp_path / "output")
    served = Desk(tmp_path / "output")
    yield served
    served.close()


@pytest.fixture
def visits(browser):
    opened = Visits(browser)
    yield opened
    opened.close()
