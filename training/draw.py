"""Draws strips of paper: a few printed lines over one another, as in a cell, with their truth."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extract.model import GrayImage
from extract.ocr.linecrop import Spot
from training.fonts import Face, load, pick
from training.setting import Setting, choose
from training.text import LineWriter

PAPER = 255
DPI = (96, 120, 120, 150, 150, 150, 150, 200, 200, 200, 200, 200, 240, 240, 300, 300, 300, 400)
VERY_FINE, VERY_FINE_SHARE = 600, 0.015
"""A resolution drawn rarely, and then few and short lines: it costs most and is scaled down anyway."""

CONSONANT_POINTS = (4.4, 8.0)
"""Consonant heights drawn: 11 to 20 pt in TH Sarabun New, 7.5 to 13.5 pt in Sarabun."""

SMALL_POINTS, LARGE_POINTS, OTHER_SIZE_SHARE = (3.2, 4.4), (8.0, 14.0), 0.1
"""Footnotes (8 pt) and headings (28 pt), and the share of strips of each."""

LIMITS = (2, 4, 6, 8, 8, 14, 14, 22, 30, 40, 54, 64, 64)
"""Letters a line of a strip may have: cells of one word are as common as whole lines."""

STRUCK_SHARE, UNDERLINED_SHARE = 0.012, 0.04
CONDENSED_SHARE = 0.1
"""Strips squeezed or stretched sideways by up to a quarter, as Angsana and Cordia are beside Norasi."""

LEAST_CONSONANT = 8.0
"""Pixels; under this Thai marks run together and no reader can part them."""

HAND_SHARE = 0.03
"""Lines with a hand-written mark in a space; it is no text."""

LABEL_SHARE, LABEL_SIZE = 0.06, 1.25
"""Strips whose lines begin with a larger bold word, and how much larger."""

WIDEST = 56.0
"""Longest line in consonant heights, about 70 letters; longer ones are read alike."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A drawn piece of paper; ``spots`` are the true places of ``texts``, one each."""

    image: GrayImage
    dpi: float
    texts: tuple[str, ...]
    spots: tuple[Spot, ...]


def draw_strip(rng: random.Random, writer: LineWriter, faces: list[Face]) -> Strip:
    """Draw one to six lines in one face, level or slightly turned; black ink on white paper."""
    face = pick(rng, faces)
    fine = rng.random() < VERY_FINE_SHARE
    dpi = VERY_FINE if fine else rng.choice(DPI)
    consonant = max(LEAST_CONSONANT, _points(rng) / 72 * dpi)
    size = max(10, round(consonant / face.consonant))
    consonant = size * face.consonant
    font = load(face.path, size)
    setting = choose(rng, face, size)
    limit = 14 if fine else rng.choice(LIMITS)
    written = [writer.line(limit) for _ in range(2 if fine else rng.choice((1, 2, 3, 4, 5, 6)))]
    texts = [text for text in written if face.can_draw(text)]
    wide_spaces = rng.random() < 0.1
    shown = [t.replace(" ", " " * rng.randint(1, 5)) if wide_spaces else t for t in texts]
    set_lines = [setting.pieces(t, rng) for t in shown]
    widths = [sum(advance for _, _, advance in pieces) for pieces in set_lines]
    kept = [i for i, w in enumerate(widths) if w <= WIDEST * consonant]
    texts, shown, widths = [texts[i] for i in kept], [shown[i] for i in kept], [widths[i] for i in kept]
    set_lines = [set_lines[i] for i in kept]
    if not texts:
        return draw_strip(rng, writer, faces)
    pitch = rng.choice((rng.uniform(1.9, 2.6), rng.uniform(2.5, 3.4), rng.uniform(3.0, 4.2))) * consonant
    margin = 2.5 * consonant
    width, height = (
        int(1.1 * max(widths) + 6 * consonant + 2 * margin),
        int(pitch * (len(texts) - 1) + 6.2 * consonant),
    )
    image = Image.new("L", (width, height), PAPER)
    pen = ImageDraw.Draw(image)
    ink = rng.choice((0, 0, rng.randint(0, 70)))
    align = rng.choice((0.0, 0.0, 0.5))
    spots = []
    plain = setting == Setting(face, size)
    label = _label_font(faces, face, size) if plain and rng.random() < LABEL_SHARE else None
    for number, (text, length) in enumerate(zip(shown, widths, strict=True)):
        x = margin + align * (width - 2 * margin - length)
        y = round(3.5 * consonant + number * pitch)
        drawable = plain and face.missing.isdisjoint(text)
        if label and drawable and 2 <= text.find(" ") <= 10:
            spots.append(_draw_labelled(pen, (x, y), text, (label, font), ink, consonant))
            continue
        if drawable and " " in text and rng.random() < HAND_SHARE:
            spots.append(_draw_with_hand(rng, image, (x, y), text, font, consonant))
            continue
        first, last = setting.draw(pen, (x, y), set_lines[number], ink)
        spots.append(Spot(first, last, float(y), consonant))
        if rng.random() < UNDERLINED_SHARE:
            depth = y + rng.uniform(0.12, 0.5) * consonant
            pen.line((x, depth, x + length, depth), fill=ink, width=max(1, round(0.07 * consonant)))
        if rng.random() < STRUCK_SHARE:
            depth = y - rng.uniform(0.4, 0.65) * consonant
            pen.line((x, depth, x + length, depth), fill=ink, width=max(1, round(0.06 * consonant)))
    strip = Strip(np.asarray(image), float(dpi), tuple(texts), tuple(spots))
    return _turn(rng, strip)


