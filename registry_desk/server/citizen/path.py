"""The way of a letter as its citizen sees it: milestones, who has it, when an answer is due."""

import re
from datetime import datetime
from html import escape

from registry_desk.i18n import current, text
from registry_desk.server import clock
from registry_desk.server.entries.models import Entry, Milestone
from registry_desk.server.entries.words import folded
from registry_desk.server.site import register_configuration

_HIDDEN = "…"
_NUMBERS = re.compile(r"\S+@\S+|\+?\d[\d .\-/]{8,}\d")
"""E-mail addresses, telephone and personal numbers."""
_WORD = re.compile(r"[^\W\d_]{3,}")


def path_of(entry: Entry) -> str:
    """Give the body of the tracking page: no name, no address, no personal number."""
    milestones = list(entry.milestones.select_related("department"))
    steps = "".join(_step(milestone, entry) for milestone in milestones)
    contact = register_configuration().contact
    turn_to = f"<p>{escape(contact)}</p>" if contact else ""
    return "".join(
        (
            f'<p class="number">{escape(entry.number)}</p>',
            f'<p class="now">{_now(entry, milestones)}</p>',
            f"<h2>{escape(text('citizen.way'))}</h2>",
            f'<ol role="list">{steps}</ol>',
            f"<h2>{escape(text('citizen.nothing_happens_title'))}</h2>",
            f"<p>{escape(text('citizen.nothing_happens'))}</p>{turn_to}",
            f'<p><a href="/u/{entry.tracking_code}/proof">{escape(text("citizen.proof"))}</a></p>',
        )
    )


def _step(milestone: Milestone, entry: Entry) -> str:
    department = milestone.department
    where = f" · {_ours(department.name)}" if department else ""
    said = escape(text(f"milestone.{milestone.code}"))
    why = f'<span class="why">{_ours(without_names(milestone.note, entry))}</span>'
    return (
        f'<li><span class="when">{_instant(milestone.at)}</span>'
        f'<span class="what">{said}{where}</span>{why if milestone.note else ""}</li>'
    )


def without_names(written: str, entry: Entry) -> str:
    """Give a reason as an official wrote it, without what would tell who the petitioner is."""
    personal = f"{entry.sender_name or ''} {entry.sender_address or ''}"
    names = {folded(word) for word in _WORD.findall(personal)}
    bare = _NUMBERS.sub(_HIDDEN, written)
    return _WORD.sub(lambda found: _HIDDEN if folded(found[0]) in names else found[0], bare)


def _now(entry: Entry, milestones: list[Milestone]) -> str:
    if entry.annulled_at:
        return escape(text("citizen.annulled"))
    if entry.closed_at:
        on = clock.written(clock.day_of(entry.closed_at))
        outcome = entry.outcome or "answered"
        return escape(text("citizen.closed", on=on, outcome=text(f"outcome.{outcome}")))
    said = [_holder(entry, milestones)]
    if entry.paused_on:
        said.append(escape(text("citizen.paused", on=clock.written(entry.paused_on))))
    elif entry.due_on:
        on = clock.written(entry.due_on)
        said.append(escape(text("citizen.expected", on=on, article=entry.due_article)))
        if entry.due_on < clock.today():
            said.append(escape(text("citizen.overdue")))
    return "<br>".join(said)


def _holder(entry: Entry, milestones: list[Milestone]) -> str:
    """Give who has it, since when."""
    if entry.department is None:
        return escape(text("citizen.in_registry"))
    given = [step.at for step in milestones if step.code == "assigned"]
    last = [step.at for step in milestones]
    at = (given or last or [entry.registered_at])[-1]
    on = clock.written(clock.day_of(at))
    return escape(text("citizen.lies_with", department=entry.department.name, on=on))


def _ours(written: str) -> str:
    """Give words of the office, which are Romanian in any language of the page."""
    said = escape(written)
    return said if current() == "ro" else f'<span lang="ro">{said}</span>'


def _instant(at: datetime) -> str:
    here = at.astimezone(clock.BUCHAREST)
    return f'<time datetime="{here.isoformat(timespec="minutes")}">{here:%d.%m.%Y %H:%M}</time>'
