"""What is installed, in which version, and what to do about the rest."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from importlib.resources import files

from oversight import talk
from oversight.jobs.sandbox import trouble_here
from oversight.jobs.versions import tesseract_languages, versions

THAI = "tha"


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
    checks.append(Check("--sandbox", bubblewrap()))
    return checks


def bubblewrap() -> str | None:
    """Version of bubblewrap where it works, else None: only ``--sandbox`` needs it."""
    if trouble_here():
        return None
    said = subprocess.run(["bwrap", "--version"], capture_output=True, text=True, check=False).stdout
    return said.strip() or "bubblewrap"


def reader_weights() -> str | None:
    """Names of the reader's weights in the package, or None while there are none."""
    names = sorted(entry.name for entry in files("extract.data").iterdir() if entry.name.endswith(".onnx"))
    return ", ".join(names) or None


def told(checks: list[Check], lang: str) -> str:
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