def _points(rng: random.Random) -> float:
    """A consonant height in points."""
    kind = rng.random()
    if kind < OTHER_SIZE_SHARE:
        return rng.uniform(*SMALL_POINTS)
    return rng.uniform(*(LARGE_POINTS if kind < 2 * OTHER_SIZE_SHARE else CONSONANT_POINTS))


def _label_font(faces: list[Face], face: Face, size: int) -> ImageFont.FreeTypeFont:
    """The family's bold, a quarter larger: as a memo sets เรื่อง and ที่ before its text."""
    bold = [other for other in faces if other.family == face.family and other.style == "Bold"]
    return load((bold or [face])[0].path, round(size * LABEL_SIZE))


def _draw_labelled(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    fonts: tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont],
    ink: int,
    consonant: float,
) -> Spot:
    """Draw the first word in ``fonts[0]``, the rest in ``fonts[1]``; measured between the two, as in use."""
    x, y = at
    word, rest = text[: text.find(" ")], text[text.find(" ") :]
    pen.text((x, y), word, font=fonts[0], fill=ink, anchor="ls")
    reach = fonts[0].getlength(word)
    pen.text((x + reach, y), rest, font=fonts[1], fill=ink, anchor="ls")
    end = x + reach + fonts[1].getlength(rest)
    return Spot(x, end, float(y), consonant * LABEL_SIZE**0.6)


def _draw_with_hand(
    rng: random.Random,
    image: Image.Image,
    at: tuple[float, float],
    text: str,
    font: ImageFont.FreeTypeFont,
    consonant: float,
) -> Spot:
    """Draw ``text`` with something hand-written in a space, as where a memo leaves room for a date."""
    x, y = at
    place = rng.choice([i for i, c in enumerate(text) if c == " "])
    head, rest = text[:place], text[place + 1 :]
    room = rng.uniform(2.5, 6) * consonant
    pen = ImageDraw.Draw(image)
    pen.text((x, y), head, font=font, fill=0, anchor="ls")
    reach = x + font.getlength(head)
    knots = rng.randint(4, 9)
    step = (room - 1.4 * consonant) / knots
    points = [
        (
            reach + 0.7 * consonant + (i + rng.uniform(-0.8, 0.8)) * step,
            y - rng.uniform(-0.5, 1.7) * consonant,
        )
        for i in range(knots)
    ]
    pen.line(points, fill=rng.randint(0, 130), width=max(1, round(0.08 * consonant)), joint="curve")
    pen.text((reach + room, y), rest, font=font, fill=0, anchor="ls")
    return Spot(x, reach + room + font.getlength(rest), float(y), consonant)


