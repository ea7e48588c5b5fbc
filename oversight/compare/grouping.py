"""Grouping all measures of an archive into families, and asking how many agencies do the same thing."""

from __future__ import annotations

from oversight.archive.families import Member
from oversight.archive.store import Archive
from oversight.compare.families import Family, group
from oversight.compare.masks import masked

NO_YEAR = 9999  # a text of a report whose year is not known comes last


def group_archive(archive: Archive, afresh: bool = False) -> int:
    """Give every record with a measure its family; returns how many records changed theirs.

    Families that are there keep their names, unless they are named ``afresh``: then the same records give the
    same names whatever was there before.
    """
    texts: dict[str, int] = {}
    for member in archive.family_members():
        text, year = text_of(member), member[3] or NO_YEAR
        texts[text] = min(year, texts.get(text, NO_YEAR))
    known = [] if afresh else [Family(*leader) for leader in archive.family_leaders()]
    found, new = group(texts, known)
    leaders = ((one.family_id, one.text, one.first_year) for one in new)
    return archive.enter_families(leaders, lambda member: found.get(text_of(member)), afresh)


def text_of(member: Member) -> str:
    """The text by which a measure is grouped: without years, the agency's name and its type."""
    return masked(member[0], member[1], member[2])
