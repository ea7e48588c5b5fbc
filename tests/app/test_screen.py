"""The bar on a terminal: pages, their guessed total, and the time left."""

import io

import pytest

from extract.lost_pages import Reason
from oversight.jobs.run_counts import DocumentOutcome, FolderCounts, RunCounts
from oversight.jobs.screen import open_screen, time_left


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_bar_tells_pages_done_and_guesses_the_rest_from_the_documents_opened(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()

    with open_screen(3, "en", terminal) as screen:
        screen.progress(0, 0, 4)
        screen.progress(1, 0, 2)
        screen.progress(0, 3, 4)

    assert "3/9" in terminal.getvalue()
    assert "left" in terminal.getvalue()


def test_the_guess_follows_as_documents_end_and_troubles_are_counted_not_all_kept(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()

    with open_screen(100, "en", terminal) as screen:
        for index in range(99):
            screen.progress(index, 0, 3)
            screen.progress(index, 3, 3)
            screen.entry(DocumentOutcome(f"{index}.pdf", "failed", (Reason("damaged", detail="broken"),)))
        screen.progress(99, 1, 3)
        screen.summary(FolderCounts(), RunCounts(), 0, "output")

    assert "298/300" in terminal.getvalue()
    assert "+49" in terminal.getvalue()


def test_without_a_terminal_there_is_no_bar():
    stream = io.StringIO()

    with open_screen(3, "en", stream) as screen:
        screen.progress(0, 3, 4)

    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("elapsed", "completed", "total", "left"),
    [(10, 0, 5, "…"), (10, 5, 10, "0:00:10"), (3600, 10, 30, "2:00:00"), (1, 10, 10, "0:00:00")],
)
def test_the_time_left_follows_the_pace_so_far(elapsed, completed, total, left):
    assert time_left(elapsed, completed, total) == left


@pytest.mark.parametrize("kind", [Terminal, io.StringIO])
def test_a_slow_page_is_named(monkeypatch, kind):
    monkeypatch.setenv("TERM", "xterm")
    stream = kind()
    with open_screen(1, "en", stream) as screen:
        screen.slow("[red] ก.pdf", 12, 31.4)
    assert "… [red] ก.pdf: page 12 has taken 31 s so far" in stream.getvalue()
