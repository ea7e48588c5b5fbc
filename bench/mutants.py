"""Which broken lines the tests let pass: one small fault at a time in a copy of the tree, then the tests.

``python bench/mutants.py extract/records/normalise.py tests/records`` prints each fault that no test noticed:
a comparison turned, ``min`` for ``max``, ``and`` for ``or``, a condition or filter dropped, a number or a
severity changed. What is printed is a promise without a test, or a line that may go.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120
"""After this long a fault counts as noticed: it made the tests hang."""
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    **{ast.Lt: ast.GtE, ast.LtE: ast.Lt, ast.Gt: ast.LtE, ast.GtE: ast.Gt},
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In},
    **{ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
WORDS = {"error": "warning", "warning": "info", "info": "warning"}
HEAVY = ("cv2", "numpy", "onnxruntime", "pandas", "pypdfium2", "pythainlp.corpus", "scipy", "sqlalchemy")


def faults(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each expression of ``tree`` that can be broken, with the broken one."""
    for node in ast.walk(tree):
        other = copy.copy(node)
        if isinstance(node, ast.Compare) and isinstance(other, ast.Compare):
            other.ops = [TURNED[type(node.ops[0])](), *node.ops[1:]]
            yield node, other
        elif isinstance(node, ast.BoolOp) and isinstance(other, ast.BoolOp):
            other.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield node, other
            yield from ((node, value) for value in node.values)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, node.operand
        elif isinstance(node, ast.Name) and isinstance(other, ast.Name) and node.id in NAMES:
            other.id = NAMES[node.id]
            yield node, other
        elif isinstance(node, ast.IfExp):
            yield node, node.body
            yield node, node.orelse
        elif isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp)):
            for at, loop in enumerate(node.generators):
                if loop.ifs:
                    bare = copy.deepcopy(node)
                    bare.generators[at].ifs = []
                    yield node, bare
        elif isinstance(node, ast.Constant):
            value = node.value
            if isinstance(value, bool):
                yield node, ast.Constant(not value)
            elif isinstance(value, (int, float)):
                yield node, ast.Constant(value + 1 if isinstance(value, int) else value * 0.7)
            elif isinstance(value, str) and value in WORDS:
                yield node, ast.Constant(WORDS[value])


def broken(path: Path) -> Iterator[tuple[int, str, bytes]]:
    """Line, the expression as broken, and the whole source with it; messages and f-strings stay whole."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(source)
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for text in texts for part in ast.walk(text)}
    for node, other in faults(tree):
        if id(node) in inside or node.end_lineno is None or node.end_col_offset is None:
            continue
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        text = ast.unparse(other)
        yield node.lineno, text, source[:start] + f"({text})".encode() + source[end:]


def noticed(place: Path, tests: list[str]) -> bool:
    """Whether the tests fail in the tree at ``place``, in a fork that has the heavy libraries already."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    import signal

    import pytest

    signal.alarm(SECONDS)
    os.chdir(place)
    sys.path.insert(0, str(place))
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))
    os._exit(code)


def main(module: str, *tests: str) -> None:
    """Break ``module`` in every way, one at a time, and print what ``tests`` did not notice."""
    for name in HEAVY:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "tree"
        leave = shutil.ignore_patterns(".*", "output", "__pycache__")
        shutil.copytree(ROOT, place, ignore=leave)
        sys.dont_write_bytecode = True
        if noticed(place, list(tests)):
            sys.exit("the tests fail before anything is broken")
        target, count, left = place / module, 0, 0
        whole = target.read_bytes()
        for line, text, source in broken(target):
            target.write_bytes(source)
            count += 1
            if not noticed(place, list(tests)):
                left += 1
                print(f"{module}:{line}: {text}", flush=True)
        target.write_bytes(whole)
    print(f"{module}: {left} of {count} faults passed unnoticed")


if __name__ == "__main__":
    main(*sys.argv[1:])
