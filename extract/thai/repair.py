"""Deterministic repair of what text layers and engines do to Thai: no dictionary, no guess.

Each rule undoes one known fault, and only where the broken form is impossible in written Thai, so a sound
text passes unchanged. The rules run in a fixed order until nothing changes; ``repair`` is therefore
idempotent. Sources of the faults: real documents named in ``tests/thai/test_repair.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.data import rows
from extract.thai.letters import AA, AM, CONSONANTS, LETTERS, MARKS, NIKHAHIT, TONES

SWAP_LETTERS = 12
"""Least number of า and ำ together before their shares mean anything (chosen, not fitted)."""

SWAP_SHARE = 0.6
"""Share of ำ among า and ำ above which they are swapped: sound Thai .05-.25, swapped .75 and more."""

_PRIVATE = {row["code"]: row["letter"] for row in rows("private_codes.csv")}
_SHIFTED = {int(code, 16): letter for code, letter in _PRIVATE.items() if letter >= "ก" and letter <= "๛"}
"""Shifted glyphs of Thai fonts of Windows (U+F700 to U+F71C) and of the Macintosh (U+F884 to U+F89E)."""

_SYMBOLS = {int(code, 16): letter for code, letter in _PRIVATE.items() if int(code, 16) not in _SHIFTED}
"""Bullets, boxes and signs of the Symbol and Wingdings fonts as Word writes them into text layers."""

_LEGACY = {
    chr(first + step): mark
    for first in (0xC9, 0x477)
    for step, mark in enumerate("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
}
"""Runs of five letters that stand for the tone marks and ์: É… (Distiller with PSL and Angsana fonts) and
ѷ… (Microsoft Print to PDF)."""

_GARBAGE = r"\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff\u0100-\u02ff"
"""What stands in a text layer for an uncoded glyph: controls, U+FFFD, private use, raw glyph numbers."""

_ORDER = {"\u0e3a": 0, **dict.fromkeys("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e4d", 1)}
_ORDER |= dict.fromkeys("\u0e48\u0e49\u0e4a\u0e4b", 2) | dict.fromkeys("\u0e4c\u0e4e", 3)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair and the names of the rules that changed it, in the order they first did."""

    text: str
    repairs: tuple[str, ...] = ()


def _sub(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    compiled = re.compile(pattern)
    return lambda text: compiled.sub(replacement, text)


def _ordered(match: re.Match[str]) -> str:
    return "".join(sorted(match.group(), key=_ORDER.__getitem__))


_SPACE_FOR_NIKHAHIT = re.compile(f"(?<=[{CONSONANTS}])([{TONES}]?) +([{TONES}]?)[{AA}{AM}]")

_LETTER_SPACED = re.compile(f" [ะ]|(?: [{CONSONANTS}](?= )){{2}}")
"""A space before ะ, or two consonants standing alone: this line is set letter by letter."""


def _fill_space(line: str) -> str:
    """Turn the space before า back into a nikhahit; in a letter-spaced line it may be just a space."""
    return line if _LETTER_SPACED.search(line) else _SPACE_FOR_NIKHAHIT.sub(rf"\1\2{AM}", line)


_RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("private-use", lambda text: text.translate(_SHIFTED)),
    ("symbol-font", lambda text: text.translate(_SYMBOLS)),
    ("zero-width", _sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "")),
    ("odd-space", _sub("[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ")),
    ("legacy-tone", _sub(f"(?<=[{LETTERS}])[{''.join(_LEGACY)}]", lambda m: _LEGACY[m.group()])),
    # ำ written in parts, in any order of nikhahit, tone and aa
    ("sara-am-parts", _sub(f"{NIKHAHIT}([{TONES}]?)[{AA}{AM}]", rf"\1{AM}")),
    ("sara-am-parts", _sub(f"([{TONES}]){NIKHAHIT}[{AA}{AM}]", rf"\1{AM}")),
    ("sara-am-parts", _sub(f"[{AA}{AM}]([{TONES}]?){NIKHAHIT}", rf"\1{AM}")),
    # LibreOffice writes ำ and then า for the same glyph pair
    ("sara-am-doubled", _sub(f"{AM}[{_GARBAGE}]*[{AA}{AM}]", AM)),
    ("sara-am-doubled", _sub(f"{AM}[{_GARBAGE}]+", AM)),
    # some writers leave an uncoded glyph where the nikhahit of ำ is, Word 2007 a space
    (
        "lost-nikhahit",
        _sub(f"(?<=[{CONSONANTS}])([{TONES}]?) *[{_GARBAGE}]+ *([{TONES}]?)[{AA}{AM}]", rf"\1\2{AM}"),
    ),
    ("lost-nikhahit", lambda text: "\n".join(map(_fill_space, text.split("\n")))),
    ("control", _sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "")),
    ("space-before-mark", _sub(f"(?<=[{CONSONANTS}{MARKS}]) +(?=[{MARKS}])", "")),
    ("sara-e-twice", _sub("เเ", "แ")),
    ("mark-order", _sub(f"([{AA}{AM}])([{TONES}])", r"\2\1")),
    ("mark-order", _sub(f"[{MARKS}]{{2,}}", _ordered)),
    ("duplicate-mark", _sub(f"([{MARKS}])\\1+", r"\1")),
)
"""Name and step. Characters are decoded first; ำ is put together before stray controls are dropped."""

