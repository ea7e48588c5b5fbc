"""Kinds of ``bench/eye.py``: text that does not show, and what is typed or struck over the page."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from bench.eye_make import CellBox, Sheet, Text, kind
from bench.eye_paper import Face, Font, Paper

VALUES = ("period", "budget", "result", "responsible")


def _some(sheet: Sheet, rng: random.Random, *keys: str) -> list[CellBox]:
    """Half the cells of some fields, three at least."""
    cells = sheet.body(*(keys or VALUES))
    return rng.sample(cells, min(len(cells), max(3, len(cells) // 2)))


def _olds(sheet: Sheet, rng: random.Random) -> Iterator[tuple[CellBox, bytes]]:
    """Some cells, each with operators that set an old value in it: over its text, beside it, or below it."""
    for cell in _some(sheet, rng):
        line = rng.choice(cell.lines)
        x = line.x + rng.choice((0.0, sheet.width(line.text) + 3, 1.5))
        old = _fitting(sheet, sheet.old(rng, cell), cell.box[2] - x)
        if old:
            yield cell, sheet.set(Text(x, line.y, old))


def _fitting(sheet: Sheet, text: str, width: float) -> str:
    while text and sheet.width(text) > width:
        text = text[:-1]
    return text.rstrip()


@kind
def _white(sheet: Sheet, rng: random.Random) -> None:
    """White text in cells."""
    where = rng.choice((sheet.under, sheet.over))
    where.extend(b"q 1 g %sQ " % text for _, text in _olds(sheet, rng))


@kind
def _colour_of_its_band(sheet: Sheet, rng: random.Random) -> None:
    """Text in the colour of the cell's ground."""
    color = b"%.2f %.2f %.2f rg " % tuple(rng.uniform(0.75, 0.95) for _ in range(3))
    for cell, text in _olds(sheet, rng):
        x0, y0, x1, y1 = cell.box
        ground = b"%.2f %.2f %.2f %.2f re f " % (x0, y0, x1 - x0, y1 - y0)
        sheet.under.append(b"q " + color + ground + text + b"Q ")


@kind
def _clear(sheet: Sheet, rng: random.Random) -> None:
    """Text of opacity 0."""
    sheet.paper.resource("ExtGState", b"/Clear %d 0 R" % sheet.paper.add(b"<</Type/ExtGState/ca 0/CA 0>>"))
    sheet.over.extend(b"q /Clear gs %sQ " % text for _, text in _olds(sheet, rng))


@kind
def _mode_3(sheet: Sheet, rng: random.Random) -> None:
    """Text in render mode 3."""
    sheet.over.extend(b"q 3 Tr %sQ " % text for _, text in _olds(sheet, rng))


@kind
def _covered(sheet: Sheet, rng: random.Random) -> None:
    """Old values under boxes of any colour, the new ones printed on these."""
    for cell, text in _olds(sheet, rng):
        x0, y0, x1, y1 = cell.box
        ground, ink = rng.choice(((b"1 g ", b"0 g "), (b"0 g ", b"1 g "), (b".9 .8 .3 rg ", b"0 g ")))
        box = b"%.2f %.2f %.2f %.2f re f " % (x0 + 1, y0 + 1, x1 - x0 - 2, y1 - y0 - 2)
        new = b"".join(sheet.set(line) for line in cell.lines)
        for line in cell.lines:
            line.shown = False
        sheet.over.append(b"q " + text + ground + box + ink + new + b"Q ")


@kind
def _under_picture(sheet: Sheet, rng: random.Random) -> None:
    """Old values under a white picture."""
    number = sheet.paper.picture(b"\xff" * 400, 20, 20)
    sheet.paper.resource("XObject", b"/White %d 0 R" % number)
    for cell, text in _olds(sheet, rng):
        x0, y0, x1, y1 = cell.box
        place = b"q %.2f 0 0 %.2f %.2f %.2f cm /White Do Q " % (x1 - x0 - 2, y1 - y0 - 2, x0 + 1, y0 + 1)
        sheet.under.append(text + place)


