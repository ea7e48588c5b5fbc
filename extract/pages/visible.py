"""Which letters of a text layer show: the page is drawn with its text and without, and the letters laid over.

What differs between the two pictures is the ink of the text: letters in the colour of their ground, on a
layer that a viewer does not show, under a later box or picture, cut off by a clip path or outside the visible
page have none. Letters that stand over other letters are drawn without these, so that nobody's ink counts for
two. A page takes 2 to 5 ms; where the layer lies under a scan, nothing is drawn.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from extract.model import BBox
from extract.pages.objects import PageObject, light
from extract.pages.openpage import OpenPage
from extract.pages.textlayer import EVERYWHERE, LEAST_SIZE, Box, Placed, TextObjects
from extract.thai.letters import MARKS

DPI = 72.0
"""Dots per inch: a letter of 10 points is 5 pixels wide."""

MOST_PIXELS = 4_000_000
"""A larger page is drawn more coarsely."""

LEAST_INK = 8
"""Levels of 255, in any colour, by which a letter must change the page at one point: less is not seen."""

DARK_GROUND = 200
"""Gray level under which a ground is darker than paper, and light letters on it are print."""

SAMPLES = 6
"""Points looked at along each side of a letter: as many as its pixels."""

INSIDE, TOP, BOTTOM = 0.12, 0.62, 0.02
"""Where a letter has ink for certain: inside its width by this share, and between these shares of the font
size over the baseline."""

DEEP = 8
"""How many letters of two lines may stand at one place, those that reach in from both sides too."""

SAME = 0.7
"""Correlation from which paint has the shape of letters: their own has .9 and more, other print up to .4."""

PIXEL = 72.0 / DPI
"""Points: letters nearer to one another, one above the other, share pixels."""

SCAN_SHARE = 0.5
"""Of the page: a picture that large is the page's scan."""

NARROW = 0.1
"""Width of a letter over its size, under which it is pressed to nothing; the narrowest have .2."""

_NO_INK = frozenset(
    chr(code)
    for code in (*range(0x3000), *range(0xF700, 0xF71D))
    if code >= 0xF700 or re.match(rf"[\s{MARKS}]", chr(code))
)
"""Blanks and marks, those of Windows fonts too: they stand over and under letters wherever these stand."""
SURE = frozenset(chr(code) for code in range(0xE5A) if re.match("[ก-ฮะาเ-ไ๐-๙0-9A-Za-z]", chr(code)))
"""Letters whose ink stands on the baseline; marks, stops and signs follow the letters of their object."""

_set_active = light(raw.FPDFPageObj_SetIsActive, ctypes.c_int)

Colours = NDArray[np.uint8]
Floats = NDArray[np.float64]
Owners = NDArray[np.int64]


class Letter(Protocol):
    """What is asked of a letter: its text, origin ``x y``, box, font size, whether it shows as far as known.

    ``owner`` holds the addresses of the text objects that draw it, several under one /ActualText. ``ink`` is
    a box in the viewer's frame that holds its ink, for letters that do not stand level there or whose own
    place is not known.
    """

    text: str
    x: float
    y: float
    x0: float
    x1: float
    y0: float
    y1: float
    visible: bool
    light: bool
    owner: tuple[int, ...]
    ink: Box | None
    placed: Placed

    @property
    def size(self) -> float:
        """Font size, points."""


