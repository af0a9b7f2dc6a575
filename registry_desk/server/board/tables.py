"""The board's tables: a bar in each cell that is worth a look, each a link to what it counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import Protocol

from registry_desk import wire
from registry_desk.i18n import plural, text
from registry_desk.model.document import Kind
from registry_desk.server import clock
from registry_desk.server.people.rights import Actor

_STEPS = frozenset({"assigned", "opened", "resolved", "answered", "dispatched", "refused"})
KINDS = frozenset(str(kind) for kind in Kind)
Body = Callable[[Actor], tuple[str, str]]
"""Gives a page's title and what is in it."""


class Link(Protocol):
    """Gives the address of the letters for which further things hold."""

    def __call__(self, **asked: str) -> str:
        """Give it, ready to stand in HTML."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of figures."""

    name: str
    figures: wire.Figures
    link: Link
    page: str
    """Where the name leads."""


_COLUMNS = ("on_time", "overdue", "open", "oldest", "redirected", "extended", "paused")


def figures(first: str, rows: Sequence[Row], *, caption: str) -> str:
    """Give the table of figures, as its rows come."""
    most = max((row.figures.overdue_count for row in rows), default=0) or 1
    return table(
        (first, *(f"board.{name}" for name in _COLUMNS)),
        (_figures(row, most) for row in rows),
        caption=caption,
    )


def table(columns: Iterable[str], rows: Iterable[str], *, caption: str) -> str:
    """Give a table that scrolls by itself where it is wider than the screen.

    Args:
        columns: codes of its heads' words.
        rows: as HTML.
        caption: as HTML without any tag: it names the place that scrolls as well.
    """
    head = "".join(f'<th scope="col">{escape(text(code))}</th>' for code in columns)
    inside = f"<caption><span>{caption}</span></caption><thead><tr>{head}</tr></thead>"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table>{inside}'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _figures(row: Row, most: int) -> str:
    found, link = row.figures, row.link
    share = found.on_time_share
    said = text("board.not_yet") if share is None else f"{share * 100:.0f} %"
    return (
        f'<tr><th scope="row"><a href="{row.page}">{escape(row.name)}</a></th>'
        f"<td>{bar(link(which='closed_on_time'), share or 0.0, said)}</td>"
        f"<td>{_late(link, found.overdue_count, most)}</td>"
        f"{_number(link(which='open'), found.open_count)}"
        f'<td class="n">{_days(found.oldest_overdue_days)}</td>'
        f"{_number(link(which='redirected'), found.redirected_count)}"
        f"{_number(link(which='extended'), found.extended_count)}"
        f"{_number(link(which='paused'), found.paused_count)}</tr>"
    )


def _late(link: Link, count: int, most: int) -> str:
    return bar(link(which="overdue"), count / most, _written(count), is_late=True)


def _number(link: str, count: int) -> str:
    said = f'<a href="{link}">{_written(count)}</a>' if count else "0"
    return f'<td class="n">{said}</td>'


def bar(link: str, share: float, said: str, *, is_late: bool = False) -> str:
    """Give a bar that is a link; its length is ``share``, 0 to 1."""
    kind = "bar late" if is_late else "bar"
    return (
        f'<a class="{kind}" href="{link}" style="--share:{share * 100:.1f}%">'
        f"<span>{escape(said)}</span></a>"
    )


def ages(found: Sequence[wire.AgeDelays], link: Link) -> str:
    """Give how old the open letters are."""
    most = max((row.count for row in found), default=0) or 1
    rows = (
        f'<tr><th scope="row">{escape(text(f"board.band_{row.band}"))}</th><td>'
        + bar(
            link(which="open", band=row.band),
            row.count / most,
            _written(row.count),
            is_late=row.band in ("older", "quarter", "month", "week"),
        )
        + "</td></tr>"
        for row in found
    )
    return table(("board.age", "board.open"), rows, caption=escape(text("board.ages")))


