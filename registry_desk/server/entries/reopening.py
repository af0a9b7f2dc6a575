"""Open a restored register: only past the highest number anybody outside knows.

The copy may be older than the last letters. Numbers that were given after it are on paper, in
citizens' hands; they are never given again. What is missing becomes annulled rows with the reason.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from django.db.models import Max

from registry_desk.i18n import text
from registry_desk.model.number import RegistrationNumber
from registry_desk.model.tracking import new_tracking_code
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries import index
from registry_desk.server.entries.columns import columns_of, digest_of
from registry_desk.server.entries.models import Entry, Sequence
from registry_desk.server.people.founding import OPERATOR
from registry_desk.server.people.models import Register
from registry_desk.wire.errors import RegisterUnknown

_FEW = 100
"""So many lost numbers are believed of a register however quiet it is."""
_MONTH = timedelta(days=31)


def missing_up_to(known: Iterable[RegistrationNumber]) -> int:
    """Count the numbers up to the known ones that the register has not."""
    return sum(max(0, highest.value - _last(highest)) for highest in known)


def unbelievable(
    typed: Iterable[RegistrationNumber], told: Iterable[RegistrationNumber]
) -> RegistrationNumber | None:
    """Give a typed number that is far beyond what anything else knows of its sequence.

    Far is more than the copy's last month gave, and more than a hundred; or a year to come.

    Args:
        typed: the highest number of each sequence, as a person wrote it.
        told: what heads and desks know, the highest of each sequence.
    """
    known = {(number.year, number.prefix): number.value for number in told}
    for number in typed:
        sure = max(_last(number), known.get((number.year, number.prefix), 0))
        is_far = number.value - sure > max(_FEW, _last_month_of(number.prefix))
        if is_far or number.year > clock.today().year:
            return number
    return None


def _last(number: RegistrationNumber) -> int:
    found = Sequence.objects.filter(year=number.year, prefix=number.prefix)
    return found.values_list("last", flat=True).first() or 0


def _last_month_of(prefix: str) -> int:
    own = Entry.objects.filter(prefix=prefix)
    last_at = own.aggregate(at=Max("registered_at"))["at"]
    return own.filter(registered_at__gt=last_at - _MONTH).count() if last_at else 0


def fill_up(known: Iterable[RegistrationNumber]) -> list[str]:
    """Annul every number up to the known ones that the register has not; inside a write.

    Args:
        known: the highest number known outside, for each sequence (register, year).

    Returns:
        The numbers annulled, as written.

    Raises:
        RegisterUnknown: no register has the number's prefix.
    """
    filled = []
    for highest in known:
        sequence, _ = Sequence.objects.get_or_create(year=highest.year, prefix=highest.prefix)
        register = Register.objects.filter(prefix=highest.prefix).first()
        if register is None:
            raise RegisterUnknown(register=highest.prefix)
        for value in range(sequence.last + 1, highest.value + 1):
            number = RegistrationNumber(highest.year, highest.prefix, value)
            _annulled(number, register)
            filled.append(str(number))
        sequence.last = max(sequence.last, highest.value)
        sequence.save()
    return filled


def _annulled(number: RegistrationNumber, register: Register) -> None:
    now = clock.now()
    entry = Entry(
        uuid=uuid4(),
        request_digest="",
        year=number.year,
        prefix=number.prefix,
        value=number.value,
        register=register,
        direction=register.direction,
        registered_at=now,
        received_at=now,
        registered_by=OPERATOR,
        tracking_code=new_tracking_code(),
        state="annulled",
        annulled_at=now,
        annulled_by=OPERATOR,
        annulled_reason=text("register.lost_in_restore"),
    )
    columns = digest_of(columns_of(entry))
    entry.audit_leaf = record(OPERATOR, "registered", str(number), restored=True, columns=columns)
    entry.save(force_insert=True)
    index.keep(entry)
    record(OPERATOR, "annulled", str(number), restored=True)
