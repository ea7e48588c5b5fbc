"""The line reader behind the protocol: fixtures read right, and paper that holds no text."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest

from extract.data import blob
from extract.errors import SetupError
from extract.model import BBox, Line
from extract.ocr import net as net_module
from extract.ocr import reader as module
from extract.ocr.choose import WEIGHTS, Engine, Region
from extract.ocr.decode import Reading
from extract.ocr.linecrop import Spot, cut
from extract.ocr.net import OVERLAP, PIECE, STRIDE, Net, _join, _pieces
from extract.ocr.reader import Reader, plausible_dpi
from extract.pages.document import open_document
from extract.pages.render import render

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
REAL = Path(__file__).parents[2].parent / "shared" / "real"
UNSURE = 0.9


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def whole(image: np.ndarray, cell: bool = True) -> list[Region]:
    height, width = image.shape
    return [Region(BBox(0, 0, width, height), cell)]


def read(reader: Reader, image: np.ndarray, cell: bool = True, dpi: float = 200) -> tuple[Line, ...]:
    return reader.read(image, dpi, whole(image, cell))[0]


def page(path: Path, number: int, dpi: float) -> np.ndarray:
    with open_document(path.read_bytes(), path.name) as document, document.page(number) as opened:
        return render(opened, dpi).image


def test_the_reader_is_an_engine(reader: Reader) -> None:
    engine: Engine = reader
    assert engine.name == "reader"
    assert engine.version


def test_title_of_a_scanned_report_with_thai_digits(reader: Reader) -> None:
    image = page(FIXTURES / "nongchanglan-2566-scan200.pdf", 1, 200)
    text = " ".join(line.text for line in read(reader, image, cell=False))
    assert "องค์การบริหารส่วนตำบลหนองช้างแล่น" in text
    assert "พ.ศ. ๒๕๖๖" in text


def test_every_character_has_a_confidence_and_every_line_a_box_on_the_page(reader: Reader) -> None:
    image = page(FIXTURES / "nongchanglan-2566-scan200.pdf", 1, 200)
    for line in read(reader, image, cell=False):
        assert len(line.char_confidences) == len(line.text)
        assert 0 <= min(line.char_confidences) <= max(line.char_confidences) <= 1
        assert 0 <= line.bbox.x0 < line.bbox.x1 <= image.shape[1]
        assert 0 <= line.bbox.y0 < line.bbox.y1 <= image.shape[0]


def test_the_same_pixels_give_the_same_lines(reader: Reader) -> None:
    image = page(FIXTURES / "nongchanglan-2566-scan150.pdf", 1, 150)
    assert read(reader, image, cell=False) == read(Reader(), image, cell=False)


def test_no_region_and_empty_regions(reader: Reader) -> None:
    sheet = np.full((200, 300), 250, np.uint8)
    assert reader.read(sheet, 200, []) == []
    off_page = [Region(BBox(500, 500, 600, 600)), Region(BBox(10, 10, 10, 10))]
    assert reader.read(sheet, 200, off_page) == [(), ()]
    assert reader.read(np.zeros((0, 0), np.uint8), 200, off_page) == [(), ()]


@pytest.mark.parametrize("shade", [0, 90, 255])
def test_a_blank_or_solid_black_cell_is_empty(reader: Reader, shade: int) -> None:
    assert read(reader, np.full((120, 400), shade, np.uint8)) == ()


def test_noise_alone_is_no_text(reader: Reader) -> None:
    noise = np.random.default_rng(1).normal(225, 12, (200, 500)).clip(0, 255).astype(np.uint8)
    assert read(reader, noise, cell=False) == ()


def test_a_line_20000_pixels_wide(reader: Reader) -> None:
    strip = np.full((60, 20_000), 245, np.uint8)
    places = range(20, 19_900, 24)
    for x in places:
        cv2.putText(strip, "O", (x, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 20, 2, cv2.LINE_AA)
    (line,) = read(reader, strip)
    assert len(line.text.replace(" ", "")) == pytest.approx(len(places), abs=8)


def test_print_upside_down_is_unsure(reader: Reader) -> None:
    image = page(FIXTURES / "nongchanglan-2566-scan200.pdf", 1, 200)
    upright = read(reader, image, cell=False)
    turned = read(reader, np.ascontiguousarray(image[::-1, ::-1]), cell=False)
    letters = sum(len(line.text) for line in turned if line.confidence > UNSURE)
    assert letters < 0.02 * sum(len(line.text) for line in upright)


def test_a_signature_is_not_surely_text(reader: Reader) -> None:
    sheet = np.full((200, 500), 245, np.uint8)
    t = np.linspace(0, 9 * np.pi, 300)
    curve = np.stack([60 + 14 * t + 18 * np.sin(t), 100 + 45 * np.cos(1.3 * t) * np.exp(-t / 40)], axis=1)
    cv2.polylines(sheet, [curve.astype(np.int32)], False, 60, 2, cv2.LINE_AA)
    assert all(line.confidence < UNSURE for line in read(reader, sheet, cell=False))


def test_a_round_stamp_is_not_surely_text(reader: Reader) -> None:
    sheet = np.full((400, 400), 245, np.uint8)
    for radius in (90, 120, 124):
        cv2.circle(sheet, (200, 200), radius, 90, 2, cv2.LINE_AA)
    assert all(line.confidence < UNSURE for line in read(reader, sheet, cell=False))


def test_a_scan_that_says_72_dpi_is_taken_for_a4() -> None:
    scan = np.zeros((3507, 2480), np.uint8)
    assert plausible_dpi(scan, 72) == pytest.approx(300, abs=1)
    assert plausible_dpi(scan, 300) == 300


@pytest.mark.parametrize("width", [100, PIECE, PIECE + OVERLAP, PIECE + OVERLAP + 4, 5000, 20_000])
def test_pieces_of_a_wide_line_join_to_as_many_steps_as_the_line_has(width: int) -> None:
    image = np.zeros((48, width), np.uint8)
    parts = [np.zeros((piece.shape[1] // STRIDE, 3), np.float32) for piece in _pieces(image)]
    assert len(_join(parts)) == width // STRIDE


def test_missing_weights_name_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> bytes:
        raise FileNotFoundError(name)

    monkeypatch.setattr(module, "blob", missing)
    with pytest.raises(SetupError, match="install prongsai again"):
        Reader()


def test_damaged_weights_name_the_fix() -> None:
    with pytest.raises(SetupError, match="damaged"):
        Net(b"not an onnx file", "reader.onnx")
    with pytest.raises(SetupError, match="damaged"):
        Net(blob("reader.onnx")[:5000], "reader.onnx")


def test_weights_of_another_format_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net_module, "FORMAT", "0")
    with pytest.raises(SetupError, match="format '1' in place of '0'"):
        Reader()


class Told:
    """A net that reads every line as it was told."""

    version = "0"

    def __init__(self, text: str, chance: float) -> None:
        self.text, self.chance, self.asked = text, chance, 0

    def read_images(self, images: Sequence[np.ndarray]) -> list[Reading]:
        self.asked += len(images)
        return [
            Reading(self.text, (self.chance,) * len(self.text), ((0, 1),) * len(self.text), 0.0)
            for _ in images
        ]

    def calibrated(self, reading: Reading) -> tuple[float, tuple[float, ...]]:
        return self.chance, reading.confidences


def test_shipped_weights_are_small_and_say_what_they_are() -> None:
    weights = blob(WEIGHTS)
    assert len(weights) < 1024 * 1024
    facts = onnxruntime.InferenceSession(weights).get_modelmeta().custom_metadata_map
    classes = json.loads(facts["classes"])
    assert classes[0] == ""
    assert set("๐๑๒๓๔๕๖๗๘๙0123456789") <= set(classes)
    assert {"line", "letter"} <= set(json.loads(facts["calibration"]))


@pytest.mark.skipif(not REAL.exists(), reason="the real scans are not here")
def test_a_real_memo_reads_at_half_a_per_cent_and_every_thai_digit() -> None:
    from rapidfuzz.distance import Levenshtein

    image = page(REAL / "scan_memo.pdf", 2, 300)
    truth = "".join((REAL / "scan_memo_p2.truth.txt").read_text("utf-8").split())
    found = "".join("".join(line.text.split()) for line in read(Reader(), image, cell=False, dpi=300))
    steps = [step for step in Levenshtein.opcodes(truth, found) if step.tag != "equal"]
    assert Levenshtein.distance(truth, found) <= 0.005 * len(truth)
    assert not any(c in "๐๑๒๓๔๕๖๗๘๙" for step in steps for c in truth[step.src_start : step.src_end])


class Sized(Told):
    """A net that can read lines cut at one size alone, and that is sure of what it reads."""

    def __init__(self) -> None:
        super().__init__("เทศบาลตำบล", 0.9)

    def read_images(self, images: Sequence[np.ndarray]) -> list[Reading]:
        right = [image.shape[1] < 500 for image in images]
        return [Reading(self.text, (0.9,) * 10, ((0, 1),) * 10, 0.01 if sure else 5.0) for sure in right]

    def calibrated(self, reading: Reading) -> tuple[float, tuple[float, ...]]:
        return math.exp(-reading.doubt), reading.confidences


def test_line_that_makes_no_sense_is_read_at_the_size_of_its_neighbour() -> None:
    image = np.full((400, 900), 255, np.uint8)
    title, short = Spot(100, 500, 100, 20.0), Spot(100, 500, 200, 11.0)
    reader = Reader(Sized())  # type: ignore[arg-type]
    read = list(zip((title, short), reader._lines([cut(image, title), cut(image, short)]), strict=True))
    assert [line.confidence < 0.1 for _, line in read] == [False, True]
    again = reader._at_other_sizes(image, [[title, short]], read)
    assert [spot.consonant for spot, _ in again] == [20.0, 20.0]
    assert all(line.confidence > 0.9 for _, line in again)
