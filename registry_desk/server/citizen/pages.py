"""The tracking page: plain HTML, no script, nothing to enumerate."""

from html import escape

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from registry_desk.i18n import current, text
from registry_desk.model.tracking import parse_tracking_code
from registry_desk.server.audit.blocks import inclusion
from registry_desk.server.citizen.path import path_of
from registry_desk.server.entries.models import Entry
from registry_desk.server.looks import html_answer, public_page
from registry_desk.server.throttle import Throttle, address_of

_looks = Throttle(limit=240, window_s=60)
_misses = Throttle(limit=30, window_s=600)


def code_page(request: HttpRequest) -> HttpResponse:
    """Ask for the code on a receipt, and lead to its letter."""
    if wait_s := _must_wait(request):
        return _later(wait_s)
    written = request.GET.get("code", "")
    if not written:
        return html_answer(public_page(text("citizen.ask_title"), _form()))
    try:
        return HttpResponseRedirect(f"/u/{parse_tracking_code(written)}")
    except ValueError:
        _misses.count(address_of(request))
        return nothing_here(request)


def _form() -> str:
    return (
        f'<form action="/u/"><input type="hidden" name="lang" value="{current()}">'
        f'<label for="c">{escape(text("citizen.ask_code"))}</label>'
        '<input id="c" name="code" required maxlength="40" autocomplete="off" spellcheck="false" '
        'autocapitalize="characters" aria-describedby="h">'
        f'<p id="h">{escape(text("citizen.ask_help"))}</p>'
        f"<button>{escape(text('citizen.ask_go'))}</button></form>"
    )


def tracking_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the way of the letter with this code; an unknown code gets a calm page, 404."""
    if wait_s := _must_wait(request):
        return _later(wait_s)
    entry = _entry(request, code)
    if entry is None:
        return nothing_here(request)
    return html_answer(public_page(text("citizen.title", number=entry.number), path_of(entry)))


def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Give the proof that the register wrote the letter down, checkable without us."""
    if wait_s := _must_wait(request):
        return _later(wait_s)
    entry = _entry(request, code)
    if entry is None:
        return nothing_here(request)
    answer = HttpResponse(
        inclusion(entry.audit_leaf).model_dump_json(), content_type="application/json"
    )
    answer["Cache-Control"] = "no-store"
    return answer


def nothing_here(_request: HttpRequest) -> HttpResponse:
    """Give the same calm page for every code that leads nowhere."""
    body = f"<p>{escape(text('citizen.unknown'))}</p>{_form()}"
    return html_answer(public_page(text("citizen.unknown_title"), body), 404)


def _must_wait(request: HttpRequest) -> int:
    address = address_of(request)
    _looks.count(address)
    return max(_looks.wait_s(address), _misses.wait_s(address))


def _later(wait_s: int) -> HttpResponse:
    body = f"<p>{escape(text('error.too_many_requests.next', seconds=wait_s))}</p>"
    answer = html_answer(public_page(text("error.too_many_requests"), body), 429)
    answer["Retry-After"] = str(wait_s)
    return answer


def _entry(request: HttpRequest, code: str) -> Entry | None:
    """Find an entry by its code as somebody typed it; a miss is counted against the address."""
    try:
        written = parse_tracking_code(code)
    except ValueError:
        written = ""
    entry = Entry.objects.filter(tracking_code=written).select_related("department").first()
    if entry is None:
        _misses.count(address_of(request))
    return entry
