"""The commands ``review``, ``review user`` and ``review export-truth``."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import click

from oversight import talk
from oversight.archive.archive_commands import archive_options, place
from oversight.spoken import Spoken, SpokenGroup, lang_option

PORT = 8765  # as in settings, which takes long to import
ROLES = ("reader", "reviewer", "admin")


@click.group("review", cls=SpokenGroup, invoke_without_command=True)
@archive_options
@click.option("--host", metavar="ADDRESS", default="127.0.0.1")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", default=PORT)
@click.option("--public", metavar="URL")
@click.option("--login", is_flag=True)
@click.option("--as", "author", metavar="NAME")
@click.option("--inputs", type=click.Path(path_type=Path), metavar="DIR", multiple=True)
@click.option("--password", metavar="TEXT")
@lang_option
@click.pass_context
def review(
    ctx: click.Context,
    output: Path,
    archive: str | None,
    host: str,
    port: int,
    public: str | None,
    login: bool,
    author: str | None,
    inputs: tuple[Path, ...],
    password: str | None,
) -> None:
    """Serve the review desk."""
    ctx.meta["place"] = place(output, archive)
    if ctx.invoked_subcommand is not None:
        return
    from oversight.review.serve import serve
    from oversight.review.settings import Settings

    who = author or _login_name()
    settings = Settings(ctx.meta["place"], output, host, port, public, login, who, inputs, password)
    ctx.exit(serve(settings, ctx.meta["lang"]))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "reviewer"


@review.group("user", cls=SpokenGroup)
@lang_option
def user() -> None:
    """Who may enter."""


@user.command("add", cls=Spoken)
@click.argument("name", metavar="NAME")
@click.option("--role", type=click.Choice(ROLES), default="reviewer")
@lang_option
@click.pass_context
def add(ctx: click.Context, name: str, role: str) -> None:
    """Enter a user; the password is asked for, or read from standard input."""
    from oversight.archive import users
    from oversight.archive.store import Archive

    lang = ctx.meta["lang"]
    if sys.stdin.isatty():
        password = click.prompt(
            talk.text("review.password", lang), hide_input=True, confirmation_prompt=True, err=True
        )
    else:
        password = sys.stdin.readline().rstrip("\n")
    with Archive.open(ctx.meta["place"]) as opened, opened.writing() as connection:
        users.add(connection, name, role, password, _login_name())  # type: ignore[arg-type]
    click.echo(talk.text("review.user_added", lang, name=name, role=role), err=True)


@user.command("remove", cls=Spoken)
@click.argument("name", metavar="NAME")
@lang_option
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Take a user out."""
    from extract.errors import UsageError
    from oversight.archive import users
    from oversight.archive.store import Archive

    with Archive.open(ctx.meta["place"]) as opened, opened.writing() as connection:
        if not users.remove(connection, name, _login_name()):
            raise UsageError(*talk.both("review.no_user", name=name))


@user.command("list", cls=Spoken)
@lang_option
@click.pass_context
def list_users(ctx: click.Context) -> None:
    """Name the users and their roles."""
    from oversight.archive import users
    from oversight.archive.store import Archive

    with Archive.open(ctx.meta["place"]) as opened, opened.reading() as connection:
        for each in users.every(connection):
            click.echo(f"{each.name}\t{each.role}")


@review.command("export-truth", cls=Spoken)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@lang_option
@click.pass_context
def export_truth(ctx: click.Context, folder: Path) -> None:
    """Write what was approved as truth for the bench."""
    from oversight.archive.store import Archive
    from oversight.review import truth

    with Archive.open(ctx.meta["place"], write=False) as opened:
        made = truth.export_truth(opened, folder)
    for path in made:
        click.echo(path)
    click.echo(talk.text("review.truths", ctx.meta["lang"], count=len(made)), err=True)
