"""Faults of structure in what the stages hand on: pages with filled tables in, the same with one fault out.

A fault leaves on the page what a stage would have left there: where a grid is wrong the lines of the page
stay; where text was not read its lines are gone too; text in a wrong cell stands where that cell is. Nothing
says that a fault was planted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench import silent_plant_grid as grid_faults
from bench import silent_plant_text as text_faults
from bench.silent_grid import Grid, grids
from extract.model import Page

Pages = list[Page]
Change = Callable[[Grid, Sequence[str], random.Random], Grid | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: ``plant(pages, columns, rng)`` gives None where the pages offer no place."""

    name: str
    said: str
    plant: Callable[[Pages, Sequence[str], random.Random], Pages | None]


def _in_grid(change: Change) -> Callable[[Pages, Sequence[str], random.Random], Pages | None]:
    """A plant that changes one table, drawn by chance."""

    def plant(pages: Pages, columns: Sequence[str], rng: random.Random) -> Pages | None:
        found = grids(pages, columns)
        rng.shuffle(found)
        for grid in found:
            changed = change(grid, columns, rng)
            if changed is not None:
                return changed.into(pages)
        return None

    return plant


def _kind(change: Change, name: str = "", said: str = "") -> Kind:
    said = said or (change.__doc__ or "").splitlines()[0].rstrip(".")
    return Kind(name or change.__name__.replace("_", "-"), said, _in_grid(change))


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(grid_faults.rows_joined),
        _kind(grid_faults.row_split),
        _kind(grid_faults.row_lost),
        _kind(grid_faults.row_repeated),
        _kind(grid_faults.row_shifted),
        _kind(grid_faults.columns_swapped),
        _kind(grid_faults.column_dropped),
        _kind(grid_faults.columns_merged),
        _kind(grid_faults.half_table_lost),
        _kind(grid_faults.section_lost),
        _kind(text_faults.header_misread),
        _kind(text_faults.header_lost),
        _kind(text_faults.one_meaning_twice),
        _kind(text_faults.text_to_neighbour),
        _kind(text_faults.line_to_next_row),
        _kind(text_faults.cut_mid_word),
        _kind(text_faults.cut_into_neighbour),
        _kind(text_faults.marks_on_marks),
        _kind(text_faults.units_garbage),
        _kind(text_faults.emptied("period"), "periods-emptied", "Nothing was read of the period column"),
        _kind(text_faults.emptied("result"), "results-emptied", "Nothing was read of the result column"),
        _kind(text_faults.measure_emptied),
        _kind(text_faults.amounts_together),
        Kind("page-lost", "A page of which nothing was read, without a word of it", grid_faults.page_lost),
        Kind("page-dropped", "A page that the file does not have", grid_faults.page_dropped),
    )
}
"""Faults in what the stages hand on, by name."""
