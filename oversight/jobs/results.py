"""What a run leaves beside the archive: the output files made from it, and the run's log.

The output files hold the whole archive; they stay as they are where nothing has changed.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from extract.errors import OutputError
from oversight import talk
from oversight.archive.engine import url_of
from oversight.archive.entries import entries
from oversight.archive.refusals import refusal
from oversight.archive.report_rows import InputResult
from oversight.archive.status import mark as mark_of
from oversight.archive.store import Archive
from oversight.export.output_files import RUN_FILE, OutputFiles, read_run, write_run
from oversight.export.output_text import STREAMS, unpacked
from oversight.jobs.cache_key import output_code, recipe, text_key
from oversight.jobs.run_counts import FolderCounts, RunCounts, outcome_of
from oversight.whole_files import output_errors

LOG_NAME = "run.log.jsonl"


def archive_of(folder: Path, archive: str) -> Archive:
    """The archive of the output ``folder``, made when there is none.

    Raises:
        OutputError: The folder holds results whose archive is gone; or the archive cannot be used.
    """
    url = url_of(archive)
    path = Path(url.database or "") if url.drivername == "sqlite" else None
    lost = path is not None and not (path.is_file() and path.stat().st_size)
    if lost and (folder / RUN_FILE).exists():
        raise refusal("lost", url, str(folder))
    return Archive.open(archive)


@contextmanager
def held_folder(folder: Path, identity: str | None) -> Iterator[None]:
    """The output ``folder`` for one archive and one run: no other run writes into it meanwhile.

    Args:
        folder: Where the results go.
        identity: Of the archive, None while it is new.

    Raises:
        OutputError: Another run is at work there, or the results there are another archive's.
    """
    if foreign(folder, identity):
        raise OutputError(*talk.both("run.mixed", folder=folder))
    with output_errors(folder), (folder / LOG_NAME).open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(*talk.both("run.folder_taken", folder=folder)) from error
        except OSError:  # a file system without locks
            pass
        yield


def foreign(folder: Path, identity: str | None) -> bool:
    """Whether the results in ``folder`` are another archive's; those of older versions do not say whose."""
    with suppress(OSError, ValueError, AttributeError):
        made_by = read_run(folder).get("archive")
        return made_by is not None and made_by != identity
    return False


def stale(folder: Path) -> list[str]:
    """The result files in ``folder`` that are not as the last run left them."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        wanted = read_run(folder)["files"]["bytes"]
        return [name for name in STREAMS if _size(folder / name) != wanted.get(name)]
    return []


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None


def write_results(
    archive: Archive, folder: Path, lang: str, run: RunCounts, ignored: int, said: Mapping[str, Any]
) -> FolderCounts:
    """Bring the files of ``folder`` up to the archive; ``said`` is what run.json says of the run.

    Raises:
        OutputError: They cannot be written; the files are then as they were.
    """
    return _bring_up(archive, folder, lang, partial(_run_json, run, ignored, said))


def refresh_results(archive: Archive, folder: Path, lang: str) -> None:
    """Bring the files that a run wrote in ``folder`` up to an archive that was changed since, without a run.

    What run.json says of that run stays; where none has written files, nothing is done.

    Raises:
        OutputError: They cannot be written; the files are then as they were.
    """
    try:
        before = read_run(folder)
        ignored = before["counts"]["ignored"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    _bring_up(
        archive,
        folder,
        lang,
        lambda counts, files: {**before, "counts": counts.counts(ignored), "files": files},
    )


def _bring_up(
    archive: Archive,
    folder: Path,
    lang: str,
    run_json: Callable[[FolderCounts, Mapping[str, Any]], dict[str, Any]],
) -> FolderCounts:
    """Write the files anew unless they say already what the archive says; run.json in any case."""
    code = output_code()
    with archive.reading() as connection:
        mark = recipe({"archive": mark_of(connection), "lang": lang, "form": code})
    before = _before(folder, mark)
    if before is not None:
        counts = FolderCounts.of(before["counts"])
        write_run(folder, run_json(counts, before["files"]))
        return counts
    counts = FolderCounts()
    with OutputFiles(folder) as files:
        for held, kept in entries(archive.engine, partial(text_key, code)):
            if kept is not None:
                files.add_text(unpacked(kept.packed))
                counts.add(held.status, kept)
            else:
                entry = exported(held, lang)
                files.add(entry)
                counts.add(entry.status, outcome_of(entry))
        written = {"mark": mark, "bytes": files.sizes()}
        files.publish(run_json(counts, written))
    return counts


def exported(held: InputResult, lang: str) -> InputResult:
    """An input as the output files tell it: a duplicate names the first file of its bytes."""
    return replace(held, reason=talk.text("run.same_bytes", lang, first=held.first)) if held.first else held


def _before(folder: Path, mark: str) -> Any:
    """The run.json of the files that stand there, if they are whole and say what the archive says now."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        before = read_run(folder)
        sizes = {name: (folder / name).stat().st_size for name in STREAMS}
        if before["files"] == {"mark": mark, "bytes": sizes} and FolderCounts.of(before["counts"]):
            return before
    return None


def _run_json(
    run: RunCounts, ignored: int, said: Mapping[str, Any], counts: FolderCounts, files: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of run.json: ``counts`` are of the whole archive, the rest tells of this run."""
    return {
        **said,
        "seconds": round(run.seconds, 3),
        "interrupted": run.interrupted,
        "read": run.read,
        "already_done": run.already,
        "counts": counts.counts(ignored),
        "bugs": run.bugs,
        **({} if run.unmatched is None else {"manifest_unmatched": len(run.unmatched)}),
        "seconds_by_stage": {stage: round(seconds, 3) for stage, seconds in run.stages.items()},
        "files": files,
    }


class Log(AbstractContextManager["Log"]):
    """``run.log.jsonl`` of one output folder: one JSON line an event, added to from run to run.

    What a killed run did stays there.

    Raises:
        OutputError: It cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = False
        with output_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = (folder / LOG_NAME).open("a", encoding="utf-8", errors="replace", buffering=1)

    def event(self, event: str, **values: object) -> None:
        """Add a line: the time (UTC), the event and its values; what is None is left out."""
        line = {"time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), "event": event}
        line |= {key: value for key, value in values.items() if value is not None}  # type: ignore[misc]
        with output_errors(self._folder):
            self._open = True
            self._stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")

    def check_there(self) -> None:
        """See that the folder is still the one that the run began in.

        Raises:
            OutputError: It is gone, or another stands in its place.
        """
        with suppress(OSError):
            here, ours = (self._folder / LOG_NAME).stat(), os.fstat(self._stream.fileno())
            if (here.st_dev, here.st_ino) == (ours.st_dev, ours.st_ino):
                return
        raise OutputError(*talk.both("run.folder_gone", folder=self._folder))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; what cut a run off is its last event."""
        if error is not None and self._open:
            with suppress(OutputError):
                self.event("broken_off", error=type(error).__name__, detail=str(error) or None)
        with suppress(OSError):
            self._stream.close()
