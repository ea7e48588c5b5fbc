"""Hostile documents made here, beside those of others: each says in its name what it tries."""

from __future__ import annotations

import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "fixtures" / "reports" / "nongchanglan-2566-libreoffice.pdf"
SIDE = 60_000  # pixels a side of pictures that say they are huge
LINE = b"0 0 m 1 1 l S\n"
FUZZED = 12  # copies of a genuine report with a few bytes changed


def pdf(objects: Mapping[int, bytes]) -> bytes:
    """A file of numbered objects; 1 is the catalogue."""
    out, starts = b"%PDF-1.7\n", dict[int, int]()
    for number, body in objects.items():
        starts[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    count = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % starts.get(n, 0) for n in range(1, count))
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return (
        out + head + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    )


def stream(body: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(body), body)


def page(content: bytes, resources: bytes = b"", more: bytes = b"", **objects: bytes) -> bytes:
    """A document of one A4 page; ``objects`` are named o5, o6 and so on."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>%s>>"
            % (resources, more),
            4: stream(content),
            **{int(name[1:]): body for name, body in objects.items()},
        }
    )


DRAW = b"q 595 0 0 842 0 0 cm /I Do Q"
IMAGE = b"/XObject<</I 5 0 R>>"


def picture(entries: bytes, body: bytes = b"") -> bytes:
    """A page that is one picture."""
    return page(
        DRAW, IMAGE, o5=stream(body or zlib.compress(bytes(1000)), b"/Type/XObject/Subtype/Image" + entries)
    )


def size_by_reference() -> bytes:
    """A picture whose sides stand in other objects."""
    gray = b"/Width 6 0 R/Height 6 0 R/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    return page(
        DRAW,
        IMAGE,
        o5=stream(zlib.compress(bytes(1000)), b"/Type/XObject/Subtype/Image" + gray),
        o6=b"%d" % SIDE,
    )


def size_by_escapes() -> bytes:
    """A picture whose keys are written with # escapes."""
    sides = b"/W#69dth %d/H#65ight %d" % (SIDE, SIDE)
    return picture(sides + b"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode")


def inline_picture() -> bytes:
    """A picture inside the content."""
    return page(b"q 595 0 0 842 0 0 cm BI /W %d /H %d /BPC 8 /CS /G ID x EI Q" % (SIDE, SIDE))


def jpeg_2000() -> bytes:
    """JPEG 2000 whose codestream is larger than the PDF says."""
    size = struct.pack(">HHHIIIIIIIIHBBB", 41, 0, 0, SIDE, SIDE, 0, 0, SIDE, SIDE, 0, 0, 1, 7, 1, 1)
    style = struct.pack(">HBBHBBBBBB", 12, 0, 0, 1, 0, 5, 4, 4, 0, 1)
    code = b"\xff\x4f\xff\x51" + size + b"\xff\x52" + style + b"\xff\x5c\x00\x13\x40" + bytes(16)
    tile = b"\xff\x90\x00\x0a" + struct.pack(">HIBB", 0, 0, 0, 1) + b"\xff\x93" + bytes(64) + b"\xff\xd9"
    return picture(b"/Width 100/Height 100/ColorSpace/DeviceGray/Filter/JPXDecode", code + tile)


def one_content_drawn_often() -> bytes:
    """A page whose contents are one stream of 60 MiB, a thousand times."""
    body = zlib.compress(LINE * (60 * 2**20 // len(LINE)), 9)
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[%s]>>" % (b"4 0 R " * 1000),
            4: stream(body, b"/Filter/FlateDecode"),
        }
    )


def hidden_bomb() -> bytes:
    """4 GiB of content behind two filters, the outer one no Flate."""
    inner = zlib.compressobj(9)
    body = b"".join(inner.compress(bytes(2**20)) for _ in range(1024)) + inner.flush()
    wrapped = zlib.compress(body, 9).hex().encode() + b">"
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            4: stream(wrapped, b"/Filter[/ASCIIHexDecode/FlateDecode/FlateDecode]"),
        }
    )


