"""The objects drawn on a PDF page, forms unfolded, within a budget."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from extract.model import BBox
from extract.pages.matrix import Matrix

_COVERAGE_CELLS = 100  # the page is looked at as a grid of so many cells a side
_KINDS = frozenset(
    (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
)


def light(function: Any, result: Any) -> Any:
    """The same C function without the checks of its generated wrapper: a third of the time a call."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result)(address)


_HANDLE = raw.FPDFPage_GetObject.restype
_kind_of = light(raw.FPDFPageObj_GetType, ctypes.c_int)
_on_page = light(raw.FPDFPage_GetObject, _HANDLE)
_in_form = light(raw.FPDFFormObj_GetObject, _HANDLE)


class PageObject(NamedTuple):
    """One object: pdfium's handle, its kind (``FPDF_PAGEOBJ_…``) and where it stands.

    ``to_view`` maps the space that the object is drawn in (the page, or the form around it) to the
    viewer's frame; the object's own matrix comes before it, see ``placed``. ``over`` says that an annotation
    draws it.
    """

    handle: Any
    kind: int
    to_view: Matrix
    over: bool
    address: int
    """The object's identity inside pdfium."""

    def own_matrix(self) -> Matrix:
        """The object's own matrix, from its points to the space it is drawn in."""
        m = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(self.handle, m)
        return Matrix(m.a, m.b, m.c, m.d, m.e, m.f)

    def placed(self) -> Matrix:
        """Map from the object's own points to the viewer's frame."""
        return self.to_view.after(self.own_matrix())

    def bounds(self) -> BBox | None:
        """Box in the viewer's frame, or None when pdfium knows none (a text object without ink)."""
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(self.handle, left, bottom, right, top):
            return None
        return self.to_view.box(left.value, bottom.value, right.value, top.value)


def walk(
    page: Any, to_view: Matrix, budget: int, own: int | None = None
) -> tuple[tuple[PageObject, ...], bool]:
    """Return texts, paths, images and shadings in drawing order, and whether ``budget`` cut the walk short.

    From the top object numbered ``own`` on, annotations draw them.
    """
    found: list[PageObject] = []
    seen = 0
    stack = [_children(page.raw, raw.FPDFPage_CountObjects, _on_page, to_view, own)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
            continue
        seen += 1
        if seen > budget:
            return tuple(found), True
        if item.kind == raw.FPDF_PAGEOBJ_FORM:
            stack.append(
                _children(
                    item.handle,
                    raw.FPDFFormObj_CountObjects,
                    _in_form,
                    item.placed(),
                    0 if item.over else None,
                )
            )
        elif item.kind in _KINDS:
            found.append(item)
    return tuple(found), False


def _children(holder: Any, count: Any, get: Any, to_view: Matrix, own: int | None) -> Any:
    address_of = ctypes.addressof
    for index in range(count(holder)):
        handle = get(holder, index)
        if handle:
            over = own is not None and index >= own
            yield PageObject(handle, _kind_of(handle), to_view, over, address_of(handle.contents))


def area_share(boxes: Iterable[BBox], width: float, height: float) -> float:
    """Share of a page of ``width`` × ``height`` that ``boxes`` cover, overlaps once, to about 1 %."""
    size = _COVERAGE_CELLS
    rows = [0] * size  # one bit a grid cell
    for box in boxes:
        x0, x1 = round(box.x0 / width * size), round(box.x1 / width * size)
        y0, y1 = round(box.y0 / height * size), round(box.y1 / height * size)
        mask = ((1 << max(0, x1 - x0)) - 1) << max(0, x0)
        for row in range(max(0, y0), min(size, y1)):
            rows[row] |= mask
    full = (1 << size) - 1
    return sum((row & full).bit_count() for row in rows) / (size * size)
