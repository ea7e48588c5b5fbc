"""Single files that are there only when all of them is written; what a disk refuses, as errors."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from extract.errors import OutputError


@contextmanager
def replaced(target: Path) -> Iterator[IO[bytes]]:
    """A stream whose content becomes ``target`` at the end; after an exception that is as it was before.

    Raises:
        OutputError: It cannot be written.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with output_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def output_errors(place: Path) -> Iterator[None]:
    """Turn the system's refusal into an OutputError that says what to do."""
    try:
        yield
    except OSError as error:
        raise OutputError(*_refusal(place, error)) from error


def _refusal(place: Path, error: OSError) -> tuple[str, str]:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"ดิสก์เต็ม: เขียนผลลัพธ์ลง {place} ไม่ได้ ให้เพิ่มเนื้อที่ว่างหรือเลือกโฟลเดอร์อื่นด้วย -o",
            f"the disk is full: {place} cannot be written; free some space or choose another folder with -o",
        )
    return (
        f"เขียนผลลัพธ์ลง {place} ไม่ได้ ({error.strerror}) ให้ตรวจสิทธิ์ของโฟลเดอร์หรือเลือกโฟลเดอร์อื่นด้วย -o",
        f"{place} cannot be written ({error.strerror}): check its permissions or choose another with -o",
    )