def endless_font() -> bytes:
    """A font whose ToUnicode maps four thousand million codes."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange "
        b"<00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0e01> endbfrange "
        b"endcmap end end"
    )
    return page(
        b"BT /F 16 Tf 50 700 Td (" + b"A" * 60 + b") Tj ET",
        b"/Font<</F 5 0 R>>",
        o5=b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        o6=stream(cmap),
    )


def tiny_tiles() -> bytes:
    """A full-page picture under a pattern of tiles a thousandth of a point wide."""
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001"
    gray = b"/Type/XObject/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray/BitsPerComponent 8"
    return page(
        DRAW + b" /Pattern cs /P scn 0 0 595 842 re f",
        IMAGE + b"/Pattern<</P 6 0 R>>",
        o5=stream(bytes(81), gray),
        o6=stream(b"0 0 1 1 re f", tile + b"/Resources<<>>"),
    )


def form_of_itself() -> bytes:
    """A form that draws itself."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    return page(b"/F Do", b"/XObject<</F 5 0 R>>", o5=stream(b"/F Do /F Do", form))


def deep_tree() -> bytes:
    """A page 20,000 nodes below the root of the page tree."""
    depth = 20_000
    nodes = {n: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1) for n in range(2, depth)}
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", **nodes, depth: b"<</Type/Page/MediaBox[0 0 595 842]>>"})


def many_objects() -> bytes:
    """A million objects that nothing uses."""
    extra = {n: b"1" for n in range(5, 1_000_005)}
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        4: stream(b""),
    }
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in (*objects.items(), *extra.items()))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Size 1000005/Root 1 0 R>>\n%%EOF\n"


