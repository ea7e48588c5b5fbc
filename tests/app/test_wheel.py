"""`pip install .` elsewhere gives the same command with its data files."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = (
    "extract",
    "oversight",
    "pipeline.py",
    "prongsai.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "NOTICE",
)
CARRIED = {".py", ".csv", ".json", ".toml", ".onnx", ".html", ".css", ".js", ".woff2"}
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, place / name)
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", place / "dist", place]
    subprocess.run(build, check=True)
    return next((place / "dist").glob("prongsai-*.whl"))


@pytest.fixture(scope="module")
def command(wheel, tmp_path_factory):
    """The installed command: our wheel in an environment of its own, the libraries lent from this one."""
    place = tmp_path_factory.mktemp("elsewhere") / "venv with space"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    python = place / "bin" / "python"
    subprocess.run(
        [*PIP, "--python", python, "install", "--no-deps", "--no-index", "--no-compile", wheel], check=True
    )
    site = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    Path(site.strip(), "lent.pth").write_text(sysconfig.get_path("purelib"))
    return place / "bin" / "prongsai"


def test_every_data_file_is_in_the_wheel(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {
        str(path.relative_to(ROOT))
        for room in ("extract", "oversight")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix in CARRIED
    }

    assert data <= names
    assert {"pipeline.py", "prongsai.py", "extract/py.typed", "oversight/py.typed"} <= names
    assert not any(name.startswith(("tests", "fixtures", "bench")) for name in names)


def test_the_command_reads_a_report_outside_the_checkout_with_a_read_only_home(command, tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    report = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
    environment = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
    environment.pop("PYTHONPATH", None)

    done = subprocess.run(
        [command, "run", report, "-o", "out", "--pages", "1"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "records.jsonl").read_text().count("\n") == 1
    assert list(home.iterdir()) == []
