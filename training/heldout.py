"""Made pages to test on: words never trained on, in fonts trained on and in fonts that were not.

The pages go through an engine whole, as in use: nothing tells it where the lines are but the cells.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from extract.model import BBox, GrayImage
from extract.ocr.choose import Region
from training.alphabet import encode
from training.fonts import Face, load, pick
from training.numbers import Numbers, own
from training.setting import Setting
from training.text import corpus

COLUMNS, ROWS = 2, 12
INK = 25
CONSONANT_POINTS = 6.4
"""TH Sarabun New at 16 pt; every font is drawn at the size that gives the same consonants."""

WORDS_A_LINE = 44
"""Letters after which a cell's text is wrapped."""


SIGNS_OF_FORMS = "✓✔☑☒☐●○"
ALONE = ("ที่", "ข้อ", "ปี", "-", "–", "มี", "รวม", "ผู้", "ชื่อ", "บาท", "ได้", "ฯลฯ", "ไม่มี", "ครั้ง", "วันที่", "ลำดับที่")
"""Headers and values that stand alone in a cell."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How a page is scanned."""

    name: str
    dpi: int
    noise: float = 6.0
    blur: float = 0.7
    shadow: bool = False
    bilevel: bool = False


CONDITIONS = (
    Condition("300 dpi", 300),
    Condition("200 dpi", 200),
    Condition("150 dpi with shadow", 150, noise=9.0, shadow=True),
    Condition("200 dpi bilevel", 200, bilevel=True),
)


@dataclass(frozen=True, slots=True)
class TestPage:
    """A page image, its cells in pixels and the text of each."""

    image: GrayImage
    dpi: float
    regions: tuple[Region, ...]
    texts: tuple[str, ...]


class HeldOutText:
    """Texts of the held-out sources: names, titles, paragraphs of other fields, and fresh numbers."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.names = corpus("family_names_th.txt")
        self.given = corpus("person_names_female_th.txt") + corpus("person_names_male_th.txt")
        self.titles = [t.replace("_", " ") for t in corpus("wikipedia_titles_th.txt") if 4 < len(t) < 40]
        self.paragraphs = own("heldout.txt")
        self.numbers = Numbers(self.rng)

    def text(self) -> str:
        """One cell's text of one to three lines, parted by line breaks."""
        rng = self.rng
        while True:
            kind = rng.random()
            if kind < 0.3:
                lines = rng.sample(self.paragraphs, rng.randint(1, 2))
            elif kind < 0.5:
                lines = [
                    f"{rng.choice(self.given)} {rng.choice(self.names)}" for _ in range(rng.randint(1, 3))
                ]
            elif kind < 0.75:
                lines = [rng.choice(self.titles) for _ in range(rng.randint(1, 3))]
            else:
                lines = [
                    " ".join(self.numbers.number() for _ in range(rng.randint(1, 3)))[:WORDS_A_LINE].strip()
                    for _ in range(rng.randint(1, 2))
                ]
            text = "\n".join(line[: 2 * WORDS_A_LINE] for line in lines)
            if all(encode(line) for line in lines):
                return text


class HeldOutSigns(HeldOutText):
    """Ticks and boxes before held-out names, and measures with their signs."""

    def text(self) -> str:
        """One cell's text of one or two lines."""
        rng = self.rng
        lines = [
            self.numbers.measure()
            if rng.random() < 0.4
            else f"{rng.choice(SIGNS_OF_FORMS)} {rng.choice(self.given)}"
            for _ in range(rng.randint(1, 2))
        ]
        return "\n".join(lines)


class HeldOutCells(HeldOutText):
    """Cells of a single short word, number or code."""

    def text(self) -> str:
        """One cell's text of one to four letters."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.25:
            return rng.choice(ALONE)
        if kind < 0.55:
            return self.numbers.digits(rng.randint(1, 4))
        if kind < 0.75:
            return self.numbers.short()
        return rng.choice([name for name in rng.sample(self.given, 200) if len(name) <= 4] or ["ปู"])


def draw_page(
    rng: random.Random, source: HeldOutText, faces: list[Face], condition: Condition, shaped: bool = True
) -> TestPage:
    """One A4 page of two columns of cells, one face, scanned as ``condition`` says."""
    face = pick(rng, faces)
    size = round(CONSONANT_POINTS / 72 * condition.dpi / face.consonant)
    consonant = size * face.consonant
    font = load(face.path, size, shaped)
    setting = Setting(face, size, shaped)
    width, height = round(8.27 * condition.dpi), round(11.69 * condition.dpi)
    image = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    left, top = 0.05 * width, 0.04 * height
    cell_width, cell_height = 0.45 * width, 0.92 * height / ROWS
    regions, texts = [], []
    for number in range(COLUMNS * ROWS):
        column, row = divmod(number, ROWS)
        x, y = left + column * cell_width, top + row * cell_height
        lines = _fitting(source, face, font.getlength, cell_width - 1.5 * consonant)
        for at, line in enumerate(lines):
            where = (x + 0.7 * consonant, y + (2.6 + at * 2.75) * consonant)
            setting.draw(pen, where, setting.pieces(line, rng), INK)
        regions.append(Region(BBox(x, y, x + cell_width, y + cell_height)))
        texts.append("\n".join(lines))
    return TestPage(
        _scan(np.asarray(image), condition, rng), float(condition.dpi), tuple(regions), tuple(texts)
    )


def _fitting(source: HeldOutText, face: Face, length: Callable[[str], float], room: float) -> list[str]:
    """Lines of a held-out text that fit into ``room`` pixels and that the font can draw."""
    while True:
        lines = [line for line in source.text().split("\n") if face.can_draw(line) and length(line) <= room]
        if lines:
            return lines[:2]


def _scan(image: GrayImage, condition: Condition, rng: random.Random) -> GrayImage:
    noise = np.random.default_rng(rng.getrandbits(32))
    gray = cv2.GaussianBlur(image, (0, 0), condition.blur * condition.dpi / 200).astype(np.float32)
    gray = 20 + gray * (225 / 255)
    if condition.shadow:
        gray *= np.linspace(1.0, 0.55, gray.shape[1], dtype=np.float32)
    gray += noise.standard_normal(gray.shape, np.float32) * condition.noise
    if condition.bilevel:
        gray = np.where(gray > 150, 255, 0).astype(np.float32)
    out = np.clip(gray, 0, 255).astype(np.uint8)
    if not condition.bilevel:
        out = cv2.imdecode(cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, 60])[1], cv2.IMREAD_GRAYSCALE)
    return np.asarray(out, np.uint8)
