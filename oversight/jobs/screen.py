"""What a person sees of a run: a bar with pages and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from oversight import talk
from oversight.jobs.advice import said
from oversight.jobs.brief import Brief

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from oversight.jobs.tally import Course, Tally


MOST_TROUBLED = 50  # documents in trouble named at the end; documents.csv has them all


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
        self._troubled: list[Brief] = []  # the first of them
        self._troubles = 0

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

    def entry(self, entry: Brief) -> None:
        """A document is finished."""
        self._entries += 1
        if entry.status in ("partial", "failed", "refused"):
            self._troubles += 1
            if self._troubles <= MOST_TROUBLED:
                self._troubled.append(entry)
        if self._bar is None:
            self._say(self._line(entry))

    def skip(self, count: int) -> None:
        """So many documents were done before."""
        self._skipped += count

    def stopping(self) -> None:
        """The user wants an end."""
        self._say(talk.text("run.stopping", self._lang))

    def summary(self, tally: Tally, course: Course, ignored: int, output: str) -> None:
        """The closing words: what was in trouble, the counts, and where to look."""
        lang = self._lang

        def word(key: str) -> str:
            return talk.text(f"run.{key}", lang)

        if self._troubled:
            troubled = [
                (talk.text(f"status.{entry.status}", lang), entry.source_file, said(entry, lang))
                for entry in self._troubled
            ]
            if self._troubles > MOST_TROUBLED:
                troubled.append(("…", f"+{self._troubles - MOST_TROUBLED}", "documents.csv"))
            self._say(f"\n{word('trouble')}:\n{talk.table(troubled)}")
        statuses = ", ".join(
            f"{talk.text(f'status.{status}', lang)} {count}"
            for status, count in sorted(tally.statuses.items())
        )
        pages = talk.text(
            "run.pages_detail",
            lang,
            total=tally.pages,
            digital=tally.pages_digital,
            scanned=tally.pages_scanned,
        )
        rows = [
            (word("documents"), f"{tally.documents} ({statuses})"),
            (word("pages"), pages),
            (word("records"), str(tally.records)),
            (word("findings"), str(tally.findings)),
            (word("seconds"), f"{course.seconds:.1f}"),
            (word("where"), f"{output}/records.csv  documents.csv  findings.csv"),
        ]
        if ignored:
            rows.insert(1, (word("ignored"), str(ignored)))
        if course.already:
            rows.insert(1, (word("already"), str(course.already)))
        self._say(f"\n{word('summary')}:\n{talk.table(rows)}")
        if course.bugs:
            self._say(talk.text("run.bugs", lang, count=len(course.bugs), output=output))
        if course.interrupted:
            self._say(word("interrupted"))

    def _line(self, entry: Brief) -> str:
        status = talk.text(f"status.{entry.status}", self._lang)
        values = {
            "number": self._skipped + self._entries,
            "total": self._total,
            "name": entry.source_file,
            "status": status,
        }
        if not entry.reports:
            return talk.text("run.line_reason", self._lang, reason=said(entry, self._lang), **values)
        counts = {
            "pages": entry.pages,
            "records": entry.records,
            "findings": entry.findings,
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
