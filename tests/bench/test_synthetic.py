"""The made archive of the benches: the same each time, and an archive like any other."""

import pytest
from stored import stored_records

from bench.synthetic import history, make_archive


@pytest.fixture
def made(tmp_path):
    with make_archive(tmp_path / "a.db", agencies=3, years=(2565, 2566), measures=5) as archive:
        yield archive


def test_its_records_come_as_any_archives_do(made):
    records = list(stored_records(made))

    assert len(records) == 3 * 2 * 5
    assert len({record.record_id for record in records}) == 30
    assert {record.fiscal_year for record in records} == {2565, 2566}
    assert all(record.measure in dict(record.provenance)["measure"][0].raw for record in records)
    assert [f.code for r in records if r.result_status == "not_reported" for f in r.findings] == [
        "no-result" for r in records if r.result_status == "not_reported"
    ]


def test_the_same_seed_gives_the_same_wordings_and_another_seed_others():
    first, again, other = (list(history(1, (2565, 2566), 30, seed)) for seed in (7, 7, 8))

    assert first == again != other


def test_most_measures_go_on_into_the_next_year():
    (_, before), (_, after) = history(1, (2565, 2566), 400)

    same = sum(a == b for a, b in zip(before, after, strict=True)) / 400
    assert 0.45 < same < 0.7
