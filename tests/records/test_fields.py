"""The table of fields is the definition of a record; dataclass and archive agree with it."""

from dataclasses import fields as members
from typing import get_args, get_origin, get_type_hints

import pytest

from extract import fields
from extract.model import DocumentFacts, MeasureRecord, ReportFacts
from oversight.archive.schema import records

IN_PYTHON = {
    "text": "str",
    "id": "str",
    "integer": "int",
    "number": "float",
    "date": "date",
    "flag": "bool",
}


def python_type(kind: object) -> str:
    """The name of a value's type, whether it may be missing or not; of a Literal that of its values."""
    inner = [each for each in get_args(kind) if each is not type(None)]
    if get_origin(kind) is tuple:
        return "tuple"
    if inner and not isinstance(inner[0], str):
        return python_type(inner[0])
    return "str" if inner else kind.__name__  # type: ignore[attr-defined]


def test_table_and_dataclass_have_the_same_keys() -> None:
    assert sorted(fields.keys()) == sorted(member.name for member in members(MeasureRecord))


@pytest.mark.parametrize("key", fields.keys())
def test_table_and_dataclass_have_the_same_types(key: str) -> None:
    field, kind = fields.by_key()[key], get_type_hints(MeasureRecord)[key]
    expected = IN_PYTHON.get(field.type) or ("Suggestion" if field.codec == "suggestion" else "tuple")
    assert python_type(kind) == expected
    assert (type(None) in get_args(kind)) == (not field.required and expected != "tuple")


def test_listed_values_are_those_of_the_dataclass() -> None:
    for field in fields.all():
        if field.values and field.type == "text":
            kind = str(get_type_hints(MeasureRecord)[field.key])
            assert all(f"'{value}'" in kind for value in field.values.split("|")), field.key


def test_the_facts_of_a_report_are_a_part_of_each_record() -> None:
    assert sorted(fields.keys("fact")) == sorted(member.name for member in members(ReportFacts))
    facts = DocumentFacts(agency_name="อบต.หนองช้างแล่น", fiscal_year=2566, title="รายงาน")
    record = MeasureRecord(record_id="r", document_id="d", source_file="a.pdf", **facts.shared())
    assert record.shared() == facts.shared()


def test_every_key_has_its_column_in_the_archive() -> None:
    for field in fields.all():
        if field.sql is None:
            assert field.key not in records.c
        else:
            assert str(records.c[field.key].type).lower().startswith(field.sql.replace("json", "text")), (
                field.key
            )
            assert records.c[field.key].nullable != field.required, field.key


def test_what_follows_names_other_keys_of_the_table() -> None:
    for field in fields.all():
        assert set(field.follows_from) <= set(fields.by_key()), field.key
    assert fields.follows("measure") == ("indicator_suggested", "tokens", "measure_key")
    assert fields.set_beside("period") == ("period_start", "period_end")
    assert fields.printed_as("budget_thb") == "budget"
    assert fields.printed_as("measure") == "measure"
