"""A run over many documents: read each that has to be in a guarded child, put what came of it, count."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from extract.errors import ProngsaiError, SetupError
from oversight import talk
from oversight.archive.resume import Key
from oversight.archive.run import Run
from oversight.archive.store import Archive
from oversight.archive.writing import Failure
from oversight.jobs.brief import Brief
from oversight.jobs.bring import Brought, Work, bring
from oversight.jobs.engines import Engine, Pool, run
from oversight.jobs.plan import Order, listing_of, reason_of, status_of, tasks
from oversight.jobs.run import Outcome
from oversight.jobs.tally import Course
from oversight.jobs.task import Source, Task
from oversight.jobs.watch import Progress


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told of a run: of each entry dealt with, of inputs done before, of pages; and who may end it."""

    entry: Callable[[Brief], None] = lambda entry: None
    skipped: Callable[[int], None] = lambda count: None
    progress: Progress | None = None
    stopping: Callable[[], bool] = lambda: False


def batch(
    work: Work,
    sources: Sequence[Source],
    archive: Archive,
    at: Run,
    order: Order,
    course: Course,
    engine: Engine = Pool(1),  # noqa: B008 - frozen
    listeners: Listeners | None = None,
) -> None:
    """Read what has to be read of ``sources`` by ``work``; each outcome goes into the archive as it comes.

    Same bytes are read once. ``course`` is counted up; once ``listeners.stopping`` says so, the documents in
    hand are finished and the course is ``interrupted``.

    Raises:
        OutputError: The archive cannot be written.
    """
    heard = listeners or Listeners()
    began = time.perf_counter()

    def finish(entry: Brief) -> None:
        course.add(entry)
        heard.entry(entry)

    planned = tasks(sources, archive, at, order, course, finish, heard.skipped)
    outcomes = run(
        partial(bring, work, order.export), planned, engine, order.limits, heard.progress, heard.stopping
    )
    with closing(outcomes):  # type: ignore[type-var]
        for outcome in outcomes:
            entry = brief_of(outcome, order.lang)
            put(at, order, outcome, entry)
            course.read += 1
            course.setup_missing |= isinstance(outcome.error, SetupError)
            finish(entry)
    course.interrupted = heard.stopping()
    course.seconds = time.perf_counter() - began


def put(at: Run, order: Order, outcome: Outcome[Task, Brought], entry: Brief) -> None:
    """Enter what became of a task; a file that changed while it was read counts as what was read."""
    task = outcome.item
    came = outcome.value.packed if outcome.value else None
    cause = entry.reason.partition(":")[0]
    failure = Failure(entry.status, cause, entry.reason)
    key = Key(entry.sha256, order.recipe_of(task.options, cause))
    as_noted = entry.sha256 == task.sha256
    at.put(listing_of(task.source, entry.sha256), key, came or failure, noted=as_noted)


def brief_of(outcome: Outcome[Task, Brought], lang: str) -> Brief:
    """What became of a task."""
    source, digest = outcome.item.source, outcome.item.sha256
    if outcome.value:
        return replace(outcome.value.brief, source_file=source.name)
    if outcome.cause == "error" and outcome.error is not None:
        reason = reason_of(outcome.error, lang)
        bugs = () if isinstance(outcome.error, ProngsaiError) else (outcome.trace,)
        return Brief(source.name, status_of(outcome.error), reason, digest, bugs=bugs)
    reason = f"{outcome.cause}: " + talk.text(f"run.{outcome.cause}", lang, detail=outcome.detail)
    return Brief(source.name, "failed", reason, digest)
