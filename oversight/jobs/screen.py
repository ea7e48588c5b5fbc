"""What a person sees of a run: a bar on a terminal, plain lines elsewhere, closing words; and Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from types import FrameType, TracebackType
from typing import IO, TYPE_CHECKING

from extract.data import rows
from extract.lost_pages import Reason
from oversight import talk
from oversight.jobs.run_counts import INCOMPLETE, DocumentOutcome, FolderCounts, RunCounts

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

MOST_NAMED = 50  # incomplete documents and unmatched rows named at the end; documents.csv has them all


class Screen:
    """Talks on ``stream``; ``bar`` is rich's progress bar on a terminal, None elsewhere."""

    def __init__(self, total: int, lang: str, stream: IO[str], bar: Bar | None) -> None:
        self._total = total
        self._lang = lang
        self._stream = stream
        self._bar = bar
        self._row = bar.add_task(talk.text("run.progress", lang), total=None, left="") if bar else None
        self._began = time.monotonic()
        self._open: dict[int, tuple[int, int]] = {}  # pages done and in all, of items in hand
        self._pages = self._known = self._opened = 0  # pages done, pages of opened items, opened items
        self._entries = 0
        self._skipped = 0
        self._incomplete: list[DocumentOutcome] = []  # the first of them
        self._incomplete_count = 0

    def progress(self, index: int, done: int, total: int) -> None:
        """Pages of the item ``index``; documents not yet opened count as the average of those that are."""
        if index not in self._open:
            self._opened += 1
        pages, known = self._open.pop(index, (0, 0))
        if done < total:
            self._open[index] = done, total
        self._pages += done - pages
        self._known += total - known
        if self._bar is not None and self._row is not None:
            unopened = max(0, self._total - self._skipped - max(self._opened, self._entries))
            guess = self._known + round(unopened * self._known / self._opened)
            left = time_left(time.monotonic() - self._began, self._pages, guess)
            self._bar.update(self._row, completed=self._pages, total=guess, left=left)

    def slow(self, name: str, page: int, seconds: float) -> None:
        """A page has been in hand for long."""
        told = talk.text("run.slow", self._lang, name=name, page=page, seconds=f"{seconds:.0f}")
        if self._bar is not None:
            self._bar.console.print(told, highlight=False, markup=False)
        else:
            self._say(told)

    def entry(self, outcome: DocumentOutcome) -> None:
        """A document is finished."""
        self._entries += 1
        if outcome.status in INCOMPLETE:
            self._incomplete_count += 1
            if self._incomplete_count <= MOST_NAMED:
                self._incomplete.append(outcome)
        if self._bar is None:
            self._say(self._line(outcome))

    def skip(self, count: int) -> None:
        """So many documents were done before."""
        self._skipped += count

    def stopping(self) -> None:
        """The user wants an end."""
        self._say(talk.text("run.stopping", self._lang))

    def summary(self, counts: FolderCounts, run: RunCounts, ignored: int, output: str) -> None:
        """The closing words: what is incomplete, the counts, and where to look."""
        lang = self._lang

        def word(key: str) -> str:
            return talk.text(f"run.{key}", lang)

        if self._incomplete:
            named = [
                (
                    talk.text(f"status.{outcome.status}", lang),
                    outcome.source_file,
                    reason_in_words(outcome, lang),
                )
                for outcome in self._incomplete
            ]
            if self._incomplete_count > MOST_NAMED:
                named.append(("…", f"+{self._incomplete_count - MOST_NAMED}", "documents.csv"))
            self._say(f"\n{word('incomplete')}:\n{talk.table(named)}")
        statuses = ", ".join(
            f"{talk.text(f'status.{status}', lang)} {count}"
            for status, count in sorted(counts.statuses.items())
        )
        pages = talk.text(
            "run.pages_detail",
            lang,
            total=counts.pages,
            digital=counts.pages_digital,
            scanned=counts.pages_scanned,
        )
        rows = [
            (word("documents"), f"{counts.documents} ({statuses})"),
            (word("pages"), pages),
            (word("records"), str(counts.records)),
            (word("findings"), str(counts.findings)),
            (word("seconds"), f"{run.seconds:.1f}"),
            (word("where"), f"{output}/records.csv  documents.csv  findings.csv"),
        ]
        if ignored:
            rows.insert(1, (word("ignored"), str(ignored)))
        if run.already:
            rows.insert(1, (word("already"), str(run.already)))
        self._say(f"\n{word('summary')}:\n{talk.table(rows)}")
        if run.bugs:
            self._say(talk.text("run.bugs", lang, count=len(run.bugs), output=output))
        if run.unmatched:
            names = ", ".join(run.unmatched[:MOST_NAMED]) + (" …" if len(run.unmatched) > MOST_NAMED else "")
            self._say(talk.text("run.unmatched", lang, count=len(run.unmatched), names=names))
        if run.interrupted:
            self._say(word("interrupted"))

    def _line(self, outcome: DocumentOutcome) -> str:
        status = talk.text(f"status.{outcome.status}", self._lang)
        values = {
            "number": self._skipped + self._entries,
            "total": self._total,
            "name": outcome.source_file,
            "status": status,
        }
        if not outcome.reports:
            return talk.text(
                "run.line_reason", self._lang, reason=reason_in_words(outcome, self._lang), **values
            )
        counts = {
            "pages": outcome.pages,
            "records": outcome.records,
            "findings": outcome.findings,
        }
        return talk.text("run.line", self._lang, **counts, **values)

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


