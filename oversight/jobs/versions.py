"""The versions that decide what comes out: ours, Python's, and those of the libraries the stages stand on."""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "prongsai",
    "pypdfium2",
    "opencv-python-headless",
    "numpy",
    "onnxruntime",
    "pdfplumber",
    "pillow",
    "pythainlp",
    "rapidfuzz",
    "zxing-cpp",
    "pandas",
)


def versions() -> dict[str, str | None]:
    """Version by name; None for what is not installed."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    found["tesseract"] = tesseract_version()
    return found


def digest_of_code(*places: Path) -> str:
    """Digest of the files of our own at ``places`` (folders to the bottom), 16 hex digits.

    A release is told by its number; a checkout that was changed, only by this.
    """
    digest = hashlib.sha256()
    for place in places:
        found = [place] if place.is_file() else sorted(place.rglob("*"))
        for path in found:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.relative_to(place.parent).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def tesseract_version() -> str | None:
    """Version of the tesseract program, or None without it."""
    said = _ask("--version")
    match = re.search(r"tesseract\s+v?(\S+)", said)
    return match[1] if match else None


def tesseract_languages() -> list[str]:
    """Languages tesseract can read."""
    return [line.strip() for line in _ask("--list-langs").splitlines()[1:]]


def _ask(question: str) -> str:
    program = shutil.which("tesseract")
    if program is None:
        return ""
    done = subprocess.run(
        [program, question], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False
    )
    return done.stdout + done.stderr