def _turn(rng: random.Random, strip: Strip) -> Strip:
    """Turn by up to about a degree and stretch sideways, as a scanner's feed does."""
    condensed = rng.random() < CONDENSED_SHARE
    if not condensed and rng.random() < 0.45:
        return strip
    height, width = strip.image.shape
    slope = rng.gauss(0, 0.005) * min(1.0, 400 / width)
    stretch = rng.uniform(0.75, 1.25) if condensed else rng.uniform(0.9, 1.1)
    matrix = np.array([[stretch, -slope, slope * height / 2], [slope, 1, -slope * width / 2]], np.float32)
    image = cv2.warpAffine(
        strip.image, matrix, (int(width * stretch), height), flags=cv2.INTER_LINEAR, borderValue=PAPER
    )
    spots = []
    for spot in strip.spots:
        shift = -slope * (spot.baseline - height / 2)
        y = spot.baseline + slope * (spot.x0 - width / 2)
        spots.append(
            Spot(spot.x0 * stretch + shift, spot.x1 * stretch + shift, y, spot.consonant, slope / stretch)
        )
    return Strip(np.asarray(image, np.uint8), strip.dpi, strip.texts, tuple(spots))


def draw_garbage(rng: random.Random, writer: LineWriter, faces: list[Face]) -> Strip:
    """Draw what is no text: nothing, scribble, rings, bars, or lines upside down; every truth is empty."""
    kind = rng.random()
    if kind < 0.25:
        strip = draw_strip(rng, writer, faces)
        keep = [i for i, text in enumerate(strip.texts) if sum("ก" <= c <= "๎" for c in text) >= 10]
        height, width = strip.image.shape
        turned = [
            Spot(width - s.x1, width - s.x0, height - s.baseline + s.consonant, s.consonant)
            for s in (strip.spots[i] for i in keep)
        ]
        return Strip(
            np.ascontiguousarray(strip.image[::-1, ::-1]), strip.dpi, ("",) * len(keep), tuple(turned)
        )
    dpi = float(rng.choice(DPI))
    consonant = max(LEAST_CONSONANT, rng.uniform(*CONSONANT_POINTS) / 72 * dpi)
    height, width = int(6 * consonant), int(rng.uniform(5, 40) * consonant)
    image = np.full((height, width), PAPER, np.uint8)
    if kind < 0.65:
        _scribble(rng, image, consonant)
    elif kind < 0.8:
        for _ in range(rng.randint(1, 3)):
            centre = (rng.randint(0, width), rng.randint(0, height))
            cv2.circle(
                image,
                centre,
                rng.randint(int(consonant), int(6 * consonant)),
                rng.randint(0, 120),
                rng.randint(1, 4),
            )
    elif kind < 0.9:
        x, y = rng.randint(0, width // 2), rng.randint(0, height // 2)
        end = (x + rng.randint(2, width), y + rng.randint(2, height))
        cv2.rectangle(
            image, (x, y), end, rng.randint(0, 160), -1 if rng.random() < 0.5 else rng.randint(1, 6)
        )
    spot = Spot(consonant, width - consonant, 3.6 * consonant, consonant)
    return Strip(image, dpi, ("",), (spot,))


def _scribble(rng: random.Random, image: GrayImage, consonant: float) -> None:
    """A signature-like stroke: a smooth random walk."""
    height, width = image.shape
    for _ in range(rng.randint(1, 4)):
        count = rng.randint(6, 40)
        step = np.array([[rng.gauss(0.4, 1.0), rng.gauss(0, 0.9)] for _ in range(count)]) * consonant
        start = np.array([rng.uniform(0, width * 0.6), rng.uniform(0.3, 0.7) * height])
        knots = start + np.cumsum(step, axis=0)
        knots[:, 1] = np.clip(knots[:, 1], 0.1 * height, 0.9 * height)
        dense = np.linspace(0, count - 1, count * 6)
        curve = np.stack([np.interp(dense, np.arange(count), knots[:, axis]) for axis in (0, 1)], axis=1)
        smooth = cv2.GaussianBlur(curve.astype(np.float32).reshape(-1, 1, 2), (1, 13), 3)
        points = smooth.round().astype(np.int32)
        cv2.polylines(image, [points], False, rng.randint(0, 120), rng.randint(1, max(2, int(consonant / 6))))