@kind
def _layer_off(sheet: Sheet, rng: random.Random) -> None:
    """Old values on a layer that is switched off."""
    layer = sheet.paper.add(b"<</Type/OCG/Name(old)>>")
    sheet.paper.resource("Properties", b"/Old %d 0 R" % layer)
    sheet.paper.catalog += b"/OCProperties<</OCGs[%d 0 R]/D<</OFF[%d 0 R]>>>>" % (layer, layer)
    sheet.over.extend(b"/OC /Old BDC %sEMC " % text for _, text in _olds(sheet, rng))


@kind
def _clipped(sheet: Sheet, rng: random.Random) -> None:
    """Lines that go on beyond their clip, under the text of the next cell."""
    for cell in _some(sheet, rng, "responsible", "period", "budget"):
        line = cell.lines[-1]
        x0, y0, _, y1 = cell.box
        end = line.x + sheet.width(line.text.rstrip()) + 1
        rest = Text(line.x, line.y, line.text.rstrip() + " " + sheet.old(rng, cell))
        clip = b"q %.2f %.2f %.2f %.2f re W n " % (x0, y0, end - x0, y1 - y0)
        sheet.over.append(clip + sheet.set(rest) + b"Q ")
        line.shown = False


@kind
def _half_point(sheet: Sheet, rng: random.Random) -> None:
    """Text of half a point."""
    for cell in _some(sheet, rng):
        line = cell.lines[0]
        x = line.x + sheet.width(line.text) + 1
        sheet.over.append(sheet.paper.show("F", 0.5, x, line.y, sheet.old(rng, cell)))


@kind
def _no_width(sheet: Sheet, rng: random.Random) -> None:
    """Text pressed to no width."""
    for cell in _some(sheet, rng):
        line = cell.lines[0]
        x = line.x + sheet.width(line.text) + 1
        text = Text(x, line.y, sheet.old(rng, cell))
        sheet.over.append(b"q " + sheet.set(text, b"1 Tz ") + b"Q ")


@kind
def _hidden_column(sheet: Sheet, rng: random.Random) -> None:
    """A column of one point between two, with letters of one point."""
    for cell in sheet.body("period", "result"):
        x0, y0, _, y1 = cell.box
        line = b"%.2f %.2f 1 %.2f re S " % (x0 - 1, y0, y1 - y0)
        text = sheet.paper.show("F", 1.0, x0 - 0.9, cell.lines[0].y, sheet.old(rng, cell)[:2])
        sheet.over.append(line + text)


@kind
def _outside_the_crop_box(sheet: Sheet, rng: random.Random) -> None:
    """Old values beside the page, outside its crop box."""
    sheet.paper.page += b"/CropBox[0 0 %g %g]" % (sheet.paper.width, sheet.paper.height)
    width, height = sheet.paper.width, sheet.paper.height
    for cell in _some(sheet, rng):
        old = sheet.old(rng, cell)
        x = rng.choice((width + 5, -5.0 - sheet.width(old)))
        sheet.over.append(sheet.set(Text(x, cell.lines[0].y, old)))
    sheet.paper.width, sheet.paper.height = width, height


def _rect(cell: CellBox) -> bytes:
    return b"/Rect[%.2f %.2f %.2f %.2f]" % cell.box


def _coded(text: str) -> bytes:
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().encode()


def _letters(sheet: Sheet, cell: CellBox) -> bytes:
    x0, y0 = cell.box[:2]
    for line in cell.lines:
        line.shown = False
    return b"".join(sheet.set(Text(line.x - x0, line.y - y0, line.text)) for line in cell.lines)


def _note(sheet: Sheet, cell: CellBox, entries: bytes, drawn: bool) -> None:
    x0, y0, x1, y1 = cell.box
    letters = _letters(sheet, cell)
    shown = b"/AP<</N %d 0 R>>" % sheet.paper.appearance(letters, x1 - x0, y1 - y0) if drawn else b""
    sheet.paper.annotations.append(b"<</Type/Annot/F 4%s%s%s>>" % (_rect(cell), entries, shown))


