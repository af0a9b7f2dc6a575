"""Bind the columns of entries that were registered before their audit rows held a hash of them.

What such an entry said in the beginning cannot be proven any more; that nobody changes it unseen
from here on can. Each row of the audit written here holds the hashes of a run of entries as they
stand, by number, and ``audit verify`` holds them to it.
"""

from typing import Any

from registry_desk.server.audit.log import record
from registry_desk.server.audit.models import AuditRow
from registry_desk.server.entries.columns import columns_of, digest_of
from registry_desk.server.entries.models import Entry
from registry_desk.server.people.founding import OPERATOR
from registry_desk.server.writing import write

ADOPTED = "columns_adopted"
_SUBJECT = "entries"
_AT_ONCE = 200


def adopt_next() -> bool:
    """Bind the next run of old entries; False when there is none."""
    through = _through()
    entries = Entry.objects.filter(pk__gt=through).order_by("pk")
    if not _old(list(entries[:1])):
        return False
    return write(lambda: _adopt(through))


def adopted() -> dict[str, tuple[int, str]]:
    """Give what was bound, by number: the key of the audit row, and the hash."""
    found: dict[str, tuple[int, str]] = {}
    rows = AuditRow.objects.filter(subject=_SUBJECT, act=ADOPTED).order_by("pk")
    for key, detail in rows.values_list("pk", "detail").iterator():
        found.update({number: (key, digest) for number, digest in detail["columns"].items()})
    return found


def _adopt(through: int) -> bool:
    """Bind a run of entries, which nobody changes meanwhile: a correction's row comes behind."""
    if through != _through():
        return True  # another process did
    own = Entry.objects.select_for_update(of=("self",), nowait=True)  # somebody works: next time
    run = own.filter(pk__gt=through).select_related("connected_to").order_by("pk")[:_AT_ONCE]
    entries = _old(list(run))
    columns = {entry.number: digest_of(columns_of(entry)) for entry in entries}
    record(OPERATOR, ADOPTED, _SUBJECT, columns=columns, through=entries[-1].pk)
    return True


def _through() -> int:
    """Give the key of the last entry that was bound here."""
    rows = AuditRow.objects.filter(subject=_SUBJECT, act=ADOPTED).order_by("-pk")
    last: dict[str, Any] | None = rows.values_list("detail", flat=True).first()
    return last["through"] if last else 0


def _old(entries: list[Entry]) -> list[Entry]:
    """Give the entries before the first whose own row holds the hash."""
    leaves = [entry.audit_leaf for entry in entries]
    rows = AuditRow.objects.filter(leaf__in=leaves).values_list("leaf", "detail")
    bound = {leaf for leaf, detail in rows if "columns" in detail}
    first = next((at for at, leaf in enumerate(leaves) if leaf in bound), len(entries))
    return entries[:first]
