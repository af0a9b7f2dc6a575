"""A code that lets somebody whom the identity provider knows in at a desk: once, and soon.

The desk asks for a name and a password; a person without a password here types such a code.
"""

import hashlib
from datetime import timedelta

from registry_desk.model.tracking import new_tracking_code, parse_tracking_code
from registry_desk.server import clock
from registry_desk.server.people.models import Account, Credential
from registry_desk.server.writing import write

MINUTES = 5
_LABEL = "desk code"


def make(username: str) -> str:
    """Give a new code for an open account; the one before ends."""
    code = new_tracking_code()

    def job() -> None:
        account = Account.objects.get(username=username, is_active=True)
        Credential.objects.filter(account=account, label=_LABEL).delete()
        Credential.objects.create(
            token_hash=_hash(code),
            account=account,
            label=_LABEL,
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(minutes=MINUTES),
        )

    write(job)
    return code


def spend(account: Account, written: str) -> bool:
    """Tell whether this is the account's code; it is worthless afterwards."""
    try:
        code = parse_tracking_code(written)
    except ValueError:
        return False
    good = Credential.objects.filter(
        account=account, token_hash=_hash(code), expires_at__gt=clock.now()
    )
    return bool(write(lambda: good.delete()[0]))


def _hash(code: str) -> str:
    """Give what is kept of a code: never the hash of a bearer token, so that it opens nothing."""
    return hashlib.sha256(f"{_LABEL} {code}".encode()).hexdigest()
