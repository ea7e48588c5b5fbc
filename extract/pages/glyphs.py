"""Reading a page's text layer: characters in content order, /ActualText honoured, marks with their base."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from extract.model import BBox, Glyph, Method
from extract.pages.actual_text import contradicts, is_long, is_wide, mended
from extract.pages.cluster_codes import said_once
from extract.pages.copies import PALER, aside, find_copies
from extract.pages.document import OpenPage
from extract.pages.font_letters import MARKS
from extract.pages.fonts import settle_codes
from extract.pages.hiding import nothing_hides
from extract.pages.objects import PageObject
from extract.pages.placeholders import coded, is_digit, is_mark, placeholder, unknown
from extract.pages.textlayer import Box, Placed, TextObjects, drawn_chars, ink_box
from extract.pages.visible import hide_unseen, without

OVERPRINT = 2.05
"""Points by which the same letter may be drawn beside itself, as a shadow or for bold: seen 0.3 to 2.0."""

BLOCKS = frozenset("█▉▊▇▓")
"""Letters that fill their place with ink."""

_HALF = 0.5  # of its width: a letter that stands nearer to its like in one line is drawn twice
_SHADOW = 0.3  # points up or down between two like letters: two of one line stand level
_WIDEST = 1.2  # em: no letter is wider; where all are, their boxes are the font's
_USUAL = 0.4  # em: width of a Thai consonant, for a lone letter of such a font
_STRING = 4  # letters of one object from which it is a string
_SOFT_HYPHEN = "\u00ad"
_OVER_BASE = 0.05  # em by which a mark's ink may stand beside its letter
_BAND = 8.0  # points: lines are looked up in bands of this height

_UNCODED = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")

Ink = Callable[[int], Box]
"""The ink of a character by its number, in the viewer's frame."""


@dataclass(slots=True)
class _Char:
    """One character while it is being put in place; origin and box where its line is turned level.

    ``owner`` holds the addresses of the text objects that draw it. ``ink`` is a box in the viewer's frame
    that holds its ink, where origin and box do not tell.
    """

    text: str
    x: float
    y: float
    x0: float
    y0: float
    x1: float
    y1: float
    number: int
    placed: Placed
    visible: bool
    actual: bool = False
    owner: tuple[int, ...] = ()
    ink: Box | None = None
    method: Method = "text"
    light: bool = False
    span: _Span | None = None

    @property
    def size(self) -> float:
        return self.placed.size


def read_glyphs(page: OpenPage, by_words: bool = False) -> tuple[Glyph, ...]:
    """Read the text layer of ``page`` as clusters in content order, boxes in the viewer's frame.

    Text stands as the file gives it: private-use and legacy tone characters are left for repair. An
    /ActualText span stands once, whatever was drawn for it. What runs up or down the page comes after what
    is level. A page without text, and an image, give (). Letters whose code tells none are placeholders, see
    ``fonts``; with ``by_words`` those of fonts that spell no words as well.
    """
    if page.text_page is None or page.too_complex:
        return ()
    return _with_typed(page, _read(page, by_words))


def _read(page: OpenPage, by_words: bool) -> tuple[Glyph, ...]:
    """The letters of the page's content, with what annotations draw."""
    spans: list[_Span] = []
    chars = _in_content_order(page, page.text_page, spans=spans)
    wide = [span for span in spans if span.is_wide or is_long(span.text)]
    if wide:
        page.drop_marks([(item, mark) for span in wide for item, mark in span.items])
        chars = _in_content_order(page, page.text_page)
        for span in wide:
            _mend(span, chars)
    tones = {char.placed.tone for char in chars}
    mixed = max(tones, default=0) >= min(tones, default=0) + PALER
    repeated = _some_left_out(page, chars)
    copies = find_copies(page, repeated) if mixed or repeated else frozenset[int]()
    if not copies:
        return _read_shown(page, page.text_page, chars, by_words)
    with aside(page, copies), without(page, copies) as text_page:
        chars = _in_content_order(page, text_page, copies)
        for span in wide:
            _mend(span, chars)
        return _read_shown(page, text_page, chars, by_words, copies)


