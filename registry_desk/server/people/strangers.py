"""Names nobody has here: tried again and again they wait as long as real ones.

Otherwise the sixth wrong password would tell whether there is such an account. Kept in the
database, so that all processes of a register count together, as they do for real names; what was
typed is kept as a keyed hash only, because people type passwords into the wrong field.
"""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from registry_desk.server.people.models import Stranger

FREE_TRIES = 5
_LONGEST_WAIT_S = 900
_MOST_NAMES = 20_000
_FORGOTTEN_AT_ONCE = 1_000


def wait_after(failed_count: int) -> timedelta | None:
    """Give how long a name waits after so many wrong passwords; None: not at all."""
    beyond = failed_count - FREE_TRIES
    if beyond < 0:
        return None
    return timedelta(seconds=min(30 * 2 ** min(beyond, 10), _LONGEST_WAIT_S))


def locked_until(name: str) -> datetime | None:
    """Give until when a name waits, as an account's ``locked_until`` does."""
    found = Stranger.objects.filter(pk=_key(name))
    return found.values_list("locked_until", flat=True).first()


def count(name: str, now: datetime) -> None:
    """Count one wrong try; inside a write. The names tried longest ago are forgotten."""
    _, is_new = Stranger.objects.get_or_create(pk=_key(name), defaults={"tried_at": now})
    if is_new and Stranger.objects.count() > _MOST_NAMES:
        oldest = Stranger.objects.order_by("tried_at").values_list("pk", flat=True)
        Stranger.objects.filter(pk__in=list(oldest[:_FORGOTTEN_AT_ONCE])).delete()
    stranger = Stranger.objects.select_for_update().get(pk=_key(name))
    stranger.failed_count += 1
    wait = wait_after(stranger.failed_count)
    stranger.locked_until, stranger.tried_at = now + wait if wait else None, now
    stranger.save()


def _key(name: str) -> str:
    return salted_hmac("registry_desk.strangers", name, algorithm="sha256").hexdigest()
