"""Thai and Arabic digits, mixed in one number as the paper mixes them (๒๕๖7)."""

from __future__ import annotations

import re

THAI = "๐๑๒๓๔๕๖๗๘๙"
ARABIC = "0123456789"
_PAIRS = tuple(zip(THAI, ARABIC, strict=True))
_TO_THAI = str.maketrans(ARABIC, THAI)

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_DECIMAL = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?")


def to_arabic(text: str) -> str:
    """Write every Thai digit of ``text`` as an Arabic one; length and all else stay."""
    # a few searches for single letters cost a tenth of str.translate on Thai text
    for thai, arabic in _PAIRS:
        text = text.replace(thai, arabic)
    return text


def to_thai(text: str) -> str:
    """Write every Arabic digit of ``text`` as a Thai one; length and all else stay."""
    return text.translate(_TO_THAI)


def parse_int(text: str) -> int | None:
    """The whole number that ``text`` is, in any mix of digits, thousands commas allowed; else ``None``."""
    folded = to_arabic(text.strip())
    if _PLAIN.fullmatch(folded) or _GROUPED.fullmatch(folded):
        return int(folded.replace(",", ""))
    return None


def parse_decimal(text: str) -> float | None:
    """The number that ``text`` is (๑,๒๓๔.๕๐), in any mix of digits; else ``None``.

    A comma must part thousands, so ``1,23`` is no number.
    """
    match = _DECIMAL.fullmatch(to_arabic(text.strip()))
    return float(match.group().replace(",", "")) if match else None
