"""What the title of a paper says that it is about: integrity, other work, or a paper of another form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from extract.data import alternatives
from extract.model import Page
from extract.records.body_names import bodies_in
from extract.records.title import MEMO, begins_as_title, clean, lines_above
from extract.thai.fold import unmarked, unmarked_pattern

MOST_ROWS, LEAST_SUBJECT = 0.5, 3
"""What rows must say for integrity where the title names an unknown subject; letters that make a subject."""
TITLE_LINES, SUBJECT_LINES = 3, 10
"""Lines at the head of a paper that say what it is where it has no title; among which a subject stands."""


_LETTER = re.compile(r"ที่\s*[ก-ฮ]{2,3}\s?[0-9๐-๙]")
"""The number of a letter: ที่ บก ๐๐๒๓.๖/ว ๔๕๖."""


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    said = alternatives("title_subjects.csv")
    return {role: re.compile(unmarked_pattern(pattern)) for role, pattern in said.items()}


def of_other_work(
    title: str, pages: Sequence[Page], rows_said: Callable[[], float] | None = None, letters: bool = True
) -> bool:
    """Whether the title, or the head of a paper without one, names other work than integrity.

    มาตรการ alone is no integrity work: its subject is (ทุจริต, โปร่งใส …, or อุทกภัย, พลังงาน …). Calendars, orders
    that appoint, gift reports and the like are other papers whatever they are about. Of a subject that is in
    neither list what the rows say decides.

    Args:
        title: its title, empty where it has none.
        pages: its pages.
        rows_said: gives ``rows_say`` of what it lists, where it is asked; None where that is not known.
        letters: whether letters are other papers; not where one holds a table of measures.
    """
    text = _head(title, pages)
    if _subjects()["form"].search(text):
        return True
    if letters and (_subjects()["letter"].search(text) or (not title and _is_letter(pages))):
        return True
    if names_integrity(text) or names_integrity(_head("", pages)):
        return False
    if _subjects()["other"].search(text):
        return True
    return rows_said is not None and _has_subject(title, pages) and rows_said() <= MOST_ROWS


def _is_letter(pages: Sequence[Page]) -> bool:
    """Whether a paper is a letter to another body: its number and whom it is for at its head."""
    lines = [clean(line.text).strip() for page in pages[:1] for line in lines_above(page)[:SUBJECT_LINES]]
    memo = any(MEMO.match(text) for text in lines)
    return not memo and any(map(_LETTER.match, lines)) and any(text.startswith("เรียน") for text in lines)


def names_integrity(text: str) -> bool:
    """Whether a folded text names integrity, or measures on what the assessment asks besides (ร้องเรียน …)."""
    said = _subjects()
    near = said["near"].search(text) and said["measures"].search(text)
    return near is not None or said["integrity"].search(text) is not None


def begins_with_subject(pages: Sequence[Page]) -> bool:
    """Whether the first line of a paper says what it is about, unlike ภาคผนวก ก."""
    first = lines_above(pages[0])[:1] if pages else ()
    return any(len(_subjects()["generic"].sub("", _head(line.text, ()))) >= LEAST_SUBJECT for line in first)


def _has_subject(title: str, pages: Sequence[Page]) -> bool:
    """Whether a title names some subject, beside words like รายงานผลการดำเนินการตามมาตรการ."""
    said, head = _subjects(), _head(title, pages)
    if not title and "เรือง" not in head:
        first = lines_above(pages[0])[:1] if pages else ()
        head = next((_head(line.text, ()) for line in first if begins_as_title(line.text)), "")
    text = said["ends"].split(head.rpartition("เรือง")[2], maxsplit=1)[0]
    return len(said["generic"].sub("", text)) >= LEAST_SUBJECT


def heads_measures(title: str, pages: Sequence[Page]) -> bool:
    """Whether the title, or the head of a paper without one, names measures of integrity in any wording."""
    text, said = _head(title, pages), _subjects()
    return (
        bool(said["measures"].search(text))
        and names_integrity(text)
        and not said["form"].search(text)
        and not said["letter"].search(text)
    )


def _head(title: str, pages: Sequence[Page]) -> str:
    """The title, else the first lines of a paper, folded; without names of bodies (วิทยาลัยการอาชีพ…)."""
    lines = [clean(line.text).strip() for page in pages[:1] for line in lines_above(page)[:SUBJECT_LINES]]
    subject = (line for line in lines[TITLE_LINES:] if line.startswith("เรื่อง"))
    head = title or " ".join((*lines[:TITLE_LINES], *subject))
    for start, end, _ in reversed(bodies_in(head)):
        head = head[:start] + head[end:]
    return unmarked(head)
