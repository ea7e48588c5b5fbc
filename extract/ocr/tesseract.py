"""Tesseract behind the OCR protocol, found through pytesseract and run here, within limits of its work.

None of its Thai models can output ๔ ๖ ๗ ๘ ๙, so every digit it gives is flagged unsure.

All cells of a page go in one tall montage, its paper evened out. Measured on six made scans (TH Sarabun New
16 pt, Laksaman 12 pt, noise, a shadow) at 200 dpi, before flattening: one process a cell with psm 6: CER
5.6 %, 2.5 s a page; montage psm 6: 4.3 %, 1.3 s; psm 4: 2.5 %; psm 11: 2.1 %, 1.2 s. Flattened: psm 6 3.6 %,
psm 4 2.1 %, psm 11 1.8 %; at 150 dpi 4.1, 3.4 and 1.9 %. Crops scaled up 1.33–2 times at 150 dpi read worse
(5.9–6.6 % against 4.7 %), so crops stay as they are. Without ``eng`` the CER differs by 0.1 points and Latin
names are lost.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import cv2
import pytesseract
from pytesseract import TesseractError, TesseractNotFoundError

from extract.errors import SetupError
from extract.model import BBox, GrayImage, Line, Method
from extract.ocr.choose import Region
from extract.ocr.montage import INK, WHITE, crop, dash_in, flatten, has_ink, stack
from extract.ocr.words import Word, to_lines

SPARSE = 11
"""Page segmentation mode for a montage of cells."""

BLOCK = 6
"""For cells that sparse mode left empty or doubtful: it takes marks over letters for lines of their own."""

DOUBT = 0.8
"""Confidence of a cell's least sure letters below which it is read again and the surer reading kept. CER on
11 pages of five made scans: 2.8 % with only empty cells read again, 2.5 % at .4–.6, 2.0 % at .8 and .9."""

FREE = 4
"""For free text: one column of lines of different sizes. On a real 300-dpi memo CER 3.4 % (psm 6 2.0 %,
psm 11 6.5 %), but on pages with QR codes and titles psm 6 reads the codes as text."""

DASH_CONFIDENCE = 0.95
"""Of a dash told by its shape."""

FEW = 4
"""Letters in a row whose confidence is taken together."""

SECONDS = 25
"""Processor time of one run of the program, which the kernel counts; a page's cells take 1–3 s."""

BY_CLOCK = 10.0
"""Times as much by the clock, against one that hangs and does not work: a busy machine takes nothing."""


