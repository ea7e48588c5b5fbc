"""Faults in a file before it is read: a text layer that lies, and sheets that a copier or scanner spoiled."""

from __future__ import annotations

import random
import re
import tempfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np

from bench.silent_print import drawn_pages, save_scan
from fixtures.oddities.wear import Gray

DPI = 200
STREAM = re.compile(rb"(\d+) 0 obj\s*<<([^>]*)>>\s*stream\r?\n")
FONT = re.compile(rb"/BaseFont /([^\s/]+)\s*/Encoding[^>]*?/ToUnicode (\d+) 0 R", re.S)
CONSONANTS = "กงจชดตนบปพมยรลวสหอ"
Codes = dict[str, str]
"""Glyph codes to letters, both in hexadecimal."""


def digits_changed(rng: random.Random, codes: Codes) -> Codes:
    """Two digits stand for each other in the text layer."""
    held = {letter: code for code, letter in codes.items()}
    for first in (0x0E50, 0x30):
        digits = [f"{first + n:04X}" for n in range(10) if f"{first + n:04X}" in held]
        if len(digits) >= 2:
            a, b = rng.sample(digits, 2)
            codes = {**codes, held[a]: b, held[b]: a}
    return codes


def letters_garbled(rng: random.Random, codes: Codes) -> Codes:
    """Four consonants stand for others."""
    held = {letter: code for code, letter in codes.items()}
    own = [f"{ord(c):04X}" for c in CONSONANTS if f"{ord(c):04X}" in held]
    chosen = rng.sample(own, min(4, len(own)))
    return {**codes, **{held[a]: b for a, b in zip(chosen, chosen[1:] + chosen[:1], strict=True)}}


def letter_lost(rng: random.Random, codes: Codes) -> Codes:
    """One consonant has no letter."""
    held = {letter: code for code, letter in codes.items()}
    own = [f"{ord(c):04X}" for c in CONSONANTS if f"{ord(c):04X}" in held]
    gone = held[rng.choice(own)] if own else None
    return {code: letter for code, letter in codes.items() if code != gone}


def lying(
    data: bytes, change: Callable[[random.Random, Codes], Codes], bold: bool, rng: random.Random
) -> bytes:
    """A PDF of Chromium with the letters of its bold, or its other, typeface changed; drawn as before."""
    wanted = {int(number) for name, number in FONT.findall(data) if (b"Bold" in name) == bold}
    changed = {}
    for found in STREAM.finditer(data):
        if int(found[1]) in wanted:
            length = re.search(rb"/Length (\d+)", found[2])
            assert length is not None
            text = zlib.decompress(data[found.end() : found.end() + int(length[1])])
            changed[int(found[1])] = zlib.compress(_cmap(change(rng, _codes(text.decode()))))
    return _appended(data, changed)


def _codes(cmap: str) -> Codes:
    codes: Codes = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        codes |= dict(re.findall(r"<(\w+)> <(\w+)>", block))
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, letter in re.findall(r"<(\w+)> <(\w+)> <(\w+)>", block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                codes[f"{int(first, 16) + n:04X}"] = f"{int(letter, 16) + n:04X}"
    return codes


def _cmap(codes: Codes) -> bytes:
    pairs = [f"<{code}> <{letter}>" for code, letter in sorted(codes.items())]
    blocks = [pairs[n : n + 100] for n in range(0, len(pairs), 100)]
    body = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}endcmap end end"
    ).encode()


def _appended(data: bytes, streams: Mapping[int, bytes]) -> bytes:
    """The file with some streams written anew at its end."""
    before = int(data.rsplit(b"startxref", 1)[1].split()[0])
    trailer = re.search(rb"trailer\s*<<(.*?)>>", data[before:], re.S)
    assert trailer is not None
    out, table = data, b"xref\n"
    for number, body in streams.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
            number,
            len(body),
            body,
        )
    tail = b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (trailer[1], before, len(out))
    return out + table + tail


def negative(page: Gray, rng: np.random.Generator) -> Gray:
    """White on black."""
    return (255 - page).astype(np.uint8)


def mirrored(page: Gray, rng: np.random.Generator) -> Gray:
    """Left and right changed."""
    return np.ascontiguousarray(page[:, ::-1])


def skewed(page: Gray, rng: np.random.Generator) -> Gray:
    """Turned by 6 degrees."""
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.choice((-6, 6))), 1.0)
    return cv2.warpAffine(page, matrix, (width, height), borderValue=250.0).astype(np.uint8)


def photocopied(page: Gray, rng: np.random.Generator) -> Gray:
    """Copied twice by a machine that knows black and white only, each time a little out of focus."""
    for blur, level in ((1.3, 150), (1.5, 165)):
        soft = cv2.GaussianBlur(page, (0, 0), blur).astype(np.float32) + rng.normal(0, 28, page.shape)
        page = np.where(soft > level, 255, 0).astype(np.uint8)
    return page


def faint(page: Gray, rng: np.random.Generator) -> Gray:
    """Toner that runs out towards the foot: from the middle on hardly any ink."""
    height = page.shape[0]
    left = np.clip(np.linspace(2.2, -0.6, height), 0.06, 1.0)[:, None]
    return (255 - (255 - page.astype(np.float32)) * left).astype(np.uint8)


LAYERS: Mapping[str, tuple[Callable[[random.Random, Codes], Codes], bool]] = {
    "digits-changed": (digits_changed, False),
    "header-garbled": (letters_garbled, True),
    "letter-lost": (letter_lost, False),
}
"""Lies of a text layer, by name; whether in the bold typeface of headers or in the other."""
SHEETS: Mapping[str, Callable[[Gray, np.random.Generator], Gray]] = {
    "negative": negative,
    "mirrored": mirrored,
    "skewed": skewed,
    "photocopied": photocopied,
    "faint": faint,
}
"""Spoiled sheets, by name."""


def spoiled(source: Path, kind: str) -> bytes:
    """The bytes of a made file with the fault ``kind`` of ``LAYERS`` or ``SHEETS``."""
    if kind in LAYERS:
        change, bold = LAYERS[kind]
        return lying(source.read_bytes(), change, bold, random.Random(f"{kind} {source.name}"))
    chance = np.random.default_rng(abs(zlib.crc32(f"{kind} {source.name}".encode())))
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "spoiled.pdf"
        save_scan([SHEETS[kind](page, chance) for page in drawn_pages(source, DPI)], target, DPI)
        return target.read_bytes()
