"""Every address of the server."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from registry_desk.server.api import api
from registry_desk.server.citizen import pages as citizen
from registry_desk.server.health import is_alive, is_ready

urlpatterns = [
    path("api/v1/", api.urls),
    path("healthz", is_alive),
    path("readyz", is_ready),
    path("u/<str:code>", citizen.tracking_page),
    path("u/<str:code>/proof", citizen.proof),
]


def handler404(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say plainly that there is nothing here."""
    return citizen.nothing_here(_request)


def handler500(_request: HttpRequest) -> HttpResponse:
    """Say plainly that it did not work; the reason is in the log."""
    return HttpResponse("503", status=503, content_type="text/plain")
