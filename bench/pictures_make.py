"""Pages for ``bench/pictures.py``: their paper, and pictures as a telephone or a bad copier takes them.

A page is printed, drawn, bent, laid on a desk, lit, seen by a pinhole camera, blurred and given grain, in
this order. Every step of an axis changes one thing of a picture that is good otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.silent_make import BLACK, OWN_SIZE, Lot, Style, draw
from bench.silent_print import page_html, press

Gray = NDArray[np.uint8]
Floats = NDArray[np.float64]

DRAWN_DPI = 300.0
WHITE = 245.0
"""Gray level of the paper in full light."""


Half = Literal["development", "judging", "judging-2"]
WORDS: Mapping[Half, tuple[Lot, int]] = {
    "development": ("development", 300),
    "judging": ("judging-3", 700),
    "judging-2": ("judging", 1300),
}
"""By half of the bench: the lot whose agencies, headers and texts it takes, and its first report."""
PAPERS, HALVES = 8, 2
"""Reports of a half, and half sheets."""
FACES: Mapping[Half, tuple[str, ...]] = {
    "development": ("TH Sarabun New",),
    "judging": ("TH Sarabun New",),
    "judging-2": ("TH Sarabun New", "TH SarabunPSK", "TH Sarabun New", "TH Niramit AS"),
}
"""Typefaces that the reports of a half take in turn."""
SEEDS: Mapping[Half, int] = {"development": 0, "judging": 0, "judging-2": 500_000}
"""What the seeds of a half's pictures begin at."""
RULES = ".5pt solid #000", ".75pt solid #000", "1pt solid #000", ".75pt solid #555"
HALF_SHEET = "@page{size:210mm 148.5mm;margin:9mm}"


def print_papers(half: Half, folder: Path, fonts: Path) -> None:
    """Print the reports of ``half`` into ``folder``: 0.pdf and on, and its half sheets: half-0.pdf and on."""
    folder.mkdir(parents=True, exist_ok=True)
    with press(fonts) as pdf_of:
        for number in range(PAPERS + HALVES):
            cut = number >= PAPERS
            name = f"half-{number - PAPERS}.pdf" if cut else f"{number}.pdf"
            (folder / name).write_bytes(pdf_of(_page(half, number, cut)))


def _page(half: Half, number: int, cut: bool) -> str:
    lot, first = WORDS[half]
    drawn = draw(lot, first + number)
    css = BLACK % RULES[number % len(RULES)] + OWN_SIZE + HALF_SHEET * cut
    upright = number % 4 == 3  # the long ones, of which two pages lie side by side
    style = Style(
        FACES[half][number % len(FACES[half])],
        14 if upright else (16, 15, 14)[number % 3],
        not upright,
        "ruled",
        css,
        (2.0, 3.0, 4.5)[number % 3],
        True,
    )
    return page_html(replace(drawn, style=style))


COARSE = 4
"""Pixels for one of a desk's grain: the desk is out of focus."""


GRID = 8
"""Pixels from one place to the next that is reckoned through the camera."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How one picture of a page was taken.

    ``dpi`` is that of the paper in the picture; ``angle`` turns it, degrees counter-clockwise; ``keystone``
    is by how much of its width the far side is shorter; ``tip`` says which side that is; ``curl`` is how
    high the paper rises, a share of its width; ``contrast`` is paper over ink; ``light`` is what is left of
    it at the darkest corner; ``blur`` is a Gaussian's radius in pixels at 200 dpi; ``specks`` is the share
    of pixels under specks of two pixels; ``noise`` is in gray levels. Without ``desk`` the sheet fills the
    picture, as on a scanner's glass. ``paper`` says what lies there: a page, two side by side as ``sheets``
    or as a ``book``, or a ``half`` sheet. ``wear`` is one thing more that is wrong with it.
    """

    dpi: float = 200.0
    angle: float = 0.0
    keystone: float = 0.0
    tip: str = "top"
    curl: float = 0.0
    contrast: float = 10.0
    light: float = 1.0
    blur: float = 0.5
    specks: float = 0.0
    noise: float = 2.0
    desk: str = ""
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    quality: int = 85
    negative: bool = False
    mirrored: bool = False
    turn: int = 0
    paper: Literal["page", "sheets", "book", "half"] = "page"
    wear: str = ""


