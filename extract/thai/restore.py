"""The ำ that Word 2007 lost without leaving a trace (ดาเนิน), restored where the dictionary decides.

Only for a layer that has no ำ at all; ``lost_sara_am`` tells. A word is restored when it stands in the
dictionary with ำ and not with า; where both are words (ทา and ทำ) nothing is done.
"""

from __future__ import annotations

import re
from functools import cache

from pythainlp.tokenize.newmm import segment

from extract.thai.letters import AA, AM, LETTERS
from extract.thai.repair import Repaired
from extract.thai.tokens import WordList, words

ENOUGH_LETTERS = 600
"""Thai letters without one ำ that make its loss certain: sound Thai has one in 60 to 120 letters, so 600
sound letters lack it with a chance below 1 in 100."""

_RUN = re.compile(f"[{LETTERS}]+")


def lost_sara_am(text: str) -> bool:
    """Whether a page or document, after ``repair``, has lost every ำ: long, and not one there."""
    return AM not in text and sum(map(len, _RUN.findall(text))) >= ENOUGH_LETTERS


def restore_sara_am(text: str) -> Repaired:
    """Put back the ำ of every word that the dictionary knows only with it.

    Call it for the texts of a layer for which ``lost_sara_am`` holds; a text with a ำ comes back unchanged.
    """
    if AM in text or AA not in text:
        return Repaired(text)
    restored = _RUN.sub(lambda run: _restore_run(run.group()), text)
    return Repaired(restored, ("sara-am-by-dictionary",) if restored != text else ())


def _restore_run(run: str) -> str:
    known, sound = _damaged()
    return "".join(sound.get(word, word) for word in segment(run, known))


@cache
def _damaged() -> tuple[WordList, dict[str, str]]:
    """All words, sound and damaged, and the one sound form of each damaged one."""
    known = words()
    forms: dict[str, set[str]] = {}
    for word in known:
        if AM in word:
            forms.setdefault(word.replace(AM, AA), set()).add(word)
    sure = {form: min(full) for form, full in forms.items() if len(full) == 1 and form not in known}
    return WordList([*known, *sure]), sure
