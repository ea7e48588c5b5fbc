"""Click commands that explain themselves in two languages, lines broken by hand and lined up for Thai."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

import click

from extract.errors import ProngsaiError
from oversight import talk

EXIT_CODES = (0, 1, 2, 3, 4, 5, 130)


def exit_code_rows(lang: str) -> list[tuple[str, str]]:
    """The exit codes with their meaning."""
    return [(str(code), talk.text(f"help.exit_{code}", lang)) for code in EXIT_CODES]


class Spoken(click.Command):
    """A command whose help comes from the table of messages, in the language asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the language before anything is said."""
        ctx.meta.setdefault("lang", talk.language(args))
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help; nothing is wrapped."""
        formatter.write(help_text(self, ctx, ctx.meta["lang"]))

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first line of the help, in the locale's language."""
        return talk.text(f"command.{self.name}", talk.language()).split("\n")[0]


class SpokenGroup(Spoken, click.Group):
    """A group of such commands."""


def help_text(command: click.Command, ctx: click.Context, lang: str) -> str:
    """The whole help of ``command`` in ``lang``."""
    pieces = " ".join(command.collect_usage_pieces(ctx))
    parts = [
        f"{talk.text('help.usage', lang)}: {ctx.command_path} {pieces}\n",
        talk.text(f"command.{command.name}", lang) + "\n",
        _headed("help.example", lang, "  " + talk.example(str(command.name))),
    ]
    if isinstance(command, click.Group):
        rows = [
            (name, talk.text(f"command.{name}", lang).split("\n")[0])
            for name in command.list_commands(ctx)
            if command.get_command(ctx, name) is not None
        ]
        parts.append(_headed("help.commands", lang, talk.table(rows)))
    options = [
        (_names(option), talk.text(f"option.{'help' if '--help' in option.opts else option.name}", lang))
        for option in command.get_params(ctx)
        if isinstance(option, click.Option)
    ]
    parts.append(_headed("help.options", lang, talk.table(options)))
    parts.append(_headed("help.exits", lang, talk.table(exit_code_rows(lang))))
    return "\n".join(parts)


def _headed(key: str, lang: str, body: str) -> str:
    return f"{talk.text(key, lang)}:\n{body}\n"


def _names(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(click.Context(click.Command('x')))}"
    return ", ".join(option.opts) + value


def lang_option(function: Any) -> Any:
    """The ``--lang`` of every command."""
    return click.option("--lang", type=click.Choice(talk.LANGUAGES), expose_value=False)(function)


def call(group: click.Group, arguments: list[str]) -> int:
    """Run one command line and return its exit code; what went wrong is told on stderr."""
    lang = talk.language(arguments)
    try:
        code = group.main(arguments, group.name, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ProngsaiError as error:
        click.echo(f"prongsai: {error.message(lang)}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:  # the reader of our output (head) has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        traceback.print_exc()
        click.echo(f"prongsai: {talk.text('help.bug', lang)}", err=True)
        return 1