class Tesseract:
    """The engine ``tesseract``; raises ``SetupError`` when the program or its Thai model is missing."""

    name: Method = "tesseract"

    def __init__(
        self, languages: str = "tha+eng", seconds: int = SECONDS, by_clock: float = BY_CLOCK
    ) -> None:
        """Check the installation; ``languages`` as for ``-l``.

        A run is given up after ``seconds`` of work, and ``by_clock`` times as many by the clock.
        """
        self._languages = languages
        self._seconds = seconds
        self._by_clock = by_clock
        # One thread a process: pages are spread over workers, and more threads make tesseract slower.
        os.environ["OMP_THREAD_LIMIT"] = "1"
        try:
            installed = set(pytesseract.get_languages())
            number = str(pytesseract.get_tesseract_version()).split()[0]
        except (TesseractNotFoundError, TesseractError, OSError) as error:
            raise _missing("tesseract") from error
        for language in languages.split("+"):
            if language not in installed:
                raise _missing(f"tesseract: {language}.traineddata")
        self.version = f"{number} {languages}"

    def read(self, image: GrayImage, dpi: float, regions: Sequence[Region]) -> list[tuple[Line, ...]]:
        """Read each region; a region on which the program fails gives one empty line of confidence 0."""
        out: list[tuple[Line, ...]] = [() for _ in regions]
        image = flatten(image, dpi)
        inked = [(i, r) for i, r in enumerate(regions) if has_ink(crop(image, r.box), dpi)]
        cells = [(i, r.box) for i, r in inked if r.cell]
        for i, box in cells:
            dash = dash_in(crop(image, box), dpi)
            if dash is not None:
                place = dash.moved(max(0, int(box.x0)), max(0, int(box.y0)))
                out[i] = (Line("-", place, DASH_CONFIDENCE, (DASH_CONFIDENCE,)),)
        cells = [(i, box) for i, box in cells if not out[i]]
        self._read_stacked(image, dpi, cells, SPARSE, out)
        doubtful = [(i, box) for i, box in cells if trust(out[i]) < DOUBT]
        again = list(out)
        self._read_stacked(image, dpi, doubtful, BLOCK, again)
        for i, _ in doubtful:
            out[i] = max(out[i], again[i], key=trust)
        for i, region in inked:
            if not region.cell:
                self._read_stacked(image, dpi, [(i, region.box)], FREE, out)
        return out

    def _read_stacked(
        self,
        image: GrayImage,
        dpi: float,
        boxes: Sequence[tuple[int, BBox]],
        mode: int,
        out: list[tuple[Line, ...]],
    ) -> None:
        """Read ``boxes`` into ``out``; a failing montage is halved until the failing region stands alone."""
        for montage in stack(image, dpi, boxes):
            words = self._words(montage.image, dpi, mode)
            held = [(strip.region, dict(boxes)[strip.region]) for strip in montage.strips]
            if words is not None:
                for strip in montage.strips:
                    inside = [w for w in words if strip.top <= w.box.center[1] < strip.bottom]
                    lines = to_lines(inside, montage.image, WHITE - INK)
                    moved = (replace(line, bbox=line.bbox.moved(strip.dx, strip.dy)) for line in lines)
                    out[strip.region] = tuple(moved)
            elif len(held) == 1:
                out[held[0][0]] = (Line("", held[0][1], 0.0),)
            else:
                middle = len(held) // 2
                self._read_stacked(image, dpi, held[:middle], mode, out)
                self._read_stacked(image, dpi, held[middle:], mode, out)

    def _words(self, image: GrayImage, dpi: float, mode: int) -> list[Word] | None:
        """Words of ``image``, or ``None`` when the program crashed or was given up."""
        with tempfile.TemporaryDirectory(prefix="tess_") as place:
            picture, out = Path(place, "in.png"), Path(place, "out")
            command = [pytesseract.pytesseract.tesseract_cmd, str(picture), str(out)]
            command += ["-l", self._languages, "-c", "tessedit_create_tsv=1"]
            command += ["--oem", "1", "--psm", str(mode), "--dpi", str(round(dpi))]
            try:
                picture.write_bytes(cv2.imencode(".png", image)[1].tobytes())
                if not self._ran(command):
                    return None
                return _words_of(out.with_suffix(".tsv").read_text("utf-8"))
            except FileNotFoundError as error:
                if error.filename == command[0]:
                    raise _missing("tesseract") from error
                return None
            except (OSError, cv2.error, ValueError, KeyError):
                return None

    def _ran(self, command: Sequence[str]) -> bool:
        """Whether the program came to its end, within its limits."""
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            _limit(process.pid, self._seconds)
            try:
                return process.wait(self._by_clock * self._seconds) == 0
            except subprocess.TimeoutExpired:
                process.kill()
                return False


def _limit(process: int, seconds: int) -> None:
    """The kernel ends ``process`` after ``seconds`` of its processor time, where it is Linux."""
    if sys.platform == "linux":
        with suppress(OSError):  # it has ended already
            _, hard = resource.prlimit(process, resource.RLIMIT_CPU)
            most = seconds if hard == resource.RLIM_INFINITY else min(seconds, hard)
            resource.prlimit(process, resource.RLIMIT_CPU, (most, hard))


def trust(lines: Sequence[Line]) -> float:
    """Confidence of the least sure few letters in a row, 0 for no line at all."""
    return min((_weakest(line) for line in lines), default=0.0)


def _weakest(line: Line) -> float:
    values = line.char_confidences or (line.confidence,)
    count = max(1, len(values) - FEW + 1)
    return min(sum(values[i : i + FEW]) / len(values[i : i + FEW]) for i in range(count))


def _words_of(tsv: str) -> list[Word]:
    """Words of tesseract's table: a head, then one row a word or what holds words; the text comes last."""
    head, *rows = (line.split("\t") for line in tsv.strip("\n").split("\n"))
    named = (dict(zip(head, row, strict=False)) for row in rows)
    return [_word(row) for row in named if row.get("text", "").strip()]


def _word(row: Mapping[str, str]) -> Word:
    left, top = float(row["left"]), float(row["top"])
    box = BBox(left, top, left + float(row["width"]), top + float(row["height"]))
    place = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
    return Word(row["text"].strip(), box, max(0.0, int(float(row["conf"])) / 100), place)


def _missing(what: str) -> SetupError:
    return SetupError.of("not-installed", what=what)
