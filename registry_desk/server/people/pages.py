"""Log in and out with a browser; the cookie is a bearer token nobody's script can read."""

from html import escape

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token, rotate_token
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_protect

from registry_desk import wire
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.server.looks import html_answer, kept, staff_page
from registry_desk.server.people import credentials
from registry_desk.server.people.rights import Actor
from registry_desk.server.problems import status_of
from registry_desk.server.request import PROVEN
from registry_desk.server.site import register_configuration
from registry_desk.server.throttle import address_of
from registry_desk.wire.errors import LoginRefused

_COOKIE = "register_session"


@csrf_protect
def log_in_page(request: HttpRequest) -> HttpResponse:
    """Show the form, and let in whoever fills it rightly."""
    if request.method != "POST":
        return html_answer(staff_page(text("staff.login"), _form(request), is_wide=False))
    try:
        found = credentials.log_in(
            request.POST.get("username", "")[:200],
            request.POST.get("password", "")[:1000],
            address_of(request),
        )
    except RegistryDeskError as error:
        said = f'<p class="refused" role="alert">{escape(str(error))}</p>'
        page = staff_page(text("staff.login"), said + _form(request), is_wide=False)
        return html_answer(page, status_of(error))
    rotate_token(request)
    answer = HttpResponseRedirect(_wanted(request))
    remember(answer, found)
    return answer


def remember(answer: HttpResponse, found: wire.Credential) -> None:
    """Let the browser keep a session."""
    answer.set_cookie(
        _COOKIE,
        found.token,
        expires=found.expires_at,
        httponly=True,
        samesite="Strict",
        secure=register_configuration().public_url.startswith("https:"),
    )


@csrf_protect
def log_out_page(request: HttpRequest) -> HttpResponse:
    """End the session, by a form only: a link from elsewhere ends nothing."""
    if request.method != "POST":
        return HttpResponseRedirect(kept("/board"))
    credentials.log_out(session(request))
    answer = HttpResponseRedirect(kept("/login"))
    answer.delete_cookie(_COOKIE, samesite="Strict")
    return answer


def visitor(request: HttpRequest) -> Actor | None:
    """Give who a page is shown to; None where nobody is logged in."""
    try:
        found = credentials.actor_of(session(request))
    except LoginRefused:
        return None
    request.META[PROVEN] = session(request)
    return found


def session(request: HttpRequest) -> str:
    """Give the token that the browser keeps; empty when there is none."""
    return request.COOKIES.get(_COOKIE, "")


def log_out_form(request: HttpRequest) -> str:
    """Give the way to one's own password, and the button that ends the session."""
    return (
        f'<p><a href="{kept("/password")}">{escape(text("staff.change_password"))}</a></p>'
        f'<form method="post" action="{kept("/logout")}">{secret(request)}'
        f'<button class="quiet">{escape(text("staff.logout"))}</button></form>'
    )


def forged(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page."""
    body = f"<p>{escape(text('staff.forged'))}</p>"
    return html_answer(staff_page(text("staff.login"), body, is_wide=False), 403)


def _wanted(request: HttpRequest) -> str:
    """Give the page of ours that was wanted before the login; anything else leads to the board."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = wanted.startswith(("/board", "/administration")) and url_has_allowed_host_and_scheme(
        wanted, None
    )
    return wanted if is_ours else "/board"


def _form(request: HttpRequest) -> str:
    username, password = escape(text("staff.username")), escape(text("staff.password"))
    return (
        f'<form method="post" action="{kept("/login")}">{secret(request)}'
        f'<input type="hidden" name="next" value="{escape(_wanted(request))}">'
        f'<label for="u">{username}</label>'
        '<input id="u" name="username" autocomplete="username" autofocus required>'
        f'<label for="p">{password}</label>'
        '<input id="p" name="password" type="password" autocomplete="current-password" required>'
        f"<button>{escape(text('staff.enter'))}</button></form>{_elsewhere()}"
    )


def _elsewhere() -> str:
    """Give the ways in through the institution's identity provider, where it has one."""
    if not register_configuration().oidc_issuer:
        return ""
    return (
        f'<p><a href="/login/provider">{escape(text("staff.with_institution"))}</a></p>'
        f'<p><a href="/login/desk">{escape(text("staff.desk_code"))}</a></p>'
    )


def secret(request: HttpRequest) -> str:
    """Give the hidden field that shows that a form is from our own page."""
    return f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(get_token(request))}">'
