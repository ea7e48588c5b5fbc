"""How the desk is opened: which archive, where it listens, whom it lets in."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from extract.errors import UsageError

PORT = 8765
MOST_BYTES = 256 * 1024  # of a request: the longest cell seen has 4,000 letters, 12 KB
MOST_TEXT = 20_000  # letters of one corrected text
LONGEST_URL = 8 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``prongsai review`` was asked for.

    ``public`` is the address that people type when a server in front takes the requests (TLS). ``login``:
    names and passwords are asked for instead of the one-time token. ``author`` signs what is done without
    a login.
    """

    archive: str
    output: Path
    host: str = "127.0.0.1"
    port: int = PORT
    public: str | None = None
    login: bool = False
    author: str = "reviewer"
    inputs: tuple[Path, ...] = ()
    password: str | None = None

    @property
    def origins(self) -> frozenset[str]:
        """Scheme, host and port that requests may come from."""
        found = {f"http://{host}:{self.port}" for host in self._hosts()}
        if self.public:
            parts = urlsplit(self.public)
            found.add(f"{parts.scheme}://{parts.netloc}")
        return frozenset(found)

    @property
    def hosts(self) -> frozenset[str]:
        """What may stand in a request's Host: anything else may be a foreign name for this machine."""
        found = {f"{host}:{self.port}" for host in self._hosts()}
        if self.public:
            found.add(urlsplit(self.public).netloc)
        return frozenset(found)

    @property
    def secure(self) -> bool:
        """Whether people come by TLS."""
        return bool(self.public and self.public.startswith("https:"))

    @property
    def address(self) -> str:
        """Where to go with a browser."""
        return (self.public or f"http://{_bracketed(self.host)}:{self.port}").rstrip("/")

    def _hosts(self) -> set[str]:
        return {"127.0.0.1", "localhost", "[::1]"} if is_loopback(self.host) else {_bracketed(self.host)}


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether only this machine can come to ``host``."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_public(public: str) -> str:
    """``public`` if it is a scheme and a host.

    Raises:
        UsageError: It is none.
    """
    parts = urlsplit(public)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path not in ("", "/"):
        raise UsageError(
            f"ที่อยู่ {public} ใช้ไม่ได้ ต้องเป็นเช่น https://desk.example.go.th",
            f"the address {public} cannot be used: give one like https://desk.example.go.th",
        )
    return public.rstrip("/")
