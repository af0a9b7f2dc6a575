"""Look up words by code; see the package's docstring."""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ro", "en")
DOMAIN = "registry_desk"
LOCALE_DIR = Path(__file__).parent / "locale"

_default = "ro"
_language: ContextVar[str | None] = ContextVar("language", default=None)


@cache
def _catalogue(language: str) -> gettext.GNUTranslations | gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)


def from_environment(environ: dict[str, str] | None = None) -> str:
    """Give the language of the system's locale: ``ro`` unless it asks for another we have."""
    env = dict(os.environ) if environ is None else environ
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = env.get(name, "")
        for choice in value.split(":"):
            if choice[:2] in LANGUAGES:
                return choice[:2]
            if choice and choice.split(".")[0] not in ("C", "POSIX"):
                return "en"
    return "ro"


def use(language: str) -> None:
    """Make a language the process's default and tell libraries that ask gettext themselves.

    Raises:
        ValueError: for a language that has no catalogue.
    """
    global _default
    if language not in LANGUAGES:
        raise ValueError(language)
    _default = language
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(LOCALE_DIR))
    gettext.textdomain(DOMAIN)


def current() -> str:
    """Give the language in use here: the context's, else the process's."""
    return _language.get() or _default


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language inside a ``with`` block (one request, one receipt)."""
    token = _language.set(language if language in LANGUAGES else _default)
    try:
        yield
    finally:
        _language.reset(token)


def has(code: str) -> bool:
    """Tell whether the catalogue has words for a code."""
    return _catalogue(current()).gettext(code) != code


class _Gaps(dict[str, Any]):
    """Placeholders of a newer server's error may be missing here: its words still show."""

    def __missing__(self, name: str) -> str:
        return "…"


def text(code: str, /, **params: Any) -> str:
    """Give the words of a code, with ``{name}`` placeholders filled; the code itself if unknown."""
    return _catalogue(current()).gettext(code).format_map(_Gaps(params))


def plural(code: str, count: int, /, **params: Any) -> str:
    """Give the words of a code in the form of ``count``, also its placeholder ``{count}``."""
    found = _catalogue(current()).ngettext(code, code, count)
    return found.format_map(_Gaps(params, count=count))
