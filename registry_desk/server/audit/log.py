"""Write audit rows, in the same transaction as what they tell."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.models import AuditRow


def record(actor: str, act: str, subject: str, **detail: Any) -> str:
    """Write that ``actor`` did ``act`` to ``subject``; inside a write.

    ``detail`` holds plain values and no personal data.

    Returns:
        The row's leaf hash, hexadecimal.
    """
    row = row_of(actor, act, subject, detail)
    row.save(force_insert=True)
    return row.leaf


def row_of(actor: str, act: str, subject: str, detail: dict[str, Any]) -> AuditRow:
    """Give the row that tells of an act, to be written with what it tells."""
    at = clock.now()
    salted = {**detail, "nonce": uuid.uuid4().hex}
    leaf = leaf_hash(at, actor, act, subject, salted)
    return AuditRow(at=at, actor=actor, act=act, subject=subject, detail=salted, leaf=leaf)


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
    written = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\0" + written.encode()).hexdigest()
