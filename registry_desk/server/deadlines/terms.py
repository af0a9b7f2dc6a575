"""The terms in force at this register, and when a letter is due by them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from registry_desk.model.term import Term, choose_term, read_terms, usual_terms
from registry_desk.server import clock
from registry_desk.server.briefly import remembered
from registry_desk.server.deadlines.counting import Calendar, Due, count
from registry_desk.wire.errors import TermNotExtendable, TermRunOut

if TYPE_CHECKING:
    from registry_desk.server.entries.models import Entry

_FILE = "terms.json"


@cache
def terms() -> tuple[Term, ...]:
    """Give the terms in force: the office's own file beside its register, else the usual ones."""
    from registry_desk.server.site import register_configuration

    own = register_configuration().path(_FILE)
    return read_terms(own) if own.exists() else usual_terms()


def term_of(kind: str | None, deadline_days: int | None) -> Term | None:
    """Give the rule for a kind of letter; a legal term goes before one written in the letter."""
    return choose_term(terms(), kind, deadline_days)


@remembered
def calendar() -> Calendar:
    """Give the working days with what was decided about single days."""
    from registry_desk.server.deadlines.models import CalendarDay

    return Calendar(dict(CalendarDay.objects.values_list("day", "is_working")))


def due_of(kind: str | None, deadline_days: int | None, start: date) -> Due | None:
    """Give a letter's term; None where nothing sets one."""
    term = term_of(kind, deadline_days)
    if term is None:
        return None
    days = term.days if term.days is not None else (deadline_days or 0)
    return Due(*count(start, days, term.unit, calendar()), term.article)


@dataclass(frozen=True, slots=True)
class Counting:
    """What an entry's term is counted with, as it stands."""

    term: Term
    received_start: date
    """The day it is counted from, before pauses."""
    start: date
    days: int
    more_days: int
    """Of these, by extension."""

    @property
    def article(self) -> str:
        """Give the article the date rests on."""
        return self.term.extension_article if self.more_days else self.term.article


def counting_of(entry: "Entry") -> Counting | None:
    """Give what an entry's term is counted with: extended, and moved by the days it stood still."""
    from registry_desk.server.entries.numbering import start_of

    term = term_of(entry.kind, entry.deadline_days)
    if term is None:
        return None
    more = entry.extended_days if entry.extended_days <= term.extension_days else 0
    whole = (term.days if term.days is not None else (entry.deadline_days or 0)) + more
    began = start_of(entry.received_at, entry.registered_at)
    return Counting(term, began, began + timedelta(days=entry.paused_days), whole, more)


def due_now(entry: "Entry") -> Due | None:
    """Give an entry's term as it stands."""
    found = counting_of(entry)
    if found is None:
        return None
    return Due(*count(found.start, found.days, found.term.unit, calendar()), found.article)


def require_extendable(entry: "Entry", days: int) -> None:
    """Stop an extension its law does not give.

    Raises:
        TermNotExtendable: none is given, less than asked, or it was given already.
        TermRunOut: it is over; who is late stays late.
    """
    term = term_of(entry.kind, entry.deadline_days)
    if term is None or entry.extended_days or days > term.extension_days:
        raise TermNotExtendable(
            most_days=0 if term is None or entry.extended_days else term.extension_days
        )
    if entry.due_on and not entry.paused_on and clock.today() > entry.due_on:
        raise TermRunOut(number=entry.number)
