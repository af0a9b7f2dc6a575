"""Desks that work by themselves: each has a key of its own, and the key can be revoked."""

from uuid import UUID, uuid4

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.people import credentials
from registry_desk.server.people.models import Account, Credential
from registry_desk.wire.errors import AccountUnknown, DeviceUnknown


def add(asked: wire.DeviceOrder, by: str) -> wire.DeviceKey:
    """Make a device's key; inside a write.

    Raises:
        AccountUnknown: nobody has that name.
    """
    account = Account.objects.filter(username=asked.username, is_active=True).first()
    if account is None:
        raise AccountUnknown(username=asked.username)
    device = uuid4()
    key = credentials.issue(
        account, now=clock.now(), expires_at=None, label=asked.label, device=device
    )
    record(by, "device_added", asked.username, device=str(device), label=asked.label)
    made = Credential.objects.select_related("account").get(device=device)
    return wire.DeviceKey(**_view(made).model_dump(), key=key)


def devices() -> list[wire.Device]:
    """Give the devices whose keys are good, by account."""
    found = Credential.objects.exclude(device=None).select_related("account")
    return [_view(kept) for kept in found.order_by("account__username", "created_at")]


def revoke(device: UUID, by: str) -> None:
    """Make a device's key worthless at once; inside a write.

    Raises:
        DeviceUnknown: there is none.
    """
    kept = Credential.objects.filter(device=device).select_related("account").first()
    if kept is None:
        raise DeviceUnknown
    record(by, "device_revoked", kept.account.username, device=str(device))
    kept.delete()


def _view(kept: Credential) -> wire.Device:
    return wire.Device.model_construct(
        id=kept.device,
        username=kept.account.username,
        label=kept.label,
        created_at=kept.created_at,
        used_on=kept.used_on,
    )
