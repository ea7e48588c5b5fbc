"""Classes of Thai characters that rules share; digits, Thai and Arabic ones mixed in a number as on paper."""

from __future__ import annotations

import re

CONSONANTS = "ก-ฮ"
TONES = "\u0e48-\u0e4b"  # ่ ้ ๊ ๋, for patterns
EACH_TONE = frozenset("\u0e48\u0e49\u0e4a\u0e4b")
UPPER_LOWER_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"  # ั ิ ี ึ ื ุ ู ฺ ็ ํ
RAISED = "\u0e47-\u0e4e"  # ็, tones, ์ ํ ๎: the small marks above, which scans and bad fonts lose first
SILENCERS = "\u0e4c\u0e4e"  # ์ ๎
MARKS = UPPER_LOWER_VOWELS + TONES + SILENCERS
LETTERS = "ก-\u0e4e"  # everything Thai but ๏, digits, ๚ ๛
DIGITS = "๐-๙"
AA = "\u0e32"  # า
AM = "\u0e33"  # ำ
NIKHAHIT = "\u0e4d"  # ํ

THAI = "๐๑๒๓๔๕๖๗๘๙"
ARABIC = "0123456789"
_PAIRS = tuple(zip(THAI, ARABIC, strict=True))
_RAISED = re.compile(f"[{RAISED}]")
_TO_THAI = str.maketrans(ARABIC, THAI)


def to_arabic(text: str) -> str:
    """Write every Thai digit of ``text`` as an Arabic one; length and all else stay."""
    # a few searches for single letters cost a tenth of str.translate on Thai text
    for thai, arabic in _PAIRS:
        text = text.replace(thai, arabic)
    return text


def to_thai(text: str) -> str:
    """Write every Arabic digit of ``text`` as a Thai one; length and all else stay."""
    return text.translate(_TO_THAI)


def without_raised(text: str) -> str:
    """``text`` without the small marks above its letters: หวยยอด of ห้วยยอด."""
    return _RAISED.sub("", text)
