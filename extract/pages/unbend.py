"""Keystone, curl and folds taken out: rules and lines of text that run slanted or bent are made level.

No model of camera or paper is needed. What is level on paper tells by how much it is shifted: windows of the
page tell how steeply its lines and columns run, the picture is unbent by that, and the rules, which now lie
nearly level, say the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extract.model import Bend, Floats, Mask, Raster
from extract.pages.deskew import WORK_DPI, energy, ink_points, small
from extract.pages.warp import as_homography, unbent

WINDOWS = 4, 3
"""Windows along the lines and from line to line in which slopes are looked for: a curl has a slope in
each."""

COARSE_BIN = 2
"""Pixels of a profile's steps at first, for lines that are bent within a window; then one."""

AGREE = 0.25
"""Of what the simple bend explains, windows may differ from it in the median where there are no rules."""

STEEPEST, STEP, FINE = 0.16, 0.01, 0.0025
"""Slopes looked for (up to 9°), and their steps: a keystone of 15 % has .075, a curl of 4 % of the width
.15."""

LEAST_POINTS = 150
"""Ink points of a window from which its slope tells anything."""

LEAST_GAIN = 1.25
"""Sharper profiles by less than this are chance: a window without lines or without columns."""

UNEVEN, ALONE = 0.004, 0.01
"""Half the spread of slopes from which a page is looked at closely; rules are found up to .005 off the level.
From the second on windows alone decide, on a page without rules."""

SIMPLE = ((1, 0), (1, 1), (2, 0), (3, 0))
"""Powers of the bend by which windows are held against one another: turned, fanned, bowed, waved."""

QUICK = 0.0, 0.006, -0.006, 0.012, -0.012, 0.025, -0.025, 0.05, -0.05, 0.08, -0.08, 0.12, -0.12
"""Slopes tried first, level before all: most pages are level, and need not be looked at closely."""

ASLANT, FEW_ASLANT, FULL = 1.2, 2, 0.05
"""A window is aslant where it is so much sharper so than level; so many must be, and with such a share of the
page's ink: a window with two words in it is sharp at any slope."""

POINTS = 24_000
"""Ink points used at most."""

SHARPER = 1.04
"""By so much the lines (or columns) of a page without rules are sharper once a true bend is taken out: 1.2 to
7 on pages bent on purpose. Where a few columns of words tell of a bend that is none they get duller, .2 to
1.03."""

RULE, THIN = 22, 6
"""Pixels at ``WORK_DPI``: a run of ink so long is no letter, and a rule is no thicker."""

LONG = 60
"""Pixels at ``WORK_DPI``: shorter rules say too little of how they bend."""

LEAST_SHIFT = 2.0
"""Points from its one end to the other by which a rule is off the level: less is left as it is."""

RULES_FROM = 2.0
"""Long sides of the page that its rules have together at least; where there are fewer, windows alone tell."""

PASSES, NEAR_LEVEL = 3, 2.0
"""Times that rules are looked for, each time in a picture that is more level, until none is so many pixels
off."""

SHARE = 0.15
"""Share of the rules, by length, that is so far off on a bent page."""

MOST_RULES = 80
"""Rules looked at, the longest first."""

FILLED, ROUGH = 0.8, 0.5
"""Share of its length where a rule has ink, and pixels by which it is off a smooth curve in the mean: codes
and pictures have rough edges."""

CALM = 13
"""Pixels over which the way of a rule is smoothed: letters that touch it pull it aside."""

STIFF = 0.02
"""How much bends of higher order are held back where no line tells of them."""

ROUNDS = 4
"""Times that lines which do not fit the others are held back and the bend is found again."""

_DOWN = ((1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0), (3, 1), (4, 0), (5, 0))
"""Powers (along, across) of the bend of level lines: curl is a wave, keystone a fan."""
_ACROSS = ((1, 0), (1, 1), (1, 2), (2, 0), (2, 1))
"""The same of upright lines, which the edge of a stiff sheet keeps straighter."""
_SHAPE = (6, 3)

Powers = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Line:
    """Places along one line of the page: ``along`` its way and ``off`` it; units of ``Bend.reach``."""

    along: Floats
    off: Floats


@dataclass(frozen=True, slots=True)
class _Slope:
    """How steeply lines run at one place: ``off`` for each ``along``; ``weight`` is how clearly."""

    along: float
    off: float
    slope: float
    weight: float