def hide_unseen(page: OpenPage, letters: Sequence[Letter], gone: Container[int] = ()) -> frozenset[int]:
    """Set ``visible`` of each letter: whether it has ink, and is no dust; and ``light`` on a darker ground.

    Args:
        page: the open page.
        letters: in content order; those of a layer under a scan are left as they are.
        gone: addresses of text objects that are switched off.

    Returns:
        Addresses of the text objects that stand over or under others and of which no letter shows.
    """
    asked = [letter for letter in letters if letter.text in SURE]
    if not asked or _is_scan(page, asked):
        return frozenset()
    objects = {
        item.address: item
        for item in page.objects()
        if item.kind == raw.FPDF_PAGEOBJ_TEXT and item.address not in gone
    }
    inked = [letter for letter in letters if letter.text not in _NO_INK and letter.owner]
    cut = _cut_off(inked).tolist()
    outside = {letter.owner for letter, off in zip(inked, cut, strict=True) if off}
    inked = [letter for letter, off in zip(inked, cut, strict=True) if not off]
    numbers = {owner: n for n, owner in enumerate(dict.fromkeys(letter.owner for letter in letters))}
    drawn_by = list(numbers)
    owners = np.array([numbers[letter.owner] for letter in asked], np.int64)
    at = _points(cores(asked), page)
    full = _picture(page)
    _activate(objects.values(), False)
    bare = _picture(page)
    painted = _painted(page, asked, objects, bare, at)
    change = _change(bare, full, at)
    meet = _over_one_another(inked, np.array([numbers[letter.owner] for letter in inked], np.int64))
    crowded = _apart(meet)
    for group in crowded:
        part = [objects[address] for owner in group for address in drawn_by[owner]]
        mine = np.isin(owners, list(group))
        change[mine] = _change(bare, _shown_alone(page, part), at[:, mine])
    blank: frozenset[int] = frozenset()
    if crowded:
        white = _white_twins(_without_letters(objects, drawn_by))
        blank = _without_ink(page, white, bare) if white else frozenset()
        inked_owners = set(owners[_has_ink(change).any(axis=1)].tolist())
        for group in crowded:
            over = _wipers(group, meet, inked_owners)
            if over or white:
                part = [objects[address] for owner in group | over for address in drawn_by[owner]]
                mine = np.isin(owners, list(group))
                change[mine] = _change(bare, _shown_alone(page, [*part, *white]), at[:, mine])
    _activate(objects.values(), True)
    change[painted] = 255
    change[_cut_off(asked)] = 0
    shows = _shown(_has_ink(change), owners) & _legible(asked)
    if crowded:
        _hide_runs(asked, shows, np.isin(owners, [owner for group in crowded for owner in group]))
    ground, step = _middle(bare[at[0], at[1]].mean(axis=2)), change.mean(axis=2)
    light = painted | ((ground < DARK_GROUND) & (step.max(axis=1) > -step.min(axis=1)))  # a rule is no ground
    for letter, has_ink, lighter in zip(asked, shows.tolist(), light.tolist(), strict=True):
        letter.visible, letter.light = has_ink, lighter
    _settle(letters)
    met = {drawn_by[owner] for group in crowded for owner in group} | outside
    unseen = _unseen(letters, met)
    unseen = unseen | blank if unseen else unseen  # else their letters come up in place of those of the print
    return unseen | _twins_cut_off(_without_letters(objects, drawn_by)) if outside else unseen


def _twins_cut_off(objects: Iterable[PageObject]) -> frozenset[int]:
    """Those objects that lie outside the box that they are cut to: pdfium gives their letters once."""
    reader, found = TextObjects(), []
    for item in objects:
        box, (_, clip) = item.bounds(), reader.clip(item)
        if box is not None and clip is not None:
            x0, y0, x1, y1 = clip
            if not box.meets(BBox(x0, y0, max(x0, x1), max(y0, y1))):
                found.append(item.address)
    return frozenset(found)


def _unseen(letters: Sequence[Letter], met: Container[tuple[int, ...]]) -> frozenset[int]:
    """Objects without a letter that shows, of runs of which one stands over or under other letters.

    A program may draw each letter as an object of its own: the stops of a hidden run are of it too.
    """
    seen = {address for letter in letters if letter.visible for address in letter.owner}
    found: set[int] = set()
    run: list[Letter] = []
    for letter in letters:
        if run and (letter.visible or not _beside(run[-1], letter)):
            found.update(_of_run(run, met))
            run = []
        if not letter.visible:
            run.append(letter)
    found.update(_of_run(run, met))
    return frozenset(found - seen)


def _of_run(run: Sequence[Letter], met: Container[tuple[int, ...]]) -> Iterator[int]:
    """The objects that draw a run of letters, if one of them stands over or under letters of others."""
    if any(letter.owner in met and letter.text in SURE for letter in run):
        for letter in run:
            yield from letter.owner


@contextmanager
def without(page: OpenPage, addresses: Container[int]) -> Iterator[pdfium.PdfTextPage]:
    """The text of the page without some of its text objects."""
    assert page.handle is not None
    gone = [item for item in page.objects() if item.address in addresses]
    _activate(gone, False)
    text_page = page.handle.get_textpage()
    try:
        yield text_page
    finally:
        text_page.close()
        _activate(gone, True)


def _is_scan(page: OpenPage, letters: Sequence[Letter]) -> bool:
    """Whether the layer lies over or under a scan: the page is read by its picture."""
    hidden = sum(not letter.visible for letter in letters)
    return 2 * hidden > len(letters) and page.image_coverage > SCAN_SHARE


