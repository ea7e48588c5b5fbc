"""The printed budget of a measure in baht."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from extract.data import rows
from extract.model import Finding
from extract.thai.dates import arabic_dashed

SCALES = {"ล้าน": 1_000_000, "แสน": 100_000, "หมื่น": 10_000, "พัน": 1_000}
DAMAGE = 2
"""Most letters an engine may have changed in a phrase of twelve or more for it to be taken still."""

SUM_SLACK = 0.005
"""Half a satang: a printed total and the sum of its parts differ by less."""

_EMPTY = re.compile(r"[\s\-.]*")
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?"
_AMOUNT = re.compile(
    rf"฿?\s*(?<![\d.,])(?P<number>{_NUMBER})(?![\d,]*\d)(?!\.\d)\s*(?P<scale>{'|'.join(SCALES)})?\s*(?P<unit>บาท|บ\.|฿|\.-|\.–)?"
)
_YEAR = re.compile(r"(?:ปี(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?|พ\.?\s?ศ\.?)\s*\d{4}(?!\d)")
_LIKE_A_YEAR = re.compile(r"25[5-8]\d")
"""A lone number without comma or unit that is more likely a year."""

_RATE = re.compile(r"[ก-๎]{2,}ละ\s*(?=\d)|\d\s*(?:บาท|บ\.)?\s*(?:/|ต่อ)\s*[ก-๎]")
"""An amount for each of something: เดือนละ ๑,๐๐๐ บาท, ๓๐๐ บาท/คน."""

_CUT = re.compile(r"\d,\s*(?:บาท|\.-)?$")
"""๓๒, for ๓๒,๙๐๐: what stands behind the comma was lost."""

_SPELT = re.compile(r"\((?:[ก-๎\s]*?(?:บาท|สตางค์)(?:ถ้วน)?)\)")
_ODD_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_LETTERS = re.compile(r"[ก-๎A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Amount:
    value: float
    start: int
    end: int
    money: bool


@lru_cache(maxsize=4096)
def parse_budget(text: str | None) -> tuple[float | None, tuple[Finding, ...]]:
    """Read the budget column.

    Args:
        text: the cell, repaired; the header may say (บาท), so a lone number is an amount of baht.

    Returns:
        Baht and findings. ไม่ใช้งบประมาณ and the like are 0; an empty cell or a dash is ``None``. Several
        amounts are not added up: only a total that the paper prints (รวม) counts, else ``budget-several``.
        An amount a head or a month is no budget: ``budget-unknown`` unless a total is printed.
        ``budget-sum-mismatch`` when a printed total is not the sum, ``budget-about`` for ไม่เกิน and ประมาณ,
        ``budget-unknown`` where no amount can be read for certain.
    """
    flat = " ".join(arabic_dashed(text or "").split())
    if _EMPTY.fullmatch(flat):
        return None, ()
    if "\ufffd" in flat or _CUT.search(flat):  # a digit of it may be what was not read
        return None, (Finding("budget-unknown", "warning", flat, "budget"),)
    flat = re.sub(r"(?<=\d) ?, ?(?=\d{3}(?!\d))", ",", flat)
    bare = _SPELT.sub(" ", _YEAR.sub(" ", flat))
    amounts = _amounts(bare)
    roles, rest = _words(bare, amounts)
    if not amounts:
        if "zero" in roles or _nearly_zero(flat):
            return 0.0, ()
        return None, (Finding("budget-unknown", "warning", flat, "budget"),)
    unread = _ODD_NUMBER.search(rest) or (_LETTERS.search(rest) and not all(a.money for a in amounts))
    if unread or "zero" in roles:
        return None, (Finding("budget-unknown", "warning", flat, "budget"),)
    about = (Finding("budget-about", "info", flat, "budget"),) if "about" in roles else ()
    if _RATE.search(bare):
        rate_total = _printed_total(bare, amounts)
        if rate_total is not None:
            return rate_total.value, about
        return None, (Finding("budget-unknown", "warning", flat, "budget"),)
    if len(amounts) == 1:
        return amounts[0].value, about
    return _total(bare, amounts, flat, about)


def _amounts(flat: str) -> list[_Amount]:
    """Every amount; ๑ ล้าน ๕ แสนบาท is one."""
    found: list[_Amount] = []
    scales: list[str] = []
    for match in _AMOUNT.finditer(flat):
        scale = match["scale"]
        value = float(match["number"].replace(",", "")) * SCALES.get(scale or "", 1)
        money = bool(match["unit"] or scale)
        joined = found and scales[-1] and scale and not flat[found[-1].end : match.start()].strip()
        if joined and SCALES[scale] < SCALES[scales[-1]]:
            found[-1] = _Amount(found[-1].value + value, found[-1].start, match.end(), True)
            scales[-1] = scale
            continue
        if not money and _LIKE_A_YEAR.fullmatch(match["number"]):
            continue
        found.append(_Amount(round(value, 2), match.start(), match.end(), money))
        scales.append("" if match["unit"] else scale or "")
    return found


def _total(
    flat: str, amounts: list[_Amount], printed: str, about: tuple[Finding, ...]
) -> tuple[float | None, tuple[Finding, ...]]:
    """The amount that รวม introduces, checked against the sum of the others."""
    total = _printed_total(flat, amounts)
    if total is None:
        return None, (Finding("budget-several", "warning", printed, "budget"),)
    parts = sum(a.value for a in amounts if a is not total)
    if abs(parts - total.value) > SUM_SLACK:
        return total.value, (*about, Finding("budget-sum-mismatch", "warning", printed, "budget"))
    return total.value, about


def _printed_total(flat: str, amounts: list[_Amount]) -> _Amount | None:
    """The one amount that รวม introduces."""
    totals = [a for a in amounts if _says_total(flat[: a.start])]
    return totals[0] if len(totals) == 1 else None


def _says_total(before: str) -> bool:
    return any(before.rstrip(" :=").endswith(word) for word, role in _roles().items() if role == "total")


def _words(flat: str, amounts: list[_Amount]) -> tuple[set[str], str]:
    """Roles of the words around the amounts, and what remains unread."""
    rest = list(flat)
    for amount in amounts:
        rest[amount.start : amount.end] = "\x00" * (amount.end - amount.start)
    text = "".join(rest)
    roles = {_roles()[match.group()] for match in _word_pattern().finditer(text)}
    return roles, _word_pattern().sub(" ", text)


def _nearly_zero(flat: str) -> bool:
    """Whether an engine's misreading of a phrase for no budget stands here."""
    letters = "".join(_LETTERS.findall(flat))
    return any(
        Levenshtein.distance(letters, word) <= DAMAGE
        for word, role in _roles().items()
        if role == "zero" and len(word) >= 12
    )


@cache
def _roles() -> dict[str, str]:
    return {row["word"]: row["role"] for row in rows("budget_words.csv")}


@cache
def _word_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _roles()), key=len, reverse=True)))