def _fields(sheet: Sheet, rng: random.Random, drawn: bool) -> None:
    cells = _some(sheet, rng, "period", "budget", "result")
    first = len(sheet.paper.annotations)
    for n, cell in enumerate(cells):
        value = "".join(line.text for line in cell.lines)
        entries = b"/Subtype/Widget/FT/Tx/T(f%d)/Ff 4096/DA(/F 10 Tf 0 g)/V%s" % (n, _coded(value))
        _note(sheet, cell, entries, drawn)
    notes = sheet.paper.annotations[first:]
    del sheet.paper.annotations[first:]
    numbers = [sheet.paper.add(note) for note in notes]
    listed = b" ".join(b"%d 0 R" % number for number in numbers)
    needed = b"" if drawn else b"/NeedAppearances true"
    sheet.paper.catalog += b"/AcroForm<</Fields[%s]%s/DA(/F 10 Tf 0 g)/DR 4 0 R>>" % (listed, needed)
    sheet.paper.linked += numbers


@kind
def _fields_drawn(sheet: Sheet, rng: random.Random) -> None:
    """Values typed into form fields."""
    _fields(sheet, rng, True)


@kind
def _fields_undrawn(sheet: Sheet, rng: random.Random) -> None:
    """Values typed into form fields without an appearance."""
    _fields(sheet, rng, False)


@kind
def _notes(sheet: Sheet, rng: random.Random) -> None:
    """Values typed as notes over empty cells."""
    for cell in _some(sheet, rng):
        text = _coded("".join(line.text for line in cell.lines))
        _note(sheet, cell, b"/Subtype/FreeText/DA(/F 10 Tf 0 g)/Contents%s" % text, True)


@kind
def _notes_undrawn(sheet: Sheet, rng: random.Random) -> None:
    """Values typed as notes without an appearance."""
    for cell in _some(sheet, rng):
        text = _coded("".join(line.text for line in cell.lines))
        _note(sheet, cell, b"/Subtype/FreeText/DA(/F 10 Tf 0 g)/Contents%s" % text, False)


@kind
def _stamped(sheet: Sheet, rng: random.Random) -> None:
    """Values set as stamps of letters."""
    for cell in _some(sheet, rng):
        _note(sheet, cell, b"/Subtype/Stamp", True)


def _struck(sheet: Sheet, rng: random.Random) -> Iterator[tuple[float, float, float]]:
    """Old values before the new ones in some cells: start, end and baseline of each."""
    for cell in _some(sheet, rng, "period", "budget", "result"):
        line = cell.lines[0]
        space = cell.box[2] - line.x - sheet.width(line.text) - 8
        old = _fitting(sheet, sheet.old(rng, cell), space)
        if len(old) < 3:
            continue
        width = sheet.width(old)
        sheet.over.append(sheet.set(Text(line.x, line.y, old)))
        yield line.x, line.x + width, line.y
        line.x += width + 5


@kind
def _struck_by_a_viewer(sheet: Sheet, rng: random.Random) -> None:
    """Old values struck out by an annotation, the new ones beside."""
    for x0, x1, y in list(_struck(sheet, rng)):
        low, high = y - 0.2 * sheet.size, y + 0.75 * sheet.size
        quads = (x0, high, x1, high, x0, low, x1, low)
        sheet.paper.annotations.append(
            b"<</Type/Annot/Subtype/StrikeOut/F 4/C[1 0 0]/Rect[%.2f %.2f %.2f %.2f]/QuadPoints[%s]>>"
            % (x0, low, x1, high, b" ".join(b"%.2f" % v for v in quads))
        )


@kind
def _struck_by_a_line(sheet: Sheet, rng: random.Random) -> None:
    """Old values struck out by a drawn line."""
    for x0, x1, y in list(_struck(sheet, rng)):
        at = y + rng.uniform(0.2, 0.32) * sheet.size
        sheet.over.append(
            rng.choice(
                (
                    b".6 w %.2f %.2f m %.2f %.2f l S " % (x0, at, x1, at),
                    b"%.2f %.2f %.2f .7 re f " % (x0, at, x1 - x0),
                )
            )
        )


