"""What a person is told of a document in trouble: the cause in words, and what to do about it."""

from __future__ import annotations

import re
from functools import cache

from extract.data import rows
from oversight import talk
from oversight.jobs.brief import Brief

_KINDS = re.compile(r"; (?=page-[a-z]+: )")  # between the parts of a reason that tells of lost pages


def said(entry: Brief, lang: str) -> str:
    """The reason of ``entry``: lost pages in words, no code that says what the status says."""
    if entry.status in ("partial", "failed", "refused"):
        return "; ".join(_part(part, lang) for part in _KINDS.split(entry.reason)).removeprefix(
            f"{entry.status}: "
        )
    return entry.reason


def _part(reason: str, lang: str) -> str:
    code, _, rest = reason.partition(": ")
    row = _lost_pages().get(code)
    if row is None:
        return reason
    pages, _, detail = rest.partition(": ")
    words = {"title": row[f"title_{lang}"], "do": row[f"do_{lang}"]}
    return talk.text("run.lost_pages", lang, pages=pages, detail=detail, **words)


@cache
def _lost_pages() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("findings.csv") if row["code"].startswith("page-")}
