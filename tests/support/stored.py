"""What an archive holds, asked for as the program asks: entries for output files, columns, one question."""

from oversight.archive import corrected
from oversight.archive.correction_log import all_steps
from oversight.archive.entries import entries


def stored_entries(archive):
    """Every input with what became of it."""
    return [entry for entry, _ in entries(archive.engine)]


def stored_records(archive, wanted=None):
    """The records, those that ``wanted`` lets through."""
    return list(archive.records(wanted))


def ask(archive, question, *about, **more):
    """The answer of a function that asks on a connection."""
    with archive.reading() as connection:
        return question(connection, *about, **more)


def correct(archive, given):
    """Write a correction down and apply it; it as written, and the conflict if it finds no place."""
    with archive.writing() as connection:
        (written,), conflicts = corrected.decide(connection, [given])
    return written, next((each for each in conflicts if each.correction == written.number), None)


def conflicts_of(archive):
    """The corrections that found no place in the present reading, oldest first, and why."""
    return [(step.correction, step.conflict) for step in all_steps(archive.engine) if step.conflict]
