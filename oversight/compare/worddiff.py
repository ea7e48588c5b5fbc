"""Two texts measure by measure, word by word: what stands in both, in one, in the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from extract.thai.fold import fold
from extract.thai.tokens import tokens

SpanPart = Literal["equal", "deleted", "inserted", "replaced"]


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A stretch of words. ``before`` and ``after`` are (start, end) in the two texts, white space included.

    ``deleted`` stands in the earlier text only (``after`` is empty), ``inserted`` in the later only.
    """

    part: SpanPart
    before: tuple[int, int]
    after: tuple[int, int]


def word_diff(before: str, after: str) -> tuple[WordSpan, ...]:
    """Compare two texts word by word; the spans cover both texts from end to end, in order.

    Words are those of ``extract.thai.tokens``; white space, digit scripts and order of marks play no part.
    """
    old, new = _places(before), _places(after)
    codes = Indel.opcodes([word for word, _ in old], [word for word, _ in new])
    spans: list[WordSpan] = []
    for code in codes:
        span = WordSpan(
            {"equal": "equal", "delete": "deleted", "insert": "inserted", "replace": "replaced"}[code.tag],  # type: ignore[arg-type]
            _stretch(old, code.src_start, code.src_end, before),
            _stretch(new, code.dest_start, code.dest_end, after),
        )
        if spans and {spans[-1].part, span.part} <= {"deleted", "inserted", "replaced"}:
            last = spans.pop()
            span = WordSpan("replaced", (last.before[0], span.before[1]), (last.after[0], span.after[1]))
        spans.append(span)
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: ``same`` in both texts or not."""

    text: str
    same: bool


def pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts in stretches, as a page marks them."""
    spans = word_diff(before, after)
    return _pieces(before, [(span.before, span.part) for span in spans]), _pieces(
        after, [(span.after, span.part) for span in spans]
    )


def _pieces(text: str, places: Iterable[tuple[tuple[int, int], SpanPart]]) -> list[Piece]:
    return [Piece(text[slice(*place)], part == "equal") for place, part in places if text[slice(*place)]]


def _places(text: str) -> list[tuple[str, int]]:
    """The words, folded, and where each begins; the first begins at 0, so that nothing is left out."""
    found: list[tuple[str, int]] = []
    end = 0
    for word in tokens(text):
        start = text.index(word, end)
        end = start + len(word)
        found.append((fold(word).lower(), start if found else 0))
    return found


def _stretch(words: list[tuple[str, int]], first: int, last: int, text: str) -> tuple[int, int]:
    """Where the words ``first`` up to ``last`` (left out) stand."""
    edges = [*(start for _, start in words), len(text)]
    return edges[first], edges[last]
