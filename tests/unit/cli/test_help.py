"""The help of every verb is in the language asked for, click's own words as well."""

import re

import click
import pytest

from registry_desk import i18n
from registry_desk.cli import door


def helps(command, parents=()):
    path = (*parents, command.name)
    context = click.Context(command, info_name=" ".join(path))
    yield " ".join(path), command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            yield from helps(command.get_command(context, name), path)


@pytest.fixture
def said():
    return dict(helps(door._build()))


def test_every_verb_explains_itself_in_romanian(said):
    assert len(said) > 25
    english = re.compile(
        r"Usage|Options\b|Commands|OPTIONS|ARGS|COMMAND|\bRANGE\b|\[required|default:|\bPATH\b"
        r"|\bFILES?\b|DIRECTORY|\bNAME\b|USERNAME"
    )
    assert {verb: english.findall(words) for verb, words in said.items() if english.search(words)} \
        == {}  # fmt: skip


def test_english_is_english():
    i18n.use("en")
    assert (
        "Usage: registry-desk process [OPTIONS] PATH…"
        in dict(helps(door._build()))["registry-desk process"]
    )
