"""Documents of made pages that do as they are told; children import this by name.

A document is a path and one word a page: ``fine``, ``crash``, ``hang``, ``hog``, ``refuse`` (memory that the
system denies), ``once`` (dies the first time it is read), ``slow`` (0.4 s) or ``die9`` (killed from outside).
"""

import ctypes
import os
import signal
import time
from functools import partial
from pathlib import Path

import pipeline
from extract.reading import page as reading
from oversight.jobs.worker import page_store, progress

ONCE = ("once", "die9")


def read(item):
    """What each page gave, in their order; every reading is noted in the file ``item[0]``."""
    note, words = item
    pages = []
    progress(0, len(words))
    if words[0] == "no opening":
        ctypes.string_at(0)
    for number, word in enumerate(words, start=1):
        pages.append(page_store().page(number, partial(obey, note, number, word), lambda loss: loss.cause))
        progress(number, len(words))
    if words[-1] == "no ending" and not note.with_suffix(".ended").exists():
        note.with_suffix(".ended").touch()
        ctypes.string_at(0)
    return pages


def obey(note, number, word):
    """Read one page as ``word`` says."""
    before = note.read_text() if note.exists() else ""
    with note.open("a") as stream:
        stream.write(f"{number} ")
    first = f"{number} " not in before
    if word == "crash" or (word == "once" and first):
        ctypes.string_at(0)
    if word == "die9" and first:
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "hang":
        time.sleep(60)
    if word == "hog":
        held = []
        while True:
            held.append(b"x" * (32 << 20))
    if word == "refuse":
        bytearray(1 << 45)
    if word == "slow":
        end = time.process_time() + 0.4
        while time.process_time() < end:
            pass
    return f"page {number}"


def work_that_dies_at(number, always, note, task):
    """``pipeline.work``, but that page ``number`` kills its child, ``always`` or the first time."""
    whole = reading.read_page

    def dying(document, page, *others):
        if page == number and (always or not Path(note).exists()):
            Path(note).touch()
            ctypes.string_at(0)
        return whole(document, page, *others)

    reading.read_page = dying
    try:
        return pipeline.work(task)
    finally:
        reading.read_page = whole
