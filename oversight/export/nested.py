"""Nested fields between the archive's JSON text (``archive.rows.nested``) and JSON as people read it.

The archive keeps pairs and places as bare lists; files name every part: ``provenance`` is field ->
``[{page, bbox, method, raw, confidence}]``. Numbers stay as they are to the last bit. Where a field or an
unknown header stands twice, an object would lose one: it is written as a list of ``[name, value]`` pairs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring
from typing import Any

from extract.model import BBox, Finding, Provenance, Quantity, Suggestion

Pairs = Sequence[tuple[str, Any]]


def compact(value: Any) -> str:
    """JSON text without white space, Thai letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_stored(stored: str) -> str:
    """Lists of text and numbers are JSON already."""
    return stored


def places_json(stored: str) -> str:
    """``provenance``; put together by hand, for it is most of a record: half the time of ``json.dumps``."""
    pairs = json.loads(stored)
    written = [(encode_basestring(name), f"[{','.join(map(_place, places))}]") for name, places in pairs]
    return _object(written)


def _place(place: Sequence[Any]) -> str:
    page, (x0, y0, x1, y1), method, raw, confidence = place
    return (
        f'{{"page":{page},"bbox":[{x0!r},{y0!r},{x1!r},{y1!r}],"method":"{method}",'
        f'"raw":{encode_basestring(raw)},"confidence":{confidence!r}}}'
    )


def extra_json(stored: str) -> str:
    """``extra``: header -> text."""
    return _object([(compact(name), compact(value)) for name, value in json.loads(stored)])


def _object(written: Sequence[tuple[str, str]]) -> str:
    if len(dict(written)) < len(written):
        return f"[{','.join(f'[{name},{value}]' for name, value in written)}]"
    return f"{{{','.join(f'{name}:{value}' for name, value in written)}}}"


def suggestion_json(stored: str) -> str:
    """``indicator_suggested``: value, score, basis."""
    value, score, basis = json.loads(stored)
    return compact({"value": value, "score": score, "basis": basis})


def quantities_json(stored: str) -> str:
    """``quantities``: value, unit, span."""
    return compact([{"value": v, "unit": unit, "span": span} for v, unit, span in json.loads(stored)])


def findings_json(findings: Iterable[Finding]) -> str:
    """``findings``, boxes to the last bit."""
    return compact([finding_object(finding) for finding in findings])


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "field": finding.field,
        "page": finding.page,
        "bbox": None if finding.bbox is None else box_list(finding.bbox),
        "detail": finding.detail,
    }


def box_list(box: BBox) -> list[float]:
    """``[x0, y0, x1, y1]`` to the last bit."""
    return [box.x0, box.y0, box.x1, box.y1]


TO_JSON: dict[str, Callable[[str], str]] = {
    "indicators": as_stored,
    "steps": as_stored,
    "responsible_units": as_stored,
    "tokens": as_stored,
    "indicator_suggested": suggestion_json,
    "extra": extra_json,
    "quantities": quantities_json,
    "provenance": places_json,
}
"""By key of a record: stored text to the JSON text of files."""


def read_nested(key: str, written: str) -> Any:
    """The value of a record's nested field from the JSON text of files; empty text is an empty field.

    Raises:
        ValueError, KeyError, TypeError: It is not what was written there.
    """
    value = json.loads(written) if written else None
    match key:
        case "indicator_suggested":
            return value and Suggestion(value["value"], value["score"], value["basis"])
        case "quantities":
            return tuple(Quantity(q["value"], q["unit"], (q["span"][0], q["span"][1])) for q in value or ())
        case "findings":
            return tuple(_finding(finding) for finding in value or ())
        case "extra":
            return tuple((name, text) for name, text in _pairs(value))
        case "provenance":
            return tuple((field, tuple(map(_provenance, places))) for field, places in _pairs(value))
    return tuple(value or ())


def _pairs(value: Any) -> Iterable[Any]:
    return value.items() if isinstance(value, dict) else value or ()


def _provenance(place: dict[str, Any]) -> Provenance:
    return Provenance(place["page"], BBox(*place["bbox"]), place["method"], place["raw"], place["confidence"])


def _finding(told: dict[str, Any]) -> Finding:
    box = told["bbox"] and BBox(*told["bbox"])
    return Finding(told["code"], told["severity"], told["detail"], told["field"], told["page"], box)
