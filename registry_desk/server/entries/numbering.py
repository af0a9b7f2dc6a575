"""Give numbers: the number, its entry and its audit row are one transaction.

The request's UUID makes a repeat harmless: the same request gives the same entry, however often it
comes; the same UUID with other content is refused. A number once given is never given again.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import Q

from registry_desk.model.document import FIELD_NAMES
from registry_desk.model.number import RegistrationNumber
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.deadlines.terms import due_of
from registry_desk.server.entries import index, own
from registry_desk.server.entries.models import Entry, Milestone
from registry_desk.server.people.models import Register
from registry_desk.server.people.rights import Actor
from registry_desk.server.site import register_configuration
from registry_desk.wire import Registration
from registry_desk.wire.errors import (
    ClockSetBack,
    EntryUnknown,
    PublicAddressMissing,
    RegisterNotOpened,
    RegisterUnknown,
    RegistrationDiffers,
    TrackingCodeTaken,
)
from registry_desk.wire.words import cleaned

_CLOCK_PATIENCE = timedelta(minutes=10)
_EARLIEST = datetime.min.replace(tzinfo=UTC)


def give_number(asked: Registration, actor: Actor) -> Entry:
    """Give the entry of a registration, a new one with the next number; inside a write.

    Raises:
        RegistrationDiffers: the same UUID came before with other content.
        RegisterUnknown: no such register, or not in this direction.
        TrackingCodeTaken: another entry has the code.
        ClockSetBack: the clock is behind the register's last entry.
        RegisterNotOpened: it was put back from a copy and waits to be opened.
        PublicAddressMissing: nobody could follow the letter.
    """
    digest = _digest(asked)
    is_claimed = Q(uuid=asked.id) | Q(tracking_code=asked.tracking_code)
    claimed = {known.uuid: known for known in Entry.objects.filter(is_claimed)}
    if known := claimed.get(asked.id):
        if known.request_digest != digest:
            raise RegistrationDiffers(number=known.number)
        return known
    if claimed:
        raise TrackingCodeTaken
    register = Register.objects.filter(code=asked.register, direction=asked.direction).first()
    if register is None:
        raise RegisterUnknown(register=asked.register)
    if not register_configuration().public_url:
        raise PublicAddressMissing
    if register_configuration().is_restored:
        raise RegisterNotOpened
    begun_at = _present()
    year = clock.day_of(begun_at).year
    number = RegistrationNumber(year, register.prefix, _next_value(year, register.prefix))
    registered_at = max(begun_at, _last_instant(number))
    leaf = record(actor.username, "registered", str(number), id=str(asked.id), request=digest)
    return _write(asked, number, registered_at, digest, leaf, actor)


def _digest(asked: Registration) -> str:
    """Give what tells two requests apart; fields a later version adds do not change it."""
    return hashlib.sha256(asked.model_dump_json(exclude_defaults=True).encode()).hexdigest()


def _write(
    asked: Registration,
    number: RegistrationNumber,
    registered_at: datetime,
    digest: str,
    leaf: str,
    actor: Actor,
) -> Entry:
    start = start_of(asked.received_at, registered_at)
    due = due_of(asked.kind, asked.deadline_days, start)
    entry = Entry.objects.create(
        uuid=asked.id,
        request_digest=digest,
        year=number.year,
        prefix=number.prefix,
        value=number.value,
        register_id=asked.register,
        direction=asked.direction,
        registered_at=registered_at,
        received_at=asked.received_at,
        registered_by=actor.username,
        operator=asked.operator,
        tracking_code=asked.tracking_code,
        **{name: getattr(asked, name) for name in FIELD_NAMES},
        sheet_count=asked.sheet_count,
        enclosure_count=asked.enclosure_count,
        connected_to=_connected(asked.connected_to),
        due_on=due.legal_on if due else None,
        due_internal_on=due.internal_on if due else None,
        due_article=due.article if due else "",
        audit_leaf=leaf,
        addressee=asked.addressee,
        file_code=asked.file_code,
    )
    own.begin(entry, actor)
    index.keep(entry, has_files=False)
    Milestone.objects.create(entry=entry, code="received", at=asked.received_at)
    return entry


def start_of(received_at: datetime, registered_at: datetime) -> date:
    """Give the day terms are counted from, as the office has set it."""
    counts_received = register_configuration().terms_from == "received"
    return clock.day_of(received_at if counts_received else registered_at)


def _next_value(year: int, prefix: str) -> int:
    """Count a sequence on; its row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO entries_sequence (year, prefix, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (year, prefix) DO UPDATE SET last = entries_sequence.last + 1 "
            "RETURNING last",
            [year, prefix],
        )
        return int(cursor.fetchone()[0])


def _present() -> datetime:
    """Give now, never before the last entry: the register is in order of time.

    Raises:
        ClockSetBack: the clock is so far behind that it must be wrong.
    """
    now = clock.now()
    last = Entry.objects.order_by("-pk").values_list("registered_at", flat=True).first()
    if last is None or last <= now:
        return now
    if last - now > _CLOCK_PATIENCE:
        at = last.astimezone(clock.BUCHAREST)
        raise ClockSetBack(last=f"{clock.written(at.date())} {at:%H:%M}")
    return last


def _last_instant(number: RegistrationNumber) -> datetime:
    """Give when the number before was given; somebody may have waited for its lock with us."""
    if not connection.features.has_select_for_update:
        return _EARLIEST  # one writer: nobody waits
    before = Entry.objects.filter(year=number.year, prefix=number.prefix).order_by("-value")
    return before.values_list("registered_at", flat=True).first() or _EARLIEST


def _connected(written: str | None) -> Entry | None:
    return by_number(written) if written else None


def by_number(written: str) -> Entry:
    """Give the entry with a number as people write it.

    Raises:
        EntryUnknown: there is none.
    """
    try:
        number = RegistrationNumber.parse(written)
    except ValueError as error:
        raise EntryUnknown(number=cleaned(written)[:20]) from error
    found = Entry.objects.filter(year=number.year, prefix=number.prefix, value=number.value).first()
    if found is None:
        raise EntryUnknown(number=str(number))
    return found
