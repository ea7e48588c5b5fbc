"""Whatever lies beside it in a folder, a tree or an archive, a good file is found with its own bytes.

``FUZZ`` is the number of cases a test makes; 10,000 of each were tried once.
"""

from __future__ import annotations

import io
import os
import random
import tempfile
import unicodedata
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.pages.archives import listed, read_member
from extract.pages.file_names import shown
from extract.pages.intake import Tally, discover

FUZZ = int(os.environ.get("PRONGSAI_FUZZ", "40"))
GOOD = b"%PDF-1.4 the good neighbour"
CASES = settings(
    max_examples=FUZZ, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
ACTING = {"Cc", "Cs", "Zl", "Zp"}
"""Kinds of signs that act on a terminal, end a line or are no text."""
SUFFIXES = st.sampled_from([b".pdf", b".zip", b".docx", b".rar", b".txt", b"", b".PDF", b".tar.gz"])
NAMES = st.builds(
    lambda stem, suffix: (stem.replace(b"/", b"_").replace(b"\0", b"_")[:60] or b"x") + suffix,
    st.binary(min_size=1, max_size=60),
    SUFFIXES,
).filter(lambda name: name not in (b".", b".."))
CONTENT = st.one_of(
    st.just(b""),
    st.binary(max_size=200),
    st.builds(lambda rest: b"PK\x03\x04" + rest, st.binary(max_size=200)),
    st.builds(lambda rest: b"%PDF-1.4" + rest, st.binary(max_size=200)),
)
ENTRIES = st.dictionaries(NAMES, st.one_of(CONTENT, st.just("folder"), st.just("link")), max_size=6)


@CASES
@given(ENTRIES)
def test_no_name_and_no_entry_of_a_folder_loses_its_neighbour(entries: dict[bytes, bytes | str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        top = os.fsencode(place)
        made = 0
        for name, what in entries.items():
            path = os.path.join(top, name)  # noqa: PTH118 - bytes
            try:
                if what == "folder":
                    os.mkdir(path)  # noqa: PTH102
                elif what == "link":
                    os.symlink(name, path)  # noqa: PTH211
                else:
                    Path(os.fsdecode(path)).write_bytes(what)  # type: ignore[arg-type]
            except (FileExistsError, IsADirectoryError):
                continue
            made += what != "folder"
        (Path(place) / "good neighbour.pdf").write_bytes(GOOD)
        tally = Tally()
        found = list(discover([place], tally, hashed=True))
    assert len(found) + tally.ignored >= made + 1  # each entry a row or a count
    names = [source.name for source in found]
    assert "good neighbour.pdf" in names
    assert all(name.encode() and not ACTING.intersection(map(unicodedata.category, name)) for name in names)
    assert all(source.error is None or (source.error.thai and source.error.english) for source in found)


@st.composite
def archives(draw: st.DrawFn, depth: int = 2) -> dict[str, bytes]:
    """Entries of an archive, some of them archives."""
    entries: dict[str, bytes] = {}
    for name in draw(st.lists(st.text(min_size=1, max_size=30), max_size=5)):
        kind = draw(st.sampled_from([".pdf", ".zip", ".docx", ".txt", "/../up.pdf", ".7z"]))
        inner = depth and kind == ".zip" and draw(st.booleans())
        entries[name + kind] = packed(draw(archives(depth - 1))) if inner else draw(CONTENT)
    return entries


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x"), data)
    return out.getvalue()


@CASES
@given(archives())
def test_no_entry_of_an_archive_loses_its_neighbour(entries: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "a.zip")
        path.write_bytes(packed({**entries, "good neighbour.pdf": GOOD}))
        members = list(listed(path, hashed=True))
        numbers = [member.position for member in members if member.position is not None]
        assert len(numbers) == len(set(numbers))
        (good,) = [member for member in members if member.name == "good neighbour.pdf"]
        assert good.error is None and good.position is not None
        assert read_member(path, good.position) == GOOD
        for member in members:
            assert member.ignored or member.sha256 or member.error


@CASES
@given(archives(), st.integers(0, 2**32))
def test_a_damaged_archive_ends_in_rows(entries: dict[str, bytes], seed: int) -> None:
    chance, data = random.Random(seed), bytearray(packed({**entries, "good neighbour.pdf": GOOD}))
    for _ in range(1 + len(data) // 100):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "a.zip")
        path.write_bytes(data)
        members = list(listed(path, hashed=True))
    assert members
    for member in members:
        assert member.ignored or member.sha256 or member.error


@CASES
@given(st.binary(min_size=1, max_size=80))
def test_shown_names_are_one_line_of_text(name: bytes) -> None:
    told = shown(os.fsdecode(name))
    assert told.encode() and "\n" not in told and "\x1b" not in told
    assert shown(told) == told
