"""Nested values of a record as JSON and back: the one place that says how each kind is written.

``pack`` gives bare lists, which the archive keeps: with every part named its records were 8 % larger.
``name`` makes of those the JSON of all files, where every part has its name: ``provenance`` is field ->
``[{page, bbox, method, raw, confidence}]``, with ``quad`` or ``place`` at its end where there is one. Where a
field or an unknown header stands twice, an object would lose one: it is written as pairs of
``[name, value]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extract.model import BBox, Finding, Provenance, ProvenanceOf, Quantity, Suggestion

_READING = ("engine", "text")
CONFIDENCE_DIGITS = 4  # more would tell nothing: confidences are estimated on some thousands of fields


@dataclass(frozen=True, slots=True)
class Codec:
    """One kind of nested value.

    ``pack(value, exact)``: value to bare lists; without ``exact`` boxes are rounded to hundredths and
    confidences to ``CONFIDENCE_DIGITS``. ``unpack``: bare lists to the value. ``name``: bare lists to JSON
    values with named parts, ``bare`` back. None (an empty field) becomes ``empty``.
    """

    pack: Callable[[Any, bool], Any] = lambda value, exact: list(value)
    unpack: Callable[[Any], Any] = tuple
    name: Callable[[Any], Any] = lambda packed: packed
    bare: Callable[[Any], Any] = lambda named: named
    empty: Any = ()

    def to_json(self, value: Any, exact: bool = False) -> Any:
        """A value as JSON values with named parts."""
        return self.name(self.pack(value, exact))

    def of_json(self, named: Any) -> Any:
        """Such JSON values as the value."""
        return self.unpack(self.bare(named))


def box(bbox: BBox, exact: bool = True) -> list[float]:
    """``[x0, y0, x1, y1]``, to the last bit or to a hundredth."""
    return [bbox.x0, bbox.y0, bbox.x1, bbox.y1] if exact else bbox.as_list()


def confidence(value: float, exact: bool = False) -> float:
    """A confidence as files tell it."""
    return value if exact else round(float(value), CONFIDENCE_DIGITS)


def pairs_or_object(pairs: Sequence[tuple[str, Any]]) -> Any:
    """Names with values as an object, or as pairs where a name stands twice."""
    named = dict(pairs)
    return named if len(named) == len(pairs) else [list(pair) for pair in pairs]


def _pairs(value: Any) -> Iterable[Any]:
    return value.items() if isinstance(value, dict) else value


def _pack_places(value: ProvenanceOf, exact: bool) -> list[Any]:
    return [
        [
            name,
            [
                [p.page, box(p.bbox, exact), p.method, p.raw, confidence(p.confidence, exact), *_more(p)]
                for p in places
            ],
        ]
        for name, places in value
    ]


def _more(place: Provenance) -> list[Any]:
    """The corners of a slanted place, already rounded, or the name of one without a page; else nothing."""
    corners = None if place.quad is None else list(place.quad)
    if place.place is not None:
        return [corners, place.place]
    return [] if corners is None else [corners]


def _places(packed: Sequence[Any]) -> tuple[Provenance, ...]:
    return tuple(
        Provenance(
            page,
            BBox(*bbox),
            method,
            raw,
            sure,
            tuple(more[0]) if more and more[0] else None,
            more[1] if len(more) > 1 else None,
        )
        for page, bbox, method, raw, sure, *more in packed
    )


def _named(parts: Sequence[str], packed: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The last of ``parts`` may be missing only where they end with ``quad`` and ``place``."""
    if parts is not _PLACE:
        return [dict(zip(parts, each, strict=True)) for each in packed]
    return [
        {name: part for name, part in zip(parts, each, strict=False) if part is not None or name != "quad"}
        for each in packed
    ]


def _bare(parts: Sequence[str], named: Sequence[dict[str, Any]]) -> list[list[Any]]:
    if parts is not _PLACE:
        return [[each[part] for part in parts] for each in named]
    return [
        [each.get(part) if part == "quad" else each[part] for part in parts[: _length(each)]]
        for each in named
    ]


def _length(place: dict[str, Any]) -> int:
    """How many of a place's parts it is packed with."""
    return len(_PLACE) if "place" in place else len(_PLACE) - 1 if "quad" in place else len(_PLACE) - 2


_PLACE = ("page", "bbox", "method", "raw", "confidence", "quad", "place")
_QUANTITY = ("value", "unit", "span")
_SUGGESTION = ("value", "score", "basis")


def finding_json(finding: Finding, exact: bool = False) -> dict[str, Any]:
    """A finding as records hold it; ``readings`` only where engines differ."""
    readings = [dict(zip(_READING, each, strict=True)) for each in finding.readings]
    return {
        "code": finding.code,
        "severity": finding.severity,
        "field": finding.field,
        "page": finding.page,
        "bbox": None if finding.bbox is None else box(finding.bbox, exact),
        "detail": finding.detail,
        **({"readings": readings} if readings else {}),
    }


def _finding(named: dict[str, Any]) -> Finding:
    bbox = named["bbox"] and BBox(*named["bbox"])
    readings = tuple((each["engine"], each["text"]) for each in named.get("readings", ()))
    code, severity, detail, field, page = (named[n] for n in ("code", "severity", "detail", "field", "page"))
    return Finding(code, severity, detail, field, page, bbox, readings)


CODECS: dict[str, Codec] = {
    "texts": Codec(),
    "integers": Codec(),
    "suggestion": Codec(
        lambda value, exact: None if value is None else [value.value, value.score, value.basis],
        lambda packed: Suggestion(*packed),
        lambda packed: packed and _named(_SUGGESTION, [packed])[0],
        lambda named: _bare(_SUGGESTION, [named])[0],
        None,
    ),
    "pairs": Codec(
        lambda value, exact: [list(pair) for pair in value],
        lambda packed: tuple((name, text) for name, text in packed),
        pairs_or_object,
        _pairs,
    ),
    "quantities": Codec(
        lambda value, exact: [[q.value, q.unit, list(q.span)] for q in value],
        lambda packed: tuple(Quantity(value, unit, (span[0], span[1])) for value, unit, span in packed),
        lambda packed: _named(_QUANTITY, packed),
        lambda named: _bare(_QUANTITY, named),
    ),
    "places": Codec(
        _pack_places,
        lambda packed: tuple((name, _places(places)) for name, places in packed),
        lambda packed: pairs_or_object([(name, _named(_PLACE, places)) for name, places in packed]),
        lambda named: [(name, _bare(_PLACE, places)) for name, places in _pairs(named)],
    ),
    "findings": Codec(
        lambda value, exact: [finding_json(finding, exact) for finding in value],
        lambda packed: tuple(map(_finding, packed)),
    ),
}
"""By ``Field.codec``."""
