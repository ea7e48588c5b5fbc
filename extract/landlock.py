"""Landlock: a process gives up writing to files, and TCP, for itself and all that it starts; Linux 5.13 on.

It needs no rights, no package and no process around the child; it costs some microseconds. Reading stays
free, and so does UDP. https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same on all machines since Linux 5.13
_VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
_PATH_BENEATH = 1
_NO_NEW_PRIVS = 38  # prctl
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
_WRITES = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))  # remove and make entries of all kinds
_REFER = 1 << 13
_BIND_OR_CONNECT = 3
_SCOPED = 3  # abstract sockets and signals to processes outside
_REFER_FROM, _TRUNCATE_FROM, _TCP_FROM, _SCOPED_FROM = 2, 3, 4, 6
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty")


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


@cache
def version() -> int:
    """The version of Landlock that this kernel has, 0 without it."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(_CREATE, None, 0, _VERSION))


def confine(writable: Iterable[Path | str] = (), network: bool = False) -> bool:
    """From now on this process writes only below ``writable``, and has no TCP unless ``network``.

    Returns:
        Whether the kernel does so; where it has no Landlock nothing changes.
    """
    abi = version()
    if not abi:
        return False
    writes = _WRITES | (_REFER if abi >= _REFER_FROM else 0) | (_TRUNCATE if abi >= _TRUNCATE_FROM else 0)
    tcp = _BIND_OR_CONNECT if abi >= _TCP_FROM and not network else 0
    scoped = _SCOPED if abi >= _SCOPED_FROM and not network else 0
    size = 24 if abi >= _SCOPED_FROM else 16 if abi >= _TCP_FROM else 8
    ruleset = _call(_CREATE, ctypes.byref(_Ruleset(writes, tcp, scoped)), size, 0)
    if ruleset < 0:
        return False
    try:
        of_file = writes & (_WRITE_FILE | _TRUNCATE)
        for path, rights in (*((each, writes) for each in writable), *((each, of_file) for each in _DEVICES)):
            with suppress(OSError):  # what is not there cannot be written to
                _allow(ruleset, path, rights)
        libc = ctypes.CDLL(None, use_errno=True)
        return libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and _call(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path | str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        _call(_ADD, ruleset, _PATH_BENEATH, ctypes.byref(_Beneath(rights, place)), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: object) -> int:
    numbers = (ctypes.c_long(each) if isinstance(each, int) else each for each in arguments)
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *numbers))
