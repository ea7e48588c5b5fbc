"""Two-dimensional codes (QR) on a page."""

from __future__ import annotations

import zxingcpp

from extract.model import BBox, Code, Raster


def read_codes(raster: Raster) -> tuple[Code, ...]:
    """Decode the QR codes of a page, top to bottom, boxes in page points.

    Needs about 3 pixels a module: 300 dpi reads all codes of a report, 200 dpi most.
    """
    found = zxingcpp.read_barcodes(raster.image, formats=zxingcpp.BarcodeFormat.QRCode)
    codes = [Code(item.text, "QR", raster.box_to_page(_box(item.position))) for item in found if item.valid]
    return tuple(sorted(codes, key=lambda code: (code.bbox.y0, code.bbox.x0)))


def _box(position: zxingcpp.Position) -> BBox:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return BBox(min(xs), min(ys), max(xs) + 1.0, max(ys) + 1.0)
