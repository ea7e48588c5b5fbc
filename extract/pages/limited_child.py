"""A child with limits of time and memory that looks into files for the run, which opens none itself.

The child answers one request after the other, so that a folder of a thousand archives starts one process.
Requests and answers are lines of JSON.
"""

from __future__ import annotations

import json
import math
import os
import resource
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from extract.landlock import confine

SECONDS = 120
"""Processor time for one request; listing and hashing an archive of 1 GiB takes some ten."""

BY_CLOCK = 10
"""Times as much by the clock without a word: what hangs and does not work."""

MEMORY = 2 << 30
"""Bytes of address space: 100,000 entries take some 100 MB."""

_HOME = Path(__file__).resolve().parents[2]
_PROGRAM = "import sys; from extract.pages.limited_child import serve; serve(sys.argv[1])"
_END = "null"
_kept: dict[str, subprocess.Popen[bytes]] = {}


class ChildLostError(Exception):
    """The child ended before its answer did: by its limits, or by what it looked at."""


def answers(module: str, request: dict[str, Any]) -> Iterator[Any]:
    """What ``answer(request)`` of ``module`` yields in a limited child, which is kept for the next request.

    Raises:
        ChildLostError: it ended before its answer did.
    """
    child = _kept.pop(module, None)
    if child is None or child.poll() is not None:
        child = _start(module)
    whole = False
    try:
        for line in _ask(child, request):
            if line == _END.encode():
                whole = True
                break
            yield json.loads(line)
        if not whole:
            raise ChildLostError
    except (OSError, ValueError) as error:
        raise ChildLostError from error
    finally:
        if whole and module not in _kept:
            _kept[module] = child
        else:
            _end(child)


def _start(module: str) -> subprocess.Popen[bytes]:
    """Its own working folder lets the child find this package."""
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, module],
        cwd=_HOME,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _ask(child: subprocess.Popen[bytes], request: dict[str, Any]) -> Iterator[bytes]:
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(request).encode() + b"\n")
    child.stdin.flush()
    rest = b""
    while select.select([child.stdout], [], [], BY_CLOCK * SECONDS)[0]:
        piece = os.read(child.stdout.fileno(), 1 << 16)
        if not piece:
            return
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was not yet written goes nowhere
                pipe.close()


def serve(module: str) -> None:
    """In the child: answer until the other end is gone."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer = import_module(module).answer
    confine([tempfile.gettempdir()])
    for line in sys.stdin:
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = math.ceil(used.ru_utime + used.ru_stime) + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
        for told in answer(json.loads(line)):
            sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.write(_END + "\n")
        sys.stdout.flush()
