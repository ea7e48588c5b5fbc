"""One command's work from beginning to end: archive, reading, output files, log, closing words."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from oversight import talk
from oversight.archive.resume import Redo
from oversight.archive.store import Archive
from oversight.jobs.batch import Listeners, batch
from oversight.jobs.brief import Brief
from oversight.jobs.bring import Work
from oversight.jobs.engines import engine_for
from oversight.jobs.interrupt import Interrupt
from oversight.jobs.log import Log
from oversight.jobs.plan import Order
from oversight.jobs.results import export_code, write_results
from oversight.jobs.screen import Screen, open_screen
from oversight.jobs.tally import Course
from oversight.jobs.task import Options, Source, read_manifest
from oversight.jobs.versions import versions
from oversight.jobs.watch import Limits


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command was asked: where to, how to read, what of the known to read again.

    ``jobs`` 0 reads in this process; None is one for each core here, or each processor of the ``cluster``.
    ``shown`` is what people know ``output`` by, where that is only a folder on the way there.
    """

    output: Path
    archive: str
    options: Options
    manifest: Path | None = None
    redo: Redo = "stale"
    jobs: int | None = None
    lang: str = "en"
    cluster: str | None = None
    shown: str | None = None
    limits: Limits = Limits()

    def said(self, jobs: int) -> dict[str, Any]:
        """The options as run.json and the archive keep them, without the password."""
        return {
            **asdict(self.options),
            "password": None if self.options.password is None else "***",
            "manifest": None if self.manifest is None else str(self.manifest.absolute()),
            "redo": self.redo,
            "jobs": jobs,
            "cluster": self.cluster,
            "limits": asdict(self.limits),
        }


def carry_out(
    work: Work, sources: Sequence[Source], ignored: int, asked: Asked, made_by: Mapping[str, str]
) -> int:
    """Read ``sources`` into the archive, bring the output files up to it, and return the exit code.

    Args:
        work: Reads one document; children call it by its name.
        sources: What was named.
        ignored: How many files were passed over.
        asked: Where to and how.
        made_by: The versions that decide what comes out of a file.

    Raises:
        OutputError: The archive is in use, or it or the results cannot be written.
    """
    manifest = read_manifest(asked.manifest) if asked.manifest else None
    order = Order(asked.options, manifest, asked.redo, made_by, asked.lang, export_code(), asked.limits)
    jobs = _jobs(asked, len(sources))
    course = Course()
    said = {
        "versions": versions(),
        "made_by": dict(made_by),
        "options": asked.said(jobs),
        "started": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    try:
        with (
            Log(asked.output) as log,
            Archive.open(asked.archive) as archive,
            archive.begin_run(said) as at,
        ):
            log.event("begin", run=at.number, inputs=len(sources), made_by=dict(made_by), jobs=jobs)
            with (
                open_screen(len(sources), asked.lang, sys.stderr) as screen,
                Interrupt(screen.stopping) as interrupt,
            ):
                heard = _listeners(screen, log, interrupt)
                batch(
                    work,
                    sources,
                    archive,
                    at,
                    order,
                    course,
                    engine_for(jobs, asked.cluster),
                    listeners=heard,
                )
            counted = write_results(archive, asked.output, asked.lang, course, ignored, said)
            state = "interrupted" if course.interrupted else "finished"
            at.close(state, {"ignored": ignored, "seconds_by_stage": dict(course.stages)})
            log.event(
                state,
                run=at.number,
                read=course.read,
                already_done=course.already,
                troubled=course.troubled,
                seconds=round(course.seconds, 3),
            )
    except KeyboardInterrupt:
        print(talk.text("run.stopped", asked.lang), file=sys.stderr, flush=True)
        return 130
    screen.summary(counted, course, ignored, asked.shown or str(asked.output))
    return course.exit_code


def _jobs(asked: Asked, inputs: int) -> int:
    """Documents to read at a time; 0 with a cluster leaves it to the cluster."""
    if asked.jobs == 0 or (asked.cluster and asked.jobs is None):
        return 0
    return max(1, min(asked.jobs or len(os.sched_getaffinity(0)), inputs))


def _listeners(screen: Screen, log: Log, interrupt: Interrupt) -> Listeners:
    def entry(entry: Brief) -> None:
        screen.entry(entry)
        log.event(
            "document",
            source_file=entry.source_file,
            document_id=entry.document_id or None,
            status=entry.status,
            reason=entry.reason or None,
            pages=entry.pages,
            records=entry.records,
            seconds=round(sum(seconds for _, seconds in entry.seconds), 3),
        )
        for trace in entry.bugs:
            log.event("bug", source_file=entry.source_file, trace=trace)

    def skipped(count: int) -> None:
        screen.skip(count)
        log.event("already_done", documents=count)

    return Listeners(entry, skipped, screen.progress, interrupt.stopping)