AXES: dict[str, tuple[tuple[str, Shot], ...]] = {
    "angle": tuple((f"{a}°", Shot(angle=a)) for a in (0.5, 2, 4, 6, 8, 12, 16, 20, 25, 30, 38, 45)),
    "keystone": tuple(
        (f"{k:g} %", Shot(keystone=k / 100, tip=tip))
        for k, tip in zip((0.5, 1, 2, 3, 4, 6, 8, 10, 12), ["top", "left", "bottom", "right"] * 3,
        strict=False) ),
    "curl": tuple((f"{c:g} %", Shot(curl=c / 100, keystone=0.02)) for c in (0.5, 1, 2, 3, 4, 6, 8)),
    "contrast": tuple((f"{c:g} : 1", Shot(contrast=c)) for c in (10, 4, 2.5, 2, 1.7, 1.5, 1.4, 1.3, 1.2)),
    "light": tuple((f"{k:g}", Shot(light=k)) for k in (0.9, 0.7, 0.5, 0.4, 0.3, 0.25)),
    "blur": tuple((f"{b:g} px", Shot(blur=b)) for b in (0.5, 1, 1.3, 1.6, 2, 2.5, 3)),
    "specks": tuple((f"{s:g} ‰", Shot(specks=s / 1000)) for s in (0.5, 1, 2, 3, 5, 8)),
    "dpi": tuple((f"{d}", Shot(dpi=d)) for d in (96, 110, 130, 150, 200, 300, 400, 600)),
    "noise": tuple((f"{n}", Shot(noise=n)) for n in (2, 5, 10, 15, 20, 30)),
    "photograph": tuple(
        (f"{desk}, {k:g} %", Shot(
            dpi=200, desk=desk, keystone=k / 100, tip=tip, angle=angle, curl=curl, light=light, blur=0.8,
            noise=4 ))
        for desk, k, tip, angle, curl, light in (
            ("dark", 3, "top", 2, 0, 0.8), ("dark", 6, "left", -4, 0.01, 0.6), ("wood", 3, "bottom", 5, 0,
            0.7), ("wood", 8, "top", -7, 0.01, 0.6), ("cloth", 5, "right", 3, 0.02, 0.5), ("light", 4, "top",
            -3, 0, 0.7), ("light", 8, "left", 6, 0.01, 0.6), ("stripes", 6, "top", 10, 0.02, 0.5),
            ("wood", 10, "top", -12, 0.02, 0.4), ("dark", 12, "top", 15, 0.02, 0.3),
        )
    ),
    "paper": (
        ("yellow", Shot(tint=(0.7, 0.95, 1.0))), ("pink", Shot(tint=(0.85, 0.75, 1.0))),
        ("gray", Shot(tint=(0.75, 0.75, 0.75))), ("yellow, faint", Shot(tint=(0.7, 0.95, 1.0), contrast=1.6)),
    ),
    "way": (
        ("negative", Shot(negative=True)), ("mirrored", Shot(mirrored=True)), ("90°", Shot(turn=90)),
        ("180°", Shot(turn=180)), ("270°", Shot(turn=270)), ("90° and 7°", Shot(turn=90, angle=7)),
        ("mirrored negative", Shot(negative=True, mirrored=True)),
    ),
    "two pages": (
        ("on a scanner", Shot(paper="book")), ("open book", Shot(paper="book", curl=0.01, keystone=0.02)),
        ("open book on a desk", Shot(paper="book", desk="dark", keystone=0.03)),
        ("two sheets on a desk", Shot(paper="sheets", desk="wood", angle=1.5)),
        ("two sheets askew", Shot(paper="sheets", desk="dark", angle=-4, keystone=0.03)),
    ),
    "half a page": (
        ("on a scanner", Shot(paper="half", desk="glass")),
        ("crooked on a scanner", Shot(paper="half", desk="glass", angle=7)),
        ("crooked on a desk", Shot(paper="half", desk="wood", angle=-9, keystone=0.03)),
    ),
    "wear": tuple((wear, Shot(wear=wear, angle=0.4)) for wear in (
        "holes", "black edge", "finger", "show-through", "halftone", "copied twice"))
        + (("JPEG 30", Shot(angle=0.4, quality=30)),),
}  # fmt: skip
"""By axis: each step's name and its shot."""


