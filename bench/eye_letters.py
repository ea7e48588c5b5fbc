"""Kinds of ``bench/eye.py``: fonts whose codes lie, and letters drawn late, twice, aslant or over an edge."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from bench.eye_make import CellBox, Sheet, Text, kind
from bench.eye_paper import Font

DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")

Mark = Callable[[str], object]
"""A property of a letter; letters side by side of one property are one piece."""


def _pieces(text: str, mark: Mark) -> Iterator[str]:
    piece = ""
    for char in text:
        if piece and mark(char) != mark(piece[0]):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _every(sheet: Sheet) -> list[Text]:
    return [line for cell in sheet.cells for line in cell.lines] + sheet.free


def _redraw(sheet: Sheet, font: Callable[[str], str], late: Callable[[str], bool]) -> None:
    """Set every line piece by piece: letters in the font named for them, the late ones after all others."""
    for line in _every(sheet):
        at = line.x
        for piece in _pieces(line.text, lambda char: (font(char), late(char))):
            name = font(piece[0])
            part = sheet.paper.show(name, sheet.size, at, line.y, piece)
            (sheet.over if late(piece[0]) else sheet.under).append(part)
            at += sheet.width(piece, name)
        line.shown = False


def _plain(char: str) -> str:
    return "F"


def _in_second_font(char: str) -> str:
    return "G" if char in DIGITS else "F"


def _second_font(sheet: Sheet) -> Font:
    """A font object of its own for digits, of the same face."""
    font = sheet.paper.fonts["G"] = Font(sheet.paper.fonts["F"].face)
    return font


@kind
def _digits_drawn_last(sheet: Sheet, rng: random.Random) -> None:
    """Digits after all other text."""
    _redraw(sheet, _plain, str.isdecimal)


@kind
def _letters_drawn_last(sheet: Sheet, rng: random.Random) -> None:
    """Digits of a second font first, then the letters around them."""
    _second_font(sheet)
    _redraw(sheet, _in_second_font, lambda char: char not in DIGITS)


@kind
def _marks_drawn_last(sheet: Sheet, rng: random.Random) -> None:
    """Vowel and tone marks after all other text."""
    _redraw(sheet, _plain, lambda char: _MARK.match(char) is not None)


@kind
def _shadow(sheet: Sheet, rng: random.Random) -> None:
    """Every line over its grey shadow, or twice for bold."""
    by = rng.choice((0.3, 0.9, 1.6))
    down = rng.choice((0.0, by)) if by < 0.5 else by
    for line in _every(sheet):
        sheet.under.append(b"q .7 g %sQ " % sheet.set(Text(line.x + by, line.y - down, line.text)))


@kind
def _steps_for_blanks(sheet: Sheet, rng: random.Random) -> None:
    """No space glyph: blanks are steps."""
    for line in _every(sheet):
        at = line.x
        for piece in _pieces(line.text, str.isspace):
            if not piece.isspace():
                sheet.over.append(sheet.paper.show("F", sheet.size, at, line.y, piece))
            at += sheet.width(piece)
        line.shown = False


@kind
def _spaced_out(sheet: Sheet, rng: random.Random) -> None:
    """Lines spaced out to the width of their cell: Thai distributed."""
    for cell in sheet.cells:
        for line in cell.lines[:-1]:
            text = line.text.rstrip()
            room = cell.box[2] - line.x - 4 - sheet.width(text)
            step = min(room / max(1, len(text)), 0.3 * sheet.size)
            if step > 0:
                sheet.over.append(b"q %.3f Tc %sQ " % (step, sheet.set(Text(line.x, line.y, text))))
                line.shown = False


@kind
def _over_the_edge(sheet: Sheet, rng: random.Random) -> None:
    """One-line texts that run over their cell into the next."""
    for cell in sheet.body("responsible", "period"):
        if len(cell.lines) > 1 and rng.random() < 0.5:
            first, *rest = cell.lines
            whole = Text(first.x, first.y, "".join(line.text for line in cell.lines))
            nexts = [other for other in sheet.cells if other.row == cell.row and other.box[0] == cell.box[2]]
            if nexts and sheet.width(whole.text) < nexts[0].box[2] - whole.x and len(nexts[0].text) < 2:
                first.text = whole.text
                cell.lines[1:] = []


@kind
def _header_upwards(sheet: Sheet, rng: random.Random) -> None:
    """Header words set upwards or downwards."""
    up = rng.random() < 0.5
    for cell in (c for c in sheet.cells if c.row < 0 and c.key != "section"):
        x0, y0, x1, y1 = cell.box
        text = "".join(line.text for line in cell.lines).strip()
        if sheet.width(text) > y1 - y0 - 2:
            continue
        middle = (x0 + x1) / 2
        turn = (
            b"0 1 -1 0 %.2f %.2f cm " % (middle, y0 + 1)
            if up
            else b"0 -1 1 0 %.2f %.2f cm " % (middle, y1 - 1)
        )
        sheet.over.append(b"q " + turn + sheet.set(Text(0, 0, text)) + b"Q ")
        for line in cell.lines:
            line.shown = False


@kind
def _slanted_watermark(sheet: Sheet, rng: random.Random) -> None:
    """A large grey word slanted over the table."""
    word = rng.choice(("สำเนา", "ตัวอย่าง", "ร่าง", "สำเนาถูกต้อง"))
    part = sheet.paper.show("F", 80, 0, 0, word)
    where = rng.choice((sheet.under, sheet.over))
    where.append(
        b"q .8 g .82 .57 -.57 .82 %d %d cm %sQ " % (rng.randint(150, 350), rng.randint(150, 300), part)
    )


@kind
def _small_watermarks(sheet: Sheet, rng: random.Random) -> None:
    """Small grey words over rows, in a grid."""
    word = rng.choice(("สำเนาถูกต้อง", "ใช้ภายใน", "สำเนา"))
    for y in range(80, 520, 65):
        for x in (150, 420, 640):
            part = sheet.paper.show("F", 15, x, y + rng.randint(0, 6), word)
            sheet.over.append(b"q .75 g %sQ " % part)


@kind
def _note_marks(sheet: Sheet, rng: random.Random) -> None:
    """Raised note marks behind amounts and results."""
    for n, cell in enumerate(sheet.body("budget", "result", "responsible")[::3]):
        line = cell.lines[-1]
        x = line.x + sheet.width(line.text.rstrip()) + 0.4
        mark = DIGITS[n % 9 + 1]
        sheet.over.append(sheet.paper.show("F", sheet.size * 0.6, x, line.y + sheet.size * 0.33, mark))


@kind
def _page_mark_in_the_last_row(sheet: Sheet, rng: random.Random) -> None:
    """A page mark inside the table's last row, which reaches to the foot of the page."""
    last = max(cell.row for cell in sheet.cells)
    lowest = min(cell.box[1] for cell in sheet.cells)
    cells: list[CellBox] = [cell for cell in sheet.cells if cell.row == last]
    for cell in cells:
        x0, _, x1, y1 = cell.box
        cell.box = (x0, lowest - 1.2 * sheet.size, x1, y1)
    mark = f"- {rng.choice(DIGITS[1:])} -"
    x = (sheet.paper.width - sheet.width(mark)) / 2
    sheet.over.append(sheet.set(Text(x, lowest - 0.7 * sheet.size, mark)))


