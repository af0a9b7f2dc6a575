"""Who is not let in: names nobody has here, and addresses that wrong passwords come from.

A name nobody has waits as long as a real one; otherwise the sixth wrong password would tell whether
there is such an account. Kept in the database, so that all processes of a register count together,
as they do for real names; names and addresses are kept as keyed hashes only: people type passwords
into the wrong field.
"""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from registry_desk.server.people.models import Stranger
from registry_desk.server.throttle import line_of

FREE_TRIES = 5
_LONGEST_WAIT_S = 900
_FROM_ADDRESS = 30
_ADDRESS_WINDOW = timedelta(minutes=10)
_MOST_KEPT = 20_000
_FORGOTTEN_AT_ONCE = 1_000


def wait_after(failed_count: int) -> timedelta | None:
    """Give how long a name waits after so many wrong passwords; None: not at all."""
    beyond = failed_count - FREE_TRIES
    if beyond < 0:
        return None
    return timedelta(seconds=min(30 * 2 ** min(beyond, 10), _LONGEST_WAIT_S))


def locked_until(name: str) -> datetime | None:
    """Give until when a name waits, as an account's ``locked_until`` does."""
    found = Stranger.objects.filter(pk=_key("", name))
    return found.values_list("locked_until", flat=True).first()


def address_locked_until(address: str) -> datetime | None:
    """Give until when an address waits, whatever name it tries; None or past: it does not."""
    found = Stranger.objects.filter(pk=_of_address(address), failed_count__gte=_FROM_ADDRESS)
    return found.values_list("locked_until", flat=True).first()


def count(name: str, now: datetime) -> None:
    """Count one wrong try of a name; inside a write."""
    stranger = _held(_key("", name), now)
    stranger.failed_count += 1
    wait = wait_after(stranger.failed_count)
    stranger.locked_until = now + wait if wait else None
    stranger.save()


def count_address(address: str, now: datetime) -> None:
    """Count one wrong try from an address; inside a write, after the name's.

    Its count holds for ten minutes from the first try on, and then begins anew.
    """
    stranger = _held(_of_address(address), now)
    if stranger.locked_until is None or stranger.locked_until <= now:
        stranger.failed_count, stranger.locked_until = 0, now + _ADDRESS_WINDOW
    stranger.failed_count += 1
    stranger.save()


def _held(key: str, now: datetime) -> Stranger:
    """Give a row that nobody else counts on meanwhile; those tried longest ago are forgotten."""
    _, is_new = Stranger.objects.get_or_create(pk=key, defaults={"tried_at": now})
    if is_new and Stranger.objects.count() > _MOST_KEPT:
        oldest = Stranger.objects.order_by("tried_at").values_list("pk", flat=True)
        Stranger.objects.filter(pk__in=list(oldest[:_FORGOTTEN_AT_ONCE])).delete()
    stranger = Stranger.objects.select_for_update().get(pk=key)
    stranger.tried_at = now
    return stranger


def _of_address(address: str) -> str:
    return _key(".addresses", line_of(address))


def _key(kind: str, of: str) -> str:
    return salted_hmac(f"registry_desk.strangers{kind}", of, algorithm="sha256").hexdigest()