def take(pages: Sequence[Gray], shot: Shot, seed: int) -> NDArray[np.uint8]:
    """The picture (blue, green, red) of ``pages`` at ``DRAWN_DPI``, two of them where ``shot`` is of two."""
    rng = np.random.default_rng(seed)
    if shot.paper == "sheets":
        other = replace(shot, paper="page", angle=-shot.angle / 2)
        one, two = (_taken(page, each, rng) for page, each in zip(pages, (shot, other), strict=True))
        foot = max(len(one), len(two))
        out = np.hstack(
            [cv2.copyMakeBorder(p, 0, foot - len(p), 0, 0, cv2.BORDER_REFLECT) for p in (one, two)]
        )
    else:
        out = _taken(np.hstack(pages), shot, rng)
    if shot.negative:
        out = 255 - out
    if shot.mirrored:
        out = out[:, ::-1]
    return np.ascontiguousarray(np.rot90(out, shot.turn // 90))


def _taken(drawn: Gray, shot: Shot, rng: np.random.Generator) -> NDArray[np.uint8]:
    """One sheet as it is seen."""
    if shot.wear:
        drawn = _worn(drawn, shot.wear, rng)
    where, inside, size = _seen(drawn.shape, shot)
    ink = WHITE / shot.contrast
    sharp = shot.dpi / DRAWN_DPI
    page = drawn if sharp >= 1 else cv2.GaussianBlur(drawn, (0, 0), 0.45 / sharp)
    seen = cv2.remap(page, where[0], where[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    paper = ink + seen.astype(np.float32) * (WHITE - ink) / 255
    colors = paper[:, :, None] * np.asarray(shot.tint, np.float32)
    if shot.desk:
        ground = _desk(shot.desk, size, rng)
        cover = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.7)[:, :, None]
        coarse = cv2.resize(inside.astype(np.float32), None, fx=1 / COARSE, fy=1 / COARSE)
        shade = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 0.02 * coarse.shape[0]), size[::-1])[:, :, None]
        colors = colors * cover + ground * (1 - 0.5 * shade) * (1 - cover)
    elif not inside.all():
        colors[~inside] = WHITE
    if shot.wear == "finger":
        _finger(colors)
    colors *= _light(size, shot.light, rng)[:, :, None]
    colors = cv2.GaussianBlur(colors, (0, 0), max(0.05, shot.blur * shot.dpi / 200))
    colors += shot.noise * rng.standard_normal((*size, 1), np.float32)
    colors += shot.noise / 3 * rng.standard_normal((*size, 1), np.float32) * np.float32((1, -1, 1))
    out = np.clip(colors, 0, 255).astype(np.uint8)
    if shot.specks:
        _speckle(out, shot.specks, rng)
    return out


def _worn(drawn: Gray, wear: str, rng: np.random.Generator) -> Gray:
    """The page with what is wrong with its paper."""
    page = drawn.copy()
    height, width = page.shape
    inch = round(DRAWN_DPI)
    if wear == "holes":
        for share in (0.36, 0.64):
            cv2.circle(page, (round(0.45 * inch), round(share * height)), round(0.12 * inch), 20, -1)
    elif wear == "black edge":
        page[:, : round(0.22 * inch)] = 12
        page[-round(0.15 * inch) :] = 12
    elif wear == "show-through":
        back = cv2.GaussianBlur(255 - page[:, ::-1], (0, 0), 4.0)
        page = cv2.subtract(page, np.asarray(0.16 * back, np.uint8))
    elif wear == "halftone":
        # the ground that a press or a copier draws as dots, seen through another raster
        y, x = np.mgrid[0:height, 0:width]
        dots = np.where(np.sin(x * 0.74) * np.sin(y * 0.74) > 0.72, 70, 255).astype(np.uint8)
        page = np.minimum(page, dots)
    elif wear == "copied twice":
        for _ in range(2):
            soft = cv2.GaussianBlur(page, (0, 0), 1.5).astype(np.float32)
            soft += 18 * rng.standard_normal(page.shape, np.float32)
            page = np.where(soft < 185, 25, 250).astype(np.uint8)
    return page


def _finger(colors: NDArray[np.float32]) -> None:
    """The tip of a thumb that holds the sheet at its left edge."""
    height, width = colors.shape[:2]
    at, size = (0, round(0.62 * height)), (round(0.035 * width), round(0.02 * height))
    shape = cv2.ellipse(np.zeros((height, width), np.uint8), at, size, 0, 0, 360, 255, -1)
    colors[shape > 0] = (120, 150, 205)


def _seen(
    shape: tuple[int, ...], shot: Shot
) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], Gray, tuple[int, int]]:
    """Where each pixel of the picture lies on the drawn page, whether it is on it, and the picture's size."""
    height, width = shape[0] / DRAWN_DPI, shape[1] / DRAWN_DPI  # inches
    margin = 0.08 * max(height, width) if shot.desk else 0.0
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]])
    matrix = _camera(width, height, shot)
    flat = _through(matrix, corners)
    low = flat.min(axis=0) - margin
    high = flat.max(axis=0) + margin
    size = math.ceil((high[1] - low[1]) * shot.dpi), math.ceil((high[0] - low[0]) * shot.dpi)
    rows, columns = (-(-side // GRID) + 1 for side in size)
    y, x = np.mgrid[0:rows, 0:columns] * float(GRID)
    seen = np.stack([x / shot.dpi + low[0], y / shot.dpi + low[1]], axis=-1).reshape(-1, 2)
    back = np.linalg.inv(matrix)
    place = _through(back, seen)
    for _ in range(12 if shot.curl else 0):
        place = _through(back, seen - _rise(place, width, height, shot))
    coarse = place.astype(np.float32).reshape(rows, columns, 2)
    grow = np.array([[1 / GRID, 0, 0], [0, 1 / GRID, 0]])
    fine = cv2.warpAffine(
        coarse,
        grow,
        size[::-1],
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    inside = ((fine >= 0) & (fine <= np.float32((width, height)))).all(axis=2)
    fine *= DRAWN_DPI
    return (np.ascontiguousarray(fine[:, :, 0]), np.ascontiguousarray(fine[:, :, 1])), inside, size


def _rise(place: Floats, width: float, height: float, shot: Shot) -> Floats:
    """By how much a place on bent paper is seen away from where it lies flat: up, and out from the middle."""
    u = np.clip(place[:, 0] / width, -0.2, 1.2)
    if shot.paper == "book":  # it dips into the fold
        lift = shot.curl * width * np.abs(np.sin(2 * np.pi * u)) ** 0.7
    else:
        lift = shot.curl * width * (np.sin(np.pi * u) + 0.4 * np.sin(2 * np.pi * u))
    out = np.empty_like(place)
    out[:, 0] = 0.1 * lift * (u - 0.5)
    out[:, 1] = -lift * (0.6 + 0.4 * place[:, 1] / height)
    return out


def _camera(width: float, height: float, shot: Shot) -> Floats:
    """From places on the paper (inches) to places in the picture (inches)."""
    k = shot.keystone / 2
    away = {
        "top": [(k, 0), (-k, 0), (0, 0), (0, 0)],
        "bottom": [(0, 0), (0, 0), (-k, 0), (k, 0)],
        "left": [(0, k), (0, 0), (0, 0), (0, -k)],
        "right": [(0, 0), (0, k), (0, -k), (0, 0)],
    }[shot.tip]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array(away, np.float32) * (width, height)
    tipped = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), shot.angle, 1.0), [0, 0, 1]])
    return np.asarray(turn @ tipped)


