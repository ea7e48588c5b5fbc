"""Page images: drawn from the input file in a guarded child, checked by their sha256, kept on disk.

``large`` is the page at ``DPI`` for cutting out cells; ``view`` is at most ``VIEW_WIDTH`` pixels wide. Both
are turned upright as the reading found the page. A hostile file costs its child, never the desk.
"""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from extract.model import BBox, Quad

DPI = 200.0  # marks above consonants of 12 points are 5 pixels high: legible when enlarged
VIEW_WIDTH = 1600  # pixels: two for each of a desk half as wide as a 1280-pixel screen
QUALITY = 82
SECONDS = 30.0  # DESIGN.md, "Limits by default": a page
MARGIN = 6.0  # points around a cell that is cut out
MOST_KEPT = 512 * 1024**2  # bytes of images on disk
ImageKind = Literal["view", "large"]
DrawState = Literal["ok", "missing", "changed", "failed"]


@dataclass(frozen=True, slots=True)
class Order:
    """A page to draw. ``places`` are where the file may lie: path and position in an archive."""

    sha256: str
    name: str
    places: tuple[tuple[str, int | None], ...]
    page: int
    rotation: int
    folder: str
    password: str | None = None

    def path(self, kind: ImageKind) -> Path:
        """Where an image of the page is kept."""
        return Path(self.folder) / f"{self.sha256[:32]}-{self.page}-{self.rotation}-{kind}.webp"


@dataclass(frozen=True, slots=True)
class DrawOutcome:
    """How drawing ended; ``words`` say why not, in Thai and English."""

    state: DrawState
    words: tuple[str, str] = ("", "")


def draw(order: Order) -> DrawOutcome:
    """Draw one page into its two files; runs in a guarded child."""
    from PIL import Image

    from extract.errors import DocumentError
    from extract.pages.document import open_document
    from extract.pages.render import render

    try:
        data = _bytes(order)
        if isinstance(data, DrawOutcome):
            return data
        with open_document(data, order.name, order.password) as document:
            if not 1 <= order.page <= document.page_count:
                return DrawOutcome("changed")
            with document.page(order.page) as page:
                raster = render(page, DPI)
    except DocumentError as error:
        return DrawOutcome("failed", (error.thai, error.english))
    image = Image.fromarray(raster.image)
    if order.rotation % 360:
        image = image.rotate(-order.rotation, expand=True)
    _save(image, order.path("large"))
    if image.width > VIEW_WIDTH:
        height = max(1, round(image.height * VIEW_WIDTH / image.width))
        image = image.resize((VIEW_WIDTH, height), Image.Resampling.LANCZOS)
    _save(image, order.path("view"))
    return DrawOutcome("ok")


def _bytes(order: Order) -> bytes | DrawOutcome:
    """The file's bytes, from the first place where they are those that were read."""
    from extract.errors import DocumentError
    from extract.pages.intake import Source, sha256

    seen = False
    for place, member in order.places:
        if not Path(place).is_file():
            continue
        try:
            data = Source(order.name, Path(place), member).read()
        except DocumentError:
            continue
        if sha256(data) == order.sha256:
            return data
        seen = True
    return DrawOutcome("changed" if seen else "missing")


def _save(image: object, path: Path) -> None:
    from PIL import Image

    assert isinstance(image, Image.Image)
    part = path.with_suffix(".part")
    image.save(part, "WEBP", quality=QUALITY, method=2)
    part.replace(path)


class Painter:
    """Draws pages on demand, one file at a time, and the following page ahead."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._working: dict[Path, threading.Event] = {}
        self._ended: dict[Path, DrawOutcome] = {}
        self._turn = threading.Lock()

    def get(self, orders: Sequence[Order], kind: ImageKind) -> Path | DrawOutcome:
        """The image of the first order, drawn now if need be; the others are drawn behind it."""
        first = orders[0]
        path = first.path(kind)
        if path.is_file():
            return path
        with self._lock:
            waiting = self._working.get(first.path("view"))
            if waiting is None:
                fresh = [order for order in orders if not order.path("view").is_file()] or [first]
                waiting = self._begin(fresh if fresh[0] is first else [first, *fresh])
        waiting.wait(SECONDS * 2)
        if path.is_file():
            return path
        with self._lock:
            return self._ended.pop(first.path("view"), DrawOutcome("failed"))

    def _begin(self, orders: Sequence[Order]) -> threading.Event:
        event = threading.Event()
        self._working[orders[0].path("view")] = event
        threading.Thread(target=self._work, args=(orders, event), name="painter", daemon=True).start()
        return event

    def _work(self, orders: Sequence[Order], event: threading.Event) -> None:
        from oversight.jobs.pool import run
        from oversight.jobs.watch import Limits

        first = orders[0].path("view")
        limits = Limits(seconds=SECONDS, by_clock=2.0, landlock=True, writable=(str(self.folder.absolute()),))
        try:
            with self._turn:
                self._make_room()
                for outcome in run(draw, orders, limits=limits):
                    if outcome.item is orders[0] or outcome.item == orders[0]:
                        if outcome.value is None or outcome.value.state != "ok":
                            with self._lock:
                                self._ended[first] = outcome.value or DrawOutcome("failed")
                        with self._lock:
                            self._working.pop(first, None)
                        event.set()
        finally:
            with self._lock:
                self._working.pop(first, None)
            event.set()

    def _make_room(self) -> None:
        """Drop the images not used for longest when there are too many."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = []
        for path in self.folder.glob("*.webp"):
            with contextlib.suppress(OSError):
                kept.append((path.stat().st_mtime, path.stat().st_size, path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= MOST_KEPT:
                return
            path.unlink(missing_ok=True)
            total -= size


def cut(large: Path, box: BBox, width: float, height: float, rotation: int) -> bytes:
    """A PNG of one box (points of the page as a viewer shows it) out of the large, upright image."""
    from PIL import Image

    x0, y0, x1, y1 = turned(box, width, height, rotation).as_list()
    wide, high = (height, width) if rotation % 180 else (width, height)
    with Image.open(large) as image:
        across, down = image.width / wide, image.height / high
        edges = (
            max(0, int((x0 - MARGIN) * across)),
            max(0, int((y0 - MARGIN) * down)),
            min(image.width, int((x1 + MARGIN) * across) + 1),
            min(image.height, int((y1 + MARGIN) * down) + 1),
        )
        if edges[2] <= edges[0] or edges[3] <= edges[1]:
            edges = (0, 0, 1, 1)
        buffer = io.BytesIO()
        image.crop(edges).convert("L").save(buffer, "PNG")
    return buffer.getvalue()


def turned_quad(quad: Quad, width: float, height: float, rotation: int) -> list[tuple[float, float]]:
    """Corners of a place on the page as a viewer shows it, on the page turned upright."""
    corners = (BBox(x, y, x, y) for x, y in zip(quad[::2], quad[1::2], strict=True))
    return [(each.x0, each.y0) for each in (turned(corner, width, height, rotation) for corner in corners)]


def turned(box: BBox, width: float, height: float, rotation: int) -> BBox:
    """A box of the page as a viewer shows it, on the page turned upright (clockwise by ``rotation``)."""
    match rotation % 360:
        case 90:
            return BBox(height - box.y1, box.x0, height - box.y0, box.x1)
        case 180:
            return BBox(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
        case 270:
            return BBox(box.y0, width - box.x1, box.y1, width - box.x0)
    return box
