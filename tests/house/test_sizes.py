"""Modules and functions stay small enough to be read in one sitting."""

import ast

from tests.conftest import CHECKOUT

SOURCES = [p for p in (CHECKOUT / "registry_desk").rglob("*.py") if "migrations" not in p.parts]


def test_modules_are_short():
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    assert {str(p.relative_to(CHECKOUT)): n for p, n in lengths.items() if n > 400} == {}


def test_functions_are_short():
    long = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 60:
                long.append(f"{path.name}:{node.lineno} {node.name}")
    assert long == []


def test_no_room_is_named_after_nothing():
    vague = {"utils", "misc", "common", "helpers", "manager", "data", "info", "base"}
    assert [
        str(p) for p in SOURCES if p.stem in vague or set(p.relative_to(CHECKOUT).parts) & vague
    ] == []


def test_nothing_is_swallowed():
    silent = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                silent.append(f"{path.name}:{node.lineno}")
    assert silent == []
