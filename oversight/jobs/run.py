"""One command's work from beginning to end: archive, reading, output files, log, closing words."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from extract.errors import ChangedError, ProngsaiError, SetupError
from extract.lost_pages import Reason
from oversight import talk
from oversight.archive.archive_commands import RetryRequest
from oversight.archive.health import identity
from oversight.archive.resume import Key, Redo
from oversight.archive.run import Run
from oversight.archive.status import run_about
from oversight.archive.store import Archive
from oversight.archive.writing import Failure
from oversight.jobs.cache_key import output_code
from oversight.jobs.inputs import InputFile
from oversight.jobs.installed import versions
from oversight.jobs.options import Options, Task, read_manifest
from oversight.jobs.plan import ReadingPlan, listing_of, reason_of, status_of, tasks, unread_listing
from oversight.jobs.pool import Pool
from oversight.jobs.results import Log, archive_of, held_folder, write_results
from oversight.jobs.run_counts import DocumentOutcome, RunCounts
from oversight.jobs.runners import Batch, InProcess, Outcome, Runner
from oversight.jobs.screen import Interrupt, Screen, open_screen
from oversight.jobs.watch import Limits
from oversight.jobs.worker import ReadDocument, Work, read_document
from oversight.registry.register_file import read_register

EXIT_CODES = (0, 3, 1, 4, 130)
"""What a run may end with, the gravest last, as ``RunCounts.exit_code`` chooses."""
Identity = Callable[[Options], Mapping[str, str]]
"""The versions that decide what comes out of a file, with such options."""
Reopen = Callable[[Sequence[tuple[str, str, int | None]]], list[InputFile]]
"""Finds inputs again by (name, location, member)."""


@dataclass(frozen=True, slots=True)
class RunRequest:
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

    def described(self, jobs: int) -> dict[str, Any]:
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


def run_documents(
    work: Work, sources: Sequence[InputFile], ignored: int, request: RunRequest, made_by: Mapping[str, str]
) -> int:
    """Read ``sources`` into the archive, bring the output files up to it, and return the exit code.

    Args:
        work: Reads one document; children call it by its name.
        sources: What was named.
        ignored: How many files were passed over.
        request: Where to and how.
        made_by: The versions that decide what comes out of a file.

    Raises:
        OutputError: The archive is in use, or it or the results cannot be written.
    """
    manifest = read_manifest(request.manifest) if request.manifest else None
    plan = ReadingPlan(
        request.options, manifest, request.redo, made_by, request.lang, output_code(), request.limits
    )
    jobs = _jobs(request, len(sources))
    counts = RunCounts()
    about = {
        "versions": versions(),
        "made_by": dict(made_by),
        "options": request.described(jobs),
        "started": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    try:
        with (
            Log(request.output) as log,
            archive_of(request.output, request.archive) as archive,
            archive.begin_run(about) as run,
            held_folder(request.output, _identity(archive)) as _,
        ):
            about["archive"] = _identity(archive)
            log.event("begin", run=run.number, inputs=len(sources), made_by=dict(made_by), jobs=jobs)
            with (
                open_screen(len(sources), request.lang, sys.stderr) as screen,
                Interrupt(screen.stopping) as interrupt,
            ):
                reading = _Reading(archive, run, plan, counts, screen, log)
                reading.read_all(work, sources, runner_for(jobs, request.cluster), interrupt.stopping)
            if manifest and not counts.interrupted:
                counts.unmatched = manifest.unmatched()
                if counts.unmatched:
                    log.event("manifest_unmatched", count=len(counts.unmatched), files=counts.unmatched)
            log.check_there()
            written = write_results(archive, request.output, request.lang, counts, ignored, about)
            state = "interrupted" if counts.interrupted else "finished"
            run.close(state, {"ignored": ignored, "seconds_by_stage": dict(counts.stages)})
            log.event(
                state,
                run=run.number,
                read=counts.read,
                already_done=counts.already,
                troubled=counts.incomplete,
                seconds=round(counts.seconds, 3),
            )
    except KeyboardInterrupt:
        print(talk.text("run.stopped", request.lang), file=sys.stderr, flush=True)
        return 130
    screen.summary(written, counts, ignored, request.shown or str(request.output))
    return counts.exit_code


def _identity(archive: Archive) -> str | None:
    with archive.reading() as connection:
        return identity(connection)


def runner_for(jobs: int, cluster: str | None = None) -> Runner:
    """The runner that was asked for: ``jobs`` children, 0 for none, or the Ray cluster at an address."""
    if cluster is not None:
        from oversight.jobs.cluster import Cluster

        return Cluster(cluster, jobs)
    return Pool(jobs) if jobs else InProcess()


def _jobs(request: RunRequest, inputs: int) -> int:
    """Documents to read at a time; 0 with a cluster leaves it to the cluster."""
    if request.jobs == 0 or (request.cluster and request.jobs is None):
        return 0
    return max(1, min(request.jobs or len(os.sched_getaffinity(0)), inputs))


@dataclass(frozen=True, slots=True)
class _Reading:
    """The documents of one run: each outcome goes into the archive, the counts, the screen and the log."""

    archive: Archive
    run: Run
    plan: ReadingPlan
    counts: RunCounts
    screen: Screen
    log: Log

    def read_all(
        self, work: Work, sources: Sequence[InputFile], runner: Runner, stopping: Callable[[], bool]
    ) -> None:
        """Read what has to be read of ``sources`` by ``work``. Same bytes are read once.

        Once ``stopping`` is true, the documents in hand are finished and the run is ``interrupted``.

        Raises:
            OutputError: The archive cannot be written.
        """
        began = time.perf_counter()
        to_read = tasks(sources, self.archive, self.run, self.plan, self.counts, self._finish, self._skip)
        read = partial(read_document, work, self.plan.output_code)
        again: list[Task] = []
        first = _put_aside(to_read, again)
        of_run = partial(Batch, read, progress=self.screen.progress, stopping=stopping, slow=self._slow)
        self._read(runner.outcomes(of_run(first, self.plan.limits)))
        if again:
            limits = self.plan.limits_of(again=True)
            self._read(runner.outcomes(of_run(again, limits)))
        self.counts.interrupted = stopping()
        self.counts.seconds = time.perf_counter() - began

    def _read(self, outcomes: Iterator[Outcome[Task, ReadDocument]]) -> None:
        with closing(outcomes):  # type: ignore[type-var]
            for outcome in outcomes:
                document = document_outcome(outcome, self.plan.lang)
                self._put(outcome, document)
                self.counts.read += 1
                self.counts.setup_missing |= isinstance(outcome.error, SetupError)
                self._finish(document)

    def _put(self, outcome: Outcome[Task, ReadDocument], document: DocumentOutcome) -> None:
        """Enter what became of a task; a file that changed while it was read counts as what was read.

        One that changed and could not be read has no bytes that a failure could be kept under.
        """
        task = outcome.item
        if isinstance(outcome.error, ChangedError):
            self.run.note([unread_listing(task.source, outcome.error, self.plan.lang)])
            return
        packed = outcome.value.packed if outcome.value else None
        failure = Failure(document.status, document.cause, document.reason)
        key = Key(document.sha256, self.plan.recipe_of(task.options, document.cause, task.again))
        as_noted = document.sha256 == task.sha256
        self.run.put(listing_of(task.source, document.sha256), key, packed or failure, noted=as_noted)

    def _finish(self, document: DocumentOutcome) -> None:
        self.counts.add(document)
        self.screen.entry(document)
        self.log.event(
            "document",
            source_file=document.source_file,
            document_id=document.document_id or None,
            status=document.status,
            reason=document.reason or None,
            pages=document.pages,
            records=document.records,
            seconds=round(sum(seconds for _, seconds in document.seconds), 3),
        )
        for trace in document.bugs:
            self.log.event("bug", source_file=document.source_file, trace=trace)

    def _slow(self, task: Task, page: int, seconds: float) -> None:
        self.screen.slow(task.source.name, page, seconds)

    def _skip(self, count: int) -> None:
        self.screen.skip(count)
        self.log.event("already_done", documents=count)


def _put_aside(tasks: Iterable[Task], again: list[Task]) -> Iterator[Task]:
    """The tasks, but for those to be read with twice the limits, which go into ``again``."""
    for task in tasks:
        if task.again:
            again.append(task)
        else:
            yield task


def document_outcome(outcome: Outcome[Task, ReadDocument], lang: str) -> DocumentOutcome:
    """What became of a task."""
    source, digest = outcome.item.source, outcome.item.sha256
    if outcome.value:
        return replace(outcome.value.outcome, source_file=source.name)
    if outcome.cause == "error" and outcome.error is not None:
        reason = reason_of(outcome.error, lang)
        bugs = () if isinstance(outcome.error, ProngsaiError) else (outcome.trace,)
        return DocumentOutcome(source.name, status_of(outcome.error), (reason,), digest, bugs=bugs)
    reason = Reason(outcome.cause, detail=talk.text(f"run.{outcome.cause}", lang, detail=outcome.detail))
    return DocumentOutcome(source.name, "failed", (reason,), digest)


def retry(again: RetryRequest, work: Work, reopen: Reopen, identity: Identity) -> int:
    """Read inputs once more, each by the options of the run that named it, and return the exit code."""
    listings = sorted(again.listings, key=lambda given: given.run or 0)
    groups = [(number, list(group)) for number, group in groupby(listings, key=lambda given: given.run or 0)]
    with Archive.open(again.archive, write=False) as archive, archive.reading() as connection:
        options = {number: run_about(connection, number).get("options", {}) for number, _ in groups}
    codes = [0]
    for number, group in groups:
        request = _request_before(again, options[number])
        sources = reopen([(given.source_file, given.location, given.member) for given in group])
        codes.append(run_documents(work, sources, 0, request, identity(request.options)))
        if codes[-1] == 130:
            break
    return max(codes, key=EXIT_CODES.index)


def _request_before(again: RetryRequest, before: Mapping[str, Any]) -> RunRequest:
    """What was asked of an earlier run, as it described itself; passwords are kept nowhere."""
    register = before.get("register")
    kept = {each.name: before[each.name] for each in fields(Options) if each.name in before}
    options = replace(
        Options(**kept),
        pages=tuple((first, last) for first, last in before.get("pages", ())),
        password=None,
        register_digest=read_register(Path(register)).digest if register else None,
    )
    manifest = before.get("manifest")
    return RunRequest(
        again.output,
        again.archive,
        options,
        Path(manifest) if manifest else None,
        "failed",
        again.jobs,
        again.lang,
        limits=Limits(**before.get("limits", {})),
    )
