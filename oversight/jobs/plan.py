"""What a run has to do: each input is hashed and noted in the archive, and read only if it has to be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from extract.errors import DocumentError, ProngsaiError, RefusedError
from extract.model import Status
from oversight import talk
from oversight.archive.listing import Listing
from oversight.archive.resume import Key, Known, Redo, batches, needed, recipe
from oversight.archive.run import Run
from oversight.archive.store import Archive
from oversight.jobs.brief import Brief
from oversight.jobs.stores import Remote
from oversight.jobs.tally import TROUBLED, Course
from oversight.jobs.task import Manifest, Options, Source, Task
from oversight.jobs.watch import Limits

LIMITED = ("timeout", "memory", "refused", "page-timeout", "page-memory", "page-refused")
"""Causes that other limits may do away with."""
AT_ONCE = 100  # inputs planned at a time: the children begin after the first hundred hashes


@dataclass(frozen=True, slots=True)
class Order:
    """How documents are to be read.

    ``made_by`` names the versions that decide what comes out, ``export`` the code that forms the files.
    """

    options: Options = field(default_factory=Options)
    manifest: Manifest | None = None
    redo: Redo = "stale"
    made_by: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"
    export: str = ""
    limits: Limits = Limits()

    def options_of(self, source_file: str) -> Options:
        """The options of one file."""
        return self.manifest.apply(self.options, source_file) if self.manifest else self.options

    def recipe_of(self, options: Options, cause: str | None = None) -> str:
        """All that decides what comes out of a file, but its bytes; ``cause`` is why it came out badly.

        The limits decide it only where they were the cause: other ones make just those files be read again.

        The engine asked for is told by the one that was found, in ``made_by``; a password decides only
        whether a file opens, and is written nowhere.
        """
        return recipe(
            {
                **self.made_by,
                "pages": options.pages,
                "second_opinion": options.second_opinion,
                "agency_id": options.agency_id,
                "fiscal_year": options.fiscal_year,
                "register": options.register_digest,
                **({"limits": [asdict(self.limits), options.max_pages]} if cause in LIMITED else {}),
            }
        )

    def wanted(self, key: Key, known: Known | None, options: Options) -> bool:
        """Whether a file has to be read; one that failed for want of something, once that may be there."""
        if known is not None and known.cause == "setup":
            return True
        if known is not None and known.cause == "encrypted" and options.password is not None:
            return True
        return needed(key, known, self.redo)


def tasks(
    sources: Sequence[Source],
    archive: Archive,
    run: Run,
    order: Order,
    course: Course,
    told: Callable[[Brief], None],
    skipped: Callable[[int], None],
) -> Iterator[Task]:
    """The documents to read among ``sources``, in their order; all are noted in ``run``.

    Args:
        sources: What was named.
        archive: Says what is done already.
        run: The run at work.
        order: How to read.
        course: Its ``already`` and ``troubled`` are counted up.
        told: Hears of inputs that need no reading: unreadable ones and doubles.
        skipped: Hears how many of each hundred were done already.
    """
    first_of: dict[str, str] = {}
    planned = to_read = 0
    for group in batches(sources, AT_ONCE):
        noted = [_noted(source, order.lang) for source in group]
        run.note(noted)
        known = archive.known(list({given.sha256 for given in noted if given.sha256}))
        found: list[Task] = []
        already = course.already
        for source, given in zip(group, noted, strict=True):
            if given.sha256 is None:
                assert given.status is not None
                told(Brief(source.name, given.status, given.reason))
            elif given.sha256 in first_of:
                reason = talk.text("run.same_bytes", order.lang, first=first_of[given.sha256])
                told(Brief(source.name, "duplicate", reason, given.sha256))
            else:
                options = order.options_of(source.name)
                held = known.get(given.sha256)
                key = Key(given.sha256, order.recipe_of(options, held.cause if held else None))
                if order.wanted(key, held, options):
                    first_of[given.sha256] = source.name
                    found.append(Task(source, given.sha256, options))
                else:
                    course.already += 1
                    course.troubled += held is not None and held.status in TROUBLED
        if course.already > already:
            skipped(course.already - already)
        planned += len(group)
        to_read += len(found)
        run.expect(to_read + max(0, len(sources) - planned))
        yield from found


def listing_of(source: Source, sha256: str | None) -> Listing:
    """An input as the archive lists it."""
    place = source.url if isinstance(source, Remote) else str(Path(source.path).absolute())
    return Listing(source.name, place, sha256, source.member)


def _noted(source: Source, lang: str) -> Listing:
    try:
        return listing_of(source, digest_of(source))
    except DocumentError as error:
        place = listing_of(source, None)
        status, reason = status_of(error), reason_of(error, lang)
        return Listing(place.source_file, place.location, None, place.member, status, error.code, reason)


def digest_of(source: Source) -> str:
    """SHA-256 of a document's bytes; a file is not held in memory for it.

    Raises:
        DocumentError: It cannot be read.
    """
    if isinstance(source, Remote):
        return source.sha256()
    if source.error is None and source.member is None:
        try:
            with source.path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            pass  # read() below says why
    return hashlib.sha256(source.read()).hexdigest()


def status_of(error: Exception) -> Status:
    """Refused for what is beyond the limits, failed for all else."""
    return "refused" if isinstance(error, RefusedError) else "failed"


def reason_of(error: Exception, lang: str) -> str:
    """``code: message`` of an error of ours; any other is a bug and says so."""
    if isinstance(error, ProngsaiError):
        return f"{error.code}: {error.message(lang)}"
    return "bug: " + talk.text("run.bug", lang, detail=f"{type(error).__name__}: {error}")
