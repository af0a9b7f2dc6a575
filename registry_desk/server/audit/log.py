"""Write audit rows, in the same transaction as what they tell."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any, NamedTuple

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.models import AuditRow

_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Line(NamedTuple):
    """An audit row that is not written yet."""

    at: datetime
    actor: str
    act: str
    subject: str
    detail: dict[str, Any]
    leaf: str


def record(actor: str, act: str, subject: str, **detail: Any) -> str:
    """Write that ``actor`` did ``act`` to ``subject``; inside a write.

    ``detail`` holds plain values and no personal data.

    Returns:
        The row's leaf hash, hexadecimal.
    """
    line = line_of(actor, act, subject, detail)
    AuditRow(**line._asdict()).save(force_insert=True)
    return line.leaf


def line_of(actor: str, act: str, subject: str, detail: dict[str, Any]) -> Line:
    """Give the row that tells of an act, to be written with what it tells."""
    at = clock.now()
    salted = {**detail, "nonce": uuid.uuid4().hex}
    leaf = leaf_hash(at, actor, act, subject, salted)
    return Line(at, actor, act, subject, salted, leaf)


def history_of(subject: str) -> list[wire.Event]:
    """Tell what was done to a subject, in order."""
    return [
        wire.Event(
            at=row.at,
            actor=row.actor,
            act=row.act,
            detail={name: value for name, value in row.detail.items() if name != "nonce"},
        )
        for row in AuditRow.objects.filter(subject=subject).order_by("pk")
    ]


def leaf_hash(at: datetime, actor: str, act: str, subject: str, detail: dict[str, Any]) -> str:
    """Give a row's leaf hash.

    Source: RFC 6962, 2.1: SHA-256 of a zero byte and the leaf, here the row as canonical JSON. The
    nonce in ``detail`` keeps a leaf from being guessed from its contents.
    """
    row = [at.astimezone(UTC).isoformat(), actor, act, subject, detail]
    return hashlib.sha256(b"\0" + _canonical(row).encode()).hexdigest()
