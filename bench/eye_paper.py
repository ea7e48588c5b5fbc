"""A small PDF writer for ``bench/eye.py``: fonts embedded whole, any operator, annotation or layer by hand.

Nothing of it is shared with the programs that print the fixtures: letters are set one by one without shaping,
codes are glyph numbers, and /ToUnicode says what they mean, or not.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path


class Face:
    """A TrueType font: glyph numbers and widths by letter."""

    def __init__(self, data: bytes) -> None:
        """Read its tables."""
        self.data = data
        count = struct.unpack(">H", data[4:6])[0]
        self.tables = {
            data[at : at + 4].decode("latin-1"): struct.unpack(">II", data[at + 8 : at + 16])
            for at in range(12, 12 + 16 * count, 16)
        }

    def table(self, tag: str) -> bytes:
        """Bytes of one table."""
        start, length = self.tables[tag]
        return self.data[start : start + length]

    @cached_property
    def family(self) -> str:
        """Its family name, in English."""
        names = self.table("name")
        count, strings = struct.unpack(">HH", names[2:6])
        for at in range(6, 6 + 12 * count, 12):
            platform, _, language, name, length, offset = struct.unpack(">6H", names[at : at + 12])
            if (platform, language, name) == (3, 0x409, 1):
                return names[strings + offset : strings + offset + length].decode("utf-16-be")
        return ""

    @cached_property
    def style(self) -> int:
        """macStyle: bit 0 bold, bit 1 italic."""
        return int(struct.unpack(">H", self.table("head")[44:46])[0])

    @cached_property
    def unit(self) -> int:
        """Units an em."""
        return int(struct.unpack(">H", self.table("head")[18:20])[0])

    @cached_property
    def glyphs(self) -> Mapping[int, int]:
        """Glyph number by code point (format 4)."""
        cmap, out = self.table("cmap"), dict[int, int]()
        for at in range(4, 4 + 8 * struct.unpack(">H", cmap[2:4])[0], 8):
            offset = struct.unpack(">I", cmap[at + 4 : at + 8])[0]
            if struct.unpack(">H", cmap[offset : offset + 2])[0] == 4:
                out |= dict(_format_4(cmap[offset:]))
        return out

    @cached_property
    def advances(self) -> tuple[int, ...]:
        """Widths by glyph number, units."""
        count = struct.unpack(">H", self.table("hhea")[34:36])[0]
        metrics = self.table("hmtx")
        return tuple(struct.unpack(">H", metrics[4 * i : 4 * i + 2])[0] for i in range(count))

    def advance(self, glyph: int) -> float:
        """Width of a glyph, em."""
        return self.advances[min(glyph, len(self.advances) - 1)] / self.unit

    def width(self, text: str, size: float) -> float:
        """Width of ``text``, points."""
        return sum(self.advance(self.glyphs.get(ord(char), 0)) for char in text) * size

    def code(self, char: str) -> int:
        """Glyph number of a letter."""
        return self.glyphs.get(ord(char), 0)


def _format_4(table: bytes) -> Iterator[tuple[int, int]]:
    count = struct.unpack(">H", table[6:8])[0] // 2
    parts = [
        struct.unpack(f">{count}H", table[at : at + 2 * count])
        for at in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    ]
    base = 16 + 6 * count
    for i, (end, start, delta, offset) in enumerate(zip(*parts, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            if not offset:
                yield code, (code + delta) & 0xFFFF
                continue
            at = base + 2 * i + offset + 2 * (code - start)
            glyph = struct.unpack(">H", table[at : at + 2])[0]
            if glyph:
                yield code, (glyph + delta) & 0xFFFF


@cache
def faces(folder: Path) -> Mapping[str, Path]:
    """Upright regular fonts below ``folder`` by family name."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.ttf")):
        face = Face(path.read_bytes())
        if "cmap" in face.tables and not face.style and ord("ก") in face.glyphs:
            found.setdefault(face.family, path)
    return found


@dataclass
class Font:
    """A font as one PDF holds it: ``told`` is what /ToUnicode says of each glyph used, None for no table."""

    face: Face
    used: dict[int, str] = field(default_factory=dict)
    told: bool = True
    changed: dict[str, str] = field(default_factory=dict)
    """Letters that /ToUnicode gives otherwise; empty: not at all."""

    def string(self, text: str) -> bytes:
        """``text`` as a string operand."""
        codes = []
        for char in text:
            code = self.face.code(char)
            self.used.setdefault(code, char)
            codes.append(code)
        return b"<%s>" % "".join(f"{code:04x}" for code in codes).encode()

    def unicode_table(self) -> bytes:
        """The /ToUnicode stream."""
        rows = [(code, self.changed.get(char, char)) for code, char in sorted(self.used.items())]
        return unicode_table({code: text for code, text in rows if text})


