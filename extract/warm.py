"""Imported where processes are forked from: modules and tables that the reading of a digital page needs.

It loads what is the same for all documents and holds no threads. What only scans need (OpenCV, onnxruntime,
the engine) is imported by the child that meets the first one: a run of digital reports does not pay for it.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module

MODULES = (
    "extract.doubt.stage",
    "extract.marks.page_furniture",
    "extract.ocr.choose",
    "extract.pages.document",
    "extract.pages.intake",
    "extract.reading.page",
    "extract.records.build",
)


COLLECT_AFTER = 20_000
"""Objects made before garbage is looked for: a page makes some 10,000, and all go by themselves."""


def warm() -> None:
    """Import the modules and fill the tables; what fails here is raised again where it is needed."""
    gc.disable()  # nothing that is loaded here is dropped again
    with suppress(Exception):
        for name in MODULES:
            import_module(name)
        from extract.records.departments import resolve_units
        from extract.records.gazetteer import gazetteer
        from extract.thai.tokens import tokens

        gazetteer()
        tokens("คำ")
        resolve_units("สำนักปลัด")
    gc.freeze()  # the collector leaves alone, and so unwritten and shared, what every child has
    gc.set_threshold(COLLECT_AFTER, 10, 10)
    gc.enable()


warm()