def cores(letters: Sequence[Letter]) -> Floats:
    """Where the ink of each letter is: x0, y0, x1, y1, points; the middle of its box if not set level."""
    x, y, x0, y0, x1, y1, size = np.array(
        [(c.x, c.y, *(c.ink or (c.x0, c.y0, c.x1, c.y1)), c.size) for c in letters], np.float64
    ).T
    level = (np.abs(x - x0) < 0.3 * size) & (y <= y1) & (y > (y0 + y1) / 2)
    level &= np.array([c.ink is None for c in letters])
    across, down = INSIDE * (x1 - x0), INSIDE * (y1 - y0)
    top, bottom = np.maximum(y0, y - TOP * size), y - BOTTOM * size
    return np.array(
        [x0 + across, np.where(level, top, y0 + down), x1 - across, np.where(level, bottom, y1 - down)]
    )


def _points(boxes: Floats, page: OpenPage) -> NDArray[np.intp]:
    """The pixels to look at in each box, ``(2, letters, points)``: row and column, −1 off the page."""
    height, width = _shape(page)
    share = (np.arange(SAMPLES) + 0.5) / SAMPLES
    xs = (boxes[0, :, None] + (boxes[2] - boxes[0])[:, None] * share) * (width / page.width)
    ys = (boxes[1, :, None] + (boxes[3] - boxes[1])[:, None] * share) * (height / page.height)
    xs[(xs < 0) | (xs >= width)] = -1
    ys[(ys < 0) | (ys >= height)] = -1
    rows = np.repeat(ys.astype(np.intp), SAMPLES, axis=1)
    columns = np.tile(xs.astype(np.intp), (1, SAMPLES))
    return np.stack([rows, columns])


