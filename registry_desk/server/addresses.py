"""Every address of the server."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from registry_desk.server.api import api
from registry_desk.server.board import pages as board
from registry_desk.server.citizen import pages as citizen
from registry_desk.server.figures import figures
from registry_desk.server.health import is_alive, is_ready
from registry_desk.server.people import administration, password_page
from registry_desk.server.people import pages as people
from registry_desk.server.people import provider_pages as provider

urlpatterns = [
    path("api/v1/", api.urls),
    path("healthz", is_alive),
    path("readyz", is_ready),
    path("metrics", figures),
    path("", board.front),
    path("login", people.log_in_page),
    path("login/provider", provider.leave),
    path("login/provider/back", provider.come_back),
    path("login/desk", provider.desk_code),
    path("logout", people.log_out_page),
    path("password", password_page.change),
    path("administration", administration.administration),
    path("board", board.board),
    path("board/letters", board.behind),
    path("board/<str:department>", board.board),
    path("u/", citizen.code_page),
    path("u/<str:code>", citizen.tracking_page),
    path("u/<str:code>/proof", citizen.proof),
]


def handler404(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say plainly that there is nothing here."""
    return citizen.nothing_here(_request)
