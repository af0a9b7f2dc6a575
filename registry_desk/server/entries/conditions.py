"""Conditional requests on entries: what one has already is not sent, what one saw is changed.

The tag is the revision, which corrections count, and a hash of the whole answer.

Source: RFC 9110, 8.8.3 (ETag), 13.1.1 (If-Match), 13.1.2 (If-None-Match).
"""

import hashlib
import re

from django.http import HttpRequest

from registry_desk import wire
from registry_desk.wire.errors import RequestMalformed

_TAG = re.compile(r'"(\d{1,9})(?:-[0-9a-f]{16})?"')


def tag_of(entry: wire.Entry) -> str:
    """Give an entry's tag."""
    said = hashlib.sha256(entry.model_dump_json().encode()).hexdigest()[:16]
    return f'"{entry.revision}-{said}"'


def is_known(request: HttpRequest, entry: wire.Entry) -> bool:
    """Tell whether the client has the entry as it is now."""
    tags = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
    return tag_of(entry) in tags


def seen(request: HttpRequest, asked: wire.Amendment) -> wire.Amendment:
    """Give a correction with the revision that ``If-Match`` names, if it names one.

    Raises:
        RequestMalformed: it is no tag of ours.
    """
    written = request.headers.get("If-Match", "").strip()
    if written in ("", "*"):
        return asked
    found = _TAG.fullmatch(written)
    if found is None:
        raise RequestMalformed
    return asked.model_copy(
        update={"revision": int(found[1])},
    )
