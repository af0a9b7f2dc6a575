"""Conditional requests on entries: what one has already is not sent, what one saw is changed.

The tag is the revision, which corrections count, and a hash of the whole answer.

Source: RFC 9110, 8.8.3 (ETag), 13.1.1 (If-Match), 13.1.2 (If-None-Match).
"""

import hashlib
import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from registry_desk import wire
from registry_desk.server.entries.acts import locked
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.view import view
from registry_desk.server.people.rights import Actor
from registry_desk.server.writing import write
from registry_desk.wire.errors import EntryChangedMeanwhile, RequestMalformed

_ANY = "*"
_TAGS = re.compile(r'(?:W/)?"[!\x23-\x7e]*"(?:\s*,\s*(?:W/)?"[!\x23-\x7e]*")*')
_TAG = re.compile(r'(?:W/)?"[^"]*"')


def tag_of(entry: wire.Entry) -> str:
    """Give an entry's tag."""
    said = hashlib.sha256(entry.model_dump_json().encode()).hexdigest()[:16]
    return f'"{entry.revision}-{said}"'


def is_known(request: HttpRequest, entry: wire.Entry) -> bool:
    """Tell whether the client has the entry as it is now; a proxy may have weakened its tag."""
    written = request.headers.get("If-None-Match", "").strip()
    tags = [tag.removeprefix("W/") for tag in _TAG.findall(written)]
    return written == _ANY or tag_of(entry) in tags


def change(
    request: HttpRequest,
    response: HttpResponse,
    entry_id: UUID,
    who: Actor,
    act: Callable[[], Entry],
) -> wire.Entry:
    """Do something to an entry and give it as it is then, with its new tag.

    With ``If-Match`` it is done only to the entry as it was seen: whoever saw it before somebody
    else changed it is told.

    Raises:
        RequestMalformed: ``If-Match`` is no list of tags.
        EntryUnknown: there is none, or not for this person.
        EntryChangedMeanwhile: the entry has none of the tags any more.
    """
    seen = _seen(request)

    def job() -> wire.Entry:
        if seen:
            entry = locked(entry_id, who)
            now = view(entry)
            if tag_of(now) not in seen and f'"{now.revision}"' not in seen:
                raise EntryChangedMeanwhile(number=entry.number)
        return view(act())

    changed = write(job)
    response["ETag"] = tag_of(changed)
    return changed


def _seen(request: HttpRequest) -> list[str]:
    """Give the tags of ``If-Match``; none where anything will do. A revision alone is one too."""
    written = request.headers.get("If-Match", "").strip()
    if written in ("", _ANY):
        return []
    if not _TAGS.fullmatch(written):
        raise RequestMalformed
    return _TAG.findall(written)
