"""Give numbers: the number, its entry and its audit row are one transaction.

The request's UUID makes a repeat harmless: the same request gives the same entry, however often it
comes; the same UUID with other content is refused. A number once given is never given again. What
waits at the same moment is numbered together: one lock of the sequence, one commit.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from registry_desk.errors import RegistryDeskError
from registry_desk.model.document import FIELD_NAMES
from registry_desk.model.number import RegistrationNumber
from registry_desk.server import clock
from registry_desk.server.audit.log import Line, line_of
from registry_desk.server.briefly import remembered
from registry_desk.server.deadlines.terms import due_of
from registry_desk.server.entries import own
from registry_desk.server.entries.columns import columns_of, digest_of
from registry_desk.server.entries.ledger import Ledger, ledger
from registry_desk.server.entries.marks import with_marks
from registry_desk.server.entries.models import Entry
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
_BLANK = {field.attname: field.get_default() for field in Entry._meta.concrete_fields}
"""An entry nobody wrote into, by column and in their order: named one by one they cost a third of
the time a number takes."""
_entry: Callable[..., Entry] = Entry
_AS_ASKED = (
    *FIELD_NAMES, "direction", "operator", "tracking_code", "sheet_count",
    "enclosure_count", "addressee", "file_code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A registration with whoever sends it."""

    asked: Registration
    actor: Actor


@dataclass(frozen=True, slots=True)
class Given:
    """The entry of a wish."""

    entry: Entry
    is_new: bool
    """False: the same request came before."""


@dataclass(frozen=True, slots=True)
class _New:
    """A wish that gets a number: everything about it that no number changes."""

    place: int
    wish: Wish
    prefix: str
    connected_to: Entry | None


def give_number(asked: Registration, actor: Actor) -> Entry:
    """Give the entry of a registration, a new one with the next number; inside a write.

    Raises:
        RegistrationDiffers: the same UUID came before with other content.
        RegisterUnknown: no such register, or not in this direction.
        EntryUnknown: nothing has the number it is connected to.
        TrackingCodeTaken: another entry has the code.
        ClockSetBack: the clock is behind the register's last entry.
        RegisterNotOpened: it was put back from a copy and waits to be opened.
        PublicAddressMissing: nobody could follow the letter.
    """
    (outcome,) = give_numbers([Wish(asked, actor)])
    if isinstance(outcome, RegistryDeskError):
        raise outcome
    return outcome.entry


def give_numbers(wishes: Sequence[Wish]) -> list[Given | RegistryDeskError]:
    """Give each wish its entry or its refusal, as :func:`give_number`, in order; inside a write."""
    first, repeated = _apart(wishes)
    given = dict(zip(first, _give([wishes[place] for place in first]), strict=True))
    if repeated:
        again = give_numbers([wishes[place] for place in repeated])
        given.update(zip(repeated, again, strict=True))
    return [given[place] for place in range(len(wishes))]


def _apart(wishes: Sequence[Wish]) -> tuple[list[int], list[int]]:
    """Give the places of wishes that are the first with their UUID and code, and of the others."""
    seen: set[UUID | str] = set()
    first: list[int] = []
    repeated: list[int] = []
    for place, wish in enumerate(wishes):
        claims: set[UUID | str] = {wish.asked.id, wish.asked.tracking_code}
        (repeated if claims & seen else first).append(place)
        seen |= claims
    return first, repeated


def _give(wishes: Sequence[Wish]) -> list[Given | RegistryDeskError]:
    """Give numbers to wishes no two of which claim the same."""
    book = ledger()
    standing = book.standing(
        [wish.asked.id for wish in wishes], [wish.asked.tracking_code for wish in wishes]
    )
    claimed = list(Entry.objects.filter(pk__in=standing.claimed)) if standing.claimed else []
    outcomes: dict[int, Given | RegistryDeskError] = {}
    new: list[_New] = []
    for place, wish in enumerate(wishes):
        try:
            known = _known(wish.asked, claimed)
            if known is None:
                begun_at = _present(standing.last_at)
                new.append(_New(place, wish, *_checked(wish.asked)))
            else:
                outcomes[place] = Given(known, is_new=False)
        except RegistryDeskError as refusal:
            outcomes[place] = refusal
    if new:
        outcomes.update(_enter(book, new, begun_at))
    return [outcomes[place] for place in range(len(wishes))]


