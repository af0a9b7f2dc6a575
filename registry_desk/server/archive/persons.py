"""What is held about a person, for the person: by name, personal number, e-mail or telephone."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.archive.keeping import kept_until
from registry_desk.server.archive.models import FileCode
from registry_desk.server.audit.log import record
from registry_desk.server.entries.index import matching
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.entries.words import Term, folded, tokens
from registry_desk.server.files.models import FileVersion
from registry_desk.server.people.rights import Actor
from registry_desk.server.writing import write

_AT_ONCE = 2_000
_ASKED_AT_ONCE = 500


def held_about(asked: wire.PersonAsked, actor: Actor) -> Iterator[wire.PersonEntry]:
    """Give all that entries hold about a person; that it was looked up leaves a trace, without who.

    It is looked for outside of the write: numbers are given meanwhile.
    """
    keys = sorted({*_by_numbers(asked, actor), *_by_name(asked, actor)})
    told = {"count": len(keys), "form": asked.form}
    write(lambda: record(actor.username, "person_exported", "person", **told) and None)
    return _rows(keys)


def _rows(keys: list[int]) -> Iterator[wire.PersonEntry]:
    """Give entries by their keys, some at a time: a database takes only so many in one question."""
    years = dict(FileCode.objects.values_list("code", "years"))
    for begin in range(0, len(keys), _ASKED_AT_ONCE):
        some = keys[begin : begin + _ASKED_AT_ONCE]
        files: dict[int, list[str]] = {}
        named = FileVersion.objects.filter(entry__in=some).order_by("pk")
        for entry_id, name in named.values_list("entry", "name"):
            files.setdefault(entry_id, []).append(name)
        for entry in Entry.objects.filter(pk__in=some).order_by("pk"):
            until = kept_until(entry, years.get(entry.file_code or ""))
            yield _row(entry, files.get(entry.pk, []), until)


def _row(entry: Entry, files: list[str], until: date | None) -> wire.PersonEntry:
    return wire.PersonEntry(
        number=entry.number,
        registered_on=clock.day_of(entry.registered_at),
        kind=entry.kind,
        sender_name=entry.sender_name,
        sender_address=entry.sender_address,
        addressee=entry.addressee,
        email=entry.email,
        notice_to=entry.notice_to,
        phone=entry.phone,
        cnp=entry.cnp,
        iban=entry.iban,
        subject=entry.subject,
        state=entry.state,
        department=entry.department_id,
        files=files,
        kept_until=until,
    )


def _by_numbers(asked: wire.PersonAsked, actor: Actor) -> Iterable[int]:
    same = Q(pk__in=())
    for name in ("cnp", "email", "phone"):
        if value := getattr(asked, name):
            same |= Q(**{f"{name}__iexact": value})
    if asked.email:
        same |= Q(notice_to__iexact=asked.email)
    return Entry.objects.filter(visible(actor), same).values_list("pk", flat=True)


def _by_name(asked: wire.PersonAsked, actor: Actor) -> list[int]:
    """Find who wrote or was written to: all words of the name, in any order and spelling."""
    words = tokens(asked.name)
    if not words:
        return []
    looked_for = [Term((word,)) for word in dict.fromkeys(words)]
    found = matching(Entry.objects.filter(visible(actor)), looked_for)
    wanted = set(folded(asked.name).split())
    return [
        key
        for key, *names in found.values_list("pk", "sender_name", "addressee").iterator(_AT_ONCE)
        if any(wanted <= set(folded(name or "").split()) for name in names)
    ]
