"""What a run has to do: each input is hashed and noted in the archive, and read only if it has to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from extract.errors import DocumentError, ProngsaiError, RefusedError
from extract.lost_pages import Reason
from extract.model import Status
from oversight import talk
from oversight.archive.listing import Listing
from oversight.archive.resume import Key, KnownReading, Redo, batches, needed
from oversight.archive.resume import known as known_of
from oversight.archive.run import Run
from oversight.archive.store import Archive
from oversight.jobs.cache_key import recipe
from oversight.jobs.inputs import InputFile, digest_of, location_of
from oversight.jobs.options import Manifest, Options, Task
from oversight.jobs.run_counts import INCOMPLETE, DocumentOutcome, RunCounts
from oversight.jobs.watch import Limits

USED_UP = ("timeout", "memory", "page-timeout", "page-memory")
"""Causes that twice the time and memory may do away with."""
LIMITED = (*USED_UP, "refused", "page-refused")
"""Causes that other limits may do away with."""
GUARDS = ("landlock", "network", "writable")
Reading = Literal["kept", "usual", "doubled"]
"""What a run does with a file: results held still stand, it is read, it is read with twice the limits."""
AT_ONCE = 100  # inputs planned at a time: the children begin after the first hundred hashes


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """How documents are to be read.

    ``made_by`` names the versions that decide what comes out, ``output_code`` is the
    digest of the code that forms the files.
    """

    options: Options = field(default_factory=Options)
    manifest: Manifest | None = None
    redo: Redo = "stale"
    made_by: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"
    output_code: str = ""
    limits: Limits = Limits()

    def options_of(self, source_file: str) -> Options:
        """The options of one file."""
        return self.manifest.apply(self.options, source_file) if self.manifest else self.options

    def recipe_of(self, options: Options, cause: str | None = None, again: bool = False) -> str:
        """All that decides what comes out of a file, but its bytes; ``cause`` is why it came out badly.

        Those that were read ``again`` had twice the limits.
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
                **(
                    {"limits": [_limiting(self.limits_of(again)), options.max_pages]}
                    if cause in LIMITED
                    else {}
                ),
            }
        )

    def limits_of(self, again: bool) -> Limits:
        """The limits of documents that are read, or read again because these ended them."""
        return self.limits.doubled() if again else self.limits

    def reading_of(self, sha256: str, known: KnownReading | None, options: Options) -> Reading:
        """How a file has to be read, if at all.

        One that these limits ended is given twice as much, once; one that failed for want of something is
        read once that may be there.
        """
        cause = known.cause if known else None
        key = Key(sha256, self.recipe_of(options, cause))
        if known is not None and cause in USED_UP and known.recipe == key.recipe and self.redo != "new":
            return "doubled"
        if cause == "setup" or (cause == "encrypted" and options.password is not None):
            return "usual"
        doubled = cause in LIMITED and self.recipe_of(options, cause, again=True)
        if known is not None and known.recipe == doubled:
            return "usual" if self.redo in ("failed", "all") else "kept"
        return "usual" if needed(key, known, self.redo) else "kept"


def _limiting(limits: Limits) -> dict[str, object]:
    """The limits without what only guards: that decides nothing of what comes out."""
    return {name: value for name, value in asdict(limits).items() if name not in GUARDS}


def tasks(
    sources: Sequence[InputFile],
    archive: Archive,
    run: Run,
    plan: ReadingPlan,
    counts: RunCounts,
    unread: Callable[[DocumentOutcome], None],
    already: Callable[[int], None],
) -> Iterator[Task]:
    """The documents to read among ``sources``, in their order; all are noted in ``run``.

    Args:
        sources: What was named.
        archive: Says what is done already.
        run: The run at work.
        plan: How to read.
        counts: Its ``already`` and ``incomplete`` are counted up.
        unread: Called with inputs that need no reading: unreadable ones and doubles.
        already: Called with the number of those done already, of each hundred.
    """
    first_of: dict[str, str] = {}
    planned = to_read = 0
    for group in batches(sources, AT_ONCE):
        listed = [_listed(source, plan.lang) for source in group]
        run.note([listing for listing, _ in listed])
        with archive.reading() as connection:
            known = known_of(connection, list({given.sha256 for given, _ in listed if given.sha256}))
        found: list[Task] = []
        before = counts.already
        for source, (listing, refusal) in zip(group, listed, strict=True):
            options = plan.options_of(source.name)
            if refusal is not None:
                unread(DocumentOutcome(source.name, status_of(refusal), (reason_of(refusal, plan.lang),)))
            elif (sha256 := listing.sha256 or "") in first_of:
                same = talk.text("run.same_bytes", plan.lang, first=first_of[sha256])
                unread(DocumentOutcome(source.name, "duplicate", (Reason("", detail=same),), sha256))
            else:
                held = known.get(sha256)
                reading = plan.reading_of(sha256, held, options)
                if reading != "kept":
                    first_of[sha256] = source.name
                    found.append(Task(source, sha256, options, again=reading == "doubled"))
                else:
                    counts.already += 1
                    counts.incomplete += held is not None and held.status in INCOMPLETE
        if counts.already > before:
            already(counts.already - before)
        planned += len(group)
        to_read += len(found)
        run.expect(to_read + max(0, len(sources) - planned))
        yield from found


def listing_of(source: InputFile, sha256: str | None) -> Listing:
    """An input as the archive lists it."""
    return Listing(source.name, location_of(source), sha256, source.member)


def unread_listing(source: InputFile, error: DocumentError, lang: str) -> Listing:
    """An input whose bytes could not be had, as the archive lists it."""
    reason = str(reason_of(error, lang))
    return replace(listing_of(source, None), status=status_of(error), cause=error.code, reason=reason)


def _listed(source: InputFile, lang: str) -> tuple[Listing, DocumentError | None]:
    """A source as the archive lists it, and why it cannot be read, if so."""
    try:
        return listing_of(source, digest_of(source)), None
    except DocumentError as error:
        return unread_listing(source, error, lang), error


def status_of(error: Exception) -> Status:
    """Refused for what is beyond the limits, failed for all else."""
    return "refused" if isinstance(error, RefusedError) else "failed"


def reason_of(error: Exception, lang: str) -> Reason:
    """The code and message of an error of ours; any other is a bug and says so."""
    if isinstance(error, ProngsaiError):
        return Reason(error.code, detail=error.message(lang))
    return Reason("bug", detail=talk.text("run.bug", lang, detail=f"{type(error).__name__}: {error}"))
