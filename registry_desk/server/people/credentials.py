"""Let people in: passwords checked, wrong ones throttled, tokens kept as hashes."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.people import desk_codes, strangers
from registry_desk.server.people.models import Account, Credential
from registry_desk.server.people.rights import Actor, leads
from registry_desk.server.people.strangers import wait_after
from registry_desk.server.people.substitutes import role_today
from registry_desk.server.people.tree import beneath
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write
from registry_desk.wire.errors import LoginRefused, LoginThrottled

_NOBODY = "-"


def log_in(username: str, password: str, address: str) -> wire.Credential:
    """Give a new credential for a name and its password.

    After five wrong passwords for a name each further one doubles its wait, up to a quarter of an
    hour; an address that fails thirty times in ten minutes waits whatever name it tries.

    Raises:
        LoginRefused: they do not fit, or the account is closed.
        LoginThrottled: wait first.
    """
    now = clock.now()
    account = Account.objects.filter(username=username, is_active=True).first()
    locked_until = account.locked_until if account else strangers.locked_until(username)
    _require_patience(address, locked_until, now)
    if account is None:
        make_password(password)  # an unknown name takes as long as a known one
        write(lambda: _count_stranger(username, address, now))
        raise LoginRefused
    if not _is_right(account, password):
        write(lambda: _count_failure(account.pk, address, now))
        raise LoginRefused
    return _admitted(account, now)


def is_password_of(account: Account, password: str, address: str) -> bool:
    """Tell whether a password is an account's own; a wrong one is counted as at the login.

    Raises:
        LoginThrottled: wait first.
    """
    now = clock.now()
    _require_patience(address, account.locked_until, now)
    if check_password(password, account.password_hash):
        return True
    write(lambda: _count_failure(account.pk, address, now))
    return False


def _require_patience(address: str, locked_until: datetime | None, now: datetime) -> None:
    for until in (strangers.address_locked_until(address), locked_until):
        if until and until > now:
            raise LoginThrottled(seconds=int((until - now).total_seconds()) + 1)


def log_in_known(username: str) -> wire.Credential:
    """Give a new credential for somebody the institution's identity provider vouches for.

    Raises:
        LoginRefused: no open account has that name.
    """
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise LoginRefused
    return _admitted(account, clock.now())


def _is_right(account: Account, password: str) -> bool:
    if desk_codes.spend(account, password):
        return True
    if account.password_hash:
        return check_password(password, account.password_hash)
    from registry_desk.server.people.directory import admits  # its library only where it is asked

    return admits(register_configuration(), account.username, password)


def _admitted(account: Account, now: datetime) -> wire.Credential:
    token, expires_at = write(lambda: _admit(account.pk, now))
    return wire.Credential(
        token=token, account=account_of(account, role_today(account)), expires_at=expires_at
    )


def _count_stranger(username: str, address: str, now: datetime) -> None:
    strangers.count(username, now)
    strangers.count_address(address, now)
    record(_NOBODY, "login_refused", _NOBODY)


def _count_failure(account_id: int, address: str, now: datetime) -> None:
    account = Account.objects.select_for_update().get(pk=account_id)
    account.failed_count += 1
    wait = wait_after(account.failed_count)
    if wait:
        account.locked_until = now + wait
    account.save(update_fields=["failed_count", "locked_until"])
    strangers.count_address(address, now)
    record(account.username, "login_refused", account.username)


def _admit(account_id: int, now: datetime) -> tuple[str, datetime]:
    account = Account.objects.get(pk=account_id)
    account.failed_count, account.locked_until = 0, None
    account.save(update_fields=["failed_count", "locked_until"])
    Credential.objects.filter(expires_at__lt=now).delete()
    expires_at = now + timedelta(hours=register_configuration().login_hours)
    record(account.username, "login", account.username)
    return issue(account, now=now, expires_at=expires_at, label="login"), expires_at


def issue(
    account: Account,
    *,
    now: datetime,
    expires_at: datetime | None,
    label: str,
    device: UUID | None = None,
) -> str:
    """Make a token and keep its hash; inside a write."""
    token = secrets.token_urlsafe(32)
    Credential.objects.create(
        token_hash=hash_of(token),
        account=account,
        label=label,
        created_at=now,
        expires_at=expires_at,
        device=device,
    )
    return token


def actor_of(token: str) -> Actor:
    """Give the person a token belongs to.

    Raises:
        LoginRefused: nobody's, run out, or the account is closed.
    """
    alive = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    found = (
        Credential.objects.select_related("account")
        .filter(alive, token_hash=hash_of(token), account__is_active=True)
        .first()
    )
    if found is None:
        raise LoginRefused
    if found.device and found.used_on != clock.today():
        kept = Credential.objects.filter(pk=found.pk)
        write(lambda: kept.update(used_on=clock.today()))
    account = found.account
    role, own = role_today(account), account.department_id
    under = beneath(own) if own and leads(role) else frozenset()
    return Actor(account.username, account.name, role, own, under)


def log_out(token: str) -> None:
    """Make a token worthless."""
    write(lambda: Credential.objects.filter(token_hash=hash_of(token)).delete())


def account_of(account: Account, role: str = "") -> wire.Account:
    """Give an account as it travels; ``role`` is today's where that is another one."""
    return wire.Account.model_construct(
        username=account.username,
        name=account.name,
        role=role or account.role,
        department=account.department_id,
    )


def hash_of(token: str) -> str:
    """Give what a token is known by here."""
    return hashlib.sha256(token.encode()).hexdigest()
