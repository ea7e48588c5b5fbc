"""Nested fields between the archive's JSON text (``archive.rows.nested``) and JSON as people read it.

The archive keeps pairs and places as bare lists; files name every part: ``provenance`` is field ->
``[{page, bbox, method, raw, confidence}]``. Numbers stay as they are to the last bit. Where a field or an
unknown header stands twice, an object would lose one: it is written as a list of ``[name, value]`` pairs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from extract.model import BBox, Finding, Provenance, Quantity, Suggestion

_TEXT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'  # JSON text
_PLACE = re.compile(rf"\[(\d+),(\[[^\]]*+\]),({_TEXT}),({_TEXT}),([^\]]*+)\]")
_NAME = re.compile(rf"\]\],\[({_TEXT}),\[")
_QUANTITY = re.compile(rf"\[([^,\[]+),({_TEXT}),(\[\d+,\d+\])\]")


def compact(value: Any) -> str:
    """JSON text without white space, Thai letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_stored(stored: str) -> str:
    """Lists of text and numbers are JSON already."""
    return stored


def places_json(stored: str) -> str:
    """``provenance``, written over without parsing it: a third of the time of ``json.loads`` and ``dumps``.

    A place is matched whole, so what stands in its raw text is never taken for structure; and a quote inside
    a text is escaped, so ``["`` before a name is never text.
    """
    told = _PLACE.sub(r'{"page":\1,"bbox":\2,"method":\3,"raw":\4,"confidence":\5}', stored)
    _, *found = _NAME.split(f"]],{told[1:-3]}")  # name, places, name, places, …
    names, places = found[::2], found[1::2]
    return _object([(name, f"[{each}]") for name, each in zip(names, places, strict=True)])


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
    return _QUANTITY.sub(r'{"value":\1,"unit":\2,"span":\3}', stored)


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
