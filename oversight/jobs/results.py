"""The output files of a folder from its archive: all of it, or nothing where nothing has changed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any

from extract import data
from oversight import talk
from oversight.archive.reading import Entry as Held
from oversight.archive.resume import recipe
from oversight.archive.store import Archive
from oversight.export import pieces
from oversight.export.documents import Entry
from oversight.export.pieces import STREAMS, unpacked
from oversight.export.write import OutputFiles, read_run, write_run
from oversight.jobs.brief import brief
from oversight.jobs.bring import form_of
from oversight.jobs.tally import Course, Tally
from oversight.jobs.versions import digest_of_code


def write_results(
    archive: Archive, folder: Path, lang: str, course: Course, ignored: int, said: Mapping[str, Any]
) -> Tally:
    """Bring the files of ``folder`` up to the archive; ``said`` is what run.json says of the run.

    Raises:
        OutputError: They cannot be written; the files are then as they were.
    """
    export = export_code()
    mark = recipe({"archive": archive.mark(), "lang": lang, "form": export})
    before = _before(folder, mark)
    if before is not None:
        tally = Tally.of(before["counts"])
        write_run(folder, _run_json(tally, course, ignored, said, before["files"]))
        return tally
    tally = Tally()
    with OutputFiles(folder) as files:
        for held, kept in archive.told(partial(form_of, export)):
            if kept is not None:
                files.add_pieces(unpacked(kept.packed))
                tally.add(held.status, kept)
            else:
                entry = exported(held, lang)
                files.add(entry)
                tally.add(entry.status, brief(entry))
        written = {"mark": mark, "bytes": files.sizes()}
        files.publish(_run_json(tally, course, ignored, said, written))
    return tally


@cache
def export_code() -> str:
    """Digest of the code that forms the output files, and of the titles of findings that stand in them."""
    export = Path(pieces.__file__).parent
    code = [export / f"{name}.py" for name in ("documents", "pieces", "plain", "sheet", "write")]
    return digest_of_code(*code, Path(data.__file__).parent / "findings.csv")


def exported(held: Held, lang: str) -> Entry:
    """An entry of the archive as the output files tell it."""
    reason = talk.text("run.same_bytes", lang, first=held.first) if held.first else held.reason
    return Entry(held.source_file, held.status, reason, held.sha256, held.reports)


def _before(folder: Path, mark: str) -> Any:
    """The run.json of the files that stand there, if they are whole and say what the archive says now."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = read_run(folder)
        sizes = {name: (folder / name).stat().st_size for name in STREAMS}
        if told["files"] == {"mark": mark, "bytes": sizes} and Tally.of(told["counts"]):
            return told
    return None


def _run_json(
    tally: Tally, course: Course, ignored: int, said: Mapping[str, Any], files: Mapping[str, Any]
) -> dict[str, Any]:
    """The content of run.json: ``counts`` are of the whole archive, the rest tells of this run."""
    return {
        **said,
        "seconds": round(course.seconds, 3),
        "interrupted": course.interrupted,
        "read": course.read,
        "already_done": course.already,
        "counts": tally.counts(ignored),
        "bugs": course.bugs,
        "seconds_by_stage": {stage: round(seconds, 3) for stage, seconds in course.stages.items()},
        "files": files,
    }
