"""The data that stages hand to one another: frozen, slotted, engine-neutral.

Frame of every ``BBox`` on a page: PDF points from the top left of the page as a viewer shows it, x to the
right and y downwards, before our own rotation and deskew. Images count as pages at their stated dpi, else
200.
Pages count from 1, rows and columns from 0.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:  # a run's process, which reads no page itself, does without numpy
    import numpy as np
    from numpy.typing import NDArray

Method = Literal["text", "form", "annotation", "reader", "tesseract", "picture", "pdfplumber", "none"]
"""``form`` and ``annotation``: typed into a field or a note over the page; ``picture``: a cell, or
letters, of a digital page read from its picture."""
DIGITAL = ("text", "form", "annotation", "pdfplumber")
"""Methods that read letters as the file codes them and no picture: letters are sure, boxes exact."""
SCANNED = ("reader", "tesseract")
"""Methods that read letters from the picture of a page."""
Severity = Literal["info", "warning", "error"]
Status = Literal["ok", "partial", "failed", "refused", "duplicate"]
DocumentKind = Literal["measure_plan", "measure_report", "measure_analysis", "other"]
GrayImage: TypeAlias = "NDArray[np.uint8]"
Floats: TypeAlias = "NDArray[np.float64]"
Mask: TypeAlias = "NDArray[np.uint8]"
"""Pixels that are 0 or not, mostly 255."""


SLIGHT_SKEW = 5.0
"""Degrees: on a page that was turned by no more the box around a cell is taken for the cell."""

QUAD_FROM = 1.0
"""Points between a cell's corners and those of the box around it from which both are told."""


