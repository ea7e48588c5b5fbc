"""Items that stand in one line or paragraph: … ดังนี้ (๑) …; (๒) … และ (๓) …, cut into lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.grouping import in_runs
from extract.records.list_marks import Printed, mark_of, words
from extract.records.several import LETTERS
from extract.records.steps import refers
from extract.thai.letters import to_arabic

LEAST_ITEMS = 2
AHEAD = 40
"""Lines below a paragraph among which the list that its first line begins may go on."""
_N = r"[0-9๐-๙]{1,2}"
_ITEM = re.compile(
    rf"(?:^|(?<=[\s;,])|(?<=และ)|(?<=หรือ))(?:\((?P<round>{_N})\)|(?P<half>{_N})\)|(?P<dot>{_N})\.(?![0-9๐-๙])"
    rf"|\((?P<kho>[{LETTERS}])\)|(?P<khor>[{LETTERS}])[.)](?=\s))\s*(?=[ก-๎A-Za-z“\"])"
)
_LAST_NUMBER = re.compile(rf"(?<=[\s;,])(?:\({_N}\)|{_N}[).])\s*$")
_LEADS_ON = re.compile(r"(?:ดัง(?:นี้|ต่อไปนี้)|ได้แก่|ประกอบด้วย|กล่าวคือ|คือ|:)\s*$")
_JOINT = re.compile(r"(?:\s*[;,]|(?:\s+|(?<=[;,]))(?:และ|หรือ|รวมทั้ง))+\s*$")
"""What joins an item to the next and is part of neither."""


@dataclass(frozen=True, slots=True)
class _Item:
    line: int
    start: int
    form: str
    count: int


def apart(printed: Sequence[Printed]) -> list[Printed]:
    """``printed`` with the items of a paragraph as lines of their own, each where its line stands."""
    blocks = in_runs(printed, _goes_on)
    out: list[Printed] = []
    for n, block in enumerate(blocks):
        after = [one for more in blocks[n + 1 : n + 1 + AHEAD] for one in more[:1]]
        whole = _rejoined(block)
        items = _items(whole, out[-1].text if out else "", after)
        out += _cut(whole, items) if items else block
    return out


def _rejoined(block: Sequence[Printed]) -> list[Printed]:
    """The lines of a paragraph, a number that ends one put before the next, which is its item."""
    out, number = list[Printed](), ""
    for one in block[:-1]:
        cut = found.start() if (found := _LAST_NUMBER.search(one.text)) else len(one.text)
        out.append(replace(one, text=number + one.text[:cut]))
        number = one.text[cut:].strip() + " " if cut < len(one.text) else ""
    return [*out, replace(block[-1], text=number + block[-1].text)]


def _goes_on(run: Sequence[Printed], one: Printed) -> bool:
    """Whether a line belongs to the paragraph before it: wrapped, behind a number, with the next number."""
    if one.page is not run[0].page:
        return False
    if not one.meant or _LAST_NUMBER.search(run[-1].text):
        return True
    last = [(item.form, item.count) for each in run for item in _marks(0, each.text)]
    within = mark_of(one.text) is None or mark_of(run[0].text) is None
    return (
        within and bool(last) and any((item.form, item.count - 1) == last[-1] for item in _marks(0, one.text))
    )


def _items(block: Sequence[Printed], before: str, after: Sequence[Printed]) -> list[_Item]:
    """The items of a list that a paragraph holds; none where it holds no list of its own."""
    found = [item for n, one in enumerate(block) for item in _marks(n, one.text)]
    first = next(
        (n for n, item in enumerate(found) if item.count == 1 and _begins(item, block, before)), None
    )
    if first is None:
        return []
    chain = [found[first]]
    for item in found[first + 1 :]:
        if item.form == chain[0].form and item.count == chain[-1].count + 1:
            chain.append(item)
    inside = [item for item in chain if item.start or item is not chain[0]]
    if len(chain) < LEAST_ITEMS or not any(item.start for item in inside):
        return []
    if chain[0].line == 0 and chain[0].start == 0:
        # where the next line of the list goes on with this one a number within the line is of a sentence
        head = mark_of(block[0].text)
        later = (mark for one in after if (mark := mark_of(one.text)) and head and mark.style == head.style)
        if (going_on := next(later, None)) is not None and going_on.count != chain[-1].count + 1:
            return [] if going_on.count != 1 else chain
    return chain


def _begins(item: _Item, block: Sequence[Printed], before: str) -> bool:
    """Whether a list can begin at an item: it opens its paragraph, or the text before it leads on to it."""
    if item.line == 0 and item.start == 0:
        return True
    if mark_of(block[0].text) is not None:
        return False
    text = " ".join([one.text for one in block[: item.line]] + [block[item.line].text[: item.start]])
    return _LEADS_ON.search(text if text.strip() else before) is not None


def _marks(n: int, text: str) -> Iterator[_Item]:
    for match in _ITEM.finditer(text):
        if refers(text, match.start()):
            continue
        form = next(name for name in ("round", "half", "dot", "kho", "khor") if match[name])
        count = LETTERS.find(match[form]) + 1 if form.startswith("kho") else int(to_arabic(match[form]))
        yield _Item(n, match.start(), form, count)


def _closing(text: str) -> tuple[str, ...]:
    """The last item, and what closes the paper behind it: จึงประกาศให้ทราบ, ทั้งนี้ ให้ถือปฏิบัติ."""
    spaces = (space.end() for space in re.finditer(r"\s+", text))
    at = next((at for at in spaces if words()["closing"].match(text[at:])), None)
    return (text,) if at is None else (text[:at], text[at:])


def _cut(block: Sequence[Printed], items: Sequence[_Item]) -> list[Printed]:
    out: list[Printed] = []
    for n, one in enumerate(block):
        cuts = sorted({0, *(item.start for item in items if item.line == n)})
        for start, end in zip(cuts, [*cuts[1:], len(one.text)], strict=True):
            piece = one.text[start:end]
            last = n > items[-1].line or (n == items[-1].line and start >= items[-1].start)
            rests = _closing(piece) if last else (piece,)
            for at, rest in enumerate(rests):
                if rest.strip():
                    out.append(replace(one, text=rest, meant=one.meant if start == 0 and not at else True))
    begun = {id(piece) for piece in out if (mark := mark_of(piece.text)) is not None and mark.count}
    return [
        replace(piece, text=_JOINT.sub("", piece.text))
        if n + 1 < len(out) and id(out[n + 1]) in begun
        else piece
        for n, piece in enumerate(out)
    ]
