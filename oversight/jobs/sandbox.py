"""The run's scratch folder, and children without network that write nowhere else: bubblewrap, where it works.

The fork server is started inside the sandbox, and so are all children with what they start. Whether
bubblewrap works is found by trying it: being installed says little, for containers and some systems forbid
what it needs.
"""

from __future__ import annotations

import fcntl
import multiprocessing.forkserver
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from multiprocessing import resource_tracker, spawn
from pathlib import Path
from typing import Any

from extract.errors import SetupError
from extract.landlock import version
from oversight.jobs.watch import Limits

PREFIX = "prongsai-run-"
LOCK = "lock"
PROGRAM = "bwrap"
PROBE_SECONDS = 20.0
# /dev/shm stays writable: the locks between a child and the run live there.
CONFINED = (
    "--die-with-parent --new-session --unshare-net --unshare-ipc --unshare-uts "
    "--ro-bind / / --dev /dev --bind /dev/shm /dev/shm"
)
PROBE = """
import pathlib, socket, sys
scratch, outside = map(pathlib.Path, sys.argv[1:])
(scratch / "probe").write_text("")
try:
    (outside / "probe").write_text("")
except OSError:
    pass
else:
    sys.exit("writes outside")
sys.exit(0 if [name for _, name in socket.if_nameindex()] in ([], ["lo"]) else "network")
"""

_server: Any = multiprocessing.forkserver._forkserver
_box: Path | None = None  # scratch folder of the sandbox around the running fork server


def start_server(scratch: Path | None) -> None:
    """See that the fork server runs: in a sandbox around ``scratch``, or free when that is None.

    Raises:
        SetupError: The sandbox does not work here.
    """
    global _box
    if scratch != _box and _server._forkserver_pid is not None:
        _server._stop()
    _box = scratch
    if scratch is None:
        _server.ensure_running()
        return
    resource_tracker.ensure_running()  # outside: it removes what is left in /dev/shm
    free = spawn.get_executable()
    spawn.set_executable(str(_wrapper(scratch)))
    try:
        _server.ensure_running()
    finally:
        spawn.set_executable(free)


def guarded(limits: Limits, asked: bool | None, remote: bool) -> Limits:
    """``limits`` with what guards the children of a run.

    Without being asked that is Landlock, which costs nothing; where the kernel has none, bubblewrap if it
    works and no input lies at a URL.

    Args:
        limits: Of time and memory.
        asked: Whether a sandbox was asked for; None leaves it to this machine.
        remote: Whether inputs lie at URLs, which children fetch.

    Raises:
        SetupError: It was asked for, and neither works here.
    """
    if asked is False:
        return limits
    kernel = version() > 0
    if not asked:
        boxed = not kernel and not remote and not sandbox_problem()
        return replace(limits, landlock=kernel, network=kernel and remote, sandbox=boxed)
    if not kernel:
        require()
    return replace(limits, landlock=kernel, sandbox=not sandbox_problem())


def require() -> None:
    """See that bubblewrap works here.

    Raises:
        SetupError: It does not; the message says what to do.
    """
    problem = sandbox_problem()
    if problem:
        raise SetupError(
            f"ใช้ --sandbox ที่เครื่องนี้ไม่ได้ ({problem}) ให้ติดตั้งด้วย sudo apt-get install bubblewrap "
            "ถ้าติดตั้งแล้วแต่ระบบไม่อนุญาต (เช่นในคอนเทนเนอร์) ให้สั่งโดยไม่ใส่ --sandbox",
            f"--sandbox does not work on this machine ({problem}): type sudo apt-get install bubblewrap; "
            "where it is installed and the system forbids it (in containers), run without --sandbox",
        )


@cache
def sandbox_problem() -> str:
    """Why the sandbox does not work on this machine; empty when it does."""
    if shutil.which(PROGRAM) is None:
        return f"no {PROGRAM}"
    with tempfile.TemporaryDirectory() as place:
        inside, outside = Path(place, "inside"), Path(place, "outside")
        inside.mkdir()
        outside.mkdir()
        command = [str(_wrapper(inside)), "-c", PROBE, str(inside), str(outside)]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PROBE_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode == 0 and (inside / "probe").exists():
            return ""
        return done.stderr.strip().split("\n")[-1] or f"exit {done.returncode}"


def _wrapper(scratch: Path) -> Path:
    """A program that runs Python in a sandbox around ``scratch``; multiprocessing wants a single path."""
    path, place = scratch / "python", shlex.quote(str(scratch))
    python = shlex.quote(sys.executable)
    path.write_text(f'#!/bin/sh\nexec {PROGRAM} {CONFINED} --bind {place} {place} -- {python} "$@"\n')
    path.chmod(0o700)
    return path


@contextmanager
def scratch_folder() -> Iterator[Path | None]:
    """A fresh folder below the system's place for temporary files, None where there is no room for one."""
    sweep(Path(tempfile.gettempdir()))
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        yield None
        return
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def sweep(place: Path) -> None:
    """Remove the folders that killed runs of this user left in ``place``: nobody holds their lock."""
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another user's, or removed just now
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
