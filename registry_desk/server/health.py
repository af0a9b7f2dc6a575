"""Say whether the server lives, and whether it can work."""

import json

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

import registry_desk
from registry_desk.server.site import register_configuration


def is_alive(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


def is_ready(_request: HttpRequest) -> HttpResponse:
    """Look at the database and the store."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        has_database = True
    except DatabaseError:
        has_database = False
    found = {
        "database": has_database,
        "store": register_configuration().store.is_there(),
        "version": registry_desk.__version__,
    }
    return HttpResponse(
        json.dumps(found),
        status=200 if all(found.values()) else 503,
        content_type="application/json",
    )
