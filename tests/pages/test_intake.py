"""What people hand in: folders with everything in them, archives from Thai Windows, hostile zips."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import threading
import time
import zipfile
from pathlib import Path

import pytest
from page_paper import pdf

from extract.errors import DamagedError, DocumentError, EncryptedError, NotADocumentError, RefusedError
from extract.pages import intake
from extract.pages.intake import Source, Tally, discover, document_id, sha256
from extract.pages.waiting import within

PDF = pdf()


def names(sources: list[Source]) -> list[str]:
    return [source.name for source in sources]


def put(path: Path, data: bytes = PDF) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def legacy_zip(path: Path, name: bytes, data: bytes = PDF) -> Path:
    """A zip whose one entry is named by bare bytes, without the UTF-8 flag."""
    stand_in = "x" * (len(name) - 4) + ".pdf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(stand_in, data)
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), name))
    return path


def test_folder_gives_its_documents_by_path_and_counts_the_rest(tmp_path: Path) -> None:
    for name in ("ข/2.pdf", "ข/1.PDF", "ก.tiff", "notes.txt", "Thumbs.db", "._ก.pdf"):
        put(tmp_path / name)
    tally = Tally()
    assert names(list(discover([tmp_path], tally))) == ["ก.tiff", "ข/1.PDF", "ข/2.pdf"]
    assert tally.ignored == 3


def test_each_entry_of_a_tree_is_an_input_a_count_or_a_reason(tmp_path: Path) -> None:
    put(tmp_path / "ก.pdf")
    put(tmp_path / "elsewhere" / "ข.pdf")
    top = tmp_path / "top"
    put(top / "a.pdf")
    (top / "link").symlink_to(tmp_path / "elsewhere")
    (top / "loop").symlink_to("loop")
    (top / "loop.pdf").symlink_to("loop.pdf")
    (top / "up").symlink_to(top)
    os.mkfifo(top / "pipe.pdf")
    Path(os.fsdecode(bytes(top) + b"/" + "๒๕๖๗".encode("cp874") + b".pdf")).write_bytes(PDF)
    tally = Tally()
    found = list(discover([top], tally))
    assert tally.ignored == 1  # "loop" is none of our kinds
    assert [(source.name, source.error and source.error.code) for source in found] == [
        ("a.pdf", None),
        ("link", "refused"),
        ("loop.pdf", "unreadable"),
        ("pipe.pdf", "unreadable"),
        ("up", "refused"),
        ("๒๕๖๗.pdf", None),
    ]
    assert found[-1].read() == PDF


def test_a_folder_that_may_not_be_opened_is_a_row_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "closed" / "a.pdf")
    put(tmp_path / "open.pdf")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    closed, opened = discover([tmp_path])
    assert (closed.name, opened.name, opened.error) == ("closed", "open.pdf", None)
    assert closed.error is not None
    assert "Permission denied" in closed.error.english


def test_a_named_file_is_an_input_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "in" / "report.bin")
    monkeypatch.chdir(tmp_path)
    relative, absolute = discover(["in/report.bin", tmp_path / "in" / "report.bin"])
    assert (relative.name, absolute.name) == ("in/report.bin", "report.bin")
    assert relative.read() == absolute.read() == PDF


def test_pattern_is_searched_below_its_fixed_part(tmp_path: Path) -> None:
    for name in ("2566/a.pdf", "2566/a.odt", "2567/b.pdf"):
        put(tmp_path / name)
    tally = Tally()
    found = list(discover([f"{tmp_path}/25*/*"], tally))
    assert (names(found), tally.ignored) == (["2566/a.pdf", "2567/b.pdf"], 1)


def test_a_file_that_does_not_answer_is_a_row_and_its_neighbour_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.pdf", "dead mount.pdf", "z.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4")
    beginning = intake._beginning

    def answered(path: Path, name: str) -> tuple[bytes, int]:
        if "dead" in name:
            raise TimeoutError
        return beginning(path, name)

    monkeypatch.setattr(intake, "_beginning", answered)
    found = list(discover([tmp_path]))
    assert [(source.name, source.error is None) for source in found] == [
        *(("a.pdf", True), ("dead mount.pdf", False), ("z.pdf", True))
    ]
    assert "no answer" in str(found[1].error)


def test_a_call_that_never_comes_back_is_left_behind() -> None:
    never = threading.Event()
    with pytest.raises(TimeoutError, match="no answer"):
        within(0.01, never.wait)
    assert within(3600, lambda: 7) == 7
    with pytest.raises(KeyError):
        within(3600, lambda: {}["what the call raises"])
    never.set()


def test_a_large_sparse_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as stream:
        stream.write(PDF)
        stream.truncate(3 << 30)
    began = time.process_time()
    (source,) = discover([tmp_path])
    assert isinstance(source.error, RefusedError)
    assert "the file is 3.0 GiB" in source.error.english
    assert time.process_time() - began < 0.5


def test_what_is_not_there_comes_with_its_error(tmp_path: Path) -> None:
    missing, pattern = discover([tmp_path / "no.pdf", f"{tmp_path}/*.pdf"])
    for source in (missing, pattern):
        assert isinstance(source.error, DocumentError)
        assert "no file or folder" in source.error.english
        with pytest.raises(DocumentError):
            source.read()


def test_link_to_nothing_comes_with_its_error(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere.pdf")
    (source,) = discover([tmp_path])
    assert source.error is not None and "no regular file" in source.error.english


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_thai_names_of_old_archives(tmp_path: Path, encoding: str) -> None:
    archive = legacy_zip(tmp_path / "ส่ง.zip", "รายงาน\\มาตรการ.pdf".encode(encoding))
    (source,) = discover([archive])
    assert source.name == "ส่ง.zip/รายงาน/มาตรการ.pdf"
    assert source.read() == PDF


def test_unicode_path_field_names_the_entry(tmp_path: Path) -> None:
    import struct
    import zlib

    plain, thai = b"report.pdf", "รายงาน.pdf".encode()
    field = struct.pack("<HHBI", 0x7075, len(thai) + 5, 1, zlib.crc32(plain)) + thai
    info = zipfile.ZipInfo("report.pdf")
    info.extra = field
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, PDF)
    assert names(list(discover([tmp_path / "a.zip"]))) == ["a.zip/รายงาน.pdf"]


def test_archive_in_a_folder_counts_its_litter(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("b.pdf", "a.JPG", "ตาราง.odt", "__MACOSX/._b.pdf", "empty/"):
            archive.writestr(name, PDF)
    tally = Tally()
    assert names(list(discover([tmp_path], tally))) == ["a.zip/a.JPG", "a.zip/b.pdf"]
    assert tally.ignored == 2


def test_entries_that_lead_outside_or_link_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("../up.pdf", "/abs.pdf", "C:\\abs.pdf", "good.pdf"):
            archive.writestr(name, PDF)
        archive.writestr(link, b"/etc/passwd")
    refused = {source.name: source.error for source in discover([tmp_path / "a.zip"])}
    assert refused.pop("a.zip/good.pdf") is None
    assert sorted(refused) == ["a.zip/../up.pdf", "a.zip/C:/abs.pdf", "a.zip/abs.pdf", "a.zip/link.pdf"]
    assert all(isinstance(error, RefusedError) for error in refused.values())


def test_bomb_in_an_archive_is_refused_before_unpacking(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", b"\0" * (2 << 20))
    (source,) = discover([tmp_path / "a.zip"])
    assert isinstance(source.error, RefusedError)


def test_locked_entry_says_what_to_do(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.pdf", PDF)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    (source,) = discover([tmp_path / "a.zip"])
    assert isinstance(source.error, EncryptedError)


def test_broken_entry_fails_when_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.pdf", PDF)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    (source,) = discover([tmp_path / "a.zip"])
    with pytest.raises(DamagedError):
        source.read()


def test_broken_empty_and_office_archives_come_with_their_error(tmp_path: Path) -> None:
    put(tmp_path / "1.zip", b"PK\x03\x04 and nothing more")
    with zipfile.ZipFile(tmp_path / "2.zip", "w") as archive:
        archive.writestr("readme.txt", b"")
    with zipfile.ZipFile(tmp_path / "3.zip", "w") as archive:
        archive.writestr("[Content_Types].xml", b"")
    sources = list(discover([tmp_path / "1.zip", tmp_path / "2.zip", tmp_path / "3.zip"]))
    assert [type(source.error) for source in sources] == [DamagedError, NotADocumentError, NotADocumentError]


def test_a_pdf_named_zip_is_a_pdf(tmp_path: Path) -> None:
    (source,) = discover([put(tmp_path / "a.zip")])
    assert (source.name, source.member, source.error) == ("a.zip", None, None)


def test_id_begins_the_digest() -> None:
    assert sha256(PDF) == hashlib.sha256(PDF).hexdigest()
    assert document_id(PDF) == sha256(PDF)[:16]


def test_sources_survive_the_way_to_a_worker(tmp_path: Path) -> None:
    import pickle

    (source,) = discover([tmp_path / "no.pdf"])
    again = pickle.load(io.BytesIO(pickle.dumps(source)))
    assert again.name == source.name
    assert again.error.thai == source.error.thai


@pytest.mark.parametrize("name", ["ก.rar", "ข.7z", "ค.tar.gz", "ง.TGZ"])
def test_archives_of_other_kinds_are_told_as_not_opened(tmp_path: Path, name: str) -> None:
    put(tmp_path / "in" / name, b"packed")
    with zipfile.ZipFile(tmp_path / "in" / "z.zip", "w") as archive:
        archive.writestr(name, b"packed")
    tally = Tally()
    inner, plain = discover([tmp_path / "in"], tally)
    assert (plain.name, inner.name, tally.ignored) == (name, f"z.zip/{name}", 0)
    for source in (plain, inner):
        assert source.error is not None and "unpack it and give the folder instead" in source.error.english


def test_a_pdf_named_rar_is_a_pdf(tmp_path: Path) -> None:
    (source,) = discover([put(tmp_path / "a.rar")])
    assert source.error is None
