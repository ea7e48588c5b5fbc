"""The migrations make what the schema describes, on both kinds of store, once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from archive_samples import key, listing, report
from sqlalchemy import select, text, update
from stored import stored_entries

from extract.errors import OutputError
from oversight.archive import packing
from oversight.archive.engine import make_engine, transaction, url_of
from oversight.archive.migrate import HEAD, SCRIPTS, _upgrade
from oversight.archive.schema import documents, metadata
from oversight.archive.store import Archive

ROOT = Path(__file__).parents[2]
OPEN = "import sys; from oversight.archive.store import Archive; Archive.open(sys.argv[1])"
TO_0006 = (
    "DROP TABLE events",
    "ALTER TABLE findings DROP COLUMN readings",
    "ALTER TABLE cells DROP COLUMN shaded",
    "ALTER TABLE cells DROP COLUMN quad",
    "ALTER TABLE pages DROP COLUMN rules",
    "ALTER TABLE records DROP COLUMN result_share",
    "ALTER TABLE records DROP COLUMN fiscal_year_first",
    "ALTER TABLE records DROP COLUMN fiscal_year_last",
    "UPDATE alembic_version SET version_num = '0006'",
)
"""What takes a new store back to the form 0006."""


def as_of_0006(place):
    with Archive.open(place) as archive, archive.writing() as connection:
        for statement in TO_0006:
            connection.execute(text(statement))


def form_of(place):
    with Archive.open(place, write=False) as archive, archive.reading() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def ours(kind, thing):
    """Without what only one kind of store has: the search index."""
    return not (kind == "table" and "search" in thing.name) and thing.name != "ix_records_search"


@pytest.fixture
def migrated(place):
    """An empty store brought up by Alembic, as older ones are; new ones are made from the schema at once."""
    engine = make_engine(url_of(place), write=True)
    with transaction(engine, write=True) as connection:
        _upgrade(connection)
    return engine


def test_the_migrations_give_the_schema(migrated):
    with migrated.connect() as connection:
        options = {"include_object": lambda thing, name, kind, reflected, other: ours(kind, thing)}
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, metadata) == []


def test_a_new_store_has_the_triggers_and_the_version_of_a_migrated_one(migrated, tmp_path):
    if migrated.dialect.name != "sqlite":
        pytest.skip("the statements of PostgreSQL are run for new stores by the other tests")
    Archive.open(tmp_path / "new.db").__exit__(None, None, None)
    kinds = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' OR name = 'record_search'"
    version = "SELECT version_num FROM alembic_version"
    with migrated.connect() as old, make_engine(url_of(tmp_path / "new.db"), write=False).connect() as new:
        for query in (kinds, triggers, version):
            assert set(old.execute(text(query))) == set(new.execute(text(query)))


def test_head_is_the_last_script():
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@pytest.mark.parametrize("form", ["none yet", "0006"])
def test_several_processes_may_open_one_archive_at_once(place, form):
    if form == "0006":
        as_of_0006(place)
    children = [
        subprocess.Popen([sys.executable, "-c", OPEN, place], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    assert [(child.communicate(timeout=60)[1], child.returncode) for child in children] == [("", 0)] * 3
    assert form_of(place) == HEAD


def test_threads_that_open_archives_of_an_older_form_at_once_take_turns(tmp_path):
    places = [tmp_path / f"{number}.db" for number in range(3)]
    for place in places:
        as_of_0006(place)
    with ThreadPoolExecutor(6) as threads:
        for archive in threads.map(Archive.open, [place for place in places for _ in range(2)]):
            archive.close()

    assert [form_of(place) for place in places] == [HEAD] * 3


@pytest.mark.parametrize(("found", "said"), [("9999", "newer Prongsai"), ("0001", "older form")])
def test_a_reader_tells_of_an_archive_of_another_form(place, found, said):
    Archive.open(place).__exit__(None, None, None)
    engine = make_engine(url_of(place), write=True)
    with transaction(engine, write=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
    engine.dispose()

    with pytest.raises(OutputError, match=said):
        Archive.open(place, write=False)
    if found > HEAD:
        with pytest.raises(OutputError, match=said):
            Archive.open(place)


def test_what_was_read_before_shades_and_years_of_plans_were_kept_reads_without_them(place):
    with Archive.open(place) as archive:
        with archive.begin_run() as run:
            run.put(listing("a.pdf"), key("a.pdf"), report("a.pdf"))
        with archive.writing() as connection:
            for statement in TO_0006:
                connection.execute(text(statement))
            facts = packing.load(connection.execute(select(documents.c.facts)).scalar_one())
            older = {name: value for name, value in facts.items() if not name.startswith("fiscal_year_")}
            connection.execute(update(documents).values(facts=packing.dump(older)))
    with Archive.open(place) as archive:
        assert [entry.reports for entry in stored_entries(archive)] == [(report("a.pdf"),)]
