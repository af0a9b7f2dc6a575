"""The tracking page: plain HTML, no script, nothing to enumerate."""

from html import escape

from django.http import HttpRequest, HttpResponse

from registry_desk.i18n import current, text
from registry_desk.model.tracking import parse_tracking_code
from registry_desk.server.audit.blocks import inclusion
from registry_desk.server.citizen.looks import page
from registry_desk.server.citizen.path import path_of
from registry_desk.server.entries.models import Entry


def tracking_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the way of the letter with this code; an unknown code gets a calm page, 404."""
    entry = _entry(code)
    if entry is None:
        return nothing_here(request)
    return _answer(page(text("citizen.title", number=entry.number), path_of(entry)), 200)


def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Give the proof that the register wrote the letter down, checkable without us."""
    entry = _entry(code)
    if entry is None:
        return nothing_here(request)
    found = inclusion(entry.audit_leaf)
    answer = HttpResponse(found.model_dump_json(), content_type="application/json")
    answer["Cache-Control"] = "no-store"
    return answer


def _entry(code: str) -> Entry | None:
    try:
        written = parse_tracking_code(code)
    except ValueError:
        return None
    return Entry.objects.filter(tracking_code=written).select_related("department").first()


def nothing_here(_request: HttpRequest) -> HttpResponse:
    """Give the same calm page for every code that leads nowhere."""
    body = f"<p>{escape(text('citizen.unknown'))}</p>"
    return _answer(page(text("citizen.unknown_title"), body), 404)


def _answer(body: str, status: int) -> HttpResponse:
    answer = HttpResponse(body, status=status, content_type="text/html; charset=utf-8")
    answer["Content-Language"] = current()
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Frame-Options"] = "DENY"
    answer["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return answer
