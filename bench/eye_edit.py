"""A printed PDF of one page, taken apart and written anew for ``bench/eye_print.py``.

For files of a press that writes plain objects and a table of them (Chromium): heads are edited as bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.eye_paper import unicode_table

Box = tuple[float, float, float, float]
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")


@dataclass
class Body:
    """One object: its dictionary or other value, and its stream's bytes as they stand in the file."""

    head: bytes
    stream: bytes | None = None

    @property
    def plain(self) -> bytes:
        """The stream unpacked."""
        assert self.stream is not None
        return zlib.decompress(self.stream) if b"/FlateDecode" in self.head else self.stream


def packed(content: bytes, entries: bytes = b"") -> Body:
    """A stream object."""
    stream = zlib.compress(content)
    return Body(b"<<%s/Filter/FlateDecode/Length %d>>" % (entries, len(stream)), stream)


@dataclass
class Edited:
    """The file's objects by number."""

    objects: dict[int, Body]
    page: int
    root: int
    annotations: list[int] = field(default_factory=list)
    prefix: bytes = b""

    @classmethod
    def of(cls, data: bytes) -> Edited:
        """Take a file apart."""
        start = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
        lines = re.findall(rb"(\d{10}) \d{5} ([nf])", data[start:])
        objects = {n: _body(data, int(at)) for n, (at, kind) in enumerate(lines) if kind == b"n"}
        page = next(n for n, body in objects.items() if re.search(rb"/Type ?/Page\b", body.head))
        root = next(n for n, body in objects.items() if re.search(rb"/Type ?/Catalog\b", body.head))
        return cls(objects, page, root)

    def add(self, body: Body | bytes) -> int:
        """One more object; its number."""
        number = max(self.objects) + 1
        self.objects[number] = body if isinstance(body, Body) else Body(body)
        return number

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page, points."""
        box = re.search(rb"/MediaBox ?\[([^\]]*)\]", self.objects[self.page].head)
        assert box is not None
        left, low, right, high = map(float, box[1].split())
        return right - left, high - low

    @property
    def content(self) -> bytes:
        """The page's operators."""
        return self.objects[self._content].plain

    @content.setter
    def content(self, operators: bytes) -> None:
        self.objects[self._content] = packed(operators)

    @property
    def _content(self) -> int:
        found = re.search(rb"/Contents (\d+) 0 R", self.objects[self.page].head)
        assert found is not None
        return int(found[1])

    def under(self, operators: bytes) -> None:
        """Draw before all that the page has."""
        self.content = b"q\n%s\nQ q\n%s\nQ\n" % (operators, self.content)

    def over(self, operators: bytes) -> None:
        """Draw after all that the page has."""
        self.content = b"q\n%s\nQ q\n%s\nQ\n" % (self.content, operators)

    def resource(self, kind: bytes, entry: bytes) -> None:
        """An entry of the page's resources."""
        self.objects[self.page].head = with_resource(self.objects[self.page].head, kind, entry)

    def set_page(self, entry: bytes) -> None:
        """An entry of the page."""
        self.objects[self.page].head = self.objects[self.page].head.replace(b"<<", b"<<" + entry, 1)

    def set_root(self, entry: bytes) -> None:
        """An entry of the catalog."""
        self.objects[self.root].head = self.objects[self.root].head.replace(b"<<", b"<<" + entry, 1)

    def form(self, other: Edited, box: Box | None = None, entries: bytes = b"") -> int:
        """The page of another file as a form; its number."""
        by = max(self.objects)
        for number, body in other.objects.items():
            head = _REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + by), body.head)
            self.objects[number + by] = Body(head, body.stream)
        resources = _value(self.objects[other.page + by].head, b"/Resources")
        entries += b"/Type/XObject/Subtype/Form/BBox[%.2f %.2f %.2f %.2f]" % (box or (0, 0, *self.size))
        return self.add(packed(other.content, entries + b"/Resources " + resources))

    def inline(self, other: Edited) -> bytes:
        """The operators of another file's page, for this page; its resources are taken in under new names."""
        form = self.objects[self.form(other)]
        resources = _value(form.head, b"/Resources")
        for kind in (b"/Font", b"/ExtGState", b"/XObject", b"/Pattern", b"/Shading"):
            if kind in resources:
                self.resource(kind, _renamed(_value(resources, kind))[2:-2])
        return _renamed(form.plain)

    def annotate(self, box: Box, entries: bytes) -> int:
        """An annotation; its number."""
        rect = b"<</Type/Annot/Rect[%.2f %.2f %.2f %.2f]%s>>" % (*box, entries)
        self.annotations.append(self.add(rect))
        return self.annotations[-1]

    def fonts(self) -> Iterator[tuple[Body, dict[int, str]]]:
        """Fonts with /ToUnicode, and what it says by code."""
        for body in list(self.objects.values()):
            found = re.search(rb"/ToUnicode (\d+) 0 R", body.head)
            if found is not None:
                yield body, said(self.objects[int(found[1])].plain)

    def say(self, font: Body, codes: Mapping[int, str] | None) -> None:
        """Give a font another /ToUnicode, or none."""
        font.head = re.sub(rb"/ToUnicode \d+ 0 R", b"", font.head)
        if codes is not None:
            number = self.add(packed(unicode_table(codes)))
            font.head = font.head.replace(b"<<", b"<</ToUnicode %d 0 R " % number, 1)

    def pdf(self) -> bytes:
        """The file."""
        if self.annotations:
            self.set_page(b"/Annots[%s]" % b" ".join(b"%d 0 R" % n for n in self.annotations))
        out, starts = bytearray(b"%PDF-1.7\n"), {}
        for number, body in sorted(self.objects.items()):
            starts[number] = len(out)
            stream = b"" if body.stream is None else b"\nstream\n%s\nendstream" % body.stream
            out += b"%d 0 obj\n%s%s\nendobj\n" % (number, body.head, stream)
        at, last = len(out), max(starts)
        lines = [b"%010d 00000 n \n" % starts[n] if n in starts else b"0000000000 65535 f \n"
                 for n in range(last + 1)]  # fmt: skip
        tail = b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, self.root, at)
        return self.prefix + bytes(out) + b"xref\n0 %d\n%s%s" % (last + 1, b"".join(lines), tail)


