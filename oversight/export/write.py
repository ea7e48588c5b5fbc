"""The output files of a run: written to temporary names as documents come in, renamed when all is there."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from extract.errors import OutputError
from oversight.export.documents import Entry
from oversight.export.pieces import STREAMS, Pieces, heads, pieces
from oversight.export.plain import Json

BUFFER = 1 << 20  # bytes: pieces are some kilobytes each
_TEMPORARY = ".{}.part"


class OutputFiles(AbstractContextManager["OutputFiles"]):
    """The files of one output folder.

    ``add`` takes documents in the order in which they are to stand; ``publish`` puts all files in place.
    Left without ``publish``, the folder is as it was before.

    Raises:
        OutputError: The folder cannot be made or written, or the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._files: dict[str, IO[bytes]] = {}
        with told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for name in STREAMS:
                self._files[name] = self._open(name)
        self.add_pieces(heads())

    def add(self, entry: Entry) -> None:
        """Write one document with its records, findings, tables and pages."""
        self.add_pieces(pieces(entry))

    def add_pieces(self, given: Pieces) -> None:
        """Write what was made of one document before."""
        with told(self._folder):
            for name, piece in zip(STREAMS, given, strict=True):
                self._files[name].write(piece)

    def sizes(self) -> dict[str, int]:
        """Bytes of each file as it stands now."""
        with told(self._folder):
            for stream in self._files.values():
                stream.flush()
            return {name: os.fstat(stream.fileno()).st_size for name, stream in self._files.items()}

    def publish(self, run: Json) -> None:
        """Put every file in place, ``run`` as run.json last."""
        with told(self._folder):
            self._files["run.json"] = self._open("run.json")
            self._files["run.json"].write((json.dumps(run, ensure_ascii=False, indent=2) + "\n").encode())
            for stream in self._files.values():
                stream.flush()
                os.fsync(stream.fileno())
            self._stack.close()
            for name in self._files:
                (self._folder / _TEMPORARY.format(name)).replace(self._folder / name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close and remove what was not published."""
        with contextlib.suppress(OSError):  # a full disk refuses the last flush too
            self._stack.close()
        for name in self._files:
            with contextlib.suppress(OSError):
                (self._folder / _TEMPORARY.format(name)).unlink(missing_ok=True)

    def _open(self, name: str) -> IO[bytes]:
        path = self._folder / _TEMPORARY.format(name)
        return self._stack.enter_context(path.open("wb", buffering=BUFFER))


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn the system's refusal into an OutputError that says what to do."""
    try:
        yield
    except OSError as error:
        raise OutputError(*_refusal(folder, error)) from error


def _refusal(folder: Path, error: OSError) -> tuple[str, str]:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"ดิสก์เต็ม: เขียนผลลัพธ์ลง {folder} ไม่ได้ ให้เพิ่มเนื้อที่ว่างหรือเลือกโฟลเดอร์อื่นด้วย -o",
            f"the disk is full: {folder} cannot be written; free some space or choose another folder with -o",
        )
    return (
        f"เขียนผลลัพธ์ลง {folder} ไม่ได้ ({error.strerror}) ให้ตรวจสิทธิ์ของโฟลเดอร์หรือเลือกโฟลเดอร์อื่นด้วย -o",
        f"{folder} cannot be written ({error.strerror}): check its permissions or choose another with -o",
    )


def write_run(folder: Path, run: Json) -> None:
    """Replace run.json alone.

    Raises:
        OutputError: It cannot be written.
    """
    part = folder / _TEMPORARY.format("run.json")
    with told(folder):
        try:
            part.write_text(json.dumps(run, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            part.replace(folder / "run.json")
        finally:
            part.unlink(missing_ok=True)


def read_run(folder: Path) -> Any:
    """Return the parsed run.json of an output folder."""
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))
