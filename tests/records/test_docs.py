"""docs/records.md names every key."""

import re
from dataclasses import fields
from pathlib import Path

from extract.model import MeasureRecord

DOCS = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")


def test_every_key_of_a_record_is_explained() -> None:
    named = set(re.findall(r"`([a-z_]+)`", DOCS))
    assert {field.name for field in fields(MeasureRecord)} - named == set()