def _body(data: bytes, at: int) -> Body:
    end = data.index(b"endobj", at)
    head = re.match(rb"\d+ \d+ obj\s*", data[at:end])
    assert head is not None, f"no object at {at}"
    start = at + head.end()
    stream = re.search(rb">>\s*stream\r?\n", data[start:end])
    if stream is None:
        return Body(data[start:end].strip())
    value = data[start : start + stream.start() + 2]
    found = re.search(rb"/Length (\d+)\b", value)
    assert found is not None
    begin = start + stream.end()
    return Body(value, data[begin : begin + int(found[1])])


def _value(head: bytes, key: bytes) -> bytes:
    """The dictionary behind ``key``."""
    start = head.index(key) + len(key)
    start, depth = head.index(b"<<", start), 0
    for found in re.finditer(rb"<<|>>", head[start:]):
        depth += 1 if found[0] == b"<<" else -1
        if depth == 0:
            return head[start : start + found.end()]
    raise ValueError(key)


def _renamed(data: bytes) -> bytes:
    return re.sub(rb"/([FGXPS])(\d+)\b", rb"/New\1\2", data)


def with_resource(head: bytes, kind: bytes, entry: bytes) -> bytes:
    """A head with one more entry among its resources."""
    resources = _value(head, b"/Resources")
    if kind + b" <<" in resources:
        more = resources.replace(kind + b" <<", kind + b" <<" + entry + b" ", 1)
    else:
        more = b"<<" + kind + b" <<" + entry + b">>" + resources[2:]
    return head.replace(resources, more, 1)


def said(table: bytes) -> dict[int, str]:
    """What a /ToUnicode table says by code."""
    out: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            out[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.S):
        for first, last, text in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block
        ):
            begin = bytes.fromhex(text.decode()).decode("utf-16-be")
            for code in range(int(first, 16), int(last, 16) + 1):
                out[code] = begin[:-1] + chr(ord(begin[-1]) + code - int(first, 16))
    return out


Edit = Callable[[Edited, Mapping[str, Box]], None]
"""A change of the file, given where things stand: points from the bottom left by name."""
