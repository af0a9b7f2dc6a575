"""Tell how a term was counted, step by step, so that anybody can count it again."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from registry_desk import wire
from registry_desk.i18n import plural, text
from registry_desk.model.term import Step
from registry_desk.server import clock
from registry_desk.server.deadlines.counting import Calendar, count
from registry_desk.server.deadlines.terms import Counting, calendar, counting_of

if TYPE_CHECKING:
    from registry_desk.server.entries.models import Entry

_DAY = timedelta(days=1)


def explain(entry: "Entry") -> wire.TermCalculation:
    """Tell how an entry's dates came about, in the language in use."""
    found = counting_of(entry)
    if found is None or entry.due_on is None:
        said = wire.TermStep(words=text("term.none"))
        return wire.TermCalculation(number=entry.number, steps=[said])
    days = calendar()
    legal_on, internal_on = count(found.start, found.days, found.term.unit, days)
    steps = [*_begin(found, entry.paused_days), *_count(found, days)]
    is_current = (legal_on, internal_on) == (entry.due_on, entry.due_internal_on)
    if not is_current:
        steps.append(_step("term.counted_before", entry.due_on))
    if entry.paused_on:
        steps.append(_step("term.stands", entry.paused_on))
    if not entry.closed_at:
        steps += [_sooner(step, found.received_start, days) for step in found.term.also]
    return wire.TermCalculation(
        number=entry.number,
        due_on=entry.due_on,
        due_internal_on=entry.due_internal_on,
        article=entry.due_article,
        start_on=found.start,
        days=found.days,
        unit=found.term.unit,
        paused_on=entry.paused_on,
        is_current=is_current,
        steps=steps,
    )


def _begin(found: Counting, paused_days: int) -> list[wire.TermStep]:
    steps = [
        _step("term.begins", found.received_start),
        wire.TermStep(
            words=plural(f"term.length_{found.term.unit}", found.days, article=found.article)
        ),
    ]
    if found.more_days:
        said = plural("term.extended", found.more_days)
        steps.append(wire.TermStep(words=said))
    if paused_days:
        said = plural("term.stood_still", paused_days, on=clock.written(found.start))
        steps.append(wire.TermStep(words=said, on=found.start))
    return steps


def _count(found: Counting, days: Calendar) -> list[wire.TermStep]:
    if found.term.unit == "working":
        internal_on = days.after(found.start, found.days)
        return [
            _step("term.internal_working", internal_on),
            _step("term.legal_working", days.after(internal_on, 1)),
        ]
    last = found.start + timedelta(days=found.days)
    steps = [_step("term.internal", last), *_moved(last, -_DAY, days)]
    free = last + _DAY
    return [*steps, _step("term.legal", free), *_moved(free, _DAY, days)]


def _moved(day: date, by: timedelta, days: Calendar) -> list[wire.TermStep]:
    """Tell each day that is not worked and passed over."""
    steps = []
    while why := days.why_free(day):
        following = day + by
        said = text(
            "term.moved",
            on=clock.written(day),
            why=text(f"term.free_{why}"),
            to=clock.written(following),
        )
        steps.append(wire.TermStep(words=said, on=following))
        day = following
    return steps


def _sooner(step: Step, start: date, days: Calendar) -> wire.TermStep:
    """Tell until when it is sent on, or refused, where it comes to that."""
    legal_on, _ = count(start, step.days, step.unit, days)
    said = {"on": clock.written(legal_on), "days": step.days, "article": step.article}
    return wire.TermStep(words=text(f"term.{step.code}", **said), on=legal_on)


def _step(code: str, on: date) -> wire.TermStep:
    return wire.TermStep(words=text(code, on=clock.written(on)), on=on)
