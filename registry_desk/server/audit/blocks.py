"""Close audit rows into blocks, each chained to the one before; heads are kept outside.

A block's head is also written to a folder of its own, which belongs on another machine or medium:
only then is a chain that was rewritten as a whole found out.
"""

import base64
import hashlib
import json
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from registry_desk import wire
from registry_desk.durable import part_file
from registry_desk.errors import RegistryDeskError
from registry_desk.locking import alone
from registry_desk.server import clock
from registry_desk.server.audit import merkle
from registry_desk.server.audit.keeper import Keeper
from registry_desk.server.audit.models import AuditBlock, AuditRow
from registry_desk.server.entries.proof import highest_numbers
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write

GENESIS = "0" * 64
_MOST_ROWS = 4096
_PAUSE_S = 60.0
_BIND = {
    "sqlite": (
        "UPDATE audit_auditrow SET block_id = %s, position = json_each.key FROM json_each(%s) "
        "WHERE audit_auditrow.id = json_each.value"
    ),
    "postgresql": (
        "UPDATE audit_auditrow SET block_id = %s, position = bound.place - 1 "
        "FROM json_array_elements_text(%s::json) WITH ORDINALITY AS bound(row, place) "
        "WHERE audit_auditrow.id = bound.row::bigint"
    ),
}
"""Bind rows to a block in their order: one statement, for numbers wait meanwhile. The ORM's, a
case for each row, held a busy register up for seconds."""


def close_blocks() -> int:
    """Close all open rows and keep the heads; give how many blocks that made.

    Processes of one register take turns: they would write the same heads into each other's parts.
    """
    with alone(register_configuration().folder / "audit.lock"):
        made = 0
        while write(_close_one) is not None:
            made += 1
        keep_heads()
        _have_heads_stamped()
    return made


def keep_heads() -> None:
    """Write the heads that are not outside yet, the oldest first: what is missing is the end.

    Each also names the highest numbers given by then, for the day when the register is put back
    from an older copy.
    """
    missing = []
    for block in AuditBlock.objects.order_by("-number").iterator():
        if head_file(block.number).exists():
            break
        missing.append(block)
    for block in reversed(missing):
        with part_file(head_file(block.number)) as part:
            said = {**head_values(block), "highest": highest_numbers()}
            part.write_text(json.dumps(said, indent=1), encoding="utf-8")


def _have_heads_stamped() -> None:
    """Have heads witnessed that are not yet, the oldest first; what fails waits a minute."""
    authority = register_configuration().timestamp_url
    if not authority:
        return
    from registry_desk.server.audit.stamping import have_stamped

    waiting = []
    for block in AuditBlock.objects.order_by("-number").iterator():
        if stamp_file(block.number).exists():
            break
        waiting.append(block)
    for block in reversed(waiting):
        if not have_stamped(block.head, stamp_file(block.number), authority):
            return


def _close_one() -> int | None:
    open_rows = AuditRow.objects.filter(block=None).order_by("pk")
    rows = list(open_rows.values_list("pk", "leaf")[:_MOST_ROWS])
    if not rows:
        return None
    before = AuditBlock.objects.order_by("-number").first()
    number = before.number + 1 if before else 1
    previous = before.head if before else GENESIS
    root = merkle.root_of([bytes.fromhex(leaf) for _, leaf in rows]).hex()
    closed_at = clock.now()
    AuditBlock.objects.create(
        number=number,
        row_count=len(rows),
        root=root,
        previous=previous,
        head=head_of(number, len(rows), root, previous, closed_at),
        closed_at=closed_at,
    )
    with connection.cursor() as cursor:
        cursor.execute(_BIND[connection.vendor], [number, json.dumps([key for key, _ in rows])])
    return number


def head_of(number: int, row_count: int, root: str, previous: str, closed_at: datetime) -> str:
    """Give a block's head: the hash of what it holds and of the head before."""
    said = json.dumps([number, row_count, root, previous, closed_at.isoformat()])
    return hashlib.sha256(said.encode()).hexdigest()


def head_values(block: AuditBlock) -> dict[str, Any]:
    """Give what is kept of a block outside the database."""
    return {
        "number": block.number,
        "row_count": block.row_count,
        "root": block.root,
        "previous": block.previous,
        "head": block.head,
        "closed_at": block.closed_at.isoformat(),
    }


def head_file(number: int) -> Path:
    """Give where a block's head is kept."""
    return register_configuration().audit_heads / f"{number:08d}.json"


def stamp_file(number: int) -> Path:
    """Give where the time-stamp token over a block's head is kept."""
    return head_file(number).with_suffix(".tst")


def inclusion(leaf: str) -> wire.Inclusion:
    """Give the proof that a leaf is in its block; open while the block is not closed yet."""
    row = AuditRow.objects.filter(leaf=leaf).select_related("block").first()
    if row is None or row.block is None or row.position is None:
        return wire.Inclusion(leaf=leaf, is_closed=False)
    rows = AuditRow.objects.filter(block=row.block).order_by("position")
    leaves = [bytes.fromhex(found) for found in rows.values_list("leaf", flat=True)]
    return wire.Inclusion(
        leaf=leaf,
        is_closed=True,
        index=row.position,
        size=len(leaves),
        path=[step.hex() for step in merkle.path_of(row.position, leaves)],
        root=row.block.root,
        block=row.block.number,
        head=row.block.head,
        previous=row.block.previous,
        closed_at=row.block.closed_at.isoformat(),
        timestamp=_stamp_of(row.block.number),
    )


def _stamp_of(number: int) -> str:
    file = stamp_file(number)
    return base64.b64encode(file.read_bytes()).decode() if file.exists() else ""


def keep_closing() -> None:
    """Close blocks every minute, in a thread of its own, as long as the process lives."""
    keeper = Keeper()
    keeper.keep()

    def work() -> None:
        while True:
            time.sleep(_PAUSE_S)
            keeper.keep()
            try:
                close_blocks()
            except (DatabaseError, RegistryDeskError, OSError):
                connection.close()  # the next minute tries again; verify tells what stays open

    threading.Thread(target=work, name="audit-blocks", daemon=True).start()
