"""Whether a page's text layer is sound: read the layer, or the picture of the page, and why.

The tests stand in the order and with the thresholds measured on real pages (DESIGN.md, "trust of a text
layer"): good layers have a dictionary rate of .95 and more at the 5th percentile, layers with 10 % of wrong
letters .80, scrambled ones .21–.25. A layer whose faults ``repair`` knows is judged after repair.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pypdfium2.raw as raw

from extract.model import BBox, Finding, Glyph
from extract.pages.document import OpenPage
from extract.pages.lines import group_lines
from extract.thai.repair import repair, swapped_aa_am
from extract.thai.restore import lost_sara_am, restore_sara_am
from extract.thai.tokens import tokens, words

FEW_GLYPHS = 30  # fewer than a page number, a catch-word and a stamp's line
PICTURE_SHARE = 0.3  # of the page; a logo or photo takes less
SCAN_SHARE = 0.5  # of the page: the picture is the page
DRAWN_PATHS = 50  # paths on a page with hardly a glyph: its text may be outlines
HIDDEN_SHARE = 0.5  # of the glyphs
CONTROL_SHARE = 0.02  # controls and U+FFFD among the characters
UNTOLD_SHARE = 0.5  # the same, where the words of the rest say nothing of them
LATIN_SHARE = 0.10  # U+0080–U+024F among the characters
DICTIONARY_RATE = 0.88
GOOD_RATE = 0.95
ENOUGH_LETTERS = 60  # Thai letters; a rate over fewer says little
SAMPLE = 4000  # letters looked up; 2–4 ms
PICTURED_GLYPHS = 0.01  # tiny pictures to glyphs: a writer that draws the marks it cannot code
TURNED_SHARE = 0.8  # of the steps from letter to letter that go left: upright text has under 0.02
ASKEW_SHARE = 0.5  # of the steps from letter to letter that rise, or fall, alike: the sheet was laid askew
ASKEW = (0.026, 0.27)  # rise of such a step for its width: 1.5 and 15 degrees; words of watermarks lean more
TABLE_PICTURE = 0.08  # of the page: smaller pictures hold no table

_NOT_WORDS = re.compile(r"[^\u0e01-\u0e2e\u0e30-\u0e4e]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_LATIN = re.compile(r"[\u0080-\u024f]")
_QUIET = frozenset({"odd-space", "zero-width", "symbol-font", "mark-order"})  # repairs not worth a finding


@dataclass(frozen=True, slots=True)
class Verdict:
    """How to read one page.

    ``reasons`` says why, as short kebab-case words, the deciding one first. ``swapped`` and ``lost_am`` tell
    which repair of ำ the layer needs (``swapped_aa_am``, ``lost_sara_am``). ``pictures`` are boxes of
    pictures without text of their own on a page read as text: they may hold a table.
    """

    method: Literal["text", "ocr"]
    reasons: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    dictionary_rate: float | None = None
    swapped: bool = False
    lost_am: bool = False
    pictures: tuple[BBox, ...] = ()

    def mend(self, text: str) -> str:
        """One line of the page, repaired as the page as a whole calls for."""
        repaired = repair(text, self.swapped).text
        return restore_sara_am(repaired).text if self.lost_am else repaired


def judge(page: OpenPage, glyphs: Sequence[Glyph], most_uncoded: bool = False) -> Verdict:
    """Decide between the text layer ``glyphs`` of ``page`` and its picture: where most have no code, that."""
    if page.image is not None:
        return Verdict("ocr", ("image-file",))
    if page.too_complex:
        return _ocr(page, "page-too-complex", "error")
    every = [glyph for glyph in glyphs if not glyph.text.isspace()]
    coverage = page.image_coverage
    hidden = sum(not glyph.visible for glyph in every)
    under = coverage > SCAN_SHARE and len(every) >= FEW_GLYPHS
    if under and hidden > HIDDEN_SHARE * len(every):
        return _ocr(page, "text-layer-hidden", "info")
    if hidden:
        glyphs = [glyph for glyph in glyphs if glyph.visible]
    inked = [glyph for glyph in every if glyph.visible] if hidden else every
    if len(inked) < FEW_GLYPHS:
        if coverage > PICTURE_SHARE:
            return Verdict("ocr", ("no-text-layer",))
        paths = sum(item.kind == raw.FPDF_PAGEOBJ_PATH for item in page.objects())
        if paths > DRAWN_PATHS:
            return Verdict("ocr", ("text-drawn-as-paths",))
        return Verdict("text", ("few-glyphs",), pictures=_pictures(page, inked))
    if most_uncoded:
        return _ocr(page, "text-layer-uncoded", "warning")
    if _upside_down(inked):
        return _ocr(page, "text-turned", "info")
    if _laid_askew(inked):
        return _ocr(page, "text-layer-askew", "info")
    straight = [glyph for glyph in glyphs if not glyph.turn % 90]
    if len(straight) >= FEW_GLYPHS:  # lines set aslant tell nothing: their letters stand on no common height
        glyphs = straight
    return _by_text(page, inked, "\n".join(line.text for line in group_lines(glyphs)))


def dictionary_rate(text: str) -> float | None:
    """Share of the Thai letters of ``text`` that stand in words of two letters and more of the dictionary.

    None when there are fewer than ``ENOUGH_LETTERS``.
    """
    letters = _NOT_WORDS.sub(" ", text)[:SAMPLE]
    known = words()
    found = [(len(word), len(word) > 1 and word in known) for word in tokens(letters)]
    total = sum(length for length, _ in found)
    return sum(length for length, good in found if good) / total if total >= ENOUGH_LETTERS else None


def _by_text(page: OpenPage, inked: Sequence[Glyph], text: str) -> Verdict:
    swapped = swapped_aa_am(text)
    repaired = repair(text, swapped)
    lost = lost_sara_am(repaired.text)
    names, sound = repaired.repairs, repaired.text
    if lost:
        restored = restore_sara_am(sound)
        names, sound = names + restored.repairs, restored.text
    rate = dictionary_rate(sound)
    reason = _fault(page, inked, text, sound, rate)
    if reason is not None:
        verdict = _ocr(page, reason, "warning")
        return replace(verdict, dictionary_rate=rate, swapped=swapped, lost_am=lost)
    loud = [name for name in names if name not in _QUIET]
    findings = (Finding("text-layer-repaired", "info", ", ".join(loud), page=page.number),) if loud else ()
    reasons = ("text-layer-repaired",) if loud else ("text-layer-good",)
    return Verdict("text", reasons, findings, rate, swapped, lost, _pictures(page, inked))


def _fault(
    page: OpenPage, inked: Sequence[Glyph], text: str, repaired: str, rate: float | None
) -> str | None:
    size = max(1, sum(not char.isspace() for char in text))
    good = rate is not None and rate >= GOOD_RATE
    untold = len(_CONTROL.findall(text))
    if untold > UNTOLD_SHARE * size or (untold > CONTROL_SHARE * size and not good):
        return "text-layer-uncoded"
    if len(_LATIN.findall(repaired)) > LATIN_SHARE * size:
        return "text-layer-latin"
    if rate is not None and rate < DICTIONARY_RATE:
        return "text-layer-garbled"
    if rate is None and page.image_coverage > SCAN_SHARE:
        return "text-layer-latin"  # a scan under a layer that hardly knows a Thai letter
    if not good and _tiny_pictures(page, inked) > PICTURED_GLYPHS * len(inked):
        return "text-layer-incomplete"
    return None


def _upside_down(inked: Sequence[Glyph]) -> bool:
    """Whether letters follow one another to the left: the page was turned by 180° with its text layer."""
    steps = [
        after.bbox.x0 - before.bbox.x0
        for before, after in itertools.pairwise(inked)
        if before.turn == after.turn
        and before.turn not in (90, 270)
        and abs(after.baseline - before.baseline) < 0.1 * before.size
        and abs(after.bbox.x0 - before.bbox.x0) < 2 * before.size
    ]
    return bool(steps) and sum(step < 0 for step in steps) > TURNED_SHARE * len(steps)


def _laid_askew(inked: Sequence[Glyph]) -> bool:
    """Whether most lines rise, or most fall, at the slant of a sheet that was not laid straight."""
    slopes = [
        (after.baseline - before.baseline) / step
        for before, after in itertools.pairwise(inked)
        if 0.05 * before.size < (step := after.bbox.x0 - before.bbox.x0) < 2 * before.size
    ]
    least, most = ASKEW
    alike = max(sum(least < sign * slope < most for slope in slopes) for sign in (1, -1))
    return alike > ASKEW_SHARE * len(slopes)


def _tiny_pictures(page: OpenPage, inked: Sequence[Glyph]) -> int:
    """Pictures smaller than a letter's square."""
    sizes = sorted(glyph.size for glyph in inked)
    side = 1.3 * sizes[len(sizes) // 2]
    return sum(box.width < side and box.height < side for box in page.image_boxes())


def _pictures(page: OpenPage, inked: Sequence[Glyph]) -> tuple[BBox, ...]:
    """Large pictures with hardly a glyph over them."""
    least = TABLE_PICTURE * page.width * page.height
    return tuple(
        box
        for box in page.image_boxes()
        if box.area >= least and sum(box.contains(*glyph.bbox.center) for glyph in inked) < FEW_GLYPHS
    )


def _ocr(page: OpenPage, code: str, severity: Literal["info", "warning", "error"]) -> Verdict:
    return Verdict("ocr", (code,), (Finding(code, severity, page=page.number),))