_SOUND = re.compile(f"[\n -~{LETTERS}๐-๙฿“”‘’–•]*")
_OUT_OF_ORDER = "|".join(
    f"{after}[{''.join(mark for mark in _ORDER if mark == after or _ORDER[mark] < _ORDER[after])}]"
    for after in _ORDER
)
_SUSPECT = re.compile(
    f"{_OUT_OF_ORDER}|{NIKHAHIT}[{TONES}]?[{AA}{AM}]|[{AA}{AM}][{AA}{AM}{TONES}{NIKHAHIT}]|เเ"
    f"| [{MARKS}{AA}{AM}]"
)


def repair(text: str, swapped: bool = False) -> Repaired:
    """Undo the known faults of Thai text layers and engines.

    Marks come out in canonical order (vowel, tone, ์), ำ composed; nothing else is normalised (no NFKC).
    Calling it again on its own result changes nothing (with ``swapped`` false).

    Args:
        text: a line, a cell or a page; line breaks are kept.
        swapped: whether this font or page exchanges า and ำ, as ``swapped_aa_am`` tells.
    """
    if not swapped and _SOUND.fullmatch(text) and not _SUSPECT.search(text):
        return Repaired(text)
    names: list[str] = []
    if swapped:
        exchanged = "\n".join(_exchange(line) for line in text.split("\n"))
        if exchanged != text:
            names.append("aa-am-swapped")
            text = exchanged
    before = None
    while text != before:
        before = text
        for name, step in _RULES:
            after = step(text)
            if after != text:
                text = after
                if name not in names:
                    names.append(name)
    return Repaired(text, tuple(names))


def swapped_aa_am(text: str) -> bool:
    """Whether a page's or font's text has า and ำ exchanged (Word 2010 with TH Sarabun).

    Such a layer writes ำ for every า, and a space and ำ for ำ. Judge a page or a font, not a cell.
    """
    am, aa = text.count(AM), text.count(AA)
    return am + aa >= SWAP_LETTERS and am / (am + aa) >= SWAP_SHARE


def _exchange(line: str) -> str:
    """Exchange า and ำ of one line of a swapped page; a line with a real า is set in another font."""
    if AA in line:
        return line
    kept = re.sub(f"(?<=[{CONSONANTS}])([{TONES}]?) +{AM}", r"\1" + "\ue0f0", line)
    return kept.replace(AM, AA).replace("\ue0f0", AM)