def _some_left_out(page: OpenPage, chars: Sequence[_Char]) -> bool:
    """Whether pdfium gives no letter of some text object that has ink: it takes those drawn twice for one."""
    told = {address for char in chars for address in char.owner}
    left = [i for i in page.objects() if i.kind == raw.FPDF_PAGEOBJ_TEXT and i.address not in told]
    return any(box is not None and min(box.width, box.height) > 0.01 for box in (i.bounds() for i in left))


def _read_shown(
    page: OpenPage, text_page: Any, chars: list[_Char], by_words: bool, gone: frozenset[int] = frozenset()
) -> tuple[Glyph, ...]:
    """The clusters of ``chars``, with what shows told; ``gone`` are objects that are switched off."""
    under = _look(page, chars, gone)
    if not under:
        return _put_together(page, text_page, chars, by_words)
    hidden = [replace(char, number=-1) for char in chars if under.issuperset(char.owner)]
    with without(page, under) as shown_page:  # pdfium gives a letter that stands twice at one spot once
        chars = _in_content_order(page, shown_page, under | gone)
        _look(page, chars, under | gone)
        return _put_together(page, shown_page, chars + hidden, by_words)


def _mend(span: _Span, chars: Sequence[_Char]) -> None:
    """Give the drawn letters of a span over several words the codes that they lack, from its text."""
    owner = set(span.owner)
    mine = [char for char in chars if char.owner and owner.issuperset(char.owner) and not char.text.isspace()]
    drawn = [char.text for char in mine]
    if contradicts(drawn, span.text):
        for char in mine:
            if char.text.isdecimal():
                char.text = unknown(char.text)  # two numbers: the picture tells which shows
        return
    for char, text in zip(mine, mended(drawn, span.text), strict=True):
        char.text = text


def _look(page: OpenPage, chars: Sequence[_Char], gone: Container[int] = ()) -> frozenset[int]:
    """``hide_unseen``; what was typed into fields and notes shows, whatever font this machine lacks."""
    bars = _bars(chars)
    under = frozenset[int]() if nothing_hides(page, chars) else hide_unseen(page, chars, gone)
    typed = [char for char in chars if char.method != "text"]
    for char in typed if under or any(not char.visible for char in typed) else ():
        char.visible = True
    for char in bars:
        char.visible = False
    return under.difference(*(char.owner for char in typed)) if typed else under


def _bars(chars: Sequence[_Char]) -> list[_Char]:
    """Block letters set over others, as a word processor redacts, and the letters under them."""
    blocks = [char for char in chars if char.text in BLOCKS]
    if not blocks:
        return []
    x0, x1, y = np.array([(char.x0, char.x1, char.y) for char in blocks]).T
    under = [
        char
        for char in chars
        if char.text not in BLOCKS
        and not char.text.isspace()
        and np.any(
            (x0 <= (char.x0 + char.x1) / 2)
            & ((char.x0 + char.x1) / 2 <= x1)
            & (abs(y - char.y) < 0.6 * char.size)
        )
    ]
    return [*under, *blocks] if under else []


