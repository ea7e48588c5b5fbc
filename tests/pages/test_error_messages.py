"""Every message of an error has both languages, and every key that code names has its message."""

import re
from pathlib import Path

import pytest

from extract.data import rows
from extract.errors import RefusedError

CODE = "".join(path.read_text("utf-8") for path in Path("extract").rglob("*.py"))


def test_code_names_the_messages_that_there_are() -> None:
    for row in rows("errors.csv"):
        assert f'"{row["key"]}"' in CODE
        assert row["th"] and row["en"] and Path(row["source"]).exists()
        assert set(re.findall(r"{(\w+)", row["th"])) == set(re.findall(r"{(\w+)", row["en"])), row["key"]
    assert set(re.findall(r'Error\.of\(\s*"([\w-]+)"', CODE)) <= {row["key"] for row in rows("errors.csv")}


def test_a_message_is_filled_in_in_both_languages() -> None:
    error = RefusedError.of("pages", count=1200, most=500)
    assert error.english.startswith("the document has 1,200 pages, over the limit of 500;")
    assert error.thai.startswith("เอกสารมี 1,200 หน้า")
    with pytest.raises(KeyError):
        RefusedError.of("pages", count=1200)