@dataclass(frozen=True, slots=True)
class BBox:
    """A box ``x0 y0 x1 y1``; points on a page, pixels where a docstring says so."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Horizontal extent."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent."""
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        """Area, 0 for an empty or inverted box."""
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def center(self) -> tuple[float, float]:
        """Middle of the box as ``(x, y)``."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def union(self, other: BBox) -> BBox:
        """Smallest box holding both."""
        return BBox(
            min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )

    def intersection(self, other: BBox) -> BBox:
        """Common part; its area is 0 when the boxes do not meet."""
        return BBox(
            max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1)
        )

    def meets(self, other: BBox) -> bool:
        """Whether the two lie over one another, be it in a line."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def share_in(self, other: BBox) -> float:
        """Share of this box that lies in the other, 0–1."""
        return self.intersection(other).area / self.area if self.area else 0.0

    def grown(self, by: float) -> BBox:
        """Larger by ``by`` on each side."""
        return BBox(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def moved(self, x: float, y: float) -> BBox:
        """The same box further right and down."""
        return BBox(self.x0 + x, self.y0 + y, self.x1 + x, self.y1 + y)

    def scaled(self, by: float) -> BBox:
        """In units of which ``by`` make one of these."""
        return BBox(self.x0 * by, self.y0 * by, self.x1 * by, self.y1 * by)

    def pixels(self) -> tuple[slice, slice]:
        """Rows and columns of an image that the box, in its pixels, touches."""
        rows = slice(max(0, int(self.y0)), max(0, int(self.y1) + 1))
        return rows, slice(max(0, int(self.x0)), max(0, int(self.x1) + 1))

    def iou(self, other: BBox) -> float:
        """Intersection over union, 0–1."""
        common = self.intersection(other).area
        total = self.area + other.area - common
        return common / total if total else 0.0

    def under(self, matrix: NDArray[np.float64]) -> BBox:
        """Upright box around this one after ``matrix``: 2×3 affine, or a 3×3 homography."""
        return BBox.around(moved(self.corners, matrix))

    @property
    def corners(self) -> Floats:
        """Its four corners as an array (4, 2), clockwise from the top left."""
        import numpy as np

        return np.array([[self.x0, self.y0], [self.x1, self.y0], [self.x1, self.y1], [self.x0, self.y1]])

    @staticmethod
    def around(points: Floats) -> BBox:
        """The upright box around ``points`` (n, 2)."""
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return BBox(float(x0), float(y0), float(x1), float(y1))

    def contains(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether the point lies inside, give or take ``slack``."""
        return self.x0 - slack <= x <= self.x1 + slack and self.y0 - slack <= y <= self.y1 + slack

    def as_list(self) -> list[float]:
        """``[x0, y0, x1, y1]`` rounded to a hundredth, as the output files hold it."""
        return [
            round(v, 2) + 0.0 for v in (self.x0, self.y0, self.x1, self.y1)
        ]  # never -0.0, which SQLite drops


Quad: TypeAlias = tuple[float, float, float, float, float, float, float, float]
"""Four corners of what is level on paper and slanted in the picture: x y, clockwise from the top left."""


def moved(points: Floats, matrix: Floats) -> Floats:
    """``points`` (n, 2) under ``matrix``: 2×3 affine, or a 3×3 homography."""
    import numpy as np

    there: Floats = np.c_[points, np.ones(len(points))] @ matrix.T
    return there if there.shape[1] == 2 else there[:, :2] / there[:, 2:]


def is_level(rotation: int, skew: float) -> bool:
    """Whether a page so turned is upright and hardly askew."""
    return rotation % 360 == 0 and abs(skew) <= SLIGHT_SKEW


def leveled(box: BBox, quad: Quad | None, rotation: int, skew: float) -> BBox:
    """``box``, or the place with the corners ``quad``, as it lies on the page turned upright and level.

    The page is turned about its corner: places compare with one another alone. A page that is upright and
    hardly askew keeps its boxes.
    """
    if is_level(rotation, skew):
        return box
    turn = math.radians(rotation + skew)
    x, y = box.center if quad is None else (sum(quad[::2]) / 4, sum(quad[1::2]) / 4)
    x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    if quad is None:
        width, height = (box.height, box.width) if rotation % 180 else (box.width, box.height)
    else:
        width = math.hypot(quad[2] - quad[0], quad[3] - quad[1])
        height = math.hypot(quad[6] - quad[0], quad[7] - quad[1])
    return BBox(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or doubtful about the paper, or about what was read; see ``data/findings.csv``.

    ``readings`` are (engine, text) where engines read a cell differently.
    """

    code: str
    severity: Severity
    detail: str = ""
    field: str | None = None
    page: int | None = None
    bbox: BBox | None = None
    readings: tuple[tuple[str, str], ...] = ()

    def at(self, places: Sequence[Cell | Provenance]) -> Finding:
        """The finding at the first of ``places``, if there is one."""
        return replace(self, page=places[0].page, bbox=places[0].bbox) if places else self


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character cluster of a text layer: a base with its marks, at its baseline, in content order.

    ``baseline`` is y of the baseline, ``size`` the font size, both in points; ``visible`` is false for
    text that the page does not show. ``turn`` is the way the letters run, degrees counter-clockwise: 0 level,
    90 upwards, 270 downwards; a glyph that runs up or down has its baseline in the page turned so that it is
    level (``upright``). ``tone`` is 0 for black and 255 for white or clear. ``struck`` tells that the letter
    is struck out. ``confidence`` is under 1 where the file does not tell the letter and it was read from the
    picture of the page.
    """

    text: str
    bbox: BBox
    baseline: float
    size: float
    visible: bool = True
    turn: int = 0
    tone: int = 0
    method: Method = "text"
    struck: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, its trailing space kept where the paper has a space glyph there.

    ``char_confidences`` has one entry a character of ``text`` or is empty when the engine gives none.
    ``unsure`` holds positions in ``text`` that the engine cannot be trusted on (digits of tesseract).
    ``baseline`` is where its letters stand on the level page, if known: boxes reach down to the lowest tail.
    ``quad`` is where the line stands slanted in a picture that was unwarped, ``place`` where it stands in a
    file without pages; neither is kept.
    """

    text: str
    bbox: BBox
    confidence: float = 1.0
    char_confidences: tuple[float, ...] = ()
    unsure: tuple[int, ...] = ()
    baseline: float | None = field(default=None, compare=False)
    quad: Quad | None = field(default=None, compare=False)
    place: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One straight ruling line: horizontal at y = ``position`` or vertical at x = ``position``, points."""

    horizontal: bool
    position: float
    start: float
    end: float
    thickness: float = 0.5

    @property
    def length(self) -> float:
        """From its start to its end."""
        return self.end - self.start

    def length_within(self, start: float, end: float) -> float:
        """How much of it lies between ``start`` and ``end``."""
        return max(0.0, min(self.end, end) - max(self.start, start))

    @property
    def box(self) -> BBox:
        """The area of its ink."""
        low, high = self.position - self.thickness / 2, self.position + self.thickness / 2
        if self.horizontal:
            return BBox(self.start, low, self.end, high)
        return BBox(low, self.start, high, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """Where the pixels of an unbent picture lay in the bent one, pixels of both: polynomials of the place.

    Places count from ``middle`` in units of ``reach``. ``across[p, q]`` belongs to y^p · x^q and shifts x,
    ``down[p, q]`` to x^p · y^q and shifts y.
    """

    middle: tuple[float, float]
    reach: float
    across: Floats
    down: Floats

    def before(self, points: Floats) -> Floats:
        """``points`` (n, 2) of the unbent picture in the bent one."""
        import numpy as np

        u, v = ((points - self.middle) / self.reach).T
        out = points.astype(np.float64)
        for way, (along, off, factors) in enumerate(((v, u, self.across), (u, v, self.down))):
            first, second = (
                np.vander(at, n, True) for at, n in zip((along, off), factors.shape, strict=True)
            )
            out[:, way] += self.reach * ((first @ factors) * second).sum(axis=1)
        return out

    def flipped(self, across: bool, down: bool) -> Bend:
        """The same for pictures with left and right, or top and foot, exchanged."""
        import numpy as np

        x, y = -1.0 if across else 1.0, -1.0 if down else 1.0
        first, second = np.indices(self.across.shape)
        turned = self.across * x * y**first * x**second, self.down * y * x**first * y**second
        return Bend(self.middle, self.reach, *turned)


@dataclass(frozen=True, slots=True)
class Raster:
    """A page as pixels: 8-bit gray ``(height, width)``, and the way back to points.

    ``to_page`` is a matrix from pixel ``(x, y)`` to page points, 2×3 or, where the page was seen aslant, a
    3×3 homography; it undoes rotation and skew. Where the paper was bent, ``bend`` comes before it.
    ``skew`` is in degrees, counter-clockwise, as found on the page (already taken out of ``image``).
    ``color`` is the same page in blue, green and red, ``(height, width, 3)``, where its scan has colours.
    ``kept`` holds small pictures of it that several stages ask for; no copy of a raster takes them over.
    """

    image: GrayImage
    dpi: float
    to_page: NDArray[np.float64]
    rotation: int = 0
    skew: float = 0.0
    color: NDArray[np.uint8] | None = None
    bend: Bend | None = None
    kept: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def points_to_page(self, points: Floats) -> Floats:
        """Pixels ``points`` (n, 2) as page points."""
        return moved(points if self.bend is None else self.bend.before(points), self.to_page)

    def box_to_page(self, box: BBox) -> BBox:
        """Page box around the pixel box ``box``."""
        return BBox.around(self.points_to_page(box.corners))

    def quad_to_page(self, box: BBox) -> Quad | None:
        """Corners on the page of the pixel box ``box``; None where its page box says the same.

        That is where the page was only turned: a scan a little askew has no quads.
        """
        if self.bend is None and len(self.to_page) == 2 and abs(self.skew) <= SLIGHT_SKEW:
            return None
        found = self.points_to_page(box.corners)
        if abs(found - BBox.around(found).corners).max() <= QUAD_FROM:
            return None
        (a, b), (c, d), (e, f), (g, h) = ([round(float(v), 2) for v in corner] for corner in found)
        return a, b, c, d, e, f, g, h


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. ``raw`` is the text as found, ``text`` the repaired text, lines rejoined.

    ``shaded`` says that its ground is coloured or gray where other cells are white. ``quad`` holds its
    corners where it stands slanted in a picture that was unwarped. ``place`` names it in a file without pages
    (``table 1, row 2, column 3``, ``Sheet1!C5``); records keep it, the archive's tables do not.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox
    page: int
    lines: tuple[Line, ...] = ()
    text: str = ""
    raw: str = ""
    confidence: float = 1.0
    method: Method = "none"
    findings: tuple[Finding, ...] = ()
    shaded: bool = False
    quad: Quad | None = None
    place: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells on one page; ``index`` counts the tables of a page from 1, top to bottom."""

    page: int
    index: int
    bbox: BBox
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    rulings: tuple[Ruling, ...] = ()
    origin: Literal["vector", "raster", "pdfplumber", "open"] = "vector"

    def at(self, row: int, column: int) -> Cell | None:
        """The cell covering ``(row, column)``, spans included."""
        for cell in self.cells:
            if (
                cell.row <= row < cell.row + cell.row_span
                and cell.column <= column < cell.column + cell.column_span
            ):
                return cell
        return None


@dataclass(frozen=True, slots=True)
class Code:
    """A decoded two-dimensional code (QR) and its place.

    ``caption`` is the text printed beside it, ``survey`` the survey of the ITA that the caption names.
    """

    text: str
    format: str
    bbox: BBox
    caption: str | None = None
    survey: Literal["IIT", "EIT"] | None = None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Page:
    """One page after reading: every line in reading order (those of tables too) and its tables.

    ``rules`` are long rules that belong to no table: under a running head, over a footnote. ``bug`` is the
    trace of a mistake of our own that cost the page; it goes into the run's log, never into the archive.
    ``fold`` is the x between the two pages that a wide sheet bears side by side, the left one first in
    ``lines`` and ``tables``; it is not kept.
    """

    number: int
    width: float
    height: float
    method: Method
    rotation: int = 0
    skew: float = 0.0
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    codes: tuple[Code, ...] = ()
    findings: tuple[Finding, ...] = ()
    rules: tuple[Ruling, ...] = ()
    bug: str = ""
    fold: float | None = field(default=None, compare=False)

    def leveled(self, place: Line | Cell) -> BBox:
        """Where a line or cell lies on the page turned upright and level; for comparing places."""
        return leveled(place.bbox, place.quad, self.rotation, self.skew)

    def half(self, box: BBox) -> int:
        """0 for what stands on the left page of a sheet of two, or on a page of its own, else 1."""
        return int(self.fold is not None and box.center[0] > self.fold)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value was printed, and what stood there before repair.

    ``quad`` holds the corners of the place where it stands slanted in a picture that was unwarped. In a file
    without pages (Word, Excel, HTML) ``place`` names it, and ``bbox`` is of a sheet laid out for the reading.
    """

    page: int
    bbox: BBox
    method: Method
    raw: str
    confidence: float = 1.0
    quad: Quad | None = None
    place: str | None = None


ProvenanceOf = tuple[tuple[str, tuple[Provenance, ...]], ...]
"""Field by field where it was printed, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class LogicalRow:
    """A table row put together again over page breaks: one text and its places for each column.

    ``kind`` is ``header``, ``section`` or ``body``. ``table`` is the (page, index, row) of first print.
    ``cells`` maps a column of the stitched table to its cell parts, in reading order; a cell spanning
    several columns stands under its first one.
    """

    kind: Literal["header", "section", "body"]
    table: tuple[int, int, int]
    cells: tuple[tuple[int, tuple[Cell, ...]], ...]
    findings: tuple[Finding, ...] = ()

    @property
    def all_cells(self) -> tuple[Cell, ...]:
        """The parts of all its cells, column by column."""
        return tuple(cell for _, parts in self.cells for cell in parts)

    def parts(self, column: int) -> tuple[Cell, ...]:
        """Cell parts of ``column``, empty when the row has none there."""
        for number, parts in self.cells:
            if number == column:
                return parts
        return ()


@dataclass(frozen=True, slots=True)
class LogicalTable:
    """Tables of several pages joined: header rows first, then sections and bodies in print order."""

    columns: int
    rows: tuple[LogicalRow, ...]
    tables: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit inside a text: ``span`` is (start, end) in that text."""

    value: float
    unit: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value the paper does not print, proposed with its score (0–1) and basis."""

    value: int
    score: float
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """The agency of a report, as far as its paper tells; ``agency_name`` is the full official name."""

    agency_name: str | None = None
    agency_type: str | None = None
    agency_id: str | None = None
    dla_code: str | None = None
    agency_lineage_id: str | None = None
    subdistrict: str | None = None
    district: str | None = None
    province: str | None = None
    province_code: str | None = None

    def of_agency(self) -> dict[str, Any]:
        """These facts alone by their names, for another object that bears them."""
        return {f.name: getattr(self, f.name) for f in fields(AgencyFacts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts(AgencyFacts):
    """What holds for a whole report and so for each of its measures: the facts of ``data/fields.csv``."""

    fiscal_year: int | None = None
    fiscal_year_first: int | None = None
    fiscal_year_last: int | None = None
    basis_year: int | None = None
    report_year: int | None = None
    assessment_round: str | None = None
    document_kind: DocumentKind = "other"
    oit_code: str | None = None

    def shared(self) -> dict[str, Any]:
        """The facts alone by their names, for another object that bears them."""
        return {f.name: getattr(self, f.name) for f in fields(ReportFacts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts(ReportFacts):
    """What title, introduction and tables say about the whole report."""

    title: str | None = None
    provenance: ProvenanceOf = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRecord(ReportFacts):
    """One measure (มาตรการ) of one report: the contract of ``records.jsonl``; keys are only ever added.

    ``data/fields.csv`` describes each key and gives their order in files.
    """

    record_id: str
    document_id: str
    source_file: str
    fiscal_year_ce: int | None = None
    section: str | None = None
    instrument: Literal["IIT", "EIT", "OIT"] | None = None
    indicator: int | None = None
    indicators: tuple[int, ...] = ()
    indicator_suggested: Suggestion | None = None
    topic: int | None = None
    number: str | None = None
    measure: str | None = None
    procedure: str | None = None
    responsible: str | None = None
    period: str | None = None
    budget: str | None = None
    monitoring: str | None = None
    result: str | None = None
    status_text: str | None = None
    problem: str | None = None
    suggestion: str | None = None
    issue: str | None = None
    target: str | None = None
    evidence: str | None = None
    remark: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    responsible_units: tuple[str, ...] = ()
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    budget_thb: float | None = None
    result_status: Literal["done", "in_progress", "not_done", "not_reported", "unclear"] = "unclear"
    result_share: float | None = None
    quantities: tuple[Quantity, ...] = ()
    tokens: tuple[str, ...] = ()
    measure_key: str | None = None
    family_id: str | None = None
    confidence: float = 1.0
    needs_review: bool = False
    findings: tuple[Finding, ...] = ()
    provenance: ProvenanceOf = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRecord:
    """One ITA score table: ten indicators, the means of the instruments, total and level as printed.

    Scores are percentages, 0–100. ``indicators`` has one entry a printed indicator (number, score).
    ``computed_total`` is .30 · mean(1–5) + .30 · mean(6–8) + .40 · mean(9–10), None unless all ten are there.
    ``level_scheme`` is ``letters`` (AA–F) or ``words`` (since FY2566).
    """

    score_id: str
    document_id: str
    source_file: str
    agency_id: str | None = None
    agency_name: str | None = None
    fiscal_year: int | None = None
    indicators: tuple[tuple[int, float], ...] = ()
    iit: float | None = None
    eit: float | None = None
    oit: float | None = None
    total: float | None = None
    computed_total: float | None = None
    level: str | None = None
    level_scheme: Literal["letters", "words"] | None = None
    confidence: float = 1.0
    findings: tuple[Finding, ...] = ()
    provenance: ProvenanceOf = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report read whole: its pages, its facts, its measures and its score tables.

    ``cause`` is the code of what kept it from being ``ok``; ``reason`` says so in words.
    """

    document_id: str
    source_file: str
    sha256: str
    pages: tuple[Page, ...]
    facts: DocumentFacts
    records: tuple[MeasureRecord, ...]
    findings: tuple[Finding, ...] = ()
    status: Status = "ok"
    cause: str = ""
    reason: str = ""
    seconds: tuple[tuple[str, float], ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    scores: tuple[ScoreRecord, ...] = ()
