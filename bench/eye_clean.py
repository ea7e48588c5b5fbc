"""Sound pages in many fonts for ``bench/eye.py --clean N``: no letter may be read otherwise than printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from bench.eye_make import SIDE, laid_out
from bench.eye_paper import Face, faces
from bench.silent_judge import JUDGED, Reading, judge, places

Read = Callable[[bytes], tuple[Reading, float]]


def families(fonts: Path, count: int) -> list[str]:
    """Families that have all letters of a report, spread over the alphabet."""
    whole = [name for name, path in sorted(faces(fonts).items()) if _has_all(path)]
    step = max(1.0, len(whole) / count)
    return [whole[int(n * step)] for n in range(min(count, len(whole)))]


def _has_all(path: Path) -> bool:
    glyphs = Face(path.read_bytes()).glyphs
    return all(ord(char) in glyphs for char in "กฮะาิุูเไ่้์ๆ๐๙09AZaz-(),./")


def clean_page(family: str, number: int, fonts: Path, read: Read) -> dict[str, Any]:
    """One sound page: its letters, and by how many its cells were read otherwise."""
    sheet = laid_out("development", number, fonts, family)
    truths = sheet.truths
    reading, cost = read(sheet.pdf())
    verdicts, extra = judge(truths, reading, places(truths, reading))
    wrong = sum(len(JUDGED) if verdict.kind == "lost" else len(verdict.fields) for verdict in verdicts)
    cells = [cell for page in reading.pages for table in page.tables for cell in table.cells]
    letters = off = 0
    for printed in sheet.cells:
        x0, y0, x1, y1 = printed.box
        middle = (x0 + x1) / 2, SIDE[1] - (y0 + y1) / 2
        text = "".join("".join(line.text for line in printed.lines).split())
        printed_so = next(("".join(cell.text.split()) for cell in cells if cell.bbox.contains(*middle)), "")
        letters, off = letters + len(text), off + Levenshtein.distance(text, printed_so)
    hidden = sum(f.code == "text-hidden" for cell in cells for f in cell.findings)
    return {
        "font": family, "letters": letters, "wrong_letters": off, "cer": round(100 * off / letters, 2),
        "values": len(JUDGED) * len(truths), "wrong_values": wrong + len(extra), "hidden": hidden,
        "ms": round(cost, 1),
    }  # fmt: skip


def clean_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The table of clean pages."""
    head = ("font", "letters", "wrong letters", "CER %", "values", "wrong values", "taken for hidden", "ms")
    keys = ("font", "letters", "wrong_letters", "cer", "values", "wrong_values", "hidden", "ms")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return lines + [f"| {' | '.join(str(row[key]) for key in keys)} |" for row in rows]
