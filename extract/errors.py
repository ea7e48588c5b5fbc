"""What stops the work: exceptions with an exit code and the next thing to do.

What is wrong with the paper is no exception but a ``model.Finding`` that travels with the data.
Messages carry both languages; the command line picks one. Those of this house stand in ``data/errors.csv``.
"""

from __future__ import annotations

from typing import ClassVar, Self

from extract.data import rows


class ProngsaiError(Exception):
    """Base of all errors that a user can do something about.

    ``code`` names the error in documents.csv; ``thai`` and ``english`` say what happened and what to do.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, thai: str, english: str) -> None:
        super().__init__(english)
        self.thai = thai
        self.english = english

    @classmethod
    def of(cls, key: str, **values: object) -> Self:
        """The error with the message ``key`` of ``data/errors.csv``, its braces filled from ``values``."""
        row = next(row for row in rows("errors.csv") if row["key"] == key)
        return cls(row["th"].format(**values), row["en"].format(**values))

    def __reduce__(self) -> tuple[type[ProngsaiError], tuple[str, str]]:
        """Survive the way back from a worker process."""
        return type(self), (self.thai, self.english)

    def message(self, lang: str) -> str:
        """The message in ``th`` or ``en``."""
        return self.thai if lang == "th" else self.english


class UsageError(ProngsaiError):
    """The command was called in a way that cannot work."""

    code = "usage"
    exit_code = 2


class DocumentError(ProngsaiError):
    """One document cannot be read; the others go on."""

    code = "unreadable"
    exit_code = 3


class EmptyFileError(DocumentError):
    """The file has no bytes or no pages."""

    code = "empty"


class NotADocumentError(DocumentError):
    """The bytes are neither PDF nor a known image."""

    code = "not-a-document"


class DamagedError(DocumentError):
    """A PDF or image that is cut short or broken."""

    code = "damaged"


class EncryptedError(DocumentError):
    """A PDF that needs a password, or another one."""

    code = "encrypted"


class ChangedError(DocumentError):
    """The bytes that were to be read are there no more: the file was cut, written or removed meanwhile."""

    code = "changed"


class RefusedError(DocumentError):
    """A document beyond the limits (pages, pixels, objects, bytes): hostile or not for us."""

    code = "refused"


class SetupError(ProngsaiError):
    """Something the work needs is not installed."""

    code = "setup"
    exit_code = 4


class OutputError(ProngsaiError):
    """Results cannot be written."""

    code = "output"
    exit_code = 5
