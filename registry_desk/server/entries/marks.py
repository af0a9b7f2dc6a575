"""What a registration says beside the register's columns: confidence, and consent to notices."""

from registry_desk.server.citizen.notices import readable_address, tell
from registry_desk.server.entries.models import Entry
from registry_desk.wire import Registration


def with_marks(entry: Entry, asked: Registration) -> Entry:
    """Mark a new entry as it was asked; the same request again changes nothing. Inside a write."""
    notice_to = readable_address(asked.email or "") if asked.is_notice_wanted else ""
    is_marked = entry.is_confidential or entry.notice_to or entry.revision
    if is_marked or not (asked.is_confidential or notice_to):
        return entry
    entry.is_confidential, entry.notice_to = asked.is_confidential, notice_to
    entry.save(update_fields=["is_confidential", "notice_to"])
    received = entry.milestones.filter(code="received").first()
    if received is not None:
        received.entry = entry
        tell(received)
    return entry
