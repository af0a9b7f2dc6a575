"""The delays board: tables that are also charts, worst first, each bar a link to its letters."""

from functools import lru_cache
from html import escape, unescape
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_protect
from pydantic import ValidationError

from registry_desk import wire
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.server import clock
from registry_desk.server.board import tables
from registry_desk.server.board.figures import delays
from registry_desk.server.board.letters import letters
from registry_desk.server.board.tables import Link
from registry_desk.server.looks import html_answer, kept, staff_page
from registry_desk.server.people.models import Account, Department
from registry_desk.server.people.pages import log_out_form, visitor
from registry_desk.server.people.rights import ADMINISTRATOR, Actor
from registry_desk.server.problems import status_of
from registry_desk.wire.errors import DepartmentUnknown, RequestMalformed

_LETTERS = "/board/letters"
_MOST_LINKS = 4_096


def front(_request: HttpRequest) -> HttpResponse:
    """Lead to the board."""
    return HttpResponseRedirect("/board")


@csrf_protect
def board(request: HttpRequest, department: str = "") -> HttpResponse:
    """Show the figures of all departments, or one department's with its late letters."""

    def body(who: Actor) -> tuple[str, str]:
        return _department(department, who) if department else _whole(who)

    return _shown(request, body)


@csrf_protect
def behind(request: HttpRequest) -> HttpResponse:
    """Show the letters behind a figure, page by page."""
    return _shown(request, lambda who: _letters(request, who))


def _shown(request: HttpRequest, body: "tables.Body") -> HttpResponse:
    who = visitor(request)
    if who is None:
        wanted = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(unescape(kept(f"/login?{wanted}")))
    try:
        who.require("delays")
        title, inside = body(who)
    except RegistryDeskError as error:
        inside = f"<p>{escape(error.next_step)}</p>"
        page = staff_page(error.message, inside + log_out_form(request))
        return html_answer(page, status_of(error))
    beside = _administration() if who.role == ADMINISTRATOR else ""
    return html_answer(staff_page(title, inside + beside + log_out_form(request)))


def _administration() -> str:
    said = escape(text("administration.title"))
    return f'<p><a href="{kept("/administration")}">{said}</a></p>'


def _whole(who: Actor) -> tuple[str, str]:
    found = delays(who)
    names = dict(Department.objects.values_list("code", "name"))
    if not found.departments and not (found.unassigned and found.unassigned.open_count):
        return text("board.title"), f"<p>{escape(text('board.empty'))}</p>"

    def of(row: wire.DepartmentDelays) -> Link:
        return lambda **asked: _link(department=row.department, **asked)

    rows = [
        tables.Row(names.get(row.department, row.department), row, of(row), _page(row.department))
        for row in found.departments
    ]
    said = escape(text("board.said", on=clock.written(found.on)))
    whole = tables.figures("board.department", rows, caption=said)
    if found.unassigned and found.unassigned.open_count:
        lying = text(
            "board.unassigned",
            count=found.unassigned.open_count,
            late=found.unassigned.overdue_count,
        )
        whole += f"<p>{escape(lying)}</p>"
    return text("board.title"), whole + _beside(found, _link)


def _department(code: str, who: Actor) -> tuple[str, str]:
    who.require_department(code, "delays")
    department = Department.objects.filter(code=code).first()
    if department is None:
        raise DepartmentUnknown(department=code[:40])
    found = delays(who, department=code)
    people = dict(Account.objects.values_list("username", "name"))

    def link(**asked: str) -> str:
        return _link(department=code, **asked)

    def of(row: wire.PersonDelays) -> Link:
        return lambda **asked: link(official=row.official or "-", **asked)

    rows = [
        tables.Row(_named(row.official, people), row, of(row), of(row)(which="open"))
        for row in found.people
    ]
    late = letters(wire.LettersAsked(department=code), who)
    inside = f'<p><a href="{kept("/board")}">‹ {escape(text("board.title"))}</a></p>'
    inside += tables.letters(late, people, {}) or f"<p>{escape(text('board.none_late'))}</p>"
    if late.next:
        inside += _further(link(which="overdue", after=late.next))
    if rows:
        inside += tables.figures("board.official", rows, caption=escape(text("board.people")))
    return department.name, inside + _beside(found, link)


def _beside(found: wire.Delays, link: Link) -> str:
    """Give ages, kinds, steps and the trend, each with its links."""

    def of(row: wire.KindDelays) -> Link:
        return lambda **asked: link(kind=row.kind or "-", **asked)

    kinds = [
        tables.Row(
            text(f"kind.{row.kind}") if row.kind else text("board.no_kind"),
            row,
            of(row),
            of(row)(which="open"),
        )
        for row in found.kinds
    ]
    return (
        tables.ages(found.ages, link)
        + (
            tables.figures("board.kind", kinds, caption=escape(text("board.kinds")))
            if kinds
            else ""
        )
        + tables.waiting(found.waiting)
        + tables.weeks(found.weeks, link)
    )


def _letters(request: HttpRequest, who: Actor) -> tuple[str, str]:
    given = {n: str(v) for n, v in request.GET.items() if n != "lang" and v}
    try:
        asked = wire.LettersAsked.model_validate(given)
    except ValidationError as error:
        raise RequestMalformed from error
    found = letters(asked, who)
    people = dict(Account.objects.values_list("username", "name"))
    departments = dict(Department.objects.values_list("code", "name"))
    said = [text(f"board.which_{asked.which}")]
    if asked.department:
        said.append(departments.get(asked.department, asked.department))
    if asked.official:
        said.append(_named(asked.official.strip("-") or None, people))
    if asked.kind:
        known = asked.kind in tables.KINDS
        said.append(text(f"kind.{asked.kind}") if known else text("board.no_kind"))
    if asked.band:
        said.append(text(f"board.band_{asked.band}"))
    back = _page(asked.department) if asked.department else kept("/board")
    inside = f'<p><a href="{back}">‹ {escape(text("board.title"))}</a></p>'
    inside += tables.letters(found, people, departments) or f"<p>{escape(text('board.none'))}</p>"
    if found.next:
        inside += _further(_link(**{**given, "after": found.next}))
    return " · ".join(said), inside


def _further(link: str) -> str:
    return f'<p><a href="{link}" rel="next">{escape(text("board.further"))} ›</a></p>'


def _link(**asked: str) -> str:
    return kept(f"{_LETTERS}?{_encoded(tuple(asked.items()))}")


@lru_cache(_MOST_LINKS)
def _encoded(asked: tuple[tuple[str, str], ...]) -> str:
    """Give a question as it stands in an address: a board has two hundred, the same every time."""
    return urlencode(asked)


def _page(department: str) -> str:
    return kept(f"/board/{quote(department)}")


def _named(username: str | None, people: dict[str, str]) -> str:
    return people.get(username, username) if username else text("board.nobody")
