"""The versions that decide what comes out: ours, Python's, and those of the libraries the stages stand on."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version

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
    "geothai",
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
