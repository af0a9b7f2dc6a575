"""Log in through the institution's identity provider, with a browser."""

from dataclasses import astuple
from hmac import compare_digest
from html import escape

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from registry_desk.i18n import text
from registry_desk.server.looks import html_answer, staff_page
from registry_desk.server.people import credentials, desk_codes, pages
from registry_desk.server.people.question import BACK, Question, new_question
from registry_desk.server.site import register_configuration
from registry_desk.wire.errors import AddressUnknown, LoginRefused

_COOKIE = "register_login"
_MINUTES = 10


def leave(request: HttpRequest) -> HttpResponse:
    """Send somebody to the identity provider.

    Raises:
        AddressUnknown: this register has none.
        ProviderAway: it does not answer.
    """
    configuration = register_configuration()
    if not configuration.oidc_issuer:
        raise AddressUnknown
    from registry_desk.server.people.provider import address_for

    question = new_question()
    answer = HttpResponseRedirect(address_for(configuration, question))
    kept = signing.dumps([*astuple(question), "desk" if "desk" in request.GET else "board"])
    # Lax: the provider's redirect back comes from another site and must bring it.
    answer.set_cookie(
        _COOKIE,
        kept,
        max_age=60 * _MINUTES,
        path=BACK,
        httponly=True,
        samesite="Lax",
        secure=configuration.public_url.startswith("https:"),
    )
    return answer


def come_back(request: HttpRequest) -> HttpResponse:
    """Let in whom the identity provider vouches for.

    Raises:
        LoginRefused: it vouches for nobody, or for nobody with an account here.
        ProviderAway: it does not answer.
    """
    configuration = register_configuration()
    if not configuration.oidc_issuer:
        raise AddressUnknown
    question, wanted = _kept(request)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not code or not compare_digest(state.encode(), question.state.encode()):
        raise LoginRefused
    from registry_desk.server.people.provider import username_behind

    found = credentials.log_in_known(username_behind(configuration, question, code))
    # A page of ours leads on: a redirect would still count as the provider's, and the session's
    # cookie (Strict) would not be sent along.
    href = "/login/desk" if wanted == "desk" else "/board"
    body = f'<p><a href="{href}">{escape(text("staff.go_on"))}</a></p>'
    answer = html_answer(staff_page(text("staff.login"), body, is_wide=False))
    answer["Refresh"] = f"0; url={href}"
    answer.delete_cookie(_COOKIE, path=BACK, samesite="Lax")
    pages.remember(answer, found)
    return answer


def desk_code(request: HttpRequest) -> HttpResponse:
    """Show a code that lets the person in at a desk."""
    who = pages.visitor(request)
    if who is None:
        return HttpResponseRedirect("/login/provider?desk=1")
    code = desk_codes.make(who.username)
    told = text("staff.desk_code_use", username=who.username, minutes=desk_codes.MINUTES)
    body = f'<p class="number">{code}</p><p>{escape(told)}</p>'
    return html_answer(staff_page(text("staff.desk_code"), body, is_wide=False))


def _kept(request: HttpRequest) -> tuple[Question, str]:
    try:
        *question, wanted = signing.loads(request.COOKIES.get(_COOKIE, ""), max_age=60 * _MINUTES)
    except signing.BadSignature:
        raise LoginRefused from None
    return Question(*question), wanted
