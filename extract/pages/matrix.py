"""Affine maps between the spaces of a PDF page and the page as a viewer shows it."""

from __future__ import annotations

from dataclasses import dataclass

from extract.model import BBox


@dataclass(frozen=True, slots=True)
class Matrix:
    """``x' = a·x + c·y + e``, ``y' = b·x + d·y + f``, as PDF writes it."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Map one point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: Matrix) -> Matrix:
        """The map that does ``first`` and then this one."""
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """Upright box around the image of the box ``x0 y0 x1 y1``."""
        ax, ay = self.apply(x0, y0)
        bx, by = self.apply(x1, y1)
        if (self.b or self.c) and (self.a or self.d):  # neither upright nor a quarter turn: all four corners
            cx, cy = self.apply(x0, y1)
            dx, dy = self.apply(x1, y0)
            return BBox(min(ax, bx, cx, dx), min(ay, by, cy, dy), max(ax, bx, cx, dx), max(ay, by, cy, dy))
        return BBox(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def turning(turn: int, width: float, height: float) -> Matrix:
    """Map from a page of ``width`` × ``height`` to the same turned clockwise by 90, 180 or 270 degrees."""
    if turn == 90:
        return Matrix(0, 1, -1, 0, height, 0)
    if turn == 180:
        return Matrix(-1, 0, 0, -1, width, height)
    return Matrix(0, -1, 1, 0, 0, width)


def viewer_frame(
    left: float, bottom: float, right: float, top: float, rotation: int, unit: float = 1.0
) -> tuple[Matrix, float, float]:
    """Map from PDF page space to the viewer's frame, and that frame's width and height.

    Args:
        left: x of the visible box's left side (CropBox clipped to MediaBox), page space.
        bottom: y of its lower side.
        right: x of its right side.
        top: y of its upper side.
        rotation: /Rotate in degrees clockwise: 0, 90, 180 or 270.
        unit: /UserUnit, points a page unit.

    Returns:
        The map (y downwards, origin at the visible top left, points), the width and the height in points.
    """
    u = unit
    if rotation == 90:
        turned = Matrix(0, u, u, 0, -bottom * u, -left * u)
    elif rotation == 180:
        turned = Matrix(-u, 0, 0, u, right * u, -bottom * u)
    elif rotation == 270:
        turned = Matrix(0, -u, -u, 0, top * u, right * u)
    else:
        turned = Matrix(u, 0, 0, -u, -left * u, top * u)
    width, height = (right - left) * u, (top - bottom) * u
    return (turned, height, width) if rotation in (90, 270) else (turned, width, height)
