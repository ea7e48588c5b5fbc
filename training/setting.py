"""Sets a line of text in a font: shaped or not, letter-spaced, in outline, signs lent by other fonts."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from PIL import ImageDraw, ImageFont

from training.fonts import SAME_SIGN, Face, load

CLUSTER = re.compile(r"[^ัำ-ฺ็-๎][ัำ-ฺ็-๎]*|.")
"""A letter with the marks over and under it: what letter spacing keeps together."""

VOWEL_TONE = re.compile("([ัิีึืุู])([่้๊๋])")

UNSHAPED_SHARE = 0.07
"""Strips whose marks are not stacked. Over black faces such marks run into one blot: not drawn."""

SWAPPED_SHARE = 0.01
"""Strips typed with the tone mark before the vowel."""

SPACED_SHARE, OUTLINE_SHARE = 0.08, 0.02
TOO_BLACK = ("ExtraBold", "Black")

Piece = tuple[str, ImageFont.FreeTypeFont, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """How the lines of a strip are set; ``spacing`` and ``outline`` are pixels."""

    face: Face
    size: int
    shaped: bool = True
    swapped: bool = False
    spacing: float = 0.0
    outline: int = 0

    def pieces(self, text: str, rng: random.Random) -> list[Piece]:
        """Parts of ``text`` that one font draws at a time, with the advance of each."""
        if self.swapped:
            text = VOWEL_TONE.sub(r"\2\1", text)
        parts: list[tuple[str, ImageFont.FreeTypeFont]] = []
        own = load(self.face.path, self.size, self.shaped)
        run = ""
        for letters in CLUSTER.findall(text) if self.spacing else re.findall(r".", text):
            if letters in self.face.missing or (letters in "✓☐" and letters in self.face.lent):
                parts += [(run, own)] * bool(run) + [self._lent(letters, rng)]
                run = ""
            elif self.spacing:
                parts.append((letters, own))
            else:
                run += letters
        parts += [(run, own)] * bool(run)
        return [(part, font, font.getlength(part) + self.spacing) for part, font in parts]

    def _lent(self, sign: str, rng: random.Random) -> tuple[str, ImageFont.FreeTypeFont]:
        path = rng.choice(self.face.lent[sign])
        size = max(8, round(self.size * rng.uniform(0.75, 1.05)))
        return rng.choice(SAME_SIGN.get(sign, sign)), load(path, size)

    def draw(
        self, pen: ImageDraw.ImageDraw, at: tuple[float, float], pieces: list[Piece], ink: int
    ) -> tuple[float, float]:
        """Draw ``pieces`` from the baseline point ``at``; return where their ink begins and ends."""
        x, y = at
        first = at[0] + pieces[0][1].getbbox(pieces[0][0], anchor="ls")[0]
        last = first
        for part, font, advance in pieces:
            if self.outline:
                pen.text((x, y), part, 255, font, anchor="ls", stroke_width=self.outline, stroke_fill=ink)
            else:
                pen.text((x, y), part, ink, font, anchor="ls")
            last = max(last, x + font.getbbox(part, anchor="ls")[2])
            x += advance
        return first, last


def choose(rng: random.Random, face: Face, size: int) -> Setting:
    """A setting by the shares above."""
    consonant = size * face.consonant
    kind = rng.random()
    if kind < UNSHAPED_SHARE and not face.style.startswith(TOO_BLACK):
        return Setting(face, size, shaped=False)
    swapped = rng.random() < SWAPPED_SHARE
    spacing = rng.uniform(-0.04, 0.3) * consonant if rng.random() < SPACED_SHARE else 0.0
    outlined = consonant > 13 and rng.random() < OUTLINE_SHARE
    return Setting(
        face, size, swapped=swapped, spacing=spacing, outline=max(1, round(consonant / 22)) if outlined else 0
    )
