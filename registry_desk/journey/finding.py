"""What is looked for in one line: words, a day or month of registration, a state.

``urbanism 23.11``, ``popescu închisă``, ``11.2026``: days and states stand among the words, in any
order. A line between quotation marks is words alone; so is one that would find nothing otherwise,
because a day or a state may stand in a letter's subject too.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from registry_desk.client import RegisterClient
from registry_desk.i18n import text
from registry_desk.wire import Entry, Search
from registry_desk.wire.register import EntryState
from registry_desk.wire.words import ask

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2})?)?")
_MONTH = re.compile(r"(\d{1,2})\.(\d{4})")
_PAGE, _LARGEST_PAGE = 50, 200
_AGO = {"finding.today": 0, "finding.yesterday": 1}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line asks for."""

    search: Search
    said: str = ""
    """The day and the state that were understood, for people; empty where there are none."""


def meant_by(written: str, *, today: date | None = None, limit: int = _PAGE) -> Meant:
    """Tell days and states apart from the words of a line.

    Args:
        written: as it stands in the line.
        today: what a day without its year is counted from.
        limit: how many entries a page has.
    """
    on = today or datetime.now(_OFFICE_TIME).date()
    if '"' in written:
        return Meant(ask(Search, words=written, limit=limit))
    left = written.split()
    state, left = _state(left)
    days: tuple[date, date] | None = None
    for word in left:
        if days is None and (days := _days(word, on)) is not None:
            left.remove(word)
            break
    asked: dict[str, object] = {"words": " ".join(left), "limit": limit}
    said = []
    if days is not None:
        asked |= {"since": days[0], "until": days[1]}
        said.append(" – ".join(dict.fromkeys(f"{one:%d.%m.%Y}" for one in days)))
    if state:
        asked["state"] = state
        said.append(text(f"entry.{state}"))
    return Meant(ask(Search, **asked), " · ".join(said))


def first_page(
    register: RegisterClient, written: str, *, limit: int = _PAGE
) -> tuple[Meant, list[Entry]]:
    """Look for a line; where its days and states find nothing, for its words alone.

    Args:
        register: asked.
        written: the line.
        limit: how many entries a page has; the register gives at most 200.

    Returns:
        What was looked for in the end, and the newest entries.
    """
    meant = meant_by(written, limit=limit)
    found = register.search(meant.search)
    if found or not meant.said:
        return meant, found
    plain = Meant(ask(Search, words=written, limit=limit))
    return plain, register.search(plain.search)


def page_after(register: RegisterClient, meant: Meant, number: str) -> list[Entry]:
    """Give the next page: what is older than a number."""
    return register.search(meant.search.model_copy(update={"before": number}))


def every_entry(register: RegisterClient, written: str) -> tuple[int, Iterator[Entry]]:
    """Give how many entries a line finds, and all of them, newest first, fetched as they go."""
    meant, found = first_page(register, written, limit=_LARGEST_PAGE)
    return register.count(meant.search), _on_from(register, meant, found)


def _on_from(register: RegisterClient, meant: Meant, found: list[Entry]) -> Iterator[Entry]:
    while found:
        yield from found
        found = page_after(register, meant, found[-1].number)


def _days(word: str, today: date) -> tuple[date, date] | None:
    """Give the first and last day a word means."""
    for code, ago in _AGO.items():
        if _folded(word) == _folded(text(code)):
            return (today - timedelta(days=ago),) * 2
    month = _MONTH.fullmatch(word)
    try:
        if month:
            first = date(int(month[2]), int(month[1]), 1)
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        parts = _DAY.fullmatch(word)
        if parts is None:
            return None
        year = int(parts[3]) if parts[3] else today.year
        found = date(year + 2000 if year < 100 else year, int(parts[2]), int(parts[1]))
        if not parts[3] and found > today:
            found = found.replace(year=found.year - 1)
        return found, found
    except ValueError:  # 31.02 is no day, and then it is a word like others
        return None


def _state(words: list[str]) -> tuple[str, list[str]]:
    """Find the words of a state among words; the last vowel may be missing or another one."""
    spelled = [_folded(word) for word in words]
    for state in get_args(EntryState):
        label = _folded(text(f"entry.{state}")).split()
        for at in range(len(spelled) - len(label) + 1):
            here = spelled[at : at + len(label)]
            if here[:-1] == label[:-1] and _is_form(here[-1], label[-1]):
                return state, [*words[:at], *words[at + len(label) :]]
    return "", list(words)


def _is_form(word: str, label: str) -> bool:
    stem = label[:-1] if label[-1] in "ae" else label
    return word in (label, stem, f"{stem}e")


def _folded(words: str) -> str:
    apart = unicodedata.normalize("NFD", words.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