def pages_501() -> bytes:
    """One page more than is read."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 504))
    nodes = {n: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>" for n in range(3, 504)}
    return pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 501/Kids[%s]>>" % kids, **nodes}
    )


def other_page_count() -> bytes:
    """A page tree that says 7 where there is one page."""
    return page(b"").replace(b"/Count 1/", b"/Count 7/")


def tiff_loop() -> bytes:
    """A TIFF whose second frame is its first."""
    entries = [(256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)]
    entries += [(278, 4, 1, 8), (279, 4, 1, 64)]
    frame = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    start = 8 + 64
    return b"II*\0" + struct.pack("<I", start) + bytes(64) + frame + struct.pack("<I", start)


def tiff_many_frames() -> bytes:
    """A TIFF of 20,000 frames."""
    out, entries = (
        bytearray(b"II*\0" + struct.pack("<I", 8)),
        b"".join(
            struct.pack("<HHII", *entry)
            for entry in [(256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
        ),
    )
    for _ in range(20_000):
        following = len(out) + 2 + len(entries) + 4
        out += struct.pack("<H", 5) + entries + struct.pack("<I", following)
    return bytes(out[:-4] + struct.pack("<I", 0))


def png_deep() -> bytes:
    """A PNG within the limit of pixels, 16 bits of red, green, blue and alpha: 800 MB as it says."""
    side = 10_000
    packer = zlib.compressobj(9)
    row = bytes(1 + side * 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 16, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def fuzzed(seed: int) -> bytes:
    """A genuine report with one byte in a thousand changed."""
    chance, data = random.Random(seed), bytearray(REPORT.read_bytes())
    for _ in range(len(data) // 1000):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def no_object_ends() -> bytes:
    """A report whose objects have no end mark."""
    return REPORT.read_bytes().replace(b"endobj", b"")


def no_root() -> bytes:
    """A report whose trailer does not name its catalogue."""
    return re.sub(rb"/Root \d+ 0 R", b"", REPORT.read_bytes())


def cut_off(share: float = 0.7) -> bytes:
    """A report made for the web (its first objects come first), of which the download ended early."""
    import pikepdf

    out = BytesIO()
    with pikepdf.open(REPORT) as whole:
        whole.save(out, linearize=True, static_id=True)
    return out.getvalue()[: int(share * out.tell())]


DAMAGED: Mapping[str, Callable[[], bytes]] = {
    "damaged-cut-off.pdf": cut_off,
    "damaged-no-object-ends.pdf": no_object_ends,
    "damaged-no-root.pdf": no_root,
    "damaged-fuzzed-101.pdf": lambda: fuzzed(101),
    "damaged-fuzzed-157.pdf": lambda: fuzzed(157),
    "damaged-fuzzed-296.pdf": lambda: fuzzed(296),
}
"""Files that pdfium does not open, and that can be put together again."""


def zipped(entries: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    b'PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="a" Target="word/document.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    b"</Relationships>"
)


def word(body: bytes, before: bytes = b"") -> bytes:
    """A .docx with this body."""
    document = b'%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (before, _WORD.encode(), body)
    parts = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document}
    return zipped(parts)


def word_of_entities() -> bytes:
    """A .docx whose one word is ten entities, each of ten, ten levels down."""
    levels = [b'<!ENTITY e0 "lol">']
    levels += [b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 11)]
    head = b"<!DOCTYPE w [%s]>" % b"".join(levels)
    return word(b"<w:p><w:r><w:t>&e10;</w:t></w:r></w:p>", head)


def word_of_tables(depth: int = 5000) -> bytes:
    """A .docx of tables in one another."""
    return word(b"<w:tbl><w:tr><w:tc>" * depth + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * depth)


def sheet_merged() -> bytes:
    """An .xlsx whose one cell spans the whole sheet."""
    import openpyxl

    book, out = openpyxl.Workbook(), BytesIO()
    for row in (1, 2):
        for column in (1, 2):
            book.active.cell(row, column, "x")
    book.save(out)
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    return zipped({**parts, name: parts[name].replace(b"</sheetData>", merge)})


def zip_quine(depth: int = 6) -> bytes:
    """Archives in one another, deeper than they are read."""
    inner = b"%PDF-1.4"
    for number in range(depth):
        inner = zipped({f"{number}.zip" if number else "a.pdf": inner})
    return inner


def zip_false_flag() -> bytes:
    """Two reports, one of which has a name that is no UTF-8 though it is flagged so."""
    report = REPORT.read_bytes()
    whole = zipped({"กขค.pdf": report + b"%%", "good.pdf": report})
    return whole.replace("กขค".encode(), b"\xff" * 9)


def zip_deflate64() -> bytes:
    """Two reports, one of which says it is packed as Windows packs what is larger than 2 GiB."""
    report = REPORT.read_bytes()
    whole = bytearray(zipped({"a.pdf": report + b"%%", "good.pdf": report}))
    whole[whole.index(b"PK\x01\x02") + 10] = 9
    return bytes(whole)


PAPERS: Mapping[str, Callable[[], bytes]] = {
    "content-drawn-1000-times.pdf": one_content_drawn_often,
    "content-hidden-bomb.pdf": hidden_bomb,
    "font-endless.pdf": endless_font,
    "form-of-itself.pdf": form_of_itself,
    "image-inline.pdf": inline_picture,
    "image-jpeg-2000.pdf": jpeg_2000,
    "image-size-by-escapes.pdf": size_by_escapes,
    "image-size-by-reference.pdf": size_by_reference,
    "objects-million.pdf": many_objects,
    "page-count-other.pdf": other_page_count,
    "page-tree-deep.pdf": deep_tree,
    "pages-501.pdf": pages_501,
    "pattern-tiny-tiles.pdf": tiny_tiles,
    "png-deep.png": png_deep,
    **DAMAGED,
    "html-deep.html": lambda: b"<html>" + b"<div>" * 200_000 + "มาตรการ".encode(),
    "html-tables-deep.html": lambda: b"<table><tr><td>" * 650 + b"<p>x</p>" * 9,
    "jpeg-of-noughts.jpg": lambda: b"\xff\xd8\xff\xe0" + bytes(64 << 20),
    "zip-deflate64.zip": zip_deflate64,
    "zip-false-flag.zip": zip_false_flag,
    "html-spans.html": lambda: b"<table><tr>" + b"<td rowspan=1000 colspan=1000>x" * 1000,
    "office-old-cut.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "sheet-merged.xlsx": sheet_merged,
    "word-bomb.docx": lambda: word(bytes(300 << 20)),
    "word-entities.docx": word_of_entities,
    "word-tables.docx": word_of_tables,
    "zip-deep.zip": zip_quine,
    "tiff-loop.tif": tiff_loop,
    "tiff-many-frames.tif": tiff_many_frames,
    **{f"fuzzed-{seed:02}.pdf": lambda seed=seed: fuzzed(seed) for seed in range(FUZZED)},  # type: ignore[misc]
}


def make(folder: Path) -> None:
    """Write all of them, two archives and a sparse file, below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, paper in PAPERS.items():
        (folder / name).write_bytes(paper())
    with zipfile.ZipFile(folder / "zip-nested.zip", "w") as archive:
        archive.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
        archive.writestr("packed.rar", b"Rar!")
        archive.writestr("../outside.pdf", b"%PDF-1.4")
    with (folder / "sparse-3-gib.pdf").open("wb") as stream:
        stream.write(b"%PDF-1.4")
        stream.truncate(3 << 30)
    with zipfile.ZipFile(folder / "zip-many.zip", "w") as archive:
        for number in range(100_001):
            archive.writestr(f"{number}.pdf", b"")
