"""What a store refuses, told as errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from extract.errors import OutputError

# What SQLite and PostgreSQL say -> the message for it; the first that fits.
_SAID = (
    (("disk is full", "no space left", "could not extend file", "disk i/o error"), "full"),
    (("readonly database", "read-only"), "read_only"),
    (("database is locked",), "locked"),
    (("malformed", "not a database"), "broken"),
)
_MESSAGES = {
    "full": (
        "ดิสก์เต็ม: เขียนคลังข้อมูล {place} ไม่ได้ ข้อมูลเดิมยังครบ ให้เพิ่มเนื้อที่ว่างแล้วสั่งคำสั่งเดิมอีกครั้ง จะทำต่อจากที่ค้าง",
        "the disk is full: the archive {place} cannot be written; what it holds is intact. Free some space "
        "and give the same command again, it goes on from there ({detail})",
    ),
    "read_only": (
        "เขียนคลังข้อมูล {place} ไม่ได้ (อ่านได้อย่างเดียว) ให้ตรวจสิทธิ์ หรือเลือกที่อื่นด้วย --archive",
        "the archive {place} can only be read: check its permissions or choose another with --archive",
    ),
    "locked": (
        "คลังข้อมูล {place} ถูกโปรแกรมอื่นใช้อยู่นานเกินไป ให้ปิดโปรแกรมนั้นแล้วสั่งใหม่",
        "another program keeps the archive {place} locked: close it and try again",
    ),
    "broken": (
        "{place} ไม่ใช่คลังข้อมูลของโปร่งใส หรือเสียหาย ให้ย้ายออกแล้วสั่ง prongsai run อีกครั้ง",
        "{place} is no archive of Prongsai, or is damaged: move it away and give `prongsai run` again "
        "({detail})",
    ),
    "missing": (
        "ไม่พบคลังข้อมูล {place} ให้สั่ง prongsai run ก่อน หรือบอกที่อยู่ด้วย --archive",
        "no archive at {place}: give `prongsai run` first, or tell its place with --archive",
    ),
    "lost": (
        "โฟลเดอร์ผลลัพธ์ {detail} มีผลของงานก่อน แต่ไม่พบคลังข้อมูล {place} งานใหม่จะเขียนทับผลเดิม "
        "ให้นำไฟล์คลังข้อมูลกลับมา เลือกโฟลเดอร์อื่น หรือลบ run.json หากต้องการเริ่มใหม่",
        "{detail} holds the results of earlier runs, but their archive {place} is gone or empty, and a "
        "new one would replace them: put it back, choose another folder, or remove run.json to begin anew",
    ),
    "newer": (
        "คลังข้อมูล {place} สร้างโดยโปร่งใสรุ่นใหม่กว่านี้ ({detail}) ให้ปรับรุ่นโปรแกรม",
        "the archive {place} was made by a newer Prongsai ({detail}): bring this one up to date",
    ),
    "older": (
        "คลังข้อมูล {place} เป็นรุ่นเก่า ({detail}) ให้สั่ง prongsai run หนึ่งครั้งเพื่อปรับรุ่น",
        "the archive {place} is of an older form ({detail}): any `prongsai run` brings it up to date",
    ),
    "other": (
        "เปิดหรือเขียนคลังข้อมูล {place} ไม่ได้: {detail}",
        "the archive {place} cannot be opened or written: {detail}",
    ),
}


@contextmanager
def as_output_errors(place: URL) -> Iterator[None]:
    """Turn the store's refusals into OutputError; mistakes in our own statements stay what they are."""
    try:
        yield
    except DBAPIError as error:
        kind = _kind(error)
        if kind is None:
            raise
        raise refusal(kind, place, str(error.orig).strip().split("\n")[0]) from error
    except OSError as error:
        raise refusal("other", place, error.strerror or str(error)) from error


def refusal(kind: str, place: URL, detail: str = "") -> OutputError:
    """The error of a ``kind`` of message about the store at ``place``; a password in it is not told."""
    shown = place.database if place.drivername.startswith("sqlite") else place.render_as_string()
    thai, english = _MESSAGES[kind]
    return OutputError(thai.format(place=shown, detail=detail), english.format(place=shown, detail=detail))


def _kind(error: DBAPIError) -> str | None:
    said = str(error.orig).lower()
    for signs, kind in _SAID:
        if any(sign in said for sign in signs):
            return kind
    # OperationalError: connection refused, cannot open; DatabaseError itself: SQLite's corruption
    return "other" if type(error).__name__ in ("OperationalError", "InternalError", "DatabaseError") else None
