"""Archives to test with: a SQLite file, and a PostgreSQL server of our own on loopback."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from oversight.archive.store import Archive

sys.path.insert(0, str(Path(__file__).parent))

INSTALL = ["apt-get", "install", "-qy", "--no-install-recommends", "postgresql"]
START_SECONDS = 30


def binaries():
    """The folder of Debian's initdb and postgres, the newest, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def install():
    if os.getuid() == 0 and shutil.which("apt-get"):
        with contextlib.suppress(subprocess.SubprocessError, OSError):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(INSTALL, env=environment, capture_output=True, timeout=240, check=False)
    return binaries()


def owner():
    """The user a server may run as: never root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    pytest.skip("no user but root to run PostgreSQL as")


@pytest.fixture(scope="session")
def server():
    """The URL of a running server, without a database."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'prongsai[postgresql]'")
    programs = binaries() or install()
    if programs is None:
        pytest.skip("PostgreSQL is not installed and cannot be: apt-get install postgresql")
    user = owner()
    folder = Path(tempfile.mkdtemp(prefix="prongsai-pg-"))
    process = None
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        initdb = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "prongsai",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        made = subprocess.run(
            [*initdb, "--no-sync"], user=user, cwd=folder, capture_output=True, text=True, check=False
        )
        if made.returncode:
            pytest.skip(f"PostgreSQL's initdb failed: {made.stderr.strip()[-300:]}")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-c", "fsync=off"]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, *options], user=user, cwd=folder, stdout=log, stderr=log
            )
        wait(process, port, folder / "log")
        yield f"postgresql+psycopg://prongsai@127.0.0.1:{port}"
    finally:
        if process is not None:
            process.send_signal(signal.SIGQUIT)  # at once: a smart shutdown would wait for clients
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def wait(process, port, log):
    import psycopg

    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            with psycopg.connect(
                host="127.0.0.1", port=port, user="prongsai", dbname="postgres", autocommit=True
            ) as connection:
                connection.execute("CREATE DATABASE archive")
            return
        time.sleep(0.1)
    pytest.skip(f"PostgreSQL did not start: {log.read_text()[-300:]}")


CLEAR = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = 'archive' AND pid <> pg_backend_pid();
    DROP SCHEMA public CASCADE;
    CREATE SCHEMA public"""


@pytest.fixture
def database(server):
    """The URL of an empty database on the server; always the same one, for making one takes a second."""
    import psycopg

    port = server.rpartition(":")[2]
    with psycopg.connect(
        host="127.0.0.1", port=port, user="prongsai", dbname="archive", autocommit=True
    ) as connection:
        for statement in CLEAR.split(";"):
            connection.execute(statement)
    return f"{server}/archive"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Where an archive may be made, on either kind of store."""
    return str(tmp_path / "archive.db") if request.param == "sqlite" else request.getfixturevalue("database")


@pytest.fixture
def archive(place):
    with Archive.open(place) as opened:
        yield opened
