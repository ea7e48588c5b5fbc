"""One run at a time: a lease with a heartbeat, which ends with its holder, however that ends.

The holder renews its row every ``BEAT_SECONDS``. A lease whose holder is dead (same machine, no such process)
is free at once, any other after ``EXPIRE_SECONDS`` without a beat. Every write of a run asks in its own
transaction whether it still holds the lease, so a run that was asleep cannot write over its successor.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from extract.errors import OutputError
from oversight.archive.engine import dialect_is, transaction
from oversight.archive.schema import leases, runs

RUN = "run"
BEAT_SECONDS = 5.0
EXPIRE_SECONDS = 60.0  # twelve beats: a disk that stalls for half a minute costs no run


@dataclass(frozen=True, slots=True)
class Holder:
    """A process: its machine (host, boot and process namespace) and its number there."""

    machine: str
    process: int

    @property
    def host(self) -> str:
        """The machine's name for people."""
        return self.machine.split(" ")[0]

    def dead(self) -> bool:
        """Whether it is known to have ended; false for processes of other machines."""
        if self.machine != this_machine():
            return False
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return _is_zombie(self.process)


def this_machine() -> str:
    """Host name, boot and process namespace: only where all agree do process numbers mean the same."""
    boot = namespace = ""
    with suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = str(Path("/proc/self/ns/pid").readlink())
    return f"{socket.gethostname()} {boot} {namespace}".strip()


def _is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def now(connection: Connection) -> float:
    """Seconds since 1970 by the store's clock: several machines may share a PostgreSQL."""
    if dialect_is(connection, "postgresql"):
        return float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
    return time.time()


@dataclass(frozen=True, slots=True)
class Held:
    """The lease as it is held: by which run and process, the seconds since its last beat."""

    run: int
    holder: Holder
    age: float

    @property
    def over(self) -> bool:
        """Whether its holder is dead, or has not beaten for too long."""
        return self.age >= EXPIRE_SECONDS or self.holder.dead()


def held(connection: Connection, lock: bool = False) -> Held | None:
    """The lease, if anyone holds it; ``lock`` keeps others from it until the transaction ends."""
    query = select(leases).where(leases.c.name == RUN)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    return Held(row.run, Holder(row.machine, row.process), now(connection) - row.beat)


def set_clock(connection: Connection) -> None:
    """Count a beat in the future, made by a clock that was wrong, as made now."""
    moment = now(connection)
    connection.execute(update(leases).where(leases.c.beat > moment).values(beat=moment))


def free(connection: Connection, run: int) -> None:
    """End the lease of ``run``, which will write no more."""
    row = connection.execute(
        delete(leases).where(leases.c.name == RUN, leases.c.run == run).returning(leases.c.beat)
    ).one_or_none()
    if row is not None:
        connection.execute(
            update(runs)
            .where(runs.c.id == run, runs.c.state == "running")
            .values(state="died", ended=row.beat)
        )


def take(connection: Connection, run: int) -> None:
    """Take the lease for ``run``, inside a writing transaction.

    Raises:
        OutputError: Another run holds it.
    """
    other = held(connection, lock=True)
    if other is not None:
        if not other.over:
            raise OutputError(*_taken(other))
        free(connection, other.run)
    mine = Holder(this_machine(), os.getpid())
    beat = now(connection)
    connection.execute(
        insert(leases).values(name=RUN, run=run, machine=mine.machine, process=mine.process, beat=beat)
    )


def hold(connection: Connection, run: int) -> None:
    """Make sure that ``run`` still holds the lease, and beat.

    Raises:
        OutputError: Another run took it in the meantime.
    """
    done = connection.execute(
        update(leases).where(leases.c.name == RUN, leases.c.run == run).values(beat=now(connection))
    )
    if done.rowcount != 1:
        raise OutputError(*LOST)


def alive(connection: Connection, run: int) -> bool:
    """Whether ``run`` holds the lease and its process is not known to be dead."""
    found = held(connection)
    return found is not None and found.run == run and not found.over


def release(connection: Connection, run: int) -> None:
    """Give the lease back; nothing happens when another holds it."""
    connection.execute(delete(leases).where(leases.c.name == RUN, leases.c.run == run))


class Heartbeat(threading.Thread):
    """Keeps a lease alive while documents are at work, from a thread of its own."""

    def __init__(self, engine: Engine, run: int) -> None:
        super().__init__(name="lease", daemon=True)
        self._engine = engine
        self._run = run
        self._ended = threading.Event()

    def run(self) -> None:
        """Beat until stopped; a beat that fails is left to the next write, which tells of it."""
        while not self._ended.wait(BEAT_SECONDS):
            with suppress(OutputError), transaction(self._engine, write=True) as connection:
                hold(connection, self._run)

    def stop(self) -> None:
        """End the thread."""
        self._ended.set()
        self.join()


LOST = (
    "งานอื่นใช้คลังข้อมูลนี้แทนแล้ว (เครื่องนี้อาจหยุดพักไป) ให้สั่งคำสั่งเดิมอีกครั้งเมื่องานนั้นเสร็จ",
    "another run has taken over this archive (was this machine asleep?): "
    "give the same command again when it is done",
)


def _taken(other: Held) -> tuple[str, str]:
    who = f"{other.holder.host}, {other.holder.process}"
    left = f"{EXPIRE_SECONDS - other.age:.0f}"
    return (
        f"มีงานอื่นกำลังใช้คลังข้อมูลนี้ ({who}) ให้รอจนเสร็จ หากงานนั้นหยุดไปแล้วจะใช้ได้ใน {left} วินาที หรือสั่ง prongsai unlock",
        f"another run is at work in this archive (host and process {who}): wait for it; if it is dead, "
        f"the archive is free in {left} s, or by `prongsai unlock`",
    )
