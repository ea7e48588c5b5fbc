"""Who is at the desk: one-time tokens, and sessions kept in this process and nowhere else."""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from oversight.archive.users import User

IDLE_SECONDS = 8 * 3600.0  # a working day
MOST = 200  # sessions at a time; beyond them the longest idle goes
TRIES = 5  # wrong passwords of one name before it has to wait
WAIT_SECONDS = 60.0


@dataclass(slots=True)
class Session:
    """One browser of one person. ``csrf`` stands in every form, ``logged_in`` came by name and password."""

    key: str
    user: User
    csrf: str
    logged_in: bool
    seen: float


class Sessions:
    """Tokens and sessions; safe from several threads. ``tell`` gets every new token."""

    def __init__(self, tell: Callable[[str], None] = lambda token: None) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}
        self._wrong: dict[str, list[float]] = {}
        self._tell = tell
        self._token = ""

    def offer(self) -> str:
        """Make a new one-time token, the only one that works from now on."""
        with self._lock:
            self._token = secrets.token_urlsafe(24)
            token = self._token
        self._tell(token)
        return token

    def exchange(self, token: str, user: User) -> Session | None:
        """A session for the token, which is used up; another is offered at once. None for a wrong one."""
        with self._lock:
            right = bool(self._token) and hmac.compare_digest(token.encode(), self._token.encode())
            if right:
                self._token = ""
        if not right:
            return None
        session = self.begin(user, logged_in=False)
        self.offer()
        return session

    def begin(self, user: User, logged_in: bool) -> Session:
        """A new session."""
        now = time.monotonic()
        session = Session(secrets.token_urlsafe(32), user, secrets.token_urlsafe(32), logged_in, now)
        with self._lock:
            self._sessions[session.key] = session
            while len(self._sessions) > MOST:
                idle = min(self._sessions.values(), key=lambda each: each.seen)
                del self._sessions[idle.key]
        return session

    def find(self, key: str | None) -> Session | None:
        """The session of a cookie, None when there is none or it was idle for too long."""
        now = time.monotonic()
        with self._lock:
            session = self._sessions.get(key or "")
            if session is None:
                return None
            if now - session.seen > IDLE_SECONDS:
                del self._sessions[session.key]
                return None
            session.seen = now
            return session

    def end(self, key: str) -> None:
        """Forget a session."""
        with self._lock:
            self._sessions.pop(key, None)

    def may_try(self, name: str) -> bool:
        """Whether a password may be tried for ``name`` now."""
        now = time.monotonic()
        with self._lock:
            if len(self._wrong) > MOST:
                self._wrong = {n: t for n, t in self._wrong.items() if now - t[-1] < WAIT_SECONDS}
            recent = [at for at in self._wrong.get(name, ()) if now - at < WAIT_SECONDS]
            return len(recent) < TRIES

    def tried(self, name: str, right: bool) -> None:
        """Note how a try ended."""
        with self._lock:
            if right:
                self._wrong.pop(name, None)
            else:
                self._wrong.setdefault(name, []).append(time.monotonic())
                self._wrong[name] = self._wrong[name][-TRIES:]
