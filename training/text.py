"""Lines of text to train on: words, numbers and codes as Thai government paper mixes them.

Held out for testing, never drawn in training: person and family names, Wikipedia titles (PyThaiNLP) and
``data/heldout.txt``. The phrases of ``data/phrases.txt`` are our own wording of the field's usual terms.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Protocol

from training.alphabet import encode
from training.numbers import Numbers, own

CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
ALIKE = "ซชขยดตคศฎฏถภกผฝพฟบปษหท"
"""Letters that a notch or a tail tells apart; the reader confuses them longest."""

MARKS = (
    "-",
    "/",
    "(",
    ")",
    '"',
    ":",
    "ฯ",
    "ๆ",
    ".",
    ",",
    "%",
    "“",
    "”",
    ";",
    "+",
    "=",
    "&",
    "?",
    "!",
    "•",
    "–",
)
SHORT_CELLS = (
    "-", "-", "–", "ไม่มี", "✓", "✔", "☐", "☑", "☒", "●", "○", "→", "—", "/", "*", "ที่", "ที่",
    "ฯลฯ", "ฯ", "ๆ", "0", "๐", "-ไม่มี-", "รวม", "..........", "…", "N/A", "บาท", "มี", "ใช่", "ข้อ", "ลำดับ",
    "ผ่าน", "X", "x", "½", "°",
)  # fmt: skip
"""What stands alone in a cell."""

BOXES = "☐☐☑☒✓✔●○"
CHOICES = (
    "มี", "ไม่มี", "ใช่", "ไม่ใช่", "ผ่าน", "ไม่ผ่าน", "แล้วเสร็จ", "อื่น ๆ", "ดีมาก", "พอใช้", "เห็นควร", "อนุมัติ",
)  # fmt: skip
PALI = ("พุทฺธ", "ธมฺม", "สงฺฆ", "อตฺต", "จิตฺต", "ปญฺญา", "สจฺจ", "วิชฺชา")
SIGNS_SHARE = 0.06
"""Lines of boxes and measures. With 0.02 new classes were not learnt in 98,000 lines: ² came out as ’."""

RARE_MARKS = "—→≥≤×÷±²½°✓✔☑☒☐●○…฿$“”"
SHORT_LINE = 9
"""Letters; lines that may have no more are mostly drawn as cells."""

THAI_WORD = re.compile(r"^[ก-ฺเ-๎]{1,20}$")
STARTS_BADLY = re.compile(r"^[ะ-ฺๅ็-๎\s]+")
ENDS_BADLY = re.compile(r"[เแโใไ\s]+$")
NEEDS_SPACE = re.compile(r"[0-9A-Za-z๐-๙]")


def corpus(name: str) -> list[str]:
    """Non-empty lines of a word list that comes inside the PyThaiNLP package."""
    import pythainlp

    path = Path(pythainlp.__file__).parent / "corpus" / name
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@cache
def place_names() -> tuple[str, ...]:
    """Thai names of provinces, districts and subdistricts (geothai, CC-BY-4.0)."""
    import geothai

    folder = Path(geothai.__file__).parent / "_data"
    names: set[str] = set()
    for name in ("provinces.json", "districts.json", "subdistricts.json"):
        rows = json.loads((folder / name).read_text(encoding="utf-8"))
        names.update(re.findall(r'"([ก-๎]{2,25})"', json.dumps(rows, ensure_ascii=False)))
    return tuple(sorted(names))


class LineWriter(Protocol):
    """What writes the text of lines."""

    def line(self, limit: int) -> str:
        """One line of at most about ``limit`` characters."""
        ...


class Writer:
    """Writes lines of training text; the same seed gives the same lines."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.numbers = Numbers(self.rng)
        self.words = [w for w in corpus("words_th.txt") if THAI_WORD.match(w)]
        pairs = [line.split("\t") for name in ("tnc_freq.txt", "ttc_freq.txt") for line in corpus(name)]
        kept = [(p[0], float(p[1]) ** 0.6) for p in pairs if len(p) == 2 and THAI_WORD.match(p[0])]
        self.common = [w for w, _ in kept]
        self.weights = list(itertools.accumulate(f for _, f in kept))
        self.phrases = own("phrases.txt")
        self.places = place_names()

    def line(self, limit: int) -> str:
        """One line of at most about ``limit`` characters, each of them in the alphabet."""
        while True:
            text = self._cut(re.sub(r"\s+", " ", self._draft(limit)).strip(), limit)
            if text and encode(text):
                return text

    def _draft(self, limit: int) -> str:
        kind = self.rng.random()
        if kind < SIGNS_SHARE:
            return self._signs()
        if kind < SIGNS_SHARE + 0.02:
            return self.rng.choice(SHORT_CELLS)
        if limit < SHORT_LINE and kind < 0.5:
            return self._short()
        if kind < 0.14:
            return self.numbers.number()
        if kind < 0.17:
            return " ".join(self.numbers.number() for _ in range(self.rng.randint(2, 4)))
        if kind < 0.21:
            return self.numbers.digits(self.rng.randint(2, 14))
        if kind < 0.33:
            return self._nonsense(limit)
        if kind < 0.37:
            return self.rng.choice(self.phrases)
        if kind < 0.43:
            return " ".join(self.numbers.latin() for _ in range(self.rng.randint(1, 5)))
        return self._prose(limit)

    def _short(self) -> str:
        """A cell of one word, number or sign."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.2:
            return rng.choice(SHORT_CELLS)
        if kind < 0.4:
            return self.numbers.digits(rng.randint(1, 4))
        if kind < 0.5:
            return self.numbers.short()
        if kind < 0.65:
            return self.syllable()
        return rng.choices(self.common, cum_weights=self.weights)[0]

    def _signs(self) -> str:
        """Boxes to tick, measures, sums with signs."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.45:
            count = rng.randint(1, 4)
            return " ".join(
                rng.choice(BOXES) + rng.choice((" ", " ", "")) + rng.choice(CHOICES) for _ in range(count)
            )
        if kind < 0.85:
            return self.numbers.measure()
        return rng.choice(PALI) + rng.choice(("", " " + rng.choice(PALI)))

    def _prose(self, limit: int) -> str:
        rng = self.rng
        target = rng.randint(min(3, limit), limit)
        text = self.numbers.enumerator() + rng.choice(("", " ", " ")) if rng.random() < 0.13 else ""
        spacing = rng.choice((0.05, 0.15, 0.15, 0.4))
        while len(text) < target:
            piece = self._piece()
            meets = NEEDS_SPACE.match(piece) or (text and NEEDS_SPACE.match(text[-1]))
            space = rng.random() < (0.55 if meets else spacing)
            text += (" " if space and text else "") + piece
        return text

    def _piece(self) -> str:
        rng = self.rng
        kind = rng.random()
        if kind < 0.34:
            return rng.choices(self.common, cum_weights=self.weights)[0]
        if kind < 0.52:
            return rng.choice(self.words)
        if kind < 0.68:
            return rng.choice(self.phrases)
        if kind < 0.74:
            return rng.choice(self.places)
        if kind < 0.85:
            return self.numbers.number()
        if kind < 0.89:
            return self.numbers.latin() + rng.choice(("", "", ":", " ", ")", " : "))
        if kind < 0.93:
            inner = rng.choice((rng.choice(self.phrases), self.numbers.number(), self.numbers.latin()))
            left, right = rng.choice(("()", "()", '""', "“”", "[]", "‘’"))
            return left + inner + right
        if kind < 0.96:
            return self.syllable()
        return rng.choice(RARE_MARKS if rng.random() < 0.35 else MARKS)

    def _nonsense(self, limit: int) -> str:
        """Syllables no dictionary holds, so that the reader learns shapes and not words."""
        count = self.rng.randint(1, max(2, limit // 4))
        joiner = self.rng.choice(("", "", " "))
        return joiner.join(self.syllable() for _ in range(count))

    def syllable(self) -> str:
        """A random well-formed Thai syllable; rare consonants as often as common ones."""
        rng = self.rng
        head = rng.choice(ALIKE if rng.random() < 0.4 else CONSONANTS)
        if rng.random() < 0.2:
            head += rng.choice("รลว")
        tone = rng.choice(("", "", "่", "้", "๊", "๋", "่", "้"))
        tail = rng.choice(
            ("", "", "ง", "น", "ม", "ก", "ด", "บ", "ย", "ว", "ญ", "ณ", "ฐ", "ฏ", "ฎ", "ร", "ล", "ศ", "ษ", "ส")
        )
        form = rng.randint(0, 12)
        if form < 5:
            return head + rng.choice("ิีึืุู") + tone + tail
        if form == 5:
            return head + "ั" + tone + (tail or "น")
        if form == 6:
            return head + tone + "ำ"
        if form == 7:
            return head + tone + rng.choice("าะๅ") + tail
        if form == 8:
            return rng.choice("เแโใไ") + head + tone + tail
        if form == 9:
            return "เ" + head + rng.choice(("ี", "ื")) + tone + rng.choice("ยอ") + tail
        if form == 10:
            return head + "็" + (tail or "อ")
        if form == 11:
            return head + rng.choice("ิุัี") + rng.choice("ธรนตษลก") + "์" if rng.random() < 0.7 else head + "ิ์"
        return head + tone + tail + rng.choice(("", "ฯ", "ๆ", "ฤ", "์"))

    def _cut(self, text: str, limit: int) -> str:
        if len(text) <= limit:
            return STARTS_BADLY.sub("", ENDS_BADLY.sub("", text)) or text[:1]
        start = self.rng.randint(0, len(text) - limit)
        part = text[start : start + limit]
        return STARTS_BADLY.sub("", ENDS_BADLY.sub("", part)).strip()
