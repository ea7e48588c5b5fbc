"""What decides whether results that are kept still hold: digests of the code that they rest on.

A release is told by its number; a checkout that was changed, only by the files of the code. The lists below
name whole rooms where they can. ``tests/jobs/test_cache_key.py`` follows the imports of the code that reads
and of the code that writes, and fails when a module is missing here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import extract
from extract.model import Status

ROOT = Path(extract.__file__).parent.parent
READING = (
    "pipeline.py",
    "extract",
    "oversight/jobs/options.py",
    "oversight/jobs/retries.py",
    "oversight/jobs/watch.py",
    "oversight/registry/register_file.py",
    "oversight/whole_files.py",
)
"""What a reading of a document rests on."""
OUTPUT = (
    "extract",
    "oversight/archive",
    "oversight/export",
    "oversight/jobs/cache_key.py",
    "oversight/jobs/run_counts.py",
    "oversight/jobs/worker.py",
    "oversight/whole_files.py",
)
"""What the text of a document in the output files rests on."""


def reading_code() -> dict[str, str]:
    """Our version and the digest of the code that reads."""
    from importlib.metadata import version  # it takes as long as reading half a page: children need none

    return {"prongsai": version("prongsai"), "code": digest_of_code(*(ROOT / place for place in READING))}


def output_code() -> str:
    """Digest of the code that forms the output files, and of the titles of findings that stand in them."""
    return digest_of_code(*(ROOT / place for place in OUTPUT))


def recipe(parts: Mapping[str, Any]) -> str:
    """Digest of versions and options, 16 hex digits; the order of keys plays no part."""
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def text_key(output_code: str, source_file: str, status: Status, reason: str) -> str:
    """All that decides the text of a file in the output files, but its reports."""
    return recipe({"export": output_code, "file": source_file, "status": status, "reason": reason})


def digest_of_code(*places: Path) -> str:
    """Digest of the files of our own at ``places`` (folders to the bottom), 16 hex digits."""
    return hashlib.sha256(b"".join(map(_digest, places))).hexdigest()[:16]


@cache
def _digest(place: Path) -> bytes:
    digest = hashlib.sha256()
    for path in [place] if place.is_file() else sorted(place.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(place.parent).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
