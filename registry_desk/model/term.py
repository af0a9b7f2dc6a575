"""The terms of letters: which law, how many days, which extension. They are data.

The table beside this module holds the usual ones; an office may keep its own at the register.

Source: OG 27/2002, art. 6^1 and 8–9; Law 544/2001, art. 7.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """What must be done sooner than the answer, where it comes to that."""

    code: str
    """``forward`` (it is another authority's) or ``refuse``."""
    days: int
    unit: str
    """``calendar`` or ``working`` days."""
    article: str


@dataclass(frozen=True, slots=True)
class Term:
    """One rule about a term."""

    code: str
    kinds: tuple[str, ...]
    """Kinds of letters it holds for."""
    days: int | None
    """None: the days stand in the letter itself."""
    unit: str
    """``calendar`` or ``working`` days."""
    article: str
    extension_days: int
    """The most days it can be extended by; 0: not at all."""
    extension_article: str
    also: tuple[Step, ...] = ()


def read_terms(file: Path) -> tuple[Term, ...]:
    """Read a file of terms."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    return tuple(_term(term) for term in stored)


def _term(stored: dict[str, Any]) -> Term:
    also = tuple(Step(**step) for step in stored.get("also", ()))
    return Term(**{**stored, "kinds": tuple(stored["kinds"]), "also": also})


@cache
def usual_terms() -> tuple[Term, ...]:
    """Give the terms that hold where an office has no table of its own."""
    return read_terms(Path(__file__).with_name("terms.json"))


def choose_term(terms: Iterable[Term], kind: str | None, deadline_days: int | None) -> Term | None:
    """Give the rule for a kind of letter; a legal term goes before one written in the letter."""
    known = tuple(terms)
    for term in known:
        if kind in term.kinds:
            return term
    asked = [term for term in known if term.days is None]
    return asked[0] if asked and deadline_days else None
