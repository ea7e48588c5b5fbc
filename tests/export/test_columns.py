"""The data dictionary says every column of every table in two languages, and agrees with the model."""

import re
from dataclasses import fields

import pytest

from extract.model import ScoreRecord
from oversight.export.columns import (
    CKAN_LETTERS,
    HEADERS,
    TABLES,
    ckan_name,
    columns,
    dictionary_rows,
    keys,
)
from oversight.export.coverage import Coverage

INDICATORS = tuple(f"indicator_{n}" for n in range(1, 11))
THAI = re.compile("[ก-ฮ]")


def test_coverage_has_the_columns_of_its_rows():
    assert keys("coverage") == tuple(f.name for f in fields(Coverage))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("headers", HEADERS)
def test_headers_are_unique_whatever_the_language(table, headers):
    names = [column.header(headers) for column in columns(table)]

    assert len(set(names)) == len(names)
    if headers == "ckan":
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) and len(name) <= CKAN_LETTERS for name in names)
    if headers == "th":
        assert all(THAI.search(name) or name == "SHA-256" for name in names)


def test_everything_is_described_in_both_languages():
    for table in TABLES:
        for column in columns(table):
            assert THAI.search(column.about_th), column
            assert not THAI.search(column.name_en), column
            assert column.about_en and column.source, column


def test_choices_and_bounds():
    of = {column.key: column for column in columns("records")}

    assert of["instrument"].choices == ("IIT", "EIT", "OIT")
    assert of["confidence"].bounds == (0, 1)
    assert of["budget_thb"].bounds == (0, None)
    assert of["measure"].choices == ()


def test_what_a_run_says_of_scores_has_a_column_for_each_field():
    names = [f.name for f in fields(ScoreRecord)]
    at = names.index("indicators")

    assert keys("scores", "run") == (*names[:at], *INDICATORS, *names[at + 1 :])


def test_the_dictionary_describes_itself():
    assert {row[0] for row in dictionary_rows()} == set(TABLES)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("fiscal_year", "fiscal_year"),
        ("Fiscal Year (B.E.)", "fiscal_year_b_e"),
        ("2566", "c_2566"),
        ("_id", "id"),
        ("มาตรการ", "c"),
        ("x" * 80, "x" * 63),
    ],
)
def test_portal_names(name, plain):
    assert ckan_name(name) == plain
