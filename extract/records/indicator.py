"""Indicators 1–10, the seven topics of FY2567, and the instrument a number belongs to.

Only a number introduced by ตัวชี้วัด gives an indicator; a suggestion never mixes with what is printed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Literal, cast

from rapidfuzz import fuzz

from extract.data import rows
from extract.model import Suggestion
from extract.thai.dates import arabic_dashed
from extract.thai.fold import key

Instrument = Literal["IIT", "EIT", "OIT"]

SUGGEST_SCORE = 0.4
"""Least score of a suggestion (chosen, not fitted)."""

SUGGEST_MARGIN = 0.15
"""Least lead over the runner-up (chosen, not fitted)."""

TOPIC_LIKENESS = 90.0
"""Least likeness (0–100) of a printed topic to its official wording; two topics reach 60 at most."""

_NUMBER = r"(?:10|[1-9])(?:\.\d{1,2})?(?![\d.]*\d)"
_PRINTED = re.compile(
    rf"ตัวชี้วัด\s*(?:ย่อย)?\s*(?:ที่)?\s*(?P<first>{_NUMBER})"
    rf"(?P<more>(?:\s*(?:,|และ|-|ถึง|/)\s*(?:ตัวชี้วัด\s*)?(?:ที่\s*)?{_NUMBER})*)(?!\s*(?:ตัว|ด้าน|คะแนน|ข้อ(?!มูล)))"
)
_MORE = re.compile(rf"(?P<joint>,|และ|-|ถึง|/)\s*(?:ตัวชี้วัด\s*)?(?:ที่\s*)?(?P<number>{_NUMBER})")


def printed_indicators(text: str) -> tuple[int, ...]:
    """The indicators that ``text`` names by number after ตัวชี้วัด, ascending; of 9.1 the 9.

    Lists and ranges count (ตัวชี้วัดที่ ๙ และ ๑๐, ตัวชี้วัดที่ 1-5); a count of indicators does not.
    """
    found: set[int] = set()
    for match in _PRINTED.finditer(arabic_dashed(text)):
        last = _whole(match["first"])
        found.add(last)
        for more in _MORE.finditer(match["more"]):
            number = _whole(more["number"])
            found.update(range(last, number + 1) if more["joint"] in ("-", "ถึง") else (number,))
            last = number
    return tuple(sorted(found))


def instrument_of(indicators: Sequence[int]) -> Instrument | None:
    """The one instrument that all ``indicators`` belong to: 1–5 IIT, 6–8 EIT, 9–10 OIT; else ``None``."""
    belongs = {int(row["indicator"]): row["instrument"] for row in rows("indicators.csv")}
    names = {belongs.get(number) for number in indicators}
    return cast(Instrument | None, names.pop()) if len(names) == 1 else None


def printed_topic(text: str) -> int | None:
    """The topic 1–7 of FY2567 whose official wording ``text`` prints, number in front or not."""
    printed = key(text)
    scores = sorted(((fuzz.ratio(printed, name), topic) for topic, name in _topics().items()), reverse=True)
    return scores[0][1] if scores and scores[0][0] >= TOPIC_LIKENESS else None


def suggest(text: str, instrument: Instrument | None = None) -> Suggestion | None:
    """Propose an indicator for a measure that prints none, from the words that describe the indicators.

    The score is the share of the described words' weight in ``text`` that fits the indicator, less
    where all of it together is less than one word of its own.

    Args:
        text: the measure, with its procedure if that is wanted.
        instrument: where known, only its indicators are considered.

    Returns:
        The best with its score (0–1) and the words that spoke for it; ``None`` when none leads clearly.
    """
    weights, described = _words()
    folded = key(text)
    said = {word for word in weights if word in folded}
    said = {word for word in said if not any(word != other and word in other for other in said)}
    total = sum(weights[word] for word in said)
    scores = []
    for number, own in described.items():
        if instrument and instrument_of((number,)) != instrument:
            continue
        weight = sum(weights[word] for word in said & own)
        scores.append(
            (weight / total * min(1.0, weight / math.log(len(described))) if total else 0.0, number)
        )
    scores.sort(key=lambda entry: (-entry[0], entry[1]))
    (best, number), (second, _) = scores[:2]
    if best < SUGGEST_SCORE or best - second < SUGGEST_MARGIN:
        return None
    return Suggestion(number, round(best, 3), " ".join(sorted(said & described[number])))


def _whole(number: str) -> int:
    return int(number.split(".")[0])


@cache
def _topics() -> dict[int, str]:
    return {int(row["topic"]): key(row["name"]) for row in rows("topics.csv")}


@cache
def _words() -> tuple[dict[str, float], dict[int, frozenset[str]]]:
    """Weight of each described word (rarer is heavier) and the words of each indicator."""
    described = {
        int(row["indicator"]): frozenset(map(key, [row["name"], *row["words"].split("|")]))
        for row in rows("indicators.csv")
    }
    count = Counter(word for words in described.values() for word in words)
    return {word: math.log(len(described) / number) for word, number in count.items()}, described
