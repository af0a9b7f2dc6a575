"""Find what was edited, deleted, inserted, moved or rewritten in the audit."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Count, Max

from registry_desk.server.audit import merkle
from registry_desk.server.audit.adopting import adopted
from registry_desk.server.audit.blocks import (
    GENESIS,
    head_file,
    head_of,
    head_values,
    stamp_file,
)
from registry_desk.server.audit.log import leaf_hash
from registry_desk.server.audit.models import AuditBlock, AuditRow
from registry_desk.server.audit.outside import HeadUnreadable, numbers_in
from registry_desk.server.audit.stamping import is_stamp_of
from registry_desk.server.entries.columns import was_given
from registry_desk.server.entries.models import Entry, Sequence
from registry_desk.server.site import register_configuration


@dataclass(slots=True)
class Verdict:
    """What was counted and what is wrong; the words are under ``audit.<code>``."""

    row_count: int = 0
    block_count: int = 0
    open_count: int = 0
    faults: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.faults

    def fault(self, code: str, place: object) -> None:
        """Note a fault with where it was found."""
        self.faults.append({"code": code, "place": str(place)})


def verify() -> Verdict:
    """Check every row, every block, the chain, the heads outside, and the register against it."""
    verdict = Verdict()
    _rows(verdict)
    _chain(verdict)
    _entries(verdict)
    _numbers(verdict)
    return verdict


def _rows(verdict: Verdict) -> None:
    for row in AuditRow.objects.order_by("pk").iterator(chunk_size=2000):
        verdict.row_count += 1
        verdict.open_count += row.block_id is None
        if row.leaf != leaf_hash(row.at, row.actor, row.act, row.subject, row.detail):
            verdict.fault("row_changed", row.pk)
    leaves = AuditRow.objects.values("leaf").annotate(count=Count("pk"), last=Max("pk"))
    for copied in leaves.filter(count__gt=1).order_by():  # a nonce is drawn for one row only
        verdict.fault("row_copied", copied["last"])


def _chain(verdict: Verdict) -> None:
    previous, number = GENESIS, 0
    for block in AuditBlock.objects.order_by("number"):
        verdict.block_count += 1
        number += 1
        if block.number != number or block.previous != previous:
            verdict.fault("chain_broken", block.number)
        _block(verdict, block)
        number, previous = block.number, block.head
    _stamps(verdict)
    kept = sorted(register_configuration().audit_heads.glob("[0-9]*.json"))
    if kept and int(kept[-1].stem) > number:
        verdict.fault("blocks_missing", int(kept[-1].stem))


def _stamps(verdict: Verdict) -> None:
    """Heads are witnessed in order: one without a token before one that has it lost its own."""
    stamped = {int(file.stem) for file in register_configuration().audit_heads.glob("*.tst")}
    for number in range(1, max(stamped, default=0)):
        if number not in stamped:
            verdict.fault("stamp_missing", number)


def _block(verdict: Verdict, block: AuditBlock) -> None:
    rows = AuditRow.objects.filter(block=block).order_by("position")
    found = list(rows.values_list("position", "leaf"))
    in_order = [position for position, _ in found] == list(range(block.row_count))
    root = merkle.root_of([bytes.fromhex(leaf) for _, leaf in found]).hex()
    if not in_order or root != block.root:
        verdict.fault("rows_differ", block.number)
    head = head_of(block.number, block.row_count, block.root, block.previous, block.closed_at)
    if head != block.head:
        verdict.fault("block_changed", block.number)
    file = head_file(block.number)
    if not file.exists():
        verdict.fault("head_missing", block.number)
    elif not _is_head_of(block, file):
        verdict.fault("head_differs", block.number)
    stamp = stamp_file(block.number)
    if stamp.exists() and not is_stamp_of(block.head, stamp.read_bytes()):
        verdict.fault("stamp_differs", block.number)


def _is_head_of(block: AuditBlock, file: Path) -> bool:
    own = head_values(block)
    try:
        kept = dict(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        return False  # cut off, or written over
    return {name: kept.get(name) for name in own} == own and kept.keys() <= {*own, "highest"}


def _numbers(verdict: Verdict) -> None:
    """Miss the numbers that the heads outside know and the register does not."""
    heads = register_configuration().audit_heads
    given = {(s.year, s.prefix): s.last for s in Sequence.objects.all()}
    try:
        numbers = numbers_in(heads)
    except HeadUnreadable as error:
        verdict.fault("head_unreadable", error.params["file"])
        return
    for known in numbers:
        if given.get((known.year, known.prefix), 0) < known.value:
            verdict.fault("number_lost", known)


def _entries(verdict: Verdict) -> None:
    """Every number has its audit row, every such row its entry, and the entry says what it did.

    Entries of registers that did not keep a hash of the columns yet are held to what they said
    when they were adopted.
    """
    rows = AuditRow.objects.filter(act="registered").values_list("leaf", "subject", "detail")
    told = {leaf: (number, detail.get("columns")) for leaf, number, detail in rows.iterator()}
    changed, taken_over = _changed(), adopted()
    entries = Entry.objects.select_related("connected_to").order_by("pk")
    for entry in entries.iterator(chunk_size=2000):
        number, digest = told.pop(entry.audit_leaf, (None, None))
        since, digest = (0, digest) if digest else taken_over.get(entry.number, (0, None))
        later = [(act, detail) for key, act, detail in changed.get(entry.number, ()) if key > since]
        if number != entry.number:
            verdict.fault("entry_without_row", entry.number)
        elif digest and not was_given(entry, digest, later):
            verdict.fault("entry_changed", entry.number)
    for number, _ in told.values():
        verdict.fault("row_without_entry", number)


def _changed() -> dict[str, list[tuple[int, str, dict[str, Any]]]]:
    """Give key, act and detail of the rows that tell of corrections and additions, by number."""
    found: dict[str, list[tuple[int, str, dict[str, Any]]]] = defaultdict(list)
    rows = AuditRow.objects.filter(act__in=("amended", "completed")).order_by("pk")
    for number, *told in rows.values_list("subject", "pk", "act", "detail").iterator():
        found[number].append(tuple(told))
    return found
