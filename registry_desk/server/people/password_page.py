"""The page on which somebody who is logged in changes their own password."""

from html import escape

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_protect

from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.server.looks import html_answer, kept, staff_page
from registry_desk.server.people import pages, passwords
from registry_desk.server.problems import status_of
from registry_desk.server.throttle import address_of
from registry_desk.wire.errors import PasswordsDiffer


@csrf_protect
def change(request: HttpRequest) -> HttpResponse:
    """Show the form, and change the password of whoever fills it rightly."""
    who = pages.visitor(request)
    if who is None:
        return HttpResponseRedirect(kept("/login"))
    if request.method != "POST":
        return _shown(_form(request))
    old, new, again = (request.POST.get(name, "")[:1000] for name in ("old", "new", "again"))
    try:
        if new != again:
            raise PasswordsDiffer
        token = pages.session(request)
        passwords.change(who.username, old, new, address=address_of(request), token=token)
    except RegistryDeskError as error:
        said = escape(f"{error.message} {error.next_step}")
        refused = f'<p class="refused" role="alert">{said}</p>'
        return _shown(refused + _form(request), status_of(error))
    done = f'<p role="status">{escape(text("staff.password_changed"))}</p>'
    return _shown(f'{done}<p><a href="{kept("/board")}">{escape(text("staff.go_on"))}</a></p>')


def _shown(body: str, status: int = 200) -> HttpResponse:
    return html_answer(staff_page(text("staff.change_password"), body, is_wide=False), status)


def _form(request: HttpRequest) -> str:
    fields = "".join(
        f'<label for="{name}">{escape(text(f"staff.password_{name}", length=passwords.LEAST))}'
        f'</label><input id="{name}" name="{name}" type="password" autocomplete="{known}" required>'
        for name, known in (
            ("old", "current-password"),
            ("new", "new-password"),
            ("again", "new-password"),
        )
    )
    return (
        f'<form method="post" action="{kept("/password")}">{pages.secret(request)}{fields}'
        f"<button>{escape(text('staff.change_password'))}</button></form>"
        f'<p><a href="{kept("/board")}">‹ {escape(text("board.title"))}</a></p>'
    )