@kind
def _digits_without_codes(sheet: Sheet, rng: random.Random) -> None:
    """Thai digits in a font without /ToUnicode."""
    _second_font(sheet).told = False
    _redraw(sheet, _in_second_font, lambda char: False)


@kind
def _digits_of_other_codes(sheet: Sheet, rng: random.Random) -> None:
    """Thai digits whose /ToUnicode names other digits."""
    mixed = list(DIGITS)
    while mixed[2] == "๒" or mixed[5] == "๕":
        rng.shuffle(mixed)
    _second_font(sheet).changed = dict(zip(DIGITS, mixed, strict=True))
    _redraw(sheet, _in_second_font, lambda char: False)


@kind
def _a_letter_without_code(sheet: Sheet, rng: random.Random) -> None:
    """One letter that /ToUnicode gives as U+FFFD."""
    sheet.paper.fonts["F"].changed = {rng.choice("ผดปมคสช"): "\ufffd"}


@kind
def _sara_am_for_sara_aa(sheet: Sheet, rng: random.Random) -> None:
    """Every า coded as ำ, and ำ as a blank and ำ."""
    sheet.paper.fonts["F"].changed = {"\u0e32": "\u0e33", "\u0e33": " \u0e33"}


@kind
def _codes_of_the_macintosh(sheet: Sheet, rng: random.Random) -> None:
    """Marks under the private codes of Macintosh fonts."""
    changed = {
        "\u0e48": "\uf88b",
        "\u0e49": "\uf88e",
        "\u0e31": "\uf884",
        "\u0e35": "\uf886",
        "\u0e38": "\uf89b",
    }
    sheet.paper.fonts["F"].changed = changed


@kind
def _soft_hyphens(sheet: Sheet, rng: random.Random) -> None:
    """Hyphens coded as soft hyphens, blanks as no-break spaces."""
    sheet.paper.fonts["F"].changed = {"-": "\u00ad", " ": "\u00a0"}
