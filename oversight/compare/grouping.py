"""Grouping all measures of an archive into families, and asking how many agencies do the same thing."""

from __future__ import annotations

from oversight.archive.families import Member
from oversight.archive.store import Archive
from oversight.compare.families import Family, group
from oversight.compare.masks import masked

NO_YEAR = 9999  # a text of a report whose year is not known comes last


def group_archive(archive: Archive, afresh: bool = False) -> int:
    """Give every record with a measure its family; returns how many records changed theirs.

    Texts that have a family keep it, others join a family that is there or found one. ``afresh`` forgets all:
    the same records then give the same families under the same names, whatever was there before.
    """
    texts: dict[str, int] = {}
    kept: dict[str, str] = {}
    for member in archive.family_members():
        text, year, family = text_of(member), member[3] or NO_YEAR, member[4]
        texts[text] = min(year, texts.get(text, year))
        if family and not afresh:
            kept[text] = min(family, kept.get(text, family))
    known = [] if afresh else [Family(*leader) for leader in archive.family_leaders()]
    found, new = group({text: year for text, year in texts.items() if text not in kept}, known)
    leaders = ((one.family_id, one.text, one.first_year) for one in new)
    found |= kept
    return archive.enter_families(leaders, lambda member: found.get(text_of(member)), afresh)


def text_of(member: Member) -> str:
    """The text by which a measure is grouped: without years, the agency's name and its type."""
    return masked(member[0], member[1], member[2])
