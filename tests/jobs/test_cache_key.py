"""The keys under which results are kept name all the code that the results rest on."""

import ast
from pathlib import Path

import pytest

from oversight.jobs.cache_key import OUTPUT, READING, ROOT

ROOMS = ("extract", "oversight", "pipeline")
WORDS_ONLY = {  # what is said to people, package markers
    "extract/__init__.py",
    "oversight/__init__.py",
    "oversight/talk.py",
    "oversight/jobs/__init__.py",
    "oversight/registry/__init__.py",
}


def file_of(module):
    place = ROOT / module.replace(".", "/")
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.exists()), None)


def imported(tree):
    """Names of modules of ours that ``tree`` imports when it runs, functions' own imports too."""
    for node in tree.body if isinstance(tree, ast.Module | ast.FunctionDef) else [tree]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        for each in ast.walk(node):
            if isinstance(each, ast.Import):
                yield from (alias.name for alias in each.names)
            elif isinstance(each, ast.ImportFrom) and each.module:
                yield each.module
                yield from (f"{each.module}.{alias.name}" for alias in each.names)


def behind(*starts):
    """All files of ours that stand behind these modules or functions ``file.py:function``."""
    found, ahead = set(), []
    for start in starts:
        name, _, function = start.partition(":")
        path = file_of(name)
        tree = ast.parse(path.read_text("utf-8"))
        if function:
            tree = next(each for each in tree.body if getattr(each, "name", "") == function)
        found.add(path)
        ahead += imported(tree)
    while ahead:
        name = ahead.pop()
        path = file_of(name) if name.partition(".")[0] in ROOMS else None
        if path is not None and path not in found:
            found.add(path)
            ahead += imported(ast.parse(path.read_text("utf-8")))
    return {path.relative_to(ROOT).as_posix() for path in found} - WORDS_ONLY


@pytest.mark.parametrize(
    ("starts", "places"),
    [
        (
            ["pipeline:digitise", "pipeline:reports", "pipeline:_given_up"],
            READING,
        ),
        (["oversight.jobs.worker:read_document", "oversight.jobs.worker:_pieces"], OUTPUT),
    ],
    ids=["reading", "output"],
)
def test_every_module_behind_a_kept_result_is_in_its_key(starts, places):
    rooms = [ROOT / place for place in places]

    missing = [
        name for name in behind(*starts) if not any((ROOT / name).is_relative_to(room) for room in rooms)
    ]

    assert not missing, "\n".join(sorted(missing))


@pytest.mark.parametrize("places", [READING, OUTPUT], ids=["reading", "output"])
def test_every_place_named_in_a_key_is_there(places):
    assert [place for place in places if not Path(ROOT, place).exists()] == []
