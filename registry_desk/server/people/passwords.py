"""Passwords change: people's own, asked for as at the login; or new ones by an administrator."""

import secrets

from django.contrib.auth.hashers import make_password

from registry_desk.server.audit.log import record
from registry_desk.server.people import credentials
from registry_desk.server.people.models import Account, Credential
from registry_desk.server.writing import write
from registry_desk.wire.errors import (
    AccountUnknown,
    PasswordElsewhere,
    PasswordTooWeak,
    PasswordWrong,
)

LEAST = 10
"""Source: NIST SP 800-63B, 5.1.1.2 (length counts, not kinds of signs), which asks for eight."""


def change(username: str, old: str, new: str, *, address: str, token: str) -> None:
    """Change a person's own password; every session of theirs but this one ends.

    Keys of devices stay: an administrator gave them and takes them back.

    Args:
        username: whose.
        old: the password until now.
        new: the one from now on.
        address: where the request comes from; wrong tries are counted as at the login.
        token: the session that stays.

    Raises:
        PasswordTooWeak: the new one is short, the old one, or the name.
        PasswordElsewhere: the institution keeps it, not the register.
        PasswordWrong: the old one does not fit.
        LoginThrottled: too many wrong ones: wait first.
    """
    if len(new) < LEAST or new in (old, username):
        raise PasswordTooWeak(length=LEAST)
    account = Account.objects.get(username=username)
    if not account.password_hash:
        raise PasswordElsewhere
    if not credentials.is_password_of(account, old, address):
        raise PasswordWrong
    seen, made = account.password_hash, make_password(new)
    if not write(lambda: _changed(account.pk, seen, made, token)):
        raise PasswordWrong  # it was changed meanwhile, and the old one is another


def renew(username: str, *, by: str) -> str:
    """Give somebody a new password, and tell it; every session of theirs ends, keys stay.

    Raises:
        AccountUnknown: nobody has that name.
    """
    password = secrets.token_urlsafe(12)
    made = make_password(password)

    def job() -> None:
        open_account = Account.objects.filter(username=username, is_active=True)
        if not open_account.update(password_hash=made, failed_count=0, locked_until=None):
            raise AccountUnknown(username=username)
        Credential.objects.filter(account__username=username, device=None).delete()
        record(by, "password_changed", username)

    write(job)
    return password


def _changed(account_id: int, seen: str, made: str, token: str) -> bool:
    own = Account.objects.filter(pk=account_id, password_hash=seen, is_active=True)
    if not own.update(password_hash=made, failed_count=0, locked_until=None):
        return False
    account = Account.objects.get(pk=account_id)
    sessions = Credential.objects.filter(account=account, device=None)
    sessions.exclude(token_hash=credentials.hash_of(token)).delete()
    record(account.username, "password_changed", account.username)
    return True
