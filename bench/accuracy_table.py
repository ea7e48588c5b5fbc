"""Scores as the committed tables: Markdown to read, JSON to compute with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench.scoring import Score, total
from bench.text import Share

Scores = Sequence[tuple[str, str, Score]]
HEAD = """# Accuracy

Made by `python bench/accuracy.py FOLDER`; the measured program is a black box: only its records.jsonl and
documents.csv are read. CER is edits over printed letters after NFC, with white space removed and Thai and
Arabic digits folded; a missed record counts all its letters. CER with spaces counts single blanks too, but
at a hard line break of the paper a blank is as right as none. Spaces: F1 of their places where all letters
are right. A digit is right when it comes out as the same character of the same script.
"""


def as_markdown(scores: Scores) -> str:
    """The tables as Markdown."""
    kinds = by_class(scores)
    parts = [HEAD, "\n## By class\n\n", _summary(kinds)]
    parts += ["\n## CER by field (%)\n\n", _by_key(kinds, "cer", digits=2)]
    parts += ["\n## Exact fields (%)\n\n", _by_key(kinds, "exact", digits=1)]
    parts += ["\n## Normalised values right (%)\n\n", _by_key(kinds, "normalised", digits=1)]
    parts += ["\n## Document facts right (%)\n\n", _by_key(kinds, "facts", digits=1)]
    parts += ["\n## By file\n\n", _summary({name: score for name, _, score in scores}, first="file")]
    return "".join(parts)


def as_json(scores: Scores) -> str:
    """All sums: each share as ``[part, whole]``, so that anything can be computed again."""
    content = {
        "classes": {kind: _plain(score) for kind, score in by_class(scores).items()},
        "files": {name: {"class": kind, **_plain(score)} for name, kind, score in scores},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def by_class(scores: Scores) -> dict[str, Score]:
    """Scores added up by class, in order of first appearance."""
    kinds: dict[str, Score] = {}
    for _, kind, score in scores:
        kinds.setdefault(kind, Score()).add(score)
    return kinds


def _summary(rows: Mapping[str, Score], first: str = "class") -> str:
    head = [first, "documents", "pages", "records", "found", "missed", "extra", "CER %", "CER with spaces %"]
    head += ["exact %", "spaces %", "Thai digits %", "Arabic digits %", "normalised %", "facts %"]
    body = []
    for name, score in rows.items():
        counts = (score.documents, score.pages, score.expected, score.found, score.missed, score.extra)
        shares = [_percent(total(score.cer), 2), _percent(total(score.cer_spaces), 2)]
        shares += [_percent(total(score.exact), 1), _percent(score.spaces, 1)]
        shares += [_percent(score.thai_digits, 1), _percent(score.arabic_digits, 1)]
        shares += [_percent(total(score.normalised), 1), _percent(total(score.facts), 1)]
        body.append([name, *(str(count) for count in counts), *shares])
    return _table(head, body)


def _by_key(kinds: Mapping[str, Score], name: str, digits: int) -> str:
    keys = list(dict.fromkeys(key for score in kinds.values() for key in getattr(score, name)))
    body = [
        [key, *(_percent(getattr(score, name).get(key, Share()), digits) for score in kinds.values())]
        for key in keys
    ]
    return _table(["key", *kinds], body)


def _percent(share: Share, digits: int) -> str:
    return "–" if share.value is None else f"{100 * share.value:.{digits}f}"


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _plain(score: Score) -> dict[str, Any]:
    names = ("documents", "pages", "expected", "found", "missed", "extra")
    plain: dict[str, Any] = {name: getattr(score, name) for name in names}
    for name in ("spaces", "thai_digits", "arabic_digits"):
        plain[name] = _pair(getattr(score, name))
    for name in ("cer", "cer_spaces", "exact", "normalised", "facts"):
        plain[name] = {key: _pair(share) for key, share in getattr(score, name).items()}
    return plain


def _pair(share: Share) -> list[float]:
    return [share.part, share.whole]