@kind
def _underlined(sheet: Sheet, rng: random.Random) -> None:
    """Values underlined, by a line or an annotation."""
    for cell in _some(sheet, rng):
        for line in cell.lines:
            x1, at = line.x + sheet.width(line.text.rstrip()), line.y - 0.12 * sheet.size
            sheet.over.append(b".5 w %.2f %.2f m %.2f %.2f l S " % (line.x, at, x1, at))


@kind
def _pasted(sheet: Sheet, rng: random.Random) -> None:
    """Cells whose text is a pasted picture."""
    for n, cell in enumerate(_some(sheet, rng, "result", "procedure")):
        gray, width, height = _drawn(sheet, cell, rng.choice((150, 200, 300)))
        number = sheet.paper.picture(gray, width, height)
        sheet.paper.resource("XObject", b"/P%d %d 0 R" % (n, number))
        x0, y0, x1, y1 = cell.box
        place = (x1 - x0 - 3, y1 - y0 - 3, x0 + 1.5, y0 + 1.5)
        sheet.over.append(b"q %.2f 0 0 %.2f %.2f %.2f cm /P%d Do Q " % (*place, n))


_BARE = re.compile("([ก-ฮ][\u0e38\u0e39]?)([\u0e48-\u0e4c])")
"""A tone mark over a consonant without a vowel between."""


def _lowered(text: str, face: Face) -> str:
    """Tone marks where a program that shapes Thai puts them: fonts hold low ones from U+F70A on."""

    def low(match: re.Match[str]) -> str:
        code = 0xF70A + ord(match[2]) - 0x0E48
        return match[1] + chr(code) if code in face.glyphs else match[0]

    return _BARE.sub(low, text)


def _drawn(sheet: Sheet, cell: CellBox, dpi: int) -> tuple[bytes, int, int]:
    """A cell's text as pixels."""
    import numpy as np
    import pypdfium2

    x0, y0, x1, y1 = cell.box
    assert sheet.pictured is not None
    own = Paper(x1 - x0 - 3, y1 - y0 - 3, {"P": Font(sheet.pictured)})
    for line in cell.lines:
        text = _lowered(line.text, sheet.pictured)
        size = sheet.size * min(1.2, sheet.width(line.text) / sheet.pictured.width(text, sheet.size))
        own.content.append(own.show("P", size, line.x - x0 - 1.5, line.y - y0 - 1.5, text))
        line.shown = False
    document = pypdfium2.PdfDocument(own.pdf())
    pixels = np.array(document[0].render(scale=dpi / 72).to_pil().convert("L"))
    document.close()
    return pixels.tobytes(), pixels.shape[1], pixels.shape[0]


@kind
def _actual_text_by_row(sheet: Sheet, rng: random.Random) -> None:
    """/ActualText over all the cells of each row."""
    for row in range(len(sheet.truths)):
        lines = [line for cell in sheet.cells if cell.row == row for line in cell.lines]
        text = _coded(" ".join(line.text.strip() for line in lines))
        sheet.over.append(b"/Span <</ActualText %s>> BDC " % text)
        sheet.over.extend(sheet.set(line) for line in lines)
        sheet.over.append(b"EMC ")
        for line in lines:
            line.shown = False


@kind
def _actual_text_by_cell(sheet: Sheet, rng: random.Random) -> None:
    """/ActualText over all the lines of each cell."""
    for cell in sheet.body():
        text = _coded("".join(line.text for line in cell.lines))
        sheet.over.append(b"/Span <</ActualText %s>> BDC " % text)
        sheet.over.extend(sheet.set(line) for line in cell.lines)
        sheet.over.append(b"EMC ")
        for line in cell.lines:
            line.shown = False


@kind
def _junk_before(sheet: Sheet, rng: random.Random) -> None:
    """Junk before the header."""
    sheet.prefix = b"HTTP/1.1 200 OK\r\n\r\n" + bytes(
        rng.choices(b"abcdef \r\n", k=rng.choice((300, 1500, 9000)))
    )
