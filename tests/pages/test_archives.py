"""Zip archives: in one another, full, locked, hostile; opened once by a limited child."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from extract.errors import DamagedError, RefusedError
from extract.pages import archives, limited_child
from extract.pages.archives import Member, listed, members, read_member
from extract.pages.intake import discover


def packed(entries: Mapping[str, bytes]) -> bytes:
    """A zip archive of ``entries``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def put(path: Path, entries: Mapping[str, bytes]) -> Path:
    path.write_bytes(packed(entries))
    return path


def told(found: Member) -> tuple[str, str | None]:
    return found.name, found.error.english if found.error else None


def test_archives_in_an_archive_are_read_to_a_depth_of_three(tmp_path: Path) -> None:
    fourth = packed({"x.pdf": b"4"})
    third = packed({"c.pdf": b"3", "d.zip": fourth})
    second = packed({"b.pdf": b"2", "z.zip": third})
    first = packed({"a.pdf": b"1", "m.zip": second, "n.pdf": b"1b"})
    path = put(tmp_path / "all.zip", {"in.zip": first, "last.pdf": b"0"})

    *taken, deep, inner, last = discover([path], hashed=True)

    assert [(source.name, source.read()) for source in (*taken, inner, last)] == [
        ("all.zip/in.zip/a.pdf", b"1"),
        ("all.zip/in.zip/m.zip/b.pdf", b"2"),
        ("all.zip/in.zip/m.zip/z.zip/c.pdf", b"3"),
        ("all.zip/in.zip/n.pdf", b"1b"),
        ("all.zip/last.pdf", b"0"),
    ]
    assert last.read() == b"0" and taken[0].read() == b"1"  # in any order
    assert [source.digest for source in taken] == [hashlib.sha256(b).hexdigest() for b in (b"1", b"2", b"3")]
    assert deep.name == "all.zip/in.zip/m.zip/z.zip/d.zip"
    assert deep.error is not None and "deeper than 3" in deep.error.english


def test_each_member_keeps_its_number_wherever_it_lies(tmp_path: Path) -> None:
    inner = packed({"b.pdf": b"b", "a.pdf": b"a"})
    path = put(tmp_path / "a.zip", {"2.zip": inner, "1.pdf": b"1", "3.zip": inner})
    found = {source.name.removeprefix("a.zip/"): source.member for source in discover([path])}
    assert found == {"1.pdf": 1, "2.zip/a.pdf": 4, "2.zip/b.pdf": 3, "3.zip/a.pdf": 6, "3.zip/b.pdf": 5}
    for name, number in found.items():
        assert number is not None and read_member(path, number) == name[-5].encode()


def test_what_lies_in_archives_of_an_archive_counts_towards_its_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = packed({"a.pdf": bytes(range(200)), "b.pdf": bytes(range(100))})
    path = put(tmp_path / "a.zip", {"1.zip": inner, "2.pdf": bytes(range(100))})
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", len(inner) + 300)
    assert [found.error is None for found in listed(path)] == [True, True, False]
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    within, last = listed(path)
    assert within.name == "1.zip" and "more than 3 files" in (told(within)[1] or "")
    assert last.error is None


def test_too_many_members_are_said_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.zip", {f"{n}.pdf": b"" for n in range(4)})
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    assert list(map(told, listed(path))) == [
        ("", "the archive holds more than 3 files; it was not read. Unpack it and give the folder instead")
    ]


def test_broken_empty_and_office_archives_in_an_archive_are_a_row_each(tmp_path: Path) -> None:
    path = put(
        tmp_path / "a.zip",
        {
            "1.zip": b"PK\x03\x04 and nothing more",
            "2.zip": packed({"readme.txt": b""}),
            "3.zip": packed({"[Content_Types].xml": b""}),
            "4.zip": b"%PDF-1.4 under a wrong name",
        },
    )
    found = [(source.name, source.error and type(source.error).__name__) for source in discover([path])]
    assert found == [
        ("a.zip/1.zip", "DamagedError"),
        ("a.zip/2.zip", "NotADocumentError"),
        ("a.zip/3.zip", "NotADocumentError"),
        ("a.zip/4.zip", None),
    ]


def test_a_damaged_member_is_told_with_its_digest_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.pdf", b"one two three")
        archive.writestr("b.pdf", b"four")
    path.write_bytes(path.read_bytes().replace(b"two", b"tow"))
    damaged, whole = members(path, hashed=True)
    assert isinstance(damaged.error, DamagedError)
    assert whole.sha256 == hashlib.sha256(b"four").hexdigest()


