"""The launcher's promises that need no network: the fast second start, any directory, plain sh."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

STUB = """#!/bin/sh
echo "from $PWD:" "$@"
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose environment is made: a stamp that fits, and a stub for the command."""
    place = tmp_path / "a place with spaces"
    (place / ".venv" / "bin").mkdir(parents=True)
    for name in ("prongsai", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, place / name)
    stub = place / ".venv" / "bin" / "prongsai"
    stub.write_text(STUB)
    stub.chmod(0o755)
    recipe = (ROOT / "prongsai").read_text().split("recipe() {\n")[1].split("\n}\n")[0]
    script = f"home={str(place)!r}\n{recipe}"
    stamp = subprocess.check_output(["sh", "-c", script], text=True)
    (place / ".venv" / "made-by-prongsai").write_text(stamp)
    return place


def tools(place):
    """A folder for PATH with what the launcher needs to look at an environment, and no Python."""
    few = place / "tools"
    few.mkdir()
    for tool in ("sh", "id", "dirname", "cksum", "sed", "cat", "readlink"):
        (few / tool).symlink_to(shutil.which(tool))
    return few


def launch(*command, cwd, **environment):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_run_asks_no_python_and_no_pip_and_stays_in_the_callers_directory(checkout, tmp_path):
    few = tools(tmp_path)
    done = launch(checkout / "prongsai", "show", "two words", cwd=tmp_path, PATH=str(few))

    assert done.stdout == f"from {tmp_path}: show two words\n"
    assert done.stderr == ""


def test_a_link_to_the_launcher_finds_its_checkout(checkout, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "prongsai").symlink_to(checkout / "prongsai")

    assert launch(tmp_path / "bin" / "prongsai", "version", cwd="/").stdout == "from /: version\n"


@pytest.mark.parametrize("change", ["lock", "half-made", "moved"])
def test_an_environment_that_does_not_fit_is_made_anew(checkout, tmp_path, change):
    if change == "lock":
        (checkout / "requirements.lock").write_text("")
    elif change == "half-made":
        (checkout / ".venv" / "made-by-prongsai").unlink()
    else:
        checkout = checkout.rename(tmp_path / "moved")
    done = launch(checkout / "prongsai", "version", cwd=tmp_path, PATH=str(tools(tmp_path)))

    assert done.returncode == 4
    assert done.stdout == ""
    assert "needs Python 3.11 to 3.13" in done.stderr


def test_only_tests_checks_and_the_cluster_have_the_locks_second_part_installed(checkout, tmp_path):
    python = checkout / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "python $*"\necho "python $*" >&2\n')
    python.chmod(0o755)

    assert "pip install" not in launch(checkout / "prongsai", "run", "x.pdf", cwd=tmp_path).stderr
    first = launch(checkout / "prongsai", "run", "x.pdf", "--cluster", "ray", cwd=tmp_path)
    again = launch(checkout / "prongsai", "run", "x.pdf", "--cluster", "ray", cwd=tmp_path)

    assert "--require-hashes -r" in first.stderr
    assert "pip install" not in again.stderr


def test_the_lock_has_its_two_parts():
    run, tests = (ROOT / "requirements.lock").read_text().split("# For tests, checks and the cluster only.\n")

    assert "\nsetuptools==" in run  # the build backend: nothing is fetched that the lock does not name
    assert "\npytest==" not in run
    assert "\npytest==" in tests


def test_the_launcher_is_plain_sh():
    assert (ROOT / "prongsai").read_text().startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", ROOT / "prongsai"], check=True)


def test_no_lock_or_script_names_a_host_or_a_place_of_one_machine():
    for name in ("requirements.lock", "prongsai", ".ci/run", "pyproject.toml", "tests/fresh_machine.sh"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "/home/" not in text
        assert name.endswith("fresh_machine.sh") or str(ROOT) not in text
