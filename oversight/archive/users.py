"""Who may enter the review desk, and what people did there beside decisions; all of it is written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import Connection, delete, insert, select, update

from extract.errors import UsageError
from oversight.archive import packing
from oversight.archive.lease import now
from oversight.archive.schema import events, users

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST = 10  # characters of a password
LONGEST = 200
_NAME = re.compile(r"[^\s\x00-\x1f<>&\"']{1,64}")


@dataclass(frozen=True, slots=True)
class User:
    """A person at the desk. A reader looks, a reviewer corrects and approves, an admin undoes others'."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the person may do what ``role`` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # argon2id with the library's parameters (RFC 9106, low memory)

    return PasswordHasher()


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did; ``made`` in seconds since 1970."""

    id: int
    made: float
    author: str
    kind: str
    about: str


def note(connection: Connection, author: str, kind: str, about: str) -> None:
    """Write down that somebody added, changed or removed a user, or took an export away."""
    row = {"author": packing.text(author), "kind": kind, "about": packing.text(about)}
    connection.execute(insert(events), {"made": now(connection), **row})


def events_of(connection: Connection, limit: int | None = None) -> list[Event]:
    """What was written down, newest first."""
    query = select(events).order_by(events.c.id.desc()).limit(limit)
    return [Event(**row) for row in connection.execute(query).mappings()]


def add(connection: Connection, name: str, role: Role, password: str, author: str) -> None:
    """Enter a user, or give a known one another role and password; ``author`` is who does so.

    Raises:
        UsageError: The name or password cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"ชื่อผู้ใช้ “{name}” ใช้ไม่ได้ ต้องไม่มีช่องว่างและยาวไม่เกิน 64 ตัวอักษร",
            f"the user name {name!r} cannot be used: no spaces, at most 64 characters",
        )
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"รหัสผ่านต้องยาว {SHORTEST} ถึง {LONGEST} ตัวอักษร",
            f"a password has {SHORTEST} to {LONGEST} characters",
        )
    values = {"role": role, "password": _hasher().hash(password)}
    done = connection.execute(update(users).where(users.c.name == name).values(values))
    if not done.rowcount:
        connection.execute(insert(users).values(name=name, made=now(connection), **values))
    note(connection, author, "user_changed" if done.rowcount else "user_added", f"{name} ({role})")


def remove(connection: Connection, name: str, author: str) -> bool:
    """Take a user out; what they did stays in the log. False when there is none."""
    gone = bool(connection.execute(delete(users).where(users.c.name == name)).rowcount)
    if gone:
        note(connection, author, "user_removed", name)
    return gone


def every(connection: Connection) -> list[User]:
    """All users by name."""
    return [User(row.name, row.role) for row in connection.execute(select(users).order_by(users.c.name))]


def find(connection: Connection, name: str) -> User | None:
    """The user of that name."""
    row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
    return None if row is None else User(row.name, row.role)


def hash_of(connection: Connection, name: str) -> str | None:
    """The stored hash of a user's password."""
    return connection.execute(select(users.c.password).where(users.c.name == name)).scalar()


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is right; an unknown user (None) takes as long as a known one.

    Slow on purpose: call it outside a transaction.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this password")
