"""What the tray holds, in one line for the foot of the window."""

from collections.abc import Sequence

from registry_desk.i18n import plural
from registry_desk.journey.records import DocumentRecord, DocumentState


def summary(documents: Sequence[DocumentRecord]) -> str:
    """Say how many documents are on their way and how many of them wait."""
    on_way = [d for d in documents if d.state is not DocumentState.ASSIGNED and not d.is_set_aside]
    waits = sum(d.problem is not None for d in on_way)
    return f"{plural('tray.on_way', len(on_way))} · {plural('tray.waits', waits)}"
