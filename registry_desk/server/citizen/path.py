"""The way of a letter as its citizen sees it: milestones, who has it, when an answer is due."""

from datetime import datetime
from html import escape

from registry_desk.i18n import text
from registry_desk.server import clock
from registry_desk.server.entries.models import Entry


def path_of(entry: Entry) -> str:
    """Give the body of the tracking page: no name, no address, no personal number."""
    milestones = list(entry.milestones.select_related("department"))
    steps = []
    for milestone in milestones:
        where = f" · {escape(milestone.department.name)}" if milestone.department else ""
        said = escape(text(f"milestone.{milestone.code}"))
        steps.append(
            f'<li><span class="when">{_instant(milestone.at)}</span>'
            f'<span class="what">{said}{where}</span></li>'
        )
    return "".join(
        (
            f'<p class="number">{escape(entry.number)}</p>',
            f'<p class="now">{_now(entry, milestones[-1].at if milestones else None)}</p>',
            f"<ol>{''.join(steps)}</ol>",
            f"<p>{escape(text('citizen.nothing_happens'))}</p>",
            f'<p><a href="/u/{entry.tracking_code}/proof">{escape(text("citizen.proof"))}</a></p>',
        )
    )


def _now(entry: Entry, since: datetime | None) -> str:
    if entry.annulled_at:
        return escape(text("citizen.annulled"))
    if entry.closed_at:
        return escape(text("citizen.closed", on=clock.written(clock.day_of(entry.closed_at))))
    said = []
    if entry.department is not None:
        given = entry.milestones.filter(code="assigned").last()
        at = given.at if given else since or entry.registered_at
        said.append(
            text(
                "citizen.lies_with",
                department=entry.department.name,
                on=clock.written(clock.day_of(at)),
            )
        )
    else:
        said.append(text("citizen.in_registry"))
    if entry.paused_on:
        said.append(text("citizen.paused", on=clock.written(entry.paused_on)))
    elif entry.due_on:
        said.append(
            text("citizen.expected", on=clock.written(entry.due_on), article=entry.due_article)
        )
    return "<br>".join(escape(words) for words in said)


def _instant(at: datetime) -> str:
    return at.astimezone(clock.BUCHAREST).strftime("%d.%m.%Y %H:%M")
