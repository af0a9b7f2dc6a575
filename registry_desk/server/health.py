"""Say whether the server lives, and whether it can work."""

import json

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

import registry_desk
from registry_desk.server.site import register_configuration
from registry_desk.server.texts.scans import recogniser_fault
from registry_desk.wire.errors import RegisterNotOpened


def is_alive(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


def is_ready(_request: HttpRequest) -> HttpResponse:
    """Look at the database, the store, and whether scans without text can be read here.

    A register that was put back and waits for ``server open`` gives no numbers: it is not ready.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        has_database = True
    except DatabaseError:
        has_database = False
    configuration = register_configuration()
    found = {
        "database": has_database,
        "store": configuration.store.is_there(),
        "version": registry_desk.__version__,
    }
    is_able = all(found.values()) and not configuration.is_restored
    if configuration.is_restored:
        found["reason"] = RegisterNotOpened.code
    fault = recogniser_fault()  # it keeps nobody from working
    return HttpResponse(
        json.dumps({**found, "recognition": fault.code if fault else "ok"}),
        status=200 if is_able else 503,
        content_type="application/json",
    )
