"""Files attached to a PDF, as a portfolio's reports are: listed and taken out by a process of its own.

Inputs are found by the run itself, which opens no document. A PDF that says it holds files is looked into by
a child with limits of time and memory; few PDFs do.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from extract.errors import DamagedError, DocumentError, RefusedError
from extract.pages.archives import Member
from extract.pages.file_names import is_attached_input, is_litter

MOST = 1_000
"""Attachments of one file that are listed."""

MOST_BYTES = 1 << 30
"""Of one attachment, and of all of one file that are read: the limit of an archive."""

SECONDS = 30
"""Processor time for the list, or for one attachment; a portfolio of 100 reports takes under one."""

MEMORY = 3 << 30
"""Bytes of address space of the child: twice the largest attachment, and what it starts with."""

_HOLDS = b"/EmbeddedFile"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PROGRAM = "from extract.pages.attachments import child; child()"


def may_hold(path: Path) -> bool:
    """Whether the file at ``path`` says that it holds files; the dictionaries of these are never packed."""
    with (
        contextlib.suppress(OSError, ValueError),
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return data.find(_HOLDS) >= 0
    return False


def members(path: Path) -> Iterator[Member]:
    """Yield the attachments of the PDF at ``path``, as ``archives.members`` does for entries.

    A PDF that cannot be listed yields none: reading it tells why.
    """
    try:
        listed = json.loads(_ask(path, "list"))
    except DocumentError:
        return
    total = 0
    for position, (name, size) in enumerate(listed):
        name = PurePosixPath(_CONTROL.sub("", name).replace("\\", "/")).name[:200] or f"{position + 1}"
        if not is_attached_input(name) or is_litter(name):
            yield Member(position, name, ignored=True)
            continue
        total += size
        yield Member(
            position,
            name,
            error=RefusedError.of("attachments-size", most=MOST_BYTES >> 30) if total > MOST_BYTES else None,
        )


def read_attachment(path: Path, position: int) -> bytes:
    """Bytes of one attachment.

    Raises:
        DamagedError: the file or the attachment is broken.
    """
    return _ask(path, str(position))


def _ask(path: Path, what: str) -> bytes:
    """What the child says; its own working folder lets it find this package."""
    home = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _PROGRAM, str(path.resolve()), what]
    try:
        done = subprocess.run(command, cwd=home, capture_output=True, timeout=10 * SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DamagedError.of("attachment-damaged") from error
    if done.returncode:
        raise DamagedError.of("attachment-damaged")
    return done.stdout


def child() -> None:
    """In the child: write the list of attachments, or one of them, to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import pypdfium2 as pdfium

    from extract.landlock import confine
    from extract.pages import preflight

    confine()
    path, what = sys.argv[1:]
    data = preflight.from_header(Path(path).read_bytes())
    preflight.check(data)
    pdf = pdfium.PdfDocument(data)
    count = min(pdf.count_attachments(), MOST)
    if what != "list":
        sys.stdout.buffer.write(bytes(pdf.get_attachment(int(what)).get_data()))
        return
    listed = []
    for number in range(count):
        attached = pdf.get_attachment(number)
        with contextlib.suppress(pdfium.PdfiumError):
            listed.append((attached.get_name(), len(attached.get_data())))
    sys.stdout.write(json.dumps(listed))
