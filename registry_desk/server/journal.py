"""The server's log: a line of JSON for each event, and no personal data in it.

What a library says may quote what somebody typed, so of foreign events only the pattern of the
message is kept; of an exception its type and the way it took. Addresses are written as the pattern
they fit, because the tracking code and account names are parts of them.
"""

import json
import logging
import os
import traceback
from datetime import UTC, datetime

from django.urls import Resolver404, resolve

_OURS = "registry_desk"
_log = logging.getLogger("registry_desk.server.answers")


class OneLine(logging.Formatter):
    """Writes an event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, without its end."""
        is_ours = record.name.partition(".")[0] == _OURS
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "where": record.name,
            "what": record.getMessage() if is_ours else str(record.msg)[:500],
            "process": record.process,
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            said["fault"] = record.exc_info[0].__qualname__
            said["way"] = "".join(traceback.format_tb(record.exc_info[2]))
        return json.dumps(said, ensure_ascii=False)


def keep() -> None:
    """Log to standard error, as much as ``REGISTRY_DESK_LOG`` asks for."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.basicConfig(level=os.environ.get("REGISTRY_DESK_LOG", "WARNING"), handlers=[handler])
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


def answered(method: str, path: str, status: str, seconds: float) -> None:
    """Log an answer at level INFO; costs nothing where that is not asked for."""
    if _log.isEnabledFor(logging.INFO):
        said = {
            "method": method if method.isascii() and method.isalpha() else "?",
            "address": _pattern(path),
            "status": int(status),
            "ms": round(seconds * 1000, 1),
        }
        _log.info("answered", extra={"fields": said})


def _pattern(path: str) -> str:
    try:
        return "/" + resolve(path).route
    except Resolver404:
        return "?"
