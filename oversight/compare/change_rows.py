"""Comparisons as plain values: the objects of the JSON form and the rows of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from extract.codecs import CONFIDENCE_DIGITS
from oversight.compare.changes import KINDS, Change
from oversight.compare.measures import Measure
from oversight.compare.years import Comparison
from oversight.export.jsonl import Json, json_value

_HIDDEN = ("doubts", "tokens", "measure_key", "agency_lineage_id")
VALUES = tuple(f.name for f in fields(Measure) if f.name not in _HIDDEN)
SHOWN = (
    *("record_id", "source_file", "instrument", "number", "measure", "procedure", "responsible", "period"),
    *("budget", "result", "result_status"),
)
"""What the flat tables tell of each measure."""
HEAD = (
    *("change", "agency_id", "agency_name", "province", "from_year", "to_year", "from_kind", "to_kind"),
    *("score", "reading_difference", "fields", "differences"),
)
COLUMNS = (*HEAD, *(f"before_{name}" for name in SHOWN), *(f"after_{name}" for name in SHOWN))
SUMMARY = ("agency_id", "agency_name", "province", "from_year", "to_year", *KINDS, "reading_difference")


def change_json(comparison: Comparison, change: Change) -> Json:
    """One object of the JSON form; ``before`` and ``after`` are lists, of several in splits and mergers."""
    head = comparison_json(comparison)
    return {
        "change": change.kind,
        **head,
        "score": None if change.score is None else round(change.score, CONFIDENCE_DIGITS),
        "reading_difference": change.reading_difference,
        "fields": list(change.fields),
        "differences": [
            {"field": one.field, "from": one.before, "to": one.after, "nature": one.nature}
            for one in change.differences
        ],
        "before": [measure_json(measure) for measure in change.before],
        "after": [measure_json(measure) for measure in change.after],
    }


def comparison_json(comparison: Comparison) -> Json:
    """What holds for all changes of a comparison."""
    kinds = comparison.kinds or (None, None)
    return {
        "agency_id": comparison.agency_id,
        "agency_name": comparison.agency_name,
        "province": comparison.province,
        "from_year": comparison.years[0],
        "to_year": comparison.years[1],
        "from_kind": kinds[0],
        "to_kind": kinds[1],
    }


def measure_json(measure: Measure) -> Json:
    """A record as the JSON form tells it."""
    values = {name: json_value(getattr(measure, name)) for name in VALUES}
    values["confidence"] = round(measure.confidence, CONFIDENCE_DIGITS)
    return values


def change_row(comparison: Comparison, change: Change) -> Json:
    """One row of the flat tables, keys as ``COLUMNS``; line breaks part the records of a measure."""
    whole = change_json(comparison, change)
    row = {name: whole[name] for name in HEAD if name not in ("fields", "differences")}
    row["fields"] = ", ".join(change.fields) or None
    row["differences"] = "\n".join(difference_text(one) for one in whole["differences"]) or None
    for when in ("before", "after"):
        for name in SHOWN:
            values = [str(measure[name]) for measure in whole[when] if measure[name] is not None]
            row[f"{when}_{name}"] = "\n".join(values) or None
    return {name: row[name] for name in COLUMNS}


def difference_text(difference: Json) -> str:
    """``responsible: กองคลัง → สำนักปลัด``, with its nature where it is none on paper."""
    nature = "" if difference["nature"] == "paper" else f" ({difference['nature']})"
    return f"{difference['field']}{nature}: {difference['from'] or '-'} → {difference['to'] or '-'}"


def counts(changes: Iterable[Change]) -> Json:
    """How many of each kind, and how many differ in nothing but the reading."""
    changes = list(changes)
    by_kind = Counter(change.kind for change in changes)
    return {
        **{kind: by_kind[kind] for kind in KINDS},
        "reading_difference": sum(change.reading_difference for change in changes),
    }


def summary_rows(comparisons: Iterable[Comparison]) -> Iterator[Json]:
    """One row an agency that could be compared, keys as ``SUMMARY``."""
    for comparison in comparisons:
        if comparison.missing is None:
            row = {**comparison_json(comparison), **counts(comparison.changes)}
            yield {name: row[name] for name in SUMMARY}
