"""Every word exists in Romanian and English, with the same placeholders and the right letters."""

import ast
import importlib
import pkgutil
import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import registry_desk
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import words
from registry_desk.i18n.compile import compiled
from tests.conftest import CHECKOUT


def catalogue(language):
    source = words.LOCALE_DIR / language / "LC_MESSAGES" / "registry_desk.po"
    with source.open("rb") as opened:
        return {m.id if isinstance(m.id, str) else m.id[0]: m for m in read_po(opened) if m.id}


def forms(message):
    return message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def placeholders(said):
    return {name for _, name, _, _ in Formatter().parse(said) if name}


def is_code(key):
    return re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", key) is not None


def test_both_languages_have_the_same_codes():
    ro, en = catalogue("ro"), catalogue("en")
    assert {k for k in ro if is_code(k)} ^ {k for k in en if is_code(k)} == set()
    assert [k for k, m in {**ro, **en}.items() if not all(forms(m))] == []


def test_no_code_stands_twice():
    for language in words.LANGUAGES:
        source = words.LOCALE_DIR / language / "LC_MESSAGES" / "registry_desk.po"
        keys = re.findall(r'^msgid "(.+)"$', source.read_text(encoding="utf-8"), re.M)
        assert len(keys) == len(set(keys)), sorted({k for k in keys if keys.count(k) > 1})


def test_placeholders_are_the_same():
    ro, en = catalogue("ro"), catalogue("en")
    differing = [
        key
        for key in ro
        if key in en
        and set.union(*(placeholders(f) for f in forms(ro[key])))
        != set.union(*(placeholders(f) for f in forms(en[key])))
    ]
    assert differing == []


def test_romanian_letters_have_commas_below():
    assert [k for k, m in catalogue("ro").items() if re.search("[şţŞŢ]", "".join(forms(m)))] == []


def test_romanian_words_blame_nobody():
    blaming = [
        k for k, m in catalogue("ro").items() if re.search(r"\beroare\b", "".join(forms(m)), re.I)
    ]
    assert blaming == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_compiled_catalogue_is_fresh(language):
    kept = words.LOCALE_DIR / language / "LC_MESSAGES" / "registry_desk.mo"
    assert kept.read_bytes() == compiled(language), "run python -m registry_desk.i18n.compile"


def codes_asked_for():
    for file in (CHECKOUT / "registry_desk").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            is_word = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if name in ("text", "plural") and is_word and is_code(first.value):
                yield f"{file.name}:{node.lineno}", first.value


def test_every_code_in_the_program_has_words():
    known = catalogue("ro")
    assert [(place, code) for place, code in codes_asked_for() if code not in known] == []


def every_error():
    for found in pkgutil.walk_packages(registry_desk.__path__, "registry_desk."):
        if not found.name.startswith(
            ("registry_desk.desk", "registry_desk.server.", "registry_desk.cli.window")
        ):
            importlib.import_module(found.name)
    waiting, seen = [RegistryDeskError], []
    while waiting:
        kind = waiting.pop()
        seen.append(kind)
        waiting.extend(kind.__subclasses__())
    return [kind for kind in seen if "code" in kind.__dict__]


def test_every_error_has_one_code_and_words():
    known = catalogue("ro")
    kinds = every_error()
    codes = [kind.code for kind in kinds]
    assert sorted(c for c in set(codes) if codes.count(c) > 1) == []
    missing = [c for c in codes if f"error.{c}" not in known or f"error.{c}.next" not in known]
    assert missing == []
