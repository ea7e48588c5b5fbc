"""A run over many documents: plan them, read each in a guarded child, write what came of it, count."""

from __future__ import annotations

import hashlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from extract.errors import DocumentError, ProngsaiError, RefusedError, SetupError
from extract.model import Report, Status
from oversight import talk
from oversight.export.documents import Entry, findings
from oversight.export.write import OutputFiles
from oversight.jobs.run import Limits, Outcome, run
from oversight.jobs.task import Manifest, Options, Source, Task
from oversight.jobs.watch import Progress


@dataclass(slots=True)
class Tally:
    """Counts of a run, as its summary and run.json tell them."""

    statuses: Counter[Status] = field(default_factory=Counter)
    pages: int = 0
    pages_digital: int = 0
    pages_scanned: int = 0
    records: int = 0
    findings: int = 0
    ignored: int = 0
    seconds: float = 0.0
    stages: Counter[str] = field(default_factory=Counter)
    setup_missing: bool = False
    interrupted: bool = False
    bugs: list[dict[str, str]] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """Inputs in all."""
        return sum(self.statuses.values())

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        if self.interrupted:
            return 130
        if self.setup_missing:
            return SetupError.exit_code
        troubled = self.statuses["failed"] + self.statuses["refused"] + self.statuses["partial"]
        return DocumentError.exit_code if troubled else 0

    def add(self, entry: Entry) -> None:
        """Count one document."""
        self.statuses[entry.status] += 1
        self.pages += len(entry.pages)
        self.pages_digital += entry.pages_digital
        self.pages_scanned += entry.pages_scanned
        self.records += entry.record_count
        self.findings += sum(1 for _ in findings(entry))
        for report in entry.reports:
            self.stages.update(dict(report.seconds))


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told of a run's progress: of each finished entry, and of pages done."""

    entry: Callable[[Entry], None] = lambda entry: None
    progress: Progress | None = None


def batch(
    work: Callable[[Task], tuple[Report, ...]],
    sources: Iterable[Source],
    files: OutputFiles,
    options: Options,
    manifest: Manifest | None = None,
    jobs: int = 1,
    lang: str = "en",
    limits: Limits | None = None,
    listeners: Listeners | None = None,
) -> Tally:
    """Read ``sources`` by ``work`` and write each to ``files``, in their order; same bytes are read once.

    An interrupt (Ctrl-C) ends the work and is counted, not raised: what is finished stays in ``files``.

    Raises:
        OutputError: The results cannot be written.
    """
    listeners = listeners or Listeners()
    tally = Tally()
    began = time.perf_counter()
    plan: deque[Entry | None] = deque()  # None stands for a task at work

    def finish(entry: Entry) -> None:
        files.add(entry)
        tally.add(entry)
        listeners.entry(entry)

    def finish_ready() -> None:
        while plan and (ready := plan[0]) is not None:
            plan.popleft()
            finish(ready)

    try:
        outcomes = run(work, _tasks(sources, plan, options, manifest, lang), jobs, limits, listeners.progress)
        with closing(outcomes):  # type: ignore[type-var]
            for outcome in outcomes:
                finish_ready()
                plan.popleft()
                tally.setup_missing |= isinstance(outcome.error, SetupError)
                if outcome.cause == "error" and not isinstance(outcome.error, ProngsaiError):
                    tally.bugs.append({"source_file": outcome.item.source.name, "trace": outcome.trace})
                finish(entry_of(outcome, lang))
        finish_ready()
    except KeyboardInterrupt:
        tally.interrupted = True
    tally.seconds = time.perf_counter() - began
    return tally


def _tasks(
    sources: Iterable[Source],
    plan: deque[Entry | None],
    options: Options,
    manifest: Manifest | None,
    lang: str,
) -> Iterator[Task]:
    """The tasks among ``sources``; what needs no reading goes straight to ``plan``."""
    first_of: dict[str, str] = {}
    for source in sources:
        try:
            digest = digest_of(source)
        except DocumentError as error:
            plan.append(Entry(source.name, status_of(error), reason_of(error, lang)))
            continue
        if digest in first_of:
            reason = talk.text("run.same_bytes", lang, first=first_of[digest])
            plan.append(Entry(source.name, "duplicate", reason, digest))
            continue
        first_of[digest] = source.name
        plan.append(None)
        yield Task(source, digest, manifest.apply(options, source.name) if manifest else options)


def digest_of(source: Source) -> str:
    """SHA-256 of a document's bytes; a file is not held in memory for it.

    Raises:
        DocumentError: It cannot be read.
    """
    if source.error is None and source.member is None:
        try:
            with source.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            pass  # read() below says why
    return hashlib.sha256(source.read()).hexdigest()


def status_of(error: Exception) -> Status:
    """Refused for what is beyond the limits, failed for all else."""
    return "refused" if isinstance(error, RefusedError) else "failed"


def reason_of(error: Exception, lang: str) -> str:
    """``code: message`` of an error of ours; any other is a bug and says so."""
    if isinstance(error, ProngsaiError):
        return f"{error.code}: {error.message(lang)}"
    return "bug: " + talk.text("run.bug", lang, detail=f"{type(error).__name__}: {error}")


def entry_of(outcome: Outcome[Task, tuple[Report, ...]], lang: str) -> Entry:
    """The row of documents.csv for what became of a task."""
    source, digest = outcome.item.source, outcome.item.sha256
    if outcome.value:
        first = outcome.value[0]
        return Entry(source.name, first.status, first.reason, digest, outcome.value)
    if outcome.cause == "error" and outcome.error is not None:
        reason = reason_of(outcome.error, lang)
        return Entry(source.name, status_of(outcome.error), reason, digest)
    reason = f"{outcome.cause}: " + talk.text(f"run.{outcome.cause}", lang, detail=outcome.detail)
    return Entry(source.name, "failed", reason, digest)


def run_json(
    tally: Tally, versions: dict[str, str | None], options: dict[str, Any], started: str
) -> dict[str, Any]:
    """The content of run.json."""
    return {
        "versions": versions,
        "options": options,
        "started": started,
        "seconds": round(tally.seconds, 3),
        "interrupted": tally.interrupted,
        "counts": {
            "documents": tally.documents,
            **{
                status: tally.statuses[status]
                for status in ("ok", "partial", "failed", "refused", "duplicate")
            },
            "ignored": tally.ignored,
            "pages": tally.pages,
            "pages_digital": tally.pages_digital,
            "pages_scanned": tally.pages_scanned,
            "records": tally.records,
            "findings": tally.findings,
        },
        "bugs": tally.bugs,
        "seconds_by_stage": {stage: round(seconds, 3) for stage, seconds in tally.stages.items()},
    }
