"""What documents.csv says of a file beside its facts: QR codes by survey, pages that hold measures."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PAGE = re.compile(r"-p(\d+)t\d+r")  # records.normalise.record_id

CodeOf = tuple[str, str | None]
"""What a QR code says, and the survey that its caption names."""


def codes_by_survey(codes: Iterable[CodeOf]) -> dict[str, list[str]]:
    """QR codes (text, survey that the caption names) as all, those of IIT and those of EIT, each once."""
    told = list(codes)
    return {
        "codes": list(dict.fromkeys(text for text, _ in told)),
        "codes_iit": list(dict.fromkeys(text for text, survey in told if survey == "IIT")),
        "codes_eit": list(dict.fromkeys(text for text, survey in told if survey == "EIT")),
    }


def measure_pages(record_ids: Iterable[str]) -> list[int]:
    """The pages on which measures begin, in order: which pages of a file were taken, and which left."""
    return sorted({int(found[1]) for each in record_ids if (found := _PAGE.search(each))})