def _has_ink(change: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Whether each column of points of each letter has ink, ``(letters, SAMPLES)``."""
    ink = np.abs(change).max(axis=2) >= LEAST_INK
    return np.asarray(ink.reshape(-1, SAMPLES, SAMPLES).any(axis=1), np.bool_)


def _cut_off(letters: Sequence[Letter]) -> NDArray[np.bool_]:
    """Whether each letter lies outside the box that what draws it is cut to, or more than half beside it."""
    if not any(letter.placed.clip for letter in letters):
        return np.zeros(len(letters), np.bool_)
    left, top, right, bottom = np.array(
        [letter.placed.clip or EVERYWHERE for letter in letters], np.float64
    ).T
    x0, y0, x1, y1 = cores(letters)
    middle = (x0 + x1) / 2
    return np.asarray((middle < left) | (middle > right) | (y1 < top) | (y0 > bottom), np.bool_)


def _painted(
    page: OpenPage,
    letters: Sequence[Letter],
    objects: Mapping[int, PageObject],
    bare: Colours,
    at: NDArray[np.intp],
) -> NDArray[np.bool_]:
    """Whether letters that draw nothing stand on paint of their own shape: through a clip, or as outlines.

    Args:
        page: with its text objects switched off.
        letters: of which those are asked that their own program does not draw.
        objects: the text objects by address.
        bare: the page's picture.
        at: where to look.
    """
    owners = {letter.owner for letter in letters if not letter.visible}
    shaped = np.zeros(len(letters), np.bool_)
    paint = bare[at[0], at[1]].mean(axis=2)
    if not owners or not any(
        float(np.ptp(values)) >= LEAST_INK
        for values, letter in zip(paint, letters, strict=True)
        if letter.owner in owners
    ):
        return shaped
    with _as_print([objects[address] for owner in owners for address in owner]):
        drawn = _picture(page)[at[0], at[1]].mean(axis=2)
    for owner in owners:
        mine = np.array([letter.owner == owner for letter in letters], np.bool_)
        one, two = paint[mine].ravel(), drawn[mine].ravel()
        if min(np.ptp(one), np.ptp(two)) >= LEAST_INK:
            shaped[mine] = np.corrcoef(one, two)[0, 1] >= SAME
    return shaped


@contextmanager
def _as_print(objects: Sequence[PageObject]) -> Iterator[None]:
    """Switch text objects on, in black."""
    numbers = [ctypes.c_uint() for _ in range(4)]
    before = []
    for item in objects:
        raw.FPDFPageObj_GetFillColor(item.handle, *numbers)
        mode = raw.FPDFTextObj_GetTextRenderMode(item.handle)
        before.append((item, mode, [number.value for number in numbers]))
        raw.FPDFPageObj_SetFillColor(item.handle, 0, 0, 0, 255)
        raw.FPDFTextObj_SetTextRenderMode(item.handle, raw.FPDF_TEXTRENDERMODE_FILL)
    _activate(objects, True)
    try:
        yield
    finally:
        _activate(objects, False)
        for item, mode, values in before:
            raw.FPDFPageObj_SetFillColor(item.handle, *values)
            raw.FPDFTextObj_SetTextRenderMode(item.handle, mode)


def _shown_alone(page: OpenPage, objects: Sequence[PageObject]) -> Colours:
    """The page with these of its text objects only; all are switched off before and after."""
    _activate(objects, True)
    picture = _picture(page)
    _activate(objects, False)
    return picture


def _without_letters(
    objects: Mapping[int, PageObject], drawn_by: Iterable[tuple[int, ...]]
) -> list[PageObject]:
    """Text objects none of whose letters pdfium gives: it gives letters that stand at one spot once."""
    known = {address for owner in drawn_by for address in owner}
    return [item for address, item in objects.items() if address not in known]


def _white_twins(objects: Iterable[PageObject]) -> list[PageObject]:
    """Those of ``objects`` that wipe out what is under them."""
    reader = TextObjects()
    return [item for item in objects if reader.placed(item).tone >= DARK_GROUND]


def _without_ink(page: OpenPage, objects: Sequence[PageObject], bare: Colours) -> frozenset[int]:
    """Addresses of the ``objects`` that show nothing on the page without text."""
    change = np.abs(_shown_alone(page, objects).astype(np.int16) - bare).max(axis=2) >= LEAST_INK
    height, width = change.shape
    found = []
    for item in objects:
        box = item.bounds()
        if box is not None:
            across, down = width / page.width, height / page.height
            rows = slice(max(0, int(box.y0 * down)), max(0, math.ceil(box.y1 * down)))
            columns = slice(max(0, int(box.x0 * across)), max(0, math.ceil(box.x1 * across)))
            if not change[rows, columns].any():
                found.append(item.address)
    return frozenset(found)


def _wipers(group: set[int], meet: Mapping[int, set[int]], inked: Container[int]) -> set[int]:
    """Objects without ink of their own that are drawn over some of a group, by number in drawing order."""
    return {
        other
        for owner in group
        if owner in inked
        for other in meet.get(owner, ())
        if other > owner and other not in inked
    }


def _apart(meet: Mapping[int, set[int]]) -> list[set[int]]:
    """Objects with letters over letters of others, in groups whose own letters stand free."""
    groups: list[set[int]] = []
    for owner in sorted(meet):
        for group in groups:
            if not group & meet[owner]:
                group.add(owner)
                break
        else:
            groups.append({owner})
    return groups


def _over_one_another(asked: Sequence[Letter], owners: Owners) -> dict[int, set[int]]:
    """Objects with a letter over a letter of another object, so that the ink of one may lie in the other."""
    x0, y0, x1, y1 = cores(asked)
    base, size = np.array([(c.y, c.size) for c in asked], np.float64).T
    middle = (x0 + x1) / 2
    y0, y1, band = y0 - PIXEL / 2, y1 + PIXEL / 2, max(1.0, 2 * float(_middle(size)))
    found: dict[int, set[int]] = {}
    for shift in (0.0, 0.5):  # neighbours by height may fall on either side of a band's edge
        order = np.lexsort((middle, np.floor(base / band + shift)))
        for step in range(1, DEEP + 1):
            one, two = order[:-step], order[step:]
            over = (x0[two] < x1[one]) & (x0[one] < x1[two]) & (y0[two] < y1[one]) & (y0[one] < y1[two])
            over &= owners[one] != owners[two]
            for a, b in zip(one[over].tolist(), two[over].tolist(), strict=True):
                found.setdefault(int(owners[a]), set()).add(int(owners[b]))
                found.setdefault(int(owners[b]), set()).add(int(owners[a]))
    return found


def _change(bare: Colours, full: Colours, at: NDArray[np.intp]) -> NDArray[np.int16]:
    """By how much ``full`` is lighter than ``bare`` at the points of letters, ``(letters, points, 3)``.

    Colour by colour: red letters on a green ground may be as dark as this.
    """
    rows, columns = at
    change = full[rows, columns].astype(np.int16) - bare[rows, columns]
    change[(rows < 0) | (columns < 0)] = 0
    return np.asarray(change, np.int16)


def narrow(letters: Sequence[Letter]) -> NDArray[np.bool_]:
    """Whether each letter is pressed to no width, as far as its font tells."""
    return np.array([c.x1 - c.x0 < NARROW * c.size and c.ink is None for c in letters], np.bool_)


def _legible(letters: Sequence[Letter]) -> NDArray[np.bool_]:
    """Whether each letter is large and wide enough to be read."""
    pressed = narrow(letters)
    told = np.mean(pressed) < 0.5  # else the fonts do not tell their widths
    large = np.array([c.size >= LEAST_SIZE for c in letters], np.bool_)
    return np.asarray(large & ~(pressed & told), np.bool_)


def _shown(across: Any, owners: Owners) -> NDArray[np.bool_]:
    """Whether each letter has ink, at the edge of what shows of its object in more than half its width.

    Args:
        across: whether each column of points of each letter has ink.
        owners: the objects that draw the letters.
    """
    half = SAMPLES // 2
    shows = np.asarray(across.any(axis=1), np.bool_)
    same, cut = owners[:-1] == owners[1:], np.zeros(len(shows), np.bool_)
    cut[:-1] |= same & shows[:-1] & ~shows[1:] & ~across[:-1, half:].any(axis=1)
    cut[1:] |= same & shows[1:] & ~shows[:-1] & ~across[1:, :half].any(axis=1)
    return shows & ~cut


def _hide_runs(letters: Sequence[Letter], shows: NDArray[np.bool_], met: NDArray[np.bool_]) -> None:
    """Hide the rest of each run of which most do not show: what lies over others may have these' ink.

    Args:
        letters: in content order.
        shows: whether each has ink; changed.
        met: whether each is drawn by an object over or under others.
    """
    start = 0
    for number in range(1, len(letters) + 1):
        if number < len(letters) and _of_one_run(letters[number - 1], letters[number]):
            continue
        mine = slice(start, number)
        start = number
        count = int(shows[mine].sum())
        if 0 < count < shows[mine].size / 2:
            shows[mine] &= ~met[mine]


def _of_one_run(one: Letter, two: Letter) -> bool:
    """Whether ``two`` goes on with ``one`` in the same colour and size."""
    return one.placed.tone == two.placed.tone and abs(one.size - two.size) < PIXEL / 2 and _beside(one, two)


def _settle(letters: Sequence[Letter]) -> None:
    """Let marks, stops and blanks follow the letter before or after them, and one letter those on both sides.

    A font may draw nothing for one letter, and its neighbours tell that nothing is hidden there.
    """
    before: Letter | None = None
    waiting: list[Letter] = []
    two_before: Letter | None = None
    for letter in letters:
        if letter.text not in SURE:
            waiting.append(letter)
            continue
        if before is not None and two_before is not None and not before.visible:
            before.visible = (
                _beside(two_before, before)
                and _beside(before, letter)
                and (two_before.visible and letter.visible and before.size >= LEAST_SIZE)
            )
        _follow(waiting, before, letter)
        waiting, two_before, before = [], before, letter
    _follow(waiting, before, None)


def _follow(signs: Sequence[Letter], before: Letter | None, after: Letter | None) -> None:
    for sign in signs:
        near = next((each for each in (before, after) if each is not None and _beside(sign, each)), None)
        if near is not None:
            sign.visible = near.visible and sign.size >= LEAST_SIZE


def _beside(one: Letter, two: Letter) -> bool:
    """Whether two letters stand in one line, no more than a word apart."""
    return abs(one.y - two.y) < one.size / 2 and min(abs(two.x0 - one.x1), abs(one.x0 - two.x1)) < one.size


def _activate(objects: Iterable[PageObject], active: bool) -> None:
    for item in objects:
        _set_active(item.handle, int(active))


def _shape(page: OpenPage) -> tuple[int, int]:
    """Rows and columns of the page's picture."""
    dpi = min(DPI, 72.0 * math.sqrt(MOST_PIXELS / max(1.0, page.width * page.height)))
    return max(1, math.ceil(page.height * dpi / 72.0)), max(1, math.ceil(page.width * dpi / 72.0))


def _picture(page: OpenPage) -> Colours:
    """The page as a viewer shows it, coarse: blue, green and red of each pixel."""
    assert page.handle is not None
    height, width = _shape(page)
    pixels: Any = np.full((height, width, 4), 255, np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(
        width, height, raw.FPDFBitmap_BGRx, pixels.ctypes.data_as(ctypes.c_void_p), 4 * width
    )
    raw.FPDF_RenderPageBitmap(bitmap, page.handle, 0, 0, width, height, page.turn // 90, raw.FPDF_ANNOT)
    raw.FPDFBitmap_Destroy(bitmap)
    return np.asarray(pixels[:, :, :3], np.uint8)


def _middle(values: NDArray[Any]) -> NDArray[Any]:
    """The middle value along the last axis; numpy's median would import masked arrays for it."""
    half = values.shape[-1] // 2
    return np.partition(values, half, axis=-1)[..., half]
