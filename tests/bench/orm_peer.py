"""A plain register over HTTP, as one would write it with Django's ORM: the peer of bench_register.

    python -m tests.bench.orm_peer FOLDER ANNOUNCE

The same HTTP server with as many threads, the same framework, tables, rows and login as ours on
the same database; in one transaction the sequence is locked and counted on, the entry is created
with its milestone and index, then the audit row. What ours does beside, this one leaves out: no
checks of the register, no terms, no repeats, no figures, a shorter answer.
"""

import sys
from pathlib import Path

from registry_desk.server import loading, site
from registry_desk.server.configuration import load
from registry_desk.server.listening import listen, serve

PATH = "/plain/entries"
YEAR = 2001
_THREADS = 16
urlpatterns = []


def urls():
    """Give the addresses; Django is set up before."""
    from django.db import connection, transaction
    from django.urls import path
    from django.utils import timezone
    from ninja import NinjaAPI

    from registry_desk import wire
    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.entries import index
    from registry_desk.server.entries.models import Entry, Milestone, Sequence
    from registry_desk.server.request import authenticate

    into_index = index.SQLITE if connection.vendor == "sqlite" else index.POSTGRESQL
    api = NinjaAPI(docs_url=None, auth=authenticate, urls_namespace="plain")

    @api.post("/entries")
    def register(request, asked: wire.Registration):
        with transaction.atomic():
            sequence = Sequence.objects.select_for_update().get(year=YEAR, prefix="")
            sequence.last += 1
            sequence.save(update_fields=["last"])
            entry = Entry.objects.create(
                uuid=asked.id,
                request_digest="0" * 64,
                year=YEAR,
                value=sequence.last,
                register_id=asked.register,
                direction=asked.direction,
                registered_at=timezone.now(),
                received_at=asked.received_at,
                registered_by="bench",
                tracking_code=asked.tracking_code,
                kind=asked.kind,
                sender_name=asked.sender_name,
                subject=asked.subject,
                sheet_count=asked.sheet_count,
                audit_leaf="0" * 64,
            )
            Milestone.objects.create(entry=entry, code="received", at=asked.received_at)
            with connection.cursor() as cursor:
                cursor.execute(into_index, [entry.pk, index.indexed(entry)])
            AuditRow.objects.create(
                at=entry.registered_at,
                actor="bench",
                act="registered",
                subject=entry.number,
                leaf="0" * 64,
            )
        return {"number": entry.number}

    Sequence.objects.get_or_create(year=YEAR, prefix="")
    return [path("plain/", api.urls)]


def in_one_piece(application):
    """Give an application whose answers leave with their heads, as ours does."""

    def answered(environ, start):
        answer = application(environ, start)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return answered


def main():
    folder, announce = map(Path, sys.argv[1:])
    import django
    from django.conf import settings

    settings.configure(**site.settings_of(load(folder)) | {"ROOT_URLCONF": "__main__"})
    with loading.undisturbed():
        django.setup(set_prefix=False)
        urlpatterns.extend(urls())
        application = in_one_piece(site.application())
    listening = listen("127.0.0.1", 0)
    serve(
        application,
        listening,
        thread_count=_THREADS,
        when_ready=lambda: announce.write_text(str(listening.getsockname()[1])),
    )


if __name__ == "__main__":
    main()