def unicode_table(codes: Mapping[int, str]) -> bytes:
    """A /ToUnicode table."""
    lines = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(codes.items())]
    body = "".join(
        f"{len(lines[at : at + 100])} beginbfchar\n" + "\n".join(lines[at : at + 100]) + "\nendbfchar\n"
        for at in range(0, len(lines), 100)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{body}endcmap end end"
    ).encode()


@dataclass
class Paper:
    """One page being made: its content, and what stands beside it in the file."""

    width: float
    height: float
    fonts: dict[str, Font] = field(default_factory=dict)
    content: list[bytes] = field(default_factory=list)
    annotations: list[bytes] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    """Numbers of further annotations."""
    resources: dict[str, list[bytes]] = field(default_factory=dict)
    page: bytes = b""
    catalog: bytes = b""

    def add(self, body: bytes) -> int:
        """One more object; its number."""
        self.objects.append(body)
        return FIRST + len(self.objects) - 1

    def stream(self, body: bytes, entries: bytes = b"") -> int:
        """One more stream, packed; its number."""
        packed = zlib.compress(body)
        head = b"<<%s/Filter/FlateDecode/Length %d>>stream\n" % (entries, len(packed))
        return self.add(head + packed + b"\nendstream")

    def resource(self, kind: str, entry: bytes) -> None:
        """An entry of the page's resources, such as ``/G 12 0 R`` of ExtGState."""
        self.resources.setdefault(kind, []).append(entry)

    def show(self, font: str, size: float, x: float, y: float, text: str, before: bytes = b"") -> bytes:
        """Operators that set ``text`` at ``x y`` from the bottom left."""
        string = self.fonts[font].string(text)
        return b"BT %s/%s %g Tf 1 0 0 1 %.2f %.2f Tm %s Tj ET\n" % (
            before, font.encode(), size, x, y, string,
        )  # fmt: skip

    def appearance(self, content: bytes, width: float, height: float) -> int:
        """A form for an annotation's /AP; its number."""
        fonts = b"/Resources 4 0 R"
        return self.stream(
            content, b"/Type/XObject/Subtype/Form/BBox[0 0 %.2f %.2f]%s" % (width, height, fonts)
        )

    def picture(self, gray: bytes, width: int, height: int) -> int:
        """An image; its number."""
        return self.stream(
            gray,
            b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            % (width, height),
        )

    def pdf(self) -> bytes:
        """The file."""
        fonts = b"".join(
            b"/%s %d 0 R" % (name.encode(), self._font(font)) for name, font in self.fonts.items()
        )
        more = b"".join(
            b"/%s<<%s>>" % (kind.encode(), b"".join(held)) for kind, held in self.resources.items()
        )
        listed = [*self.linked, *map(self.add, self.annotations)]
        notes = b"/Annots[%s]" % b" ".join(b"%d 0 R" % number for number in listed)
        packed = zlib.compress(b"".join(self.content))
        objects = [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % self.catalog,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Contents 5 0 R/Resources 4 0 R%s%s>>"
            % (self.width, self.height, notes, self.page),
            b"<</Font<<%s>>%s>>" % (fonts, more),
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
            *self.objects,
        ]
        out, starts = bytearray(b"%PDF-1.7\n"), []
        for number, body in enumerate(objects, start=1):
            starts.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = b"".join(b"%010d 00000 n \n" % start for start in starts)
        tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
        return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, tail)

    def _font(self, font: Font) -> int:
        face, used = font.face, sorted(font.used)
        file = self.stream(face.data, b"/Length1 %d" % len(face.data))
        name = face.family.replace(" ", "").encode()
        box = struct.unpack(">4h", face.table("head")[36:44])
        up, down = struct.unpack(">2h", face.table("hhea")[4:8])
        scale = 1000 / face.unit
        described = self.add(
            b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d"
            b"/Descent %d/CapHeight 600/StemV 80/FontFile2 %d 0 R>>"
            % (name, *(round(v * scale) for v in box), round(up * scale), round(down * scale), file)
        )
        widths = b"".join(b"%d[%d]" % (code, round(face.advance(code) * 1000)) for code in used)
        inner = self.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/FontDescriptor %d 0 R/W[%s]/CIDToGIDMap/Identity>>" % (name, described, widths)
        )
        table = b"/ToUnicode %d 0 R" % self.stream(font.unicode_table()) if font.told else b""
        return self.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]%s>>"
            % (name, inner, table)
        )


FIRST = 6
"""Number of the first object that is added."""
