"""Mending the rules of a scan by the ink along them: nicked rules made whole, short pieces found again.

What passes for one rule: ink along a line, most of the way, with white no wider than ``NICK``. Units are
pixels; ``scale`` is pixels a point.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.model import Mask, Ruling
from extract.tables.ruled.snap import SAME_LINE, TOUCH

NICK = 4.0
"""Points: widest white of a nicked rule, the same as between dots."""

INKED = 0.75
"""Share of the way that must be ink; letters of one row, cut by a line, cover about half."""

INKED_SHORT = 0.85
"""The same over less than ``SHORT``: a consonant, its vowel and its tone mark in one line cover .75."""

SHORT = 24.0
"""Points: lower than a row of two text lines."""

LONG = 40.0
"""Points of rule found on a line before short pieces of it are looked for: no row of letters has so much."""

AHEAD = 20.0
"""Points by which the end of a rule is followed at once; then its place across is measured anew."""

THIN = 0.6
"""Share of what goes on behind a rule's end that is no taller than a rule: dots, and no row of letters."""

SLIT = 0.4
"""Points to either side of a line where its ink may lie: thinner than letters' strokes."""


def mend_rules(rules: Iterable[Ruling], across_ink: Mask, down_ink: Mask, scale: float) -> list[Ruling]:
    """Join pieces of one rule over its nicks, then add what lies between two crossing rules.

    Args:
        rules: pieces found, both directions.
        across_ink: ink of the page, 0 or 255.
        down_ink: the same, transposed.
        scale: pixels a point.
    """
    rules = list(rules)
    across = _joined([r for r in rules if r.horizontal], across_ink, scale)
    across = _joined([_followed(rule, across_ink, scale) for rule in across], across_ink, scale)
    down = _joined([r for r in rules if not r.horizontal], down_ink, scale)
    found = [*_between(across, down, across_ink, scale), *_between(down, across, down_ink, scale)]
    if not found:
        return [*across, *down]
    across = _joined(across + [r for r in found if r.horizontal], across_ink, scale)
    down = _joined(down + [r for r in found if not r.horizontal], down_ink, scale)
    return [*across, *down]


def lines_of(rules: Iterable[Ruling], apart: float) -> list[list[Ruling]]:
    """Rules of one direction by the line they lie on, each line's from its start on.

    A line may drift, as on a page a little skew or bent, but each rule is within ``apart`` of the one before.
    """
    lines: list[list[Ruling]] = []
    for rule in sorted(rules, key=lambda r: r.start):
        near = [line for line in lines if abs(line[-1].position - rule.position) <= apart]
        if near:
            min(near, key=lambda line: abs(line[-1].position - rule.position)).append(rule)
        else:
            lines.append([rule])
    return lines


def _joined(rules: Sequence[Ruling], ink: Mask, scale: float) -> list[Ruling]:
    out: list[Ruling] = []
    for line in lines_of(rules, SAME_LINE * scale):
        whole = line[0]
        for piece in line[1:]:
            if piece.start <= whole.end or _inked(ink, whole, piece, scale):
                whole = _one(whole, piece)
            else:
                out.append(whole)
                whole = piece
        out.append(whole)
    return out


def _one(first: Ruling, second: Ruling) -> Ruling:
    """Both as one rule, at the mean of their positions by length."""
    lengths = first.length, second.length
    middle = (first.position * lengths[0] + second.position * lengths[1]) / max(sum(lengths), 1e-6)
    thickness = max(first.thickness, second.thickness)
    return replace(first, position=middle, end=max(first.end, second.end), thickness=thickness)


def _inked(ink: Mask, first: Ruling, second: Ruling, scale: float) -> bool:
    """Whether the way from ``first`` to ``second`` is a rule with nicks."""
    if second.start - first.end <= NICK * scale:
        return True
    middle = (first.position + second.position) / 2
    reach = SLIT * scale + abs(first.position - second.position) / 2
    return _is_rule(ink, middle, reach, first.end, second.start, scale)


def _is_rule(ink: Mask, position: float, reach: float, start: float, end: float, scale: float) -> bool:
    """Whether ink runs along ``position`` from ``start`` to ``end`` but for nicks."""
    top, bottom = max(0, round(position - reach - 0.5)), round(position + reach + 0.5)
    band = ink[top : bottom + 1, max(0, round(start)) : round(end)]
    if band.size == 0:
        return False
    filled = cv2.reduce(band, 0, cv2.REDUCE_MAX).ravel() > 0
    least = INKED_SHORT if end - start < SHORT * scale else INKED
    return float(filled.mean()) >= least and _widest_white(filled) <= NICK * scale


def _followed(rule: Ruling, ink: Mask, scale: float) -> Ruling:
    """A level ``rule`` with the dots that go on behind its ends: too few to be found as a rule."""
    if rule.length < LONG * scale:
        return rule
    return replace(
        rule, start=_end(rule, rule.start, -1, ink, scale), end=_end(rule, rule.end, 1, ink, scale)
    )


def _end(rule: Ruling, at: float, way: int, ink: Mask, scale: float) -> float:
    reach, nick = max(1, round(2 * SLIT * scale)), round(NICK * scale)
    end, y = round(at), round(rule.position)
    while True:
        start, stop = (end, end + round(AHEAD * scale)) if way > 0 else (end - round(AHEAD * scale), end)
        band = ink[max(0, y - 3 * reach) : y + 3 * reach + 1, max(0, start) : max(0, stop)][:, ::way] > 0
        if band.shape[0] <= 6 * reach or not band.size:
            return float(end)
        line = band[2 * reach : 4 * reach + 1]
        filled = line.any(axis=0)
        marks = np.flatnonzero(filled)
        gaps = np.flatnonzero(np.diff(np.r_[-1, marks]) > nick)
        marks = marks[: gaps[0]] if len(gaps) else marks
        thin = ~(band[reach] | band[-1 - reach])[marks]
        if not len(marks) or thin.mean() < THIN:
            return float(end)
        end += way * (int(marks[-1]) + 1)
        y += round(float(np.flatnonzero(line[:, marks[-nick:]].any(axis=1)).mean())) - reach


def _widest_white(filled: NDArray[np.bool_]) -> int:
    """Longest run of ``False``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], filled, [True]]).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _between(rules: Sequence[Ruling], crossing: Sequence[Ruling], ink: Mask, scale: float) -> list[Ruling]:
    """Pieces on the lines of ``rules`` from one ``crossing`` rule to the next where ink says so."""
    out = []
    touch = TOUCH * scale
    for line in lines_of(rules, SAME_LINE * scale):
        if sum(r.length for r in line) < LONG * scale:
            continue
        stops = sorted(
            c.position for c in crossing if any(c.start - touch <= r.position <= c.end + touch for r in line)
        )
        for start, end in itertools.pairwise(stops):
            drawn = any(r.start <= start + touch and r.end >= end - touch for r in line)
            if drawn or end - start <= 2 * touch:
                continue
            near = min(line, key=lambda r: min(abs(r.start - end), abs(r.end - start)))
            if _is_rule(ink, near.position, 2 * SLIT * scale, start + touch, end - touch, scale):
                out.append(replace(near, start=start, end=end))
    return out