def time_left(elapsed: float, completed: int, total: int) -> str:
    """``h:mm:ss`` at the pace of the whole run so far (rich forgets its pace when the total changes)."""
    if not completed:
        return "…"
    seconds = round(elapsed / completed * (total - completed))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@contextmanager
def open_screen(total: int, lang: str, stream: IO[str]) -> Iterator[Screen]:
    """A screen for a run over ``total`` documents."""
    if not stream.isatty():
        yield Screen(total, lang, stream, None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(talk.text("run.left", lang) + " {task.fields[left]}"),
        console=Console(file=stream),
        transient=True,
    )
    with bar:
        yield Screen(total, lang, stream, bar)


def reason_in_words(outcome: DocumentOutcome, lang: str) -> str:
    """The reason of ``outcome``: lost pages in words, no code that says what the status says."""
    return "; ".join(_in_words(reason, lang) for reason in outcome.reasons).removeprefix(
        f"{outcome.status}: "
    )


def _in_words(reason: Reason, lang: str) -> str:
    row = _lost_pages().get(reason.code)
    if row is None:
        return str(reason)
    pages = ", ".join(map(str, reason.pages))
    words = {"title": row[f"title_{lang}"], "do": row[f"do_{lang}"]}
    return talk.text("run.lost_pages", lang, pages=pages, detail=reason.detail, **words)


@cache
def _lost_pages() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("findings.csv") if row["code"].startswith("page-")}


class Interrupt(AbstractContextManager["Interrupt"]):
    """Ctrl-C in two steps: the first asks to stop, the second stops at once.

    While it is entered, the first SIGINT only makes ``stopping`` true; the second is a KeyboardInterrupt.
    Outside the main thread, where Python takes no signals, it does nothing.
    """

    def __init__(self, notice: Callable[[], None] = lambda: None) -> None:
        self._wanted = False
        self._noticed = False
        self._notice = notice
        self._before = signal.getsignal(signal.SIGINT)
        self._able = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Interrupt:
        """Take the signal."""
        if self._able:
            signal.signal(signal.SIGINT, self._first)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the signal back."""
        if self._able:
            signal.signal(signal.SIGINT, self._before)

    def stopping(self) -> bool:
        """Whether an end was asked for; the user is informed here, for a signal may come amid any output."""
        if self._wanted and not self._noticed:
            self._noticed = True
            self._notice()
        return self._wanted

    def _first(self, number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._wanted = True