def waiting(found: Sequence[wire.Waiting]) -> str:
    """Give at which steps open tasks wait, and how long."""
    steps: dict[str, list[wire.Waiting]] = {}
    for row in found:
        steps.setdefault(row.state, []).append(row)
    counts = {state: sum(row.count for row in rows) for state, rows in steps.items()}
    means = {state: _mean(rows) for state, rows in steps.items()}
    most = max(means.values(), default=0.0) or 1.0
    rows = (
        f'<tr><th scope="row">{escape(_step(state))}</th>'
        f'<td class="n">{_written(counts[state])}</td>'
        f"<td>{_still(means[state] / most, plural('board.days', round(means[state])))}</td>"
        f'<td class="n">{_days(max(row.longest_days for row in steps[state]))}</td></tr>'
        for state in sorted(counts, key=lambda state: -means[state])
    )
    columns = ("board.step", "board.tasks", "board.mean", "board.longest")
    return table(columns, rows, caption=escape(text("board.waiting"))) if found else ""


def _step(state: str) -> str:
    return text(f"board.step_{state}" if state in _STEPS else "board.step_other")


def _mean(rows: Sequence[wire.Waiting]) -> float:
    whole = sum(row.count for row in rows)
    return sum(row.mean_days * row.count for row in rows) / whole


def _still(share: float, said: str) -> str:
    return (
        f'<span class="bar" style="--share:{share * 100:.1f}%"><span>{escape(said)}</span></span>'
    )


def weeks(found: Sequence[wire.WeekDelays], link: Link) -> str:
    """Give the trend, the present week first."""
    most = max((row.overdue_count for row in found), default=0) or 1
    rows = (
        f'<tr><th scope="row">{_week(row)}</th>'
        f"<td>{_share(row, link)}</td>"
        f'<td><span class="bar late" style="--share:{row.overdue_count / most * 100:.1f}%">'
        f"<span>{_written(row.overdue_count)}</span></span></td>"
        f"{_number(link(which='closed', week=row.begins_on.isoformat()), row.closed_count)}</tr>"
        for row in reversed(found)
    )
    columns = ("board.week", "board.on_time", "board.overdue_then", "board.closed")
    return table(columns, rows, caption=escape(text("board.trend")))


def _week(row: wire.WeekDelays) -> str:
    last = row.begins_on + timedelta(days=6)
    return f"{row.begins_on:%d.%m}–{clock.written(last)}"


def _share(row: wire.WeekDelays, link: Link) -> str:
    share = row.on_time_share
    said = text("board.not_yet") if share is None else f"{share * 100:.0f} %"
    return bar(link(which="closed_on_time", week=row.begins_on.isoformat()), share or 0.0, said)


def letters(found: wire.DelayedLetters, people: dict[str, str], departments: dict[str, str]) -> str:
    """Give letters as rows; empty where there are none."""
    columns = ["number", "kind", *(["department"] if departments else []), "official", "due_on"]
    rows = [_letter(letter, people, departments) for letter in found.letters]
    if not rows:
        return ""
    names = (f"board.{name}" for name in (*columns, "late"))
    return table(names, rows, caption=escape(text("board.letters")))


def _letter(letter: wire.DelayedLetter, people: dict[str, str], departments: dict[str, str]) -> str:
    who = people.get(letter.official, letter.official) if letter.official else "–"
    where = departments.get(letter.department or "", letter.department or "–")
    kind = text(f"kind.{letter.kind}") if letter.kind in KINDS else "–"
    if letter.is_confidential:
        kind = text("board.confidential")
    cells = (kind, *((where,) if departments else ()), who)
    due_on = clock.written(letter.due_on) if letter.due_on else "–"
    return (
        f'<tr><th scope="row">{escape(letter.number)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + f'<td class="n">{due_on}</td><td class="n">{_days(letter.late_days)}</td></tr>'
    )


def _days(count: int) -> str:
    return escape(plural("board.days", count)) if count else "–"


def _written(count: int) -> str:
    return f"{count:,}".replace(",", ".")
