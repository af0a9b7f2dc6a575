"""Ask others than this machine's clock what time it is, before something is closed for good.

A final print is never made again, so a clock that runs ahead would close a day in which letters
still come. Others are the desks, which say when each letter was received, the time-stamping
authority that witnesses the audit's heads, and whoever orders a print and says which day it is.
"""

from datetime import date, datetime, timedelta

from registry_desk.server.board.counting import midnight
from registry_desk.server.entries.models import Entry
from registry_desk.server.site import register_configuration
from registry_desk.wire import PrintOrder

_LOOKED_AT = 200
"""The last entries; papers that are registered late say little, some desk speaks of today."""


def begin_of(order: PrintOrder) -> datetime:
    """Give the first instant of a period."""
    return midnight(order.day or date(order.year or 0, 1, 1))


def end_of(order: PrintOrder) -> datetime:
    """Give the first instant after a period."""
    return midnight((order.day or date(order.year or 0, 12, 31)) + timedelta(days=1))


def has_seen_end(order: PrintOrder) -> bool:
    """Tell whether somebody else than our clock has seen a period end, whoever orders included."""
    end = end_of(order)
    if order.today and midnight(order.today) >= end:
        return True
    return any(at >= end for at in (_told_by_desks(), _told_by_authority()) if at)


def _told_by_desks() -> datetime | None:
    """Give when the last letter came, as its desk and we agree: the earlier of both clocks."""
    ours = Entry.objects.exclude(request_digest="").order_by("-pk")  # not what a restore filled up
    last = ours.values_list("received_at", "registered_at")[:_LOOKED_AT]
    return max((min(both) for both in last), default=None)


def _told_by_authority() -> datetime | None:
    from asn1crypto import cms  # a server that starts does without

    newest = max(register_configuration().audit_heads.glob("*.tst"), default=None)
    if newest is None:
        return None
    try:
        token = cms.ContentInfo.load(newest.read_bytes(), strict=True)["content"]
        told: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    except (ValueError, TypeError, KeyError, OSError):
        return None  # ``audit verify`` tells of a damaged one
    return told
