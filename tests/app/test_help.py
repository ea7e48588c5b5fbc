"""Every command explains itself in both languages, in lines a terminal does not break, and in docs/cli.md."""

import re
import resource
import subprocess
import sys
import unicodedata
from pathlib import Path

import click
import pytest

from oversight import talk
from oversight.spoken import EXIT_CODES, call
from pipeline import prongsai

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
WIDEST = 90  # columns


def commands():
    context = click.Context(prongsai)
    return [(name, prongsai.get_command(context, name)) for name in prongsai.list_commands(context)]


@pytest.mark.parametrize("lang", talk.LANGUAGES)
@pytest.mark.parametrize("name", ["", *(name for name, _ in commands())])
def test_help_has_an_example_the_exit_codes_and_whole_lines(name, lang, capfd):
    code = call(prongsai, [*([name] if name else []), "--help", "--lang", lang])
    said = capfd.readouterr().out

    assert code == 0
    assert f"  prongsai {name}" in said
    for number in EXIT_CODES:
        assert re.search(rf"^  {number} +\S", said, re.MULTILINE)
    words = "\n".join(line for line in said.splitlines() if not line.startswith("  prongsai "))
    assert bool(re.search("[ก-ฮ]", words)) == (lang == "th")
    for line in said.splitlines():
        assert talk.width(line) <= WIDEST
        assert not line or unicodedata.category(line.lstrip()[0]) != "Mn"


@pytest.mark.parametrize(("name", "command"), commands())
def test_docs_name_every_command_and_option(name, command):
    section = DOCS.split(f"## prongsai {name}\n")[1].split("\n## ")[0]

    for option in command.get_params(click.Context(command)):
        for spelling in option.opts if isinstance(option, click.Option) else ():
            assert f"`{spelling}`" in section


def test_docs_name_every_exit_code():
    section = DOCS.split("## Exit codes")[1]

    assert re.findall(r"^\| (\d+) \|", section, re.MULTILINE) == [str(code) for code in EXIT_CODES]


def test_thai_columns_line_up_whatever_marks_they_carry():
    lines = talk.table([("ที่นี่", "x"), ("กกก", "y"), ("น้ำ", "z\nw")]).splitlines()

    assert [talk.width(line[: line.index(end)]) for line, end in zip(lines, "xyzw", strict=True)] == [
        7,
        7,
        7,
        7,
    ]


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--lang", "th"], {"LANG": "en_US.UTF-8"}, "th"),
        (["run", "--lang=en"], {"LANG": "th_TH.UTF-8"}, "en"),
        ([], {"LANG": "th_TH.UTF-8"}, "th"),
        ([], {"LANG": "th_TH.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {}, "en"),
        (["--lang", "de"], {"LC_MESSAGES": "th_TH"}, "th"),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_locales(arguments, environment, expected):
    assert talk.language(arguments, environment) == expected


def test_every_message_stands_in_both_languages():
    def walk(entry, path):
        if "th" in entry or "en" in entry:
            assert {"th", "en"} <= set(entry), path
            assert set(re.findall(r"{(\w+)", entry["th"])) == set(re.findall(r"{(\w+)", entry["en"])), path
            return 1
        return sum(walk(inner, f"{path}.{key}") for key, inner in entry.items())

    assert walk(talk._table(), "") > 50


def test_help_comes_at_once():
    """CPU seconds, not wall: a busy machine must not fail it."""
    times = []
    for _ in range(3):
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-c", "import pipeline; pipeline.main()", "--help"], cwd=ROOT, check=True
        )
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime)

    assert min(times) < 0.4