def test_a_lost_child_costs_its_archive_and_is_replaced(tmp_path: Path) -> None:
    whole = put(tmp_path / "whole.zip", {"a.pdf": b"a"})
    assert [found.name for found in members(whole)] == ["a.pdf"]
    (child,) = limited_child._kept.values()
    child.kill()
    child.wait()
    assert [found.name for found in members(whole)] == ["a.pdf"]
    walk = members(whole)
    next(walk)
    (busy,) = (p for p in [child, *limited_child._kept.values()] if p.poll() is not None)
    walk.close()
    assert busy is child
    assert [found.name for found in members(whole)] == ["a.pdf"]


def test_a_child_that_runs_into_its_limits_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "a.zip", {"a.pdf": b"a"})
    monkeypatch.setattr(limited_child, "_PROGRAM", "import os; os.abort()")
    limited_child._kept.clear()
    ((name, error),) = map(told, members(path))
    assert (name, error) == (
        "",
        "the archive could not be looked through within 120 s of processor time; "
        "unpack it and give the folder instead",
    )


def test_an_archive_that_was_replaced_is_opened_again(tmp_path: Path) -> None:
    path = put(tmp_path / "a.zip", {"a.pdf": b"old"})
    assert read_member(path, 0) == b"old"
    time.sleep(0.01)
    put(path, {"a.pdf": b"new", "b.pdf": b"b"})
    assert (read_member(path, 0), read_member(path, 1)) == (b"new", b"b")


def test_an_archive_is_opened_once_for_all_that_is_read_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = packed({f"{n}.pdf": bytes([n]) for n in range(9)})
    path = put(tmp_path / "a.zip", {"in.zip": inner, **{f"{n}.pdf": bytes([n]) for n in range(9)}})
    opened = []
    monkeypatch.setattr(
        archives.zipfile, "ZipFile", lambda *a, of=zipfile.ZipFile: opened.append(a) or of(*a)
    )
    sources = list(discover([path], hashed=True))
    assert len(sources) == 18 and opened == []  # the run's process opens none
    for source in sources:
        source.read()
    assert len(opened) == 2


def test_a_hundred_thousand_members_are_listed_and_read_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.pdf", b"%d" % number)
    began = time.process_time()
    found = [source for source in discover([path], hashed=True) if source.error is None]
    assert len(found) == 20_000
    assert [source.read() for source in found[::100]] == [
        b"%d" % (source.member or 0) for source in found[::100]
    ]
    assert time.process_time() - began < 10  # each member opened the archive before: 200 s


def test_bytes_beyond_the_stated_size_are_not_given(tmp_path: Path) -> None:
    path = put(tmp_path / "a.zip", {"a.zip": packed({"a.pdf": b"a"}) + bytes(3 << 20)})
    (source,) = discover([path])
    assert isinstance(source.error, RefusedError)


def test_an_entry_without_a_name_loses_none_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", b"")
        archive.writestr("b.pdf", b"b")
    data = path.read_bytes().replace(b"x", b"\0")
    path.write_bytes(data)
    assert [(found.name, found.ignored) for found in listed(path)] == [("", True), ("b.pdf", False)]


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(
    ("name", "seen"), [(b"\xff\xfe.pdf", "\xa0■.pdf"), ("รายงาน.pdf".encode("cp874"), "รายงาน.pdf")]
)
def test_a_name_that_is_no_utf_8_although_it_says_so_costs_no_other(
    tmp_path: Path, name: bytes, seen: str, inside: bool
) -> None:
    stand_in = "ก" + "x" * (len(name) - 3)
    data = packed({stand_in: b"%PDF-1.4 one", "good.pdf": b"%PDF-1.4 two"}).replace(stand_in.encode(), name)
    path = put(tmp_path / "a.zip", {"inner.zip": data}) if inside else tmp_path / "a.zip"
    if not inside:
        path.write_bytes(data)
    found = {
        source.name.removeprefix("a.zip/").removeprefix("inner.zip/"): source for source in discover([path])
    }
    assert list(found) == sorted([seen, "good.pdf"])
    assert [source.read() for source in found.values()] == [
        b"%PDF-1.4 two" if name == "good.pdf" else b"%PDF-1.4 one" for name in found
    ]


def test_a_member_packed_by_a_method_that_is_not_read_says_so(tmp_path: Path) -> None:
    data = bytearray(packed({"a.pdf": b"%PDF-1.4", "b.pdf": b"%PDF-1.4"}))
    data[data.index(b"PK\x01\x02") + 10] = 9  # Deflate64
    (tmp_path / "a.zip").write_bytes(data)
    locked, good = listed(tmp_path / "a.zip", hashed=True)
    assert isinstance(locked.error, RefusedError) and "method 9" in str(locked.error)
    assert good.error is None