def _known(asked: Registration, claimed: list[Entry]) -> Entry | None:
    """Give the entry that this very request was given before."""
    for entry in claimed:
        if entry.uuid == asked.id:
            if entry.request_digest != _digest(asked):
                raise RegistrationDiffers(number=entry.number)
            return entry
    for entry in claimed:
        if entry.tracking_code == asked.tracking_code:
            raise TrackingCodeTaken(number=entry.number)
    return None


def _checked(asked: Registration) -> tuple[str, Entry | None]:
    """Give a registration's prefix and the entry it is connected to."""
    prefix = _prefix_of(asked.register, asked.direction)
    if prefix is None:
        raise RegisterUnknown(register=asked.register)
    if not register_configuration().public_url:
        raise PublicAddressMissing
    if register_configuration().is_restored:
        raise RegisterNotOpened
    return prefix, by_number(asked.connected_to) if asked.connected_to else None


@remembered
def _prefix_of(register: str, direction: str) -> str | None:
    """Give a register's prefix; None where there is no such register in this direction."""
    found = Register.objects.filter(code=register, direction=direction)
    return found.values_list("prefix", flat=True).first()


def _enter(book: Ledger, new: list[_New], begun_at: datetime) -> dict[int, Given]:
    """Count the sequences on and write the entries."""
    year = clock.day_of(begun_at).year
    entries: dict[int, Entry] = {}
    told: list[Line] = []
    for prefix in sorted(
        {one.prefix for one in new}
    ):  # always in this order: nobody locks crosswise
        alike = [one for one in new if one.prefix == prefix]
        counted = book.count_on(year, prefix, len(alike))
        registered_at = max(begun_at, counted.before or _EARLIEST)
        for value, one in enumerate(alike, start=counted.last - len(alike) + 1):
            entry, line = _written(one, RegistrationNumber(year, prefix, value), registered_at)
            entries[one.place] = entry
            told.append(line)
    book.enter(list(entries.values()), told)
    for one in new:
        own.begin(entries[one.place], one.wish.actor)
        with_marks(entries[one.place], one.wish.asked)
    return {place: Given(entry, is_new=True) for place, entry in entries.items()}


def _written(new: _New, number: RegistrationNumber, registered_at: datetime) -> tuple[Entry, Line]:
    """Give the entry of a number and the audit row that tells of it."""
    asked, actor = new.wish.asked, new.wish.actor
    digest = _digest(asked)
    # Nothing is received after it was registered, whatever a desk's clock says.
    received_at = min(asked.received_at, registered_at)
    due = due_of(asked.kind, asked.deadline_days, start_of(received_at, registered_at))
    written = {name: getattr(asked, name) for name in _AS_ASKED}
    written.update(
        uuid=asked.id,
        request_digest=digest,
        year=number.year,
        prefix=number.prefix,
        value=number.value,
        register_id=asked.register,
        received_at=received_at,
        registered_at=registered_at,
        registered_by=actor.username,
    )
    if due:
        written.update(
            due_on=due.legal_on, due_internal_on=due.internal_on, due_article=due.article
        )
    entry = _entry(*{**_BLANK, **written}.values())
    if new.connected_to:
        entry.connected_to = new.connected_to
    detail = {"id": str(asked.id), "request": digest, "columns": digest_of(columns_of(entry))}
    told = line_of(actor.username, "registered", str(number), detail)
    entry.audit_leaf = told.leaf
    own.settle(entry, actor)
    return entry, told


def _digest(asked: Registration) -> str:
    """Give what tells two requests apart; fields a later version adds do not change it."""
    return hashlib.sha256(asked.model_dump_json(exclude_defaults=True).encode()).hexdigest()


def start_of(received_at: datetime, registered_at: datetime) -> date:
    """Give the day terms are counted from, as the office has set it."""
    counts_received = register_configuration().terms_from == "received"
    return clock.day_of(received_at if counts_received else registered_at)


def _present(last: datetime | None) -> datetime:
    """Give now, never before the last entry: the register is in order of time.

    Raises:
        ClockSetBack: the clock is so far behind that it must be wrong.
    """
    now = clock.now()
    if last is None or last <= now:
        return now
    if last - now > _CLOCK_PATIENCE:
        at = last.astimezone(clock.BUCHAREST)
        raise ClockSetBack(last=f"{clock.written(at.date())} {at:%H:%M}")
    return last


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