def unbend(raster: Raster, base: Raster | None = None) -> Raster:
    """Take the bend out of ``raster``; a page whose lines are level comes back as it is.

    Args:
        raster: the page, upright and as level as turning makes it.
        base: the picture of which ``raster`` is a turned copy, so that pixels are drawn anew but once.
    """
    found = find_bend(raster)
    if found is None:
        return raster
    base = raster if base is None else base
    back = np.linalg.inv(as_homography(base.to_page)) @ as_homography(raster.to_page)
    height, width = raster.image.shape
    out = unbent(base, found, back, (width, height))
    return Raster(out.image, raster.dpi, out.to_page, raster.rotation, raster.skew, bend=found)


def find_bend(raster: Raster) -> Bend | None:
    """The bend of the page in its pixels, or None where its lines lie level."""
    preview = small(raster)
    height, width = preview.shape
    middle, reach = ((width - 1) / 2, (height - 1) / 2), max(width, height) / 2
    x, y = ink_points(raster, POINTS, lines_only=True)
    if len(x) < LEAST_POINTS:
        return None
    windows = list(_windows(x, y, (width, height))), list(_windows(y, x, (height, width)))
    if sum(_aslant(each, FULL * len(x)) for each in windows) < FEW_ASLANT:
        return None
    level, upright = (
        _slopes(windows[0], middle, reach),
        _slopes(windows[1], middle[::-1], reach),
    )
    uneven = [_unevenness(slopes) for slopes in (level, upright)]
    if max(spread for spread, _ in uneven) < UNEVEN:
        return None
    # windows that contradict one another hold codes, pictures or columns of words
    level, upright = (
        each if agree else [] for each, (_, agree) in zip((level, upright), uneven, strict=True)
    )
    bend = Bend(middle, reach, _shift([], upright, SIMPLE), _shift([], level, SIMPLE))
    for again in range(PASSES):
        flat = _previewed(preview, bend)
        found = list(_rules(flat, middle, reach)), list(_rules(_turned(flat), middle[::-1], reach))
        lines = [_before(line, bend, False) for line in found[0]]
        columns = [_before(line, bend, True) for line in found[1]]
        if not again and not _is_bent(lines, columns, reach, max(agree * spread for spread, agree in uneven)):
            return None
        bend = _bend(lines, level, columns, upright, middle, reach)
        if max([*_off_level(found[0]), *_off_level(found[1])], default=0.0) * reach < NEAR_LEVEL:
            break
    if _length([*lines, *columns]) < RULES_FROM:
        bend = _kept(preview, windows, bend)
    if not (bend.across.any() or bend.down.any()):
        return None
    grow = raster.image.shape[1] / width
    return Bend((middle[0] * grow, middle[1] * grow), reach * grow, bend.across, bend.down)


def _kept(preview: Mask, windows: Sequence[Sequence[tuple[Floats, Floats]]], bend: Bend) -> Bend:
    """``bend`` without the part, level lines or upright ones, that does not make the page sharper."""
    flat = Raster(_previewed(preview, bend), WORK_DPI, np.eye(3))
    x, y = ink_points(flat, POINTS, lines_only=True)
    height, width = preview.shape
    after = _windows(x, y, (width, height)), _windows(y, x, (height, width))
    down, across = (
        _sharpness(new) > SHARPER * _sharpness(old) for old, new in zip(windows, after, strict=True)
    )
    return Bend(bend.middle, bend.reach, bend.across * across, bend.down * down)


def _sharpness(windows: Iterable[tuple[Floats, Floats]]) -> float:
    """How sharp the level lines of ``windows`` are, an ink point in the mean."""
    found = [(energy(off), len(off)) for _, off in windows]
    return sum(sharp for sharp, _ in found) / max(1, sum(points for _, points in found))


