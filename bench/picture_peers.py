"""Text that other programs read off pictures: ``python bench/picture_peers.py TOOL FILE...``, its own Python.

Imports nothing of this project: bench/pictures.py starts it (``--peers PYTHON``) and reads its JSON, one line
a file: ``{"file", "seconds", "text"}``; seconds are of CPU, children too. Needs tesseract with Thai, and in a
virtual environment of its own ``page-dewarp``, an OpenCV-only dewarper whose picture tesseract reads,
``ocrmypdf`` and ``img2table``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

LIMIT = 120
"""Seconds a program has for a picture."""


def main() -> None:
    """Read every file named with the tool named."""
    tool = TOOLS[sys.argv[1]]
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # programs that these start write there, too
    for name in sys.argv[2:]:
        began = _seconds()
        with tempfile.TemporaryDirectory() as folder:
            try:
                text = tool(Path(name).resolve(), Path(folder))
            except Exception as trouble:  # theirs, whatever it is: the other files are still to be read
                text = ""
                sys.stderr.write(f"{name}: {trouble}\n")
        line = {"file": Path(name).name, "seconds": _seconds() - began, "text": text}
        lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        lines.flush()


def tesseract(source: Path, folder: Path) -> str:
    """Run tesseract with its own segmentation; --psm 1 finds quarter turns."""
    return _run(["tesseract", str(source), "-", "-l", "tha", "--psm", "1"], folder)


def dewarped(source: Path, folder: Path) -> str:
    """Run page-dewarp, then tesseract on what it made."""
    _run([str(_own("page-dewarp")), str(source)], folder)
    (made,) = folder.glob("*.png")
    return tesseract(made, folder)


def ocrmypdf(source: Path, folder: Path) -> str:
    """Run OCRmyPDF: turned, levelled, its text beside the PDF."""
    command = [str(_own("ocrmypdf")), "-q", "-l", "tha", "--deskew", "--rotate-pages", "--image-dpi", "200"]
    command += ["--jobs", "1", "--output-type", "pdf", "--sidecar", "out.txt"]
    _run([*command, str(source), "out.pdf"], folder)
    return (folder / "out.txt").read_text("utf-8")


def img2table(source: Path, folder: Path) -> str:
    """Run img2table with tesseract: the text of the cells of the tables that it finds."""
    from img2table.document import Image
    from img2table.ocr import TesseractOCR

    ocr = TesseractOCR(n_threads=1, lang="tha")
    tables = Image(str(source), detect_rotation=True).extract_tables(ocr=ocr, borderless_tables=False)
    return "\n".join(
        str(cell.value or "") for table in tables for row in table.content.values() for cell in row
    )


def _own(program: str) -> Path:
    return Path(sys.executable).with_name(program)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=LIMIT, check=True)
    return done.stdout.decode("utf-8", "replace")


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


TOOLS: dict[str, Callable[[Path, Path], str]] = {
    "tesseract": tesseract, "page-dewarp": dewarped, "ocrmypdf": ocrmypdf, "img2table": img2table,
}  # fmt: skip


if __name__ == "__main__":
    main()
