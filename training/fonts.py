"""The fonts lines are drawn with, their shares, and the families held out for testing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

from training.alphabet import SINGLE

SHARES: dict[str, float] = {
    "THSarabunNew": 20, "THSarabun": 16, "THNiramitAS": 7, "Sarabun": 9, "Laksaman": 10, "Garuda": 5,
    "Norasi": 6, "Kinnari": 4, "Loma": 4, "Umpush": 3, "Waree": 3, "THBaijam": 3, "THChakraPetch": 3,
    "THKodchasal": 3, "THFahkwang": 2, "THKoHo": 2, "TlwgTypo": 1, "THMaliGrade6": 1,
    "NotoSansThai": 1.5, "NotoSerifThai": 1.5,
}  # fmt: skip
"""Family and share of lines. Government paper is nearly all TH Sarabun; the others keep the reader honest."""

HELD_OUT = ("THKrub", "THK2DJuly8", "Sawasdee")
"""Families no training line is drawn with."""

STYLE_SHARES = {
    "Regular": 10.0, "": 10.0, "Bold": 4.0, "Italic": 1.0, "Oblique": 0.6, "BoldItalic": 0.6,
                "BoldOblique": 0.4, "Light": 1.0, "Medium": 1.5, "SemiBold": 1.0, "LightOblique": 0.3,
}  # fmt: skip
"""Share of each style inside its family; styles not named (Thin, Black …) are not drawn."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file; ``consonant`` is the height of ก ด น ม over the em, ``missing`` the letters it lacks."""

    family: str
    style: str
    path: Path
    consonant: float
    missing: frozenset[str]

    def can_draw(self, text: str) -> bool:
        """Whether the font has a glyph for every character."""
        return self.missing.isdisjoint(text)


def find_faces(folders: list[Path], families: tuple[str, ...]) -> list[Face]:
    """Font files under ``folders`` of the named families, sorted, each with its consonant height measured."""
    if not features.check("raqm"):
        raise RuntimeError("this Pillow lacks raqm and cannot stack Thai marks: install Pillow's own wheel")
    faces = []
    for path in sorted(p for folder in folders for p in folder.rglob("*.[to]tf")):
        family, _, style = path.stem.partition("-")
        style = style.replace("-", "")
        if family in families and style in STYLE_SHARES:
            faces.append(Face(family, style, path, _consonant_height(path), _missing(path)))
    missing = set(families) - {face.family for face in faces}
    if missing:
        raise FileNotFoundError(f"no font files for {', '.join(sorted(missing))}; see training/README.md")
    return faces


def _consonant_height(path: Path) -> float:
    size = 200
    image = Image.new("L", (1200, 500), 0)
    ImageDraw.Draw(image).text((40, 300), "กนมด", font=load(path, size), fill=255, anchor="ls")
    rows = np.flatnonzero((np.asarray(image) > 127).any(axis=1))
    return float(300 - rows[0]) / size


def _missing(path: Path) -> frozenset[str]:
    """Characters of the alphabet that the font draws as its box for unknown ones."""
    font = load(path, 40)
    unknown = bytes(font.getmask("\uffff"))
    return frozenset(c for c in SINGLE if c != " " and bytes(font.getmask(c)) in (unknown, b""))


@lru_cache(maxsize=700)
def load(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The font at ``size`` pixels, shaped by raqm (HarfBuzz), which stacks Thai marks rightly."""
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


def pick(rng: random.Random, faces: list[Face]) -> Face:
    """A face, families by their share (equal where unlisted), then styles by theirs."""
    families = sorted({face.family for face in faces})
    family = rng.choices(families, [SHARES.get(name, 1.0) for name in families])[0]
    styles = [face for face in faces if face.family == family]
    return rng.choices(styles, [STYLE_SHARES[face.style] for face in styles])[0]