def _windows(along: Floats, off: Floats, size: tuple[int, int]) -> Iterator[tuple[Floats, Floats]]:
    """The ink of each window of the page that has enough."""
    columns, rows = WINDOWS
    column = np.minimum((along * columns / size[0]).astype(int), columns - 1)
    row = np.minimum((off * rows / size[1]).astype(int), rows - 1)
    for window in range(columns * rows):
        here = (column == window % columns) & (row == window // columns)
        if int(here.sum()) >= LEAST_POINTS:
            yield along[here], off[here]


def _aslant(windows: Sequence[tuple[Floats, Floats]], least: float) -> int:
    """How many of ``windows`` with ``least`` points of ink are clearly sharper aslant than level."""
    found = 0
    for along, off in windows:
        if len(along) < least:
            continue
        scores = _scores((along - along.mean()) / COARSE_BIN, off / COARSE_BIN, np.array(QUICK))
        found += bool(scores.max() > ASLANT * scores[0])
    return found


def _slopes(
    windows: Sequence[tuple[Floats, Floats]], middle: tuple[float, float], reach: float
) -> list[_Slope]:
    """Slopes of the lines that run along in each of ``windows``."""
    coarse = np.arange(-STEEPEST, STEEPEST + STEP / 2, STEP)
    out = []
    for a, o in windows:
        a0, o0 = float(a.mean()), float(o.mean())
        scores = _scores((a - a0) / COARSE_BIN, o / COARSE_BIN, coarse)
        best = float(coarse[int(scores.argmax())])
        fine = np.arange(best - STEP, best + STEP + FINE / 2, FINE)
        close = _scores(a - a0, o, fine)
        gain = float(scores.max() / np.median(scores))
        if gain >= LEAST_GAIN:
            place = (a0 - middle[0]) / reach, (o0 - middle[1]) / reach
            out.append(_Slope(*place, _top(fine, close), min(1.0, gain - 1)))
    return out


def _scores(along: Floats, off: Floats, slopes: Floats) -> Floats:
    return np.array([energy(off - along * slope) for slope in slopes])


def _top(at: Floats, scores: Floats) -> float:
    """Where a parabola through the best score and its neighbours is highest."""
    best = int(scores.argmax())
    if not 0 < best < len(at) - 1:
        return float(at[best])
    one, two, three = scores[best - 1 : best + 2]
    bow = one - 2 * two + three
    return float(at[best] + (FINE / 2 * (one - three) / bow if bow < 0 else 0.0))


def _unevenness(slopes: Sequence[_Slope]) -> tuple[float, bool]:
    """How far the slopes of the simplest bend through ``slopes`` differ over the page; whether they agree."""
    if len(slopes) < len(SIMPLE):
        return 0.0, False
    factors = _shift([], slopes, SIMPLE)
    fitted = [
        sum(p * factors[p, q] * each.along ** (p - 1) * each.off**q for p, q in SIMPLE) for each in slopes
    ]
    spread = float(max(fitted) - min(fitted)) / 2
    left = np.abs(np.array(fitted) - [each.slope for each in slopes])
    return spread, len(slopes) > len(SIMPLE) and float(np.median(left)) < AGREE * spread


def _is_bent(lines: Sequence[_Line], columns: Sequence[_Line], reach: float, uneven: float) -> bool:
    """Whether rules are off the level (or upright) by more than can be let be.

    ``uneven`` is by how much windows differ that agree, for pages without rules.
    """
    off = np.array([*_off_level(lines), *_off_level(columns)]) * reach * 72 / WORK_DPI
    rules = [*lines, *columns]
    if _length(rules) < RULES_FROM:
        return uneven >= ALONE
    far = [rule for rule, shift in zip(rules, off, strict=True) if shift >= LEAST_SHIFT]
    return _length(far) >= SHARE * _length(rules)


def _length(rules: Sequence[_Line]) -> float:
    """Long sides of the page that ``rules`` have together."""
    return sum(float(np.ptp(rule.along)) for rule in rules)


def _off_level(lines: Sequence[_Line]) -> list[float]:
    """How far each of ``lines`` is off its level, what turning the whole page would mend left out."""
    slopes = [float(np.polyfit(line.along, line.off, 1)[0]) for line in lines]
    turn = float(np.median(slopes)) if slopes else 0.0
    return [float(np.ptp(line.off - turn * line.along)) for line in lines]


def _bend(
    lines: Sequence[_Line],
    level: Sequence[_Slope],
    columns: Sequence[_Line],
    upright: Sequence[_Slope],
    middle: tuple[float, float],
    reach: float,
) -> Bend:
    down = _shift(lines, level, _DOWN)
    across = _shift(columns, upright, _ACROSS)
    return Bend(middle, reach, across, down)


def _shift(lines: Sequence[_Line], slopes: Sequence[_Slope], powers: Powers) -> Floats:
    """Factors of ``powers`` that shift level lines to where ``lines`` and ``slopes`` say they run."""
    out = np.zeros(_SHAPE)
    terms, wanted, weights = [], [], []
    count = len(powers) + len(lines)
    for number, line in enumerate(lines):
        where = float(np.median(line.off))
        part = np.zeros((len(line.along), count))
        for k, (p, q) in enumerate(powers):
            part[:, k] = line.along**p * where**q
        part[:, len(powers) + number] = 1.0
        terms.append(part)
        wanted.append(line.off)
        weights.append(np.ones(len(line.along)))
    for each in slopes:
        row = np.zeros((1, count))
        for k, (p, q) in enumerate(powers):
            row[0, k] = p * each.along ** (p - 1) * each.off**q
        terms.append(row)
        wanted.append(np.array([each.slope]))
        # where lines were found they know better
        weights.append(np.array([each.weight * (0.5 if lines else 5.0)]))
    if not terms:
        return out
    a, b, w = np.vstack(terms), np.concatenate(wanted), np.concatenate(weights)
    hold = np.zeros((len(powers), count))
    for k, (p, q) in enumerate(powers):
        hold[k, k] = STIFF * (p + q - 1) ** 2
    stiff = hold.T @ hold
    trust = np.ones(len(b))
    factors: Floats = np.zeros(count)
    for _ in range(ROUNDS):
        # the normal equations: a table of 60 rules has 2,400 places, of which lstsq alone takes .06 s a round
        trusted = a * ((w * trust) ** 2)[:, None]
        factors = np.asarray(np.linalg.lstsq(trusted.T @ a + stiff, trusted.T @ b, rcond=None)[0], np.float64)
        left = np.abs(a @ factors - b)
        usual = max(float(np.median(left)), 1e-4)
        trust = np.minimum(1.0, 3 * usual / np.maximum(left, 1e-9))
    for (p, q), factor in zip(powers, factors, strict=False):
        out[p, q] = factor
    return out


def _previewed(preview: Mask, bend: Bend) -> Mask:
    height, width = preview.shape
    fake = Raster(preview, WORK_DPI, np.eye(3))
    return unbent(fake, bend, np.eye(3), (width, height)).image


def _turned(image: Mask) -> Mask:
    return np.asarray(cv2.transpose(image), np.uint8)


def _rules(preview: Mask, middle: tuple[float, float], reach: float) -> Iterator[_Line]:
    """Long rules that run along the rows of ``preview``, and how they wander."""
    from scipy.ndimage import median_filter  # slow to load, and few pages are bent

    paper = cv2.blur(cv2.dilate(preview, np.ones((5, 5), np.uint8)), (25, 25))
    ink = (cv2.subtract(paper, preview) > 30).astype(np.uint8)
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, RULE), np.uint8)), np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    long = np.flatnonzero((stats[:, 2] >= LONG) & (stats[:, 4] <= (THIN + 2) * stats[:, 2]))
    for number in sorted(long[long > 0], key=lambda n: -int(stats[n, 2]))[:MOST_RULES]:
        x, y, width, height, _ = (int(v) for v in stats[number])
        part = (labels[y : y + height, x : x + width] == number) & (ink[y : y + height, x : x + width] > 0)
        down, across = np.nonzero(part)  # a rule aslant is a small share of its box
        held = np.bincount(across, minlength=width)
        filled = np.flatnonzero(held)
        if len(filled) < FILLED * width:
            continue
        off = y + np.bincount(across, down, width)[filled] / held[filled]
        calm = median_filter(off, CALM, mode="nearest")
        way = np.polynomial.Polynomial.fit(filled, calm, 3)(filled)
        if float(np.abs(calm - way).mean()) > ROUGH:
            continue
        at = np.arange(0, len(filled), max(1, len(filled) // 40))
        yield _Line(
            np.asarray(x + filled[at] - middle[0]) / reach,
            np.asarray(calm[at] - middle[1], np.float64) / reach,
        )


def _before(line: _Line, bend: Bend, upright: bool) -> _Line:
    """``line``, found in the preview, with its places off the line where the bent picture has them."""
    along, off = line.along, line.off
    factors = bend.across if upright else bend.down
    shift = np.polynomial.polynomial.polyval2d(along, off, factors)
    return _Line(along, off + shift)