def _through(matrix: Floats, points: Floats) -> Floats:
    moved = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


def _light(size: tuple[int, int], least: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Light over the picture, 1 where it is brightest."""
    if least >= 1:
        return np.ones(size, np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-1 : 1 : size[0] * 1j, -1 : 1 : size[1] * 1j]
    along = x * np.cos(angle) + y * np.sin(angle)
    along = (along - along.min()) / np.ptp(along)
    return np.asarray(least + (1 - least) * along, np.float32)


def _desk(kind: str, size: tuple[int, int], rng: np.random.Generator) -> NDArray[np.float32]:
    """What the paper lies on: blue, green, red."""
    whole, size = size, (size[0] // COARSE, size[1] // COARSE)
    y, x = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    grain = cv2.GaussianBlur(rng.standard_normal(size, np.float32), (0, 0), 1.5)
    unit = max(size) / 40
    if kind == "wood":
        rings = np.sin((x + 30 * np.sin(y / unit / 3)) / unit * 2 + 60 * cv2.GaussianBlur(grain, (0, 0), 8))
        tone, base = 18 * rings + 20 * grain, (60, 95, 140)
    elif kind == "cloth":
        tone, base = 25 * np.sign(np.sin(x / unit * 3) * np.sin(y / unit * 3)) + 15 * grain, (120, 70, 60)
    elif kind == "stripes":
        tone, base = 20 * np.sin((y + 0.2 * x) / unit * 2), (60, 60, 60)
    elif kind == "light":
        tone, base = 20 * grain, (190, 196, 200)
    elif kind == "glass":  # under a scanner's closed lid
        tone, base = 2 * grain, (236, 237, 238)
    else:
        tone, base = 30 * grain, (55, 58, 60)
    ground = np.clip(np.float32(base) + tone[:, :, None], 0, 255).astype(np.float32)
    return np.asarray(cv2.resize(ground, whole[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _speckle(image: NDArray[np.uint8], share: float, rng: np.random.Generator) -> None:
    """Specks of two pixels, ``share`` of all."""
    height, width = image.shape[:2]
    count = int(share * height * width / 4)
    for y, x in zip(rng.integers(0, height - 2, count), rng.integers(0, width - 2, count), strict=True):
        image[y : y + 2, x : x + 2] = 30
