"""The fonts lines are drawn with, their shares, and the families held out for testing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

from training.alphabet import SIGNS, SINGLE

SHARES: dict[str, float] = {
    # the TH set and its kin: nearly all government paper
    "THSarabunNew": 40, "THSarabun": 28, "THNiramitAS": 8, "THBaijam": 2, "THChakraPetch": 2,
    "THKodchasal": 2, "THFahkwang": 1.5, "THKoHo": 1.5, "THMaliGrade6": 0.6,
    # looped text faces
    "Sarabun": 6, "Laksaman": 5, "Garuda": 4, "Norasi": 4, "Kinnari": 3, "Loma": 3, "Umpush": 2, "Waree": 3,
    "TlwgTypo": 1, "TlwgTypist": 0.7, "TlwgTypewriter": 0.7, "Purisa": 0.4, "Niramit": 1,
    "NotoLoopedThai": 2, "NotoSansThaiLooped": 1.5,
    # without loops
    "Kanit": 13, "NotoSansThai": 11, "IBMPlexSansThai": 11, "Anuphan": 5, "BaiJamjuree": 9, "ChakraPetch": 5,
    "Kodchasan": 3, "KoHo": 3, "Pattaya": 1,
    # with serifs or contrast
    "NotoSerifThai": 7, "Taviraj": 4, "Maitree": 4, "Fahkwang": 3, "Chonburi": 1,
    # as if by hand
    "Mali": 0.7, "Itim": 0.7, "Sriracha": 0.7, "Charm": 0.6,
}  # fmt: skip
"""Family and share of lines. Government paper is nearly all TH Sarabun, which the weights gone on from read
almost without a slip; the faces of slides and the web, new to them, get nearly half. Tlwg Mono is
left out: HarfBuzz sets its marks on the next letter."""

HELD_OUT = ("THKrub", "THK2DJuly8", "Sawasdee")
"""Families no training line is drawn with. Krub and K2D of the web are the same designs: held out as well."""

HELD_OUT_LOOPLESS = ("Prompt", "Mitr", "Athiti")
HELD_OUT_SERIF = ("Trirong", "Pridi")
HELD_OUT_LOOPED = ("IBMPlexSansThaiLooped",)
"""Six whole families held out beside those: no choice in training was made by looking at them."""

ALL_HELD_OUT = (*HELD_OUT, *HELD_OUT_LOOPLESS, *HELD_OUT_SERIF, *HELD_OUT_LOOPED)

DISPLAY = ("Charmonman", "THSrisakdi")
"""Never trained on: what a face unlike all others does to confidence is measured on them."""

UPRIGHT_SHARES = {
    "Thin": 0.4, "ExtraLight": 0.7, "Light": 1.5, "Regular": 10.0, "Medium": 2.0, "SemiBold": 1.5,
    "Bold": 4.0, "ExtraBold": 0.7, "Black": 0.4,
}  # fmt: skip
SLANTED_SHARE = 0.1
STYLE_SHARES = UPRIGHT_SHARES | {"": UPRIGHT_SHARES["Regular"], "Italic": 1.0, "Oblique": 0.6}
STYLE_SHARES |= {
    style + slant: SLANTED_SHARE * share
    for style, share in UPRIGHT_SHARES.items()
    for slant in ("Italic", "Oblique")
}
"""Share of each style inside its family; styles not named are not drawn."""

LENDABLE = SIGNS + "✓–“”‘’…•฿"
SIGN_FONTS = ("DejaVuSans", "DejaVuSansCondensed", "DejaVuSansMono", "NotoSansSymbols2", "NotoSansMath")
"""Fonts that lend signs to those that lack them, as office programs do."""

SAME_SIGN = {"☐": "☐□❑❏", "→": "→➔➜", "✓": "✓✓✔", "✔": "✔✔✓"}
"""Shapes a sign is printed in. Ticks differ by weight only, so each is drawn as the other at times."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file; ``consonant`` is the height of ก ด น ม over the em, ``missing`` the letters it lacks.

    ``lent`` has the font files that can draw each sign for it.
    """

    family: str
    style: str
    path: Path
    consonant: float
    missing: frozenset[str]
    lent: Mapping[str, tuple[Path, ...]] = field(default_factory=dict, compare=False)

    def can_draw(self, text: str) -> bool:
        """Whether the font, or for signs another one, has a glyph for every character."""
        return all(c in self.lent for c in self.missing.intersection(text))


def find_faces(folders: list[Path], families: tuple[str, ...]) -> list[Face]:
    """Font files under ``folders`` of the named families, sorted, each with its consonant height measured."""
    if not features.check("raqm"):
        raise RuntimeError("this Pillow lacks raqm and cannot stack Thai marks: install Pillow's own wheel")
    lent = _find_signs(folders)
    faces = []
    for path in sorted(p for folder in folders for p in folder.rglob("*.[to]tf")):
        family, _, style = path.stem.partition("-")
        style = style.replace("-", "")
        if family in families and style in STYLE_SHARES:
            faces.append(Face(family, style, path, _consonant_height(path), _missing(path), lent))
    missing = set(families) - {face.family for face in faces}
    if missing:
        raise FileNotFoundError(f"no font files for {', '.join(sorted(missing))}; see training/README.md")
    return faces


def _find_signs(folders: list[Path]) -> dict[str, tuple[Path, ...]]:
    """Each sign with the files of ``SIGN_FONTS`` that can draw it in all its shapes."""
    paths = sorted(p for f in folders for p in f.rglob("*.[to]tf") if p.stem.partition("-")[0] in SIGN_FONTS)
    missing = {path: _missing(path, LENDABLE + "".join(SAME_SIGN.values())) for path in paths}
    able = {c: tuple(p for p in paths if missing[p].isdisjoint(SAME_SIGN.get(c, c))) for c in LENDABLE}
    return {sign: files for sign, files in able.items() if files}


def _consonant_height(path: Path) -> float:
    size = 200
    image = Image.new("L", (1200, 500), 0)
    ImageDraw.Draw(image).text((40, 300), "กนมด", font=load(path, size), fill=255, anchor="ls")
    rows = np.flatnonzero((np.asarray(image) > 127).any(axis=1))
    return float(300 - rows[0]) / size


def _missing(path: Path, wanted: str = SINGLE + SIGNS) -> frozenset[str]:
    """Characters of ``wanted`` that the font draws as its box for unknown ones."""
    font = load(path, 40)
    unknown = bytes(font.getmask("\uffff"))
    return frozenset(c for c in wanted if c != " " and bytes(font.getmask(c)) in (unknown, b""))


@lru_cache(maxsize=400)
def load(path: Path, size: int, shaped: bool = True) -> ImageFont.FreeTypeFont:
    """The font at ``size`` pixels, shaped by raqm (HarfBuzz), which stacks Thai marks rightly.

    Not ``shaped``, each code point is set by its own advance, as jsPDF, FPDF, TCPDF and reportlab do.
    """
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(path), size, layout_engine=engine)


def pick(rng: random.Random, faces: list[Face]) -> Face:
    """A face, families by their share (equal where unlisted), then styles by theirs."""
    families = sorted({face.family for face in faces})
    family = rng.choices(families, [SHARES.get(name, 1.0) for name in families])[0]
    styles = [face for face in faces if face.family == family]
    return rng.choices(styles, [STYLE_SHARES[face.style] for face in styles])[0]
