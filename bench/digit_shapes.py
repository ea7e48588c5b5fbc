"""How two digits differ in every face: ``python bench/digit_shapes.py --fonts DIR``.

Fits the weights of ``extract/data/digit_shapes.csv`` and tells how many digits of a family that was left out
would be taken for exchanged.
"""

from __future__ import annotations

import argparse
import csv
import ctypes
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extract.pages.digit_shapes import DIGITS, DOUBT, Outline, outlines  # noqa: E402

USUAL = np.array([0.3, 0.05, 0.01, 0.02, 0.05, 0.03, 0.03, 0.02])
"""By how much outlines differ from face to face; holes, width, bottom, top, filled, across, up, lean."""

MARGIN = 0.5
"""Of the middle difference, that every face is to keep."""


def main() -> None:
    """Look, fit, write and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True)
    options = parser.parse_args()
    told = []
    for digits in DIGITS:
        families = looks(options.fonts, digits)
        shapes = np.concatenate(list(families.values()))
        source = f"fitted on {len(shapes)} faces of {len(families)} families by bench/digit_shapes.py"
        wrong = 0
        for a, b in itertools.combinations(range(10), 2):
            told.append([digits[a], digits[b], *(fit(shapes[:, b] - shapes[:, a]) / USUAL).round(4), source])
            wrong += sum(left_out(families, family, a, b) for family in families)
        sys.stdout.write(
            f"{digits}: {len(shapes)} faces, {len(families)} families; left out, {wrong} of "
            f"{45 * len(shapes)} pairs taken for exchanged\n"
        )
    with (ROOT / "extract" / "data" / "digit_shapes.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["one", "two", *Outline._fields, "source"])
        writer.writerows(told)


def left_out(families: Mapping[str, Any], family: str, a: int, b: int) -> int:
    """Faces of a family taken for exchanged by what the others tell."""
    others = np.concatenate([shapes for name, shapes in families.items() if name != family])
    weights = fit(others[:, b] - others[:, a])
    mine = families[family]
    return int((((mine[:, b] - mine[:, a]) / USUAL) @ weights < DOUBT).sum())


def fit(differences: Any) -> Any:
    """Weights that make every difference positive, the middle one 1."""
    z = differences / USUAL
    weights = np.linalg.solve(z.T @ z / len(z) + 0.02 * np.eye(z.shape[1]), z.mean(axis=0))
    for _ in range(200):
        near = z @ weights < MARGIN * np.median(z @ weights)
        if not near.any():
            break
        step = z[near].mean(axis=0)
        weights += 0.05 * np.linalg.norm(weights) * step / np.linalg.norm(step)
    return weights / np.median(z @ weights)


def looks(folder: Path, digits: str) -> dict[str, Any]:
    """The outlines of the digits, ``(faces, 10, 8)`` by family."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("*.ttf")):
        held = [] if "Symbol" in path.name else face(path, digits)
        if len(held) == len(digits):
            found[re.split(r"[-\[]", path.stem)[0].removesuffix("Bold")].append(held)
    return {family: np.array(shapes) for family, shapes in found.items()}


def face(path: Path, digits: str) -> list[Outline]:
    """The outlines of one font file, as pdfium knows them."""
    document, data = pdfium.PdfDocument.new(), path.read_bytes()
    held = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = raw.FPDFText_LoadFont(document.raw, held, len(data), raw.FPDF_FONT_TRUETYPE, 1)
    out = list(outlines(font, digits).values()) if font else []
    if font:
        raw.FPDFFont_Close(font)
    document.close()
    return out if len({tuple(look) for look in out}) == len(digits) else []


if __name__ == "__main__":
    main()
