"""The delays board: a table that is also a chart, worst first, each bar a link."""

from datetime import date
from html import escape
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_protect

from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import plural, text
from registry_desk.server import clock
from registry_desk.server.board.figures import delays, late_entries
from registry_desk.server.looks import html_answer, staff_page
from registry_desk.server.people.models import Account, Department
from registry_desk.server.people.pages import log_out_form, visitor
from registry_desk.server.people.rights import Actor
from registry_desk.server.problems import status_of
from registry_desk.server.tasks.models import Task
from registry_desk.wire import DepartmentDelays
from registry_desk.wire.errors import DepartmentUnknown


def front(_request: HttpRequest) -> HttpResponse:
    """Lead to the board."""
    return HttpResponseRedirect("/board")


@csrf_protect
def board(request: HttpRequest, department: str = "") -> HttpResponse:
    """Show the figures of all departments, or one department's late entries."""
    who = visitor(request)
    if who is None:
        return HttpResponseRedirect("/login")
    try:
        who.require("delays")
        if department:
            who.require_department(department, "delays")
        title, body = _late(department, who) if department else _figures(who)
    except RegistryDeskError as error:
        title, body = error.message, f"<p>{escape(error.next_step)}</p>"
        return html_answer(staff_page(title, body + log_out_form(request)), status_of(error))
    return html_answer(staff_page(title, body + log_out_form(request)))


def _figures(who: Actor) -> tuple[str, str]:
    found = delays(who)
    names = dict(Department.objects.values_list("code", "name"))
    columns = "".join(
        f'<th scope="col">{escape(text(f"board.{name}"))}</th>'
        for name in (
            "department",
            "on_time",
            "overdue",
            "open",
            "oldest",
            "redirected",
            "extended",
            "paused",
        )
    )
    most = max((row.overdue_count for row in found.departments), default=0) or 1
    rows = "".join(_row(row, names, most) for row in found.departments)
    said = escape(text("board.said", on=clock.written(found.on)))
    inside = f"<caption>{said}</caption>{_inside(columns, rows)}"
    table = f'<div class="scroll"><table>{inside}</table></div>'
    return text("board.title"), table if rows else f"<p>{escape(text('board.empty'))}</p>"


def _inside(columns: str, rows: str) -> str:
    return f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody>"


def _row(row: DepartmentDelays, names: dict[str, str], most: int) -> str:
    name = names.get(row.department, row.department)
    link = f"/board/{quote(row.department)}"
    share = row.on_time_share
    said = text("board.not_yet") if share is None else f"{share * 100:.0f} %"
    return (
        f'<tr><th scope="row">{escape(name)}</th>'
        f"<td>{_bar(link, share or 0.0, said, is_late=False)}</td>"
        f"<td>{_bar(link, row.overdue_count / most, str(row.overdue_count), is_late=True)}</td>"
        f'<td class="n">{row.open_count}</td>'
        f'<td class="n">{escape(plural("board.days", row.oldest_overdue_days))}</td>'
        f'<td class="n">{row.redirected_count}</td><td class="n">{row.extended_count}</td>'
        f'<td class="n">{row.paused_count}</td></tr>'
    )


def _bar(link: str, share: float, said: str, *, is_late: bool) -> str:
    kind = "bar late" if is_late else "bar"
    return (
        f'<a class="{kind}" href="{link}" style="--share:{share * 100:.1f}%">'
        f"<span>{escape(said)}</span></a>"
    )


def _late(code: str, who: Actor) -> tuple[str, str]:
    department = Department.objects.filter(code=code).first()
    if department is None:
        raise DepartmentUnknown(department=code[:40])
    entries = late_entries(code)
    officials = dict(
        Task.objects.filter(entry__in=entries, closed_at=None).values_list("entry", "official")
    )
    names = dict(Account.objects.values_list("username", "name"))
    columns = "".join(
        f'<th scope="col">{escape(text(f"board.{name}"))}</th>'
        for name in ("number", "kind", "official", "due_on", "late")
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(entry.number)}</th>'
        f"<td>{escape(text(f'kind.{entry.kind}') if entry.kind else '-')}</td>"
        f"<td>{escape(_named(officials.get(entry.pk), names))}</td>"
        f"<td>{clock.written(entry.due_on)}</td>"
        f'<td class="n">{escape(_days(entry.due_on))}</td></tr>'
        for entry in entries
        if entry.due_on
    )
    back = f'<p><a href="/board">‹ {escape(text("board.title"))}</a></p>'
    empty = f"<p>{escape(text('board.none_late'))}</p>"
    return department.name, back + (
        f'<div class="scroll"><table>{_inside(columns, rows)}</table></div>' if rows else empty
    )


def _named(username: str | None, names: dict[str, str]) -> str:
    return names.get(username, username) if username else "-"


def _days(due_on: date) -> str:
    return plural("board.days", (clock.today() - due_on).days)
