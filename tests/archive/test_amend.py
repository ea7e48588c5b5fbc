"""Corrections put onto a fresh reading: what a decided field still says of its record."""

from __future__ import annotations

from dataclasses import replace

from archive_samples import place, record, report, sha

from extract.model import MeasureRecord, Provenance
from oversight.archive.amend import amend
from oversight.archive.correction_log import Correction

NAME = "a.pdf"


def blurred_budget() -> MeasureRecord:
    """A record whose budget was hardly legible and whose other fields were."""
    places = {"number": 0.99, "measure": 0.8, "budget": 0.3}
    return replace(
        record(NAME, 0),
        confidence=0.3,
        provenance=tuple(
            (name, (Provenance(1, place(0, column), "reader", name, sure),))
            for column, (name, sure) in enumerate(places.items())
        ),
    )


def settled(*fields: str) -> MeasureRecord:
    """That record after a person has typed these fields anew."""
    columns = {"number": 0, "measure": 1, "budget": 2}
    book = [
        Correction(
            *(sha(NAME), 1, place(0, columns[name]), "value"),
            record_id=record(NAME, 0).record_id,
            field=name,
            before=((name, getattr(record(NAME, 0), name)),),
            after=((name, "พิมพ์ใหม่"),),
            author="สมใจ",
            number=number,
        )
        for number, name in enumerate(fields, start=1)
    ]
    (amended,) = amend([replace(report(NAME), records=(blurred_budget(),))], book)
    return amended.report.records[0]


def test_a_field_that_a_person_settled_no_longer_drags_its_record_down() -> None:
    assert settled("budget").confidence == 0.8
    assert settled("budget", "measure").confidence == 0.99


def test_a_sure_field_that_a_person_settled_lifts_nothing() -> None:
    assert settled("number").confidence == 0.3


def test_a_record_that_a_person_settled_whole_is_sure() -> None:
    assert settled("number", "measure", "budget").confidence == 1.0
