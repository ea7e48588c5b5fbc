"""What is installed, in which version, and what to do about the rest."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from extract.landlock import version as version_of_landlock
from oversight import talk
from oversight.jobs.sandbox import sandbox_problem

THAI = "tha"

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


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ``version`` is None when it is missing; ``to_do`` is a key of the messages."""

    name: str
    version: str | None
    to_do: str | None = None


def examine() -> list[Check]:
    """Look at everything that a run needs."""
    found = versions()
    tesseract = found.pop("tesseract")
    checks = [
        Check(name, version, None if version else "doctor.reinstall") for name, version in found.items()
    ]
    reader = reader_weights()
    thai = THAI in tesseract_languages() if tesseract else False
    blind = reader is None and not thai
    checks.append(Check("reader", reader))
    checks.append(Check("tesseract", tesseract, "doctor.no_engine" if blind else None))
    if tesseract:
        checks.append(Check(f"tesseract {THAI}", THAI if thai else None))
    checks.append(Check("landlock", landlock()))
    checks.append(Check("--sandbox", bubblewrap()))
    return checks


def bubblewrap() -> str | None:
    """Version of bubblewrap where it works, else None: only ``--sandbox`` needs it."""
    if sandbox_problem():
        return None
    said = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=False).stdout
    return said.strip() or "bubblewrap"


def landlock() -> str | None:
    """Which Landlock guards every run, None where the kernel has none."""
    return f"version {version_of_landlock()}" if version_of_landlock() else None


def reader_weights() -> str | None:
    """Names of the reader's weights in the package, or None while there are none."""
    names = sorted(entry.name for entry in files("extract.data").iterdir() if entry.name.endswith(".onnx"))
    return ", ".join(names) or None


def doctor_text(checks: list[Check], lang: str) -> str:
    """The checks as lined-up text, what to do last."""
    rows = [
        (talk.text("doctor.present" if c.version else "doctor.absent", lang), c.name, c.version or "")
        for c in checks
    ]
    steps = list(dict.fromkeys(talk.text(c.to_do, lang) for c in checks if c.to_do))
    closing = (
        "\n".join([talk.text("doctor.needed", lang) + ":", *(f"  {step}" for step in steps)])
        if steps
        else talk.text("doctor.all_well", lang)
    )
    return f"{talk.table(rows)}\n\n{closing}"
