"""The classes of Thai characters that the rules of this room share."""

from __future__ import annotations

CONSONANTS = "ก-ฮ"
TONES = "\u0e48-\u0e4b"  # ่ ้ ๊ ๋
UPPER_LOWER_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"  # ั ิ ี ึ ื ุ ู ฺ ็ ํ
SILENCERS = "\u0e4c\u0e4e"  # ์ ๎
MARKS = UPPER_LOWER_VOWELS + TONES + SILENCERS
LETTERS = "ก-\u0e4e"  # everything Thai but ๏, digits, ๚ ๛
DIGITS = "๐-๙"
AA = "\u0e32"  # า
AM = "\u0e33"  # ำ
NIKHAHIT = "\u0e4d"  # ํ