def _with_typed(page: OpenPage, glyphs: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    """``glyphs`` with those of fields and notes: their letters as drawn, or what was typed into them."""
    out = list(glyphs)
    for note in page.annotations:
        mine = [g for g in out if g.method == note.source and note.box.contains(*g.bbox.center)]
        text = "".join(glyph.text for glyph in mine).strip()
        if not note.text.strip() or (text and not note.redrawn and not _UNCODED.search(text)):
            continue
        out = [glyph for glyph in out if not any(glyph is each for each in mine)]
        out += note.glyphs()
    return tuple(out)


def _source(page: OpenPage, item: PageObject) -> Method:
    """How letters that an annotation draws came onto the page."""
    box = item.bounds()
    middle = box.center if box is not None else (0.0, 0.0)
    return next((note.source for note in page.annotations if note.box.contains(*middle)), "annotation")


def _put_together(
    page: OpenPage, text_page: Any, chars: Sequence[_Char], by_words: bool
) -> tuple[Glyph, ...]:
    """Clusters of what is level, then of what runs up or down."""
    settle_codes(text_page, chars, page.to_view, by_words)
    for char in chars:
        if char.text == _SOFT_HYPHEN and char.x1 - char.x0 > _OVER_BASE * char.size:
            char.text = "-"  # drawn, so it is one
    if any(not char.text for char in chars):
        chars = [char for char in chars if char.text]
    turns = {char.placed.turn for char in chars}
    found: list[Glyph] = []
    for turn in (0, *sorted(turns & {90, 270})):
        mine = (
            [char for char in chars if _upright_turn(char.placed.turn) == turn]
            if turn or turns - {0}
            else chars
        )

        def ink(number: int, turn: int = turn) -> Box:
            box = BBox(*ink_box(text_page, number, page.to_view))
            box = upright(box, turn)
            return box.x0, box.y0, box.x1, box.y1

        found += _clusters(mine, ink, turn)
    return tuple(found)


def _upright_turn(turn: int) -> int:
    """The quarter turn that makes a line level; slanted lines, and lines upside down, stay as they are."""
    return turn if turn in (90, 270) else 0


def upright(box: BBox, turn: int) -> BBox:
    """``box`` in the page turned so that letters running up (90) or down (270) are level."""
    if turn == 90:
        return BBox(-box.y1, box.x0, -box.y0, box.x1)
    if turn == 270:
        return BBox(box.y0, -box.x1, box.y1, -box.x0)
    return box


def as_printed(box: BBox, turn: int) -> BBox:
    """The reverse of ``upright``."""
    return upright(box, 360 - turn) if turn in (90, 270) else box


def _in_content_order(
    page: OpenPage, text_page: Any, but: Container[int] = (), spans: list[_Span] | None = None
) -> list[_Char]:
    """Characters object by object; a span with /ActualText gives its text once, over all its objects' box.

    Those spans go into ``spans`` as well, for some have an empty text.
    """
    drawn = drawn_chars(text_page, page.to_view)
    reader = TextObjects()
    out: list[_Char] = []
    span: _Span | None = None
    for item in page.objects():
        if item.kind != raw.FPDF_PAGEOBJ_TEXT or item.address in but:
            continue
        mark, actual = reader.actual_text(item)
        if span is not None and mark != span.mark:
            out += span.chars()
            span = None
        if actual is not None:
            placed = reader.placed(item)
            if span is None:
                span = _Span(mark, actual, placed)
                if spans is not None:
                    spans.append(span)
            span.widen(item, mark, reader.bounds(item), placed)
            continue
        chars = drawn.get(item.address)
        if chars:
            placed = reader.placed(item)
            owner = (item.address,)
            method = _source(page, item) if item.over else "text"
            made = [_Char(*char, placed, placed.shown, owner=owner, method=method) for char in chars]
            if placed.turn:
                _set_upright(made, placed.turn)
            elif made[0].x1 - made[0].x0 > _WIDEST * placed.size:
                _by_steps(made)
            out += _of_object(made) if len(made) > 1 else made
            continue
        box = reader.bounds(item)
        if box is None or box[2] - box[0] <= 0.01 or box[3] - box[1] <= 0.01:
            out.append(_space(reader.placed(item), item.address))
        elif out and abs(out[-1].y - reader.placed(item).y) < 2:
            last = out[-1]
            last.x1 = max(last.x1, box[2])  # ink that belongs to the cluster before: a mark without a code
    if span is not None:
        out += span.chars()
    return said_once(out)


def _set_upright(chars: Sequence[_Char], turn: int) -> None:
    """Turn characters that run up or down the page into the frame in which they are level."""
    if turn not in (90, 270):
        return
    for char in chars:
        char.ink = char.x0, char.y0, char.x1, char.y1
        char.x, char.y = (-char.y, char.x) if turn == 90 else (char.y, -char.x)
        box = upright(BBox(char.x0, char.y0, char.x1, char.y1), turn)
        char.x0, char.y0, char.x1, char.y1 = box.x0, box.y0, box.x1, box.y1


def _by_steps(chars: list[_Char]) -> None:
    """Set the widths of a font that tells none (Type 3): each letter reaches to the next."""
    if min(char.x1 - char.x0 for char in chars) <= _WIDEST * chars[0].size:
        return
    steps = [after.x - char.x for char, after in zip(chars, chars[1:], strict=False)]
    usual = statistics.median([step for step in steps if step > 0] or [_USUAL * chars[0].size])
    for char, step in zip(chars, [*steps, usual], strict=True):
        char.x0, char.x1 = char.x, char.x + max(0.0, step)


def _of_object(chars: list[_Char]) -> list[_Char]:
    """Characters of one text object; those of one glyph (ffi) stand at one spot and are no fake bold."""
    for before, char in itertools.pairwise(chars):
        char.actual = (char.x, char.y, char.x1) == (before.x, before.y, before.x1)
    return chars


class _Span:
    """Text objects under one /ActualText."""

    def __init__(self, mark: int, text: str, first: Placed) -> None:
        self.mark = mark
        self.text = text
        self.first = first
        place = upright(BBox(first.x, first.y, first.x, first.y), first.turn)
        self.y = place.y0
        self.x0 = self.x1 = place.x0
        self.items: list[tuple[PageObject, int]] = []
        self.boxes: list[Box] = []
        self.ink: Box | None = None

    @property
    def owner(self) -> tuple[int, ...]:
        """Addresses of its objects."""
        return tuple(item.address for item, _ in self.items)

    @property
    def is_wide(self) -> bool:
        """Whether it is more than a word, or than nothing, so that its letters do not stand side by side."""
        if not self.text.strip() and self.x1 - self.x0 > self.first.size:
            return True
        return is_wide(self.boxes, self.first.size, sum(char not in MARKS for char in self.text))

    def stands_over(self, other: _Span) -> bool:
        """Whether it stands where ``other``, of the same text, does: a shadow, or bold by drawing twice."""
        across, down = abs(self.x0 - other.x0), abs(self.y - other.y)
        near = max(across, down) <= OVERPRINT
        return near and (down > _SHADOW or across <= _HALF * (other.x1 - other.x0))

    def widen(self, item: PageObject, mark: int, box: Box | None, placed: Placed) -> None:
        """Take one more object with its ink in."""
        self.items.append((item, mark))
        if not placed.plain or placed.clip is not None:
            self.first = self.first.cut(placed)
        if box is not None and box[2] - box[0] > 0.01:
            self.boxes.append(box)
            one = self.ink or box
            self.ink = min(one[0], box[0]), min(one[1], box[1]), max(one[2], box[2]), max(one[3], box[3])
            x0, _, x1, _ = box
            if self.first.turn in (90, 270):
                level = upright(BBox(*box), self.first.turn)
                x0, x1 = level.x0, level.x1
            self.x0, self.x1 = min(self.x0, x0), max(self.x1, x1)

    def chars(self) -> Iterator[_Char]:
        """The span's characters, its width shared out evenly among those that take room."""
        room = sum(char not in MARKS for char in self.text) or 1
        step = (self.x1 - self.x0) / room
        at = self.x0
        y, first, owner = self.y, self.first, self.owner
        for index, char in enumerate(self.text):
            if char in MARKS and index:
                start = at - step
            else:
                start, at = at, at + step
            box = start, y - first.size, start + step, y
            yield _Char(char, start, y, *box, -1, first, first.shown, True, owner, self.ink, span=self)


def _space(placed: Placed, address: int) -> _Char:
    box = upright(BBox(placed.x, placed.y, placed.x, placed.y), placed.turn)
    x, y = box.x0, box.y0
    return _Char(" ", x, y, x, y - placed.size, x, y, -1, placed, placed.shown, owner=(address,))


def _clusters(chars: Sequence[_Char], ink: Ink, turn: int) -> list[Glyph]:
    """Join marks to their base, which mostly stands just before them; drop characters drawn twice."""
    clusters: list[_Char] = []
    strays: list[int] = []
    twice = _drawn_twice(chars)
    for number, char in enumerate(chars):
        if number in twice:
            continue
        if is_mark(char.text):
            if clusters and _follows(clusters[-1], char, ink):
                _join(clusters[-1], char)
                continue
            strays.append(len(clusters))
        clusters.append(char)
    gone = set(_place_strays(clusters, strays, ink))
    if gone:
        clusters = [c for i, c in enumerate(clusters) if i not in gone]
    made = []
    for c in clusters:
        box, placed = BBox(c.x0, c.y0, c.x1, c.y1), c.placed
        box = as_printed(box, turn) if turn else box
        made.append(
            Glyph(
                c.text,
                box,
                c.y,
                placed.size,
                c.visible,
                placed.turn,
                0 if c.light else placed.tone,
                method=c.method,
            )
        )
    return made


def _drawn_twice(chars: Sequence[_Char]) -> set[int]:
    """Numbers of characters that stand over their like: a shadow, or bold by drawing twice.

    Two like letters of one line stand further apart than half their width; of two lines, further than
    ``OVERPRINT``. Only letters that show stand over letters that show.
    """
    again: set[int] = set()
    for group in _near_twins(chars):
        kept: list[int] = []
        for number in group:
            if any(_over(chars[k], chars[number]) for k in kept):
                again.add(number)
            else:
                kept.append(number)
    again = (again - _by_chance(chars, again)) | _spans_drawn_twice(chars)
    return again | _blanks_between(chars, again) if again else again


def _blanks_between(chars: Sequence[_Char], again: Container[int]) -> set[int]:
    """Numbers of the blanks of strings of which all letters are drawn again."""
    letters: dict[tuple[int, ...], bool] = {}
    for number, char in enumerate(chars):
        if not char.text.isspace():
            letters[char.owner] = letters.get(char.owner, True) and number in again
    return {n for n, char in enumerate(chars) if char.text.isspace() and letters.get(char.owner, False)}


def _spans_drawn_twice(chars: Sequence[_Char]) -> set[int]:
    """Numbers of the characters of whole spans with /ActualText that stand over their like."""
    spans: dict[int, tuple[_Span, list[int]]] = {}
    for number, char in enumerate(chars):
        if char.span is not None:
            spans.setdefault(id(char.span), (char.span, []))[1].append(number)
    again: set[int] = set()
    kept: dict[str, list[_Span]] = {}
    for span, numbers in spans.values():
        if any(span.stands_over(other) for other in kept.get(span.text, ())):
            again.update(numbers)
        else:
            kept.setdefault(span.text, []).append(span)
    return again


def _by_chance(chars: Sequence[_Char], again: set[int]) -> set[int]:
    """Those of ``again`` that two strings share where they cross: a shadow repeats its whole string."""
    if not again:
        return set()
    of_owner: dict[tuple[int, ...], list[int]] = {}
    for number, char in enumerate(chars):
        if char.owner and not char.text.isspace():
            of_owner.setdefault(char.owner, []).append(number)
    return {
        number
        for numbers in of_owner.values()
        if len(numbers) >= _STRING and sum(number in again for number in numbers) < len(numbers) / 2
        for number in numbers
        if number in again
    }


def _near_twins(chars: Sequence[_Char]) -> list[list[int]]:
    """Numbers of like characters that stand within twice ``OVERPRINT`` of one another; few on most pages."""
    marked = [i for i, char in enumerate(chars) if not char.actual and char.text != " "]
    if len(marked) < 2:
        return []
    texts = [chars[i].text for i in marked]
    if placeholder(max(texts)):
        texts = list(map(_said, texts))
    code = np.array([ord(text[0]) for text in texts])
    place = np.array([(chars[i].x, chars[i].y) for i in marked]) / (2 * OVERPRINT)
    parent = list(range(len(marked)))
    found = False
    for shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        x, y = np.floor(place + shift).astype(np.int64).T
        key = (code << 40) + ((x & 0xFFFFF) << 20) + (y & 0xFFFFF)
        order = np.argsort(key, kind="stable")
        for at in np.flatnonzero(np.diff(key[order]) == 0).tolist():
            found = True
            a, b = _root(parent, int(order[at])), _root(parent, int(order[at + 1]))
            parent[max(a, b)] = min(a, b)
    if not found:
        return []
    groups: dict[int, list[int]] = {}
    for i, number in enumerate(marked):
        groups.setdefault(_root(parent, i), []).append(number)
    return [group for group in groups.values() if len(group) > 1]


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        i = parent[i]
    return i


def _said(text: str) -> str:
    """What the file says for a letter, be it a digit in doubt; other placeholders are one for each glyph."""
    return coded(text[0]) if placeholder(text) and is_digit(text[0]) else text


def _over(first: _Char, char: _Char) -> bool:
    across, down = abs(char.x - first.x), abs(char.y - first.y)
    if max(across, down) > OVERPRINT or char.visible != first.visible:
        return False
    if char.placed.turn != first.placed.turn:  # a letter of a slanted watermark over its like
        return False
    if char.text != first.text and _said(char.text) != _said(first.text):
        return False
    return down > _SHADOW or char.text in MARKS or across <= _HALF * (first.x1 - first.x0)


def _follows(base: _Char, mark: _Char, ink: Ink) -> bool:
    """Whether ``mark`` belongs to ``base``, the cluster before it; at an edge its ink tells."""
    em = base.size
    wide = base.x1 - base.x0
    step = mark.x - base.x
    if not (abs(mark.y - base.y) < 0.6 * em and -0.5 * em <= step <= wide + 0.7 * em):
        return False
    if is_mark(base.text[0]):
        return abs(step) < 0.05 * em
    if mark.number < 0 or 0.1 * em <= step <= wide + 0.1 * em:
        return True
    x0, _, x1, _ = ink(mark.number)
    return base.x0 - _OVER_BASE * em <= (x0 + x1) / 2 <= base.x1 + _OVER_BASE * em


def _join(base: _Char, mark: _Char) -> None:
    base.text += mark.text
    base.y0, base.y1 = min(base.y0, mark.y0), max(base.y1, mark.y1)


def _place_strays(clusters: list[_Char], strays: list[int], ink: Ink) -> Iterator[int]:
    """Join marks drawn apart from their line, before or after it, to the letter under them."""
    if not strays:
        return
    by_height: dict[int, list[_Char]] = {}
    for c in clusters:
        if not is_mark(c.text[0]) and not c.text.isspace():
            by_height.setdefault(int(c.y // _BAND), []).append(c)
    for i in strays:
        mark = clusters[i]
        band = int(mark.y // _BAND)
        x0, _, x1, _ = ink(mark.number) if mark.number >= 0 else (mark.x0, 0.0, mark.x1, 0.0)
        middle = (x0 + x1) / 2
        near = [
            c
            for k in (band - 1, band, band + 1)
            for c in by_height.get(k, ())
            if abs(c.y - mark.y) < 0.3 * c.size and c.x0 - 0.2 * c.size <= middle <= c.x1 + 0.4 * c.size
        ]
        near = [c for c in near if "ก" <= c.text[0] <= "ฮ"] or near
        if near:
            _join(min(near, key=lambda c: max(c.x0 - middle, middle - c.x1, 0.0)), mark)
            yield i
        elif i and i - 1 not in strays and _beside(clusters[i - 1], mark):
            _join(clusters[i - 1], mark)
            yield i


def _beside(base: _Char, mark: _Char) -> bool:
    em = base.size
    return abs(mark.y - base.y) < 0.6 * em and -0.5 * em <= mark.x - base.x <= base.x1 - base.x + 0.7 * em
