"""Imported where processes are forked from: the modules and tables that the reading of any document needs.

It loads what is the same for all documents and holds no threads: the engine itself is opened by who reads.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module

MODULES = (
    "extract.ocr.choose",
    "extract.ocr.reader",
    "extract.pages.codes",
    "extract.pages.document",
    "extract.pages.intake",
    "extract.marks.page_furniture",
    "extract.reading.page",
    "extract.reading.picture",
    "extract.reading.text_layer",
    "extract.records.build",
    "extract.tables.second_opinion",
)


def warm() -> None:
    """Import and fill what can be; what fails will tell of it where it is needed."""
    with suppress(Exception):
        for name in MODULES:
            import_module(name)
        from extract.records.departments import resolve_units
        from extract.records.gazetteer import gazetteer
        from extract.thai.tokens import tokens

        gazetteer()
        tokens("คำ")
        resolve_units("สำนักปลัด")
    gc.collect()
    gc.freeze()  # the collector leaves alone, and so unwritten and shared, what every child has


warm()
