"""Reading again what failed: each input as it was read before, by the options of the run that named it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from oversight.archive.commands import Again
from oversight.archive.listing import Listing
from oversight.archive.store import Archive
from oversight.jobs.bring import Work
from oversight.jobs.carry import Asked, carry_out
from oversight.jobs.task import MAX_PAGES, Options, Source
from oversight.jobs.watch import Limits
from oversight.registry.store import read_register

Identity = Callable[[Options], Mapping[str, str]]
Reopen = Callable[[Sequence[tuple[str, str, int | None]]], list[Source]]
"""Finds inputs again by (name, location, member)."""


def retry(again: Again, work: Work, reopen: Reopen, identity: Identity) -> int:
    """Read the inputs of ``again`` once more and return the exit code."""
    listings = sorted(again.listings, key=lambda given: given.run or 0)
    groups: list[tuple[int, list[Listing]]] = [
        (number, list(group)) for number, group in groupby(listings, key=lambda given: given.run or 0)
    ]
    with Archive.open(again.archive, write=False) as archive:
        options = {number: archive.run_about(number).get("options", {}) for number, _ in groups}
    codes = [0]
    for number, group in groups:
        asked = asked_before(again, options[number])
        sources = reopen([(given.source_file, given.location, given.member) for given in group])
        codes.append(carry_out(work, sources, 0, asked, identity(asked.options)))
        if codes[-1] == 130:
            break
    return max(codes)


def asked_before(again: Again, said: Mapping[str, Any]) -> Asked:
    """What an earlier run was asked, as it said of itself; passwords are kept nowhere."""
    register = said.get("register")
    options = Options(
        engine=said.get("engine", "auto"),
        pages=tuple((first, last) for first, last in said.get("pages", ())),
        agency_id=said.get("agency_id"),
        fiscal_year=said.get("fiscal_year"),
        register=register,
        second_opinion=bool(said.get("second_opinion")),
        max_pages=said.get("max_pages", MAX_PAGES),
        register_digest=read_register(Path(register)).digest if register else None,
    )
    manifest = said.get("manifest")
    return Asked(
        again.output,
        again.archive,
        options,
        Path(manifest) if manifest else None,
        "failed",
        again.jobs,
        again.lang,
        limits=Limits(**said.get("limits", {})),
    )
