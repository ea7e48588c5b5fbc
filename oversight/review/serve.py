"""Serving the desk until it is stopped: the socket, the address with its token, uvicorn."""

from __future__ import annotations

import errno
import socket
from dataclasses import replace
from pathlib import Path

import click

from extract.errors import OutputError, UsageError
from oversight import talk
from oversight.archive import users
from oversight.archive.store import Archive
from oversight.review.app import create_app
from oversight.review.settings import Settings, check_public, is_loopback

BACKLOG = 128


def serve(asked: Settings, lang: str) -> int:
    """Serve until interrupted; return the exit code.

    Raises:
        UsageError: It would listen to other machines, and there are no users.
        OutputError: The archive cannot be opened, or the port is taken.
    """
    import uvicorn

    login = asked.login or asked.public is not None or not is_loopback(asked.host)
    if asked.public is not None:
        check_public(asked.public)
    if _is_missing(asked.archive):
        Archive.open(asked.archive, write=False)  # says what to do
    with Archive.open(asked.archive) as archive:
        if login:
            with archive.reading() as connection:
                known = users.every(connection)
            if not known:
                raise UsageError(*talk.both("review.no_users"))
            if not is_loopback(asked.host):
                click.echo(talk.text("review.tls", lang), err=True)
        listening = _listen(asked.host, asked.port)
        settings = replace(asked, port=listening.getsockname()[1], login=login)

        def tell(token: str) -> None:
            click.echo(f"{settings.address}/enter?token={token}")  # click flushes

        app = create_app(settings, archive, tell)
        if login:
            click.echo(settings.address)
        else:
            click.echo(talk.text("review.open", lang), err=True)
            app.sessions.offer()
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="off",
            h11_max_incomplete_event_size=32 * 1024,
            timeout_keep_alive=30,
            limit_concurrency=200,
            timeout_graceful_shutdown=3,
        )
        uvicorn.Server(config).run(sockets=[listening])
    return 0


def _is_missing(archive: str) -> bool:
    """Whether the archive is a file that is not there: a desk needs one that was read into."""
    return "://" not in archive and not Path(archive).is_file()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise OutputError(*talk.both("review.port", port=port)) from error
        values = {"host": host, "detail": error.strerror}
        raise OutputError(*talk.both("review.host", **values)) from error
    made.listen(BACKLOG)
    return made
