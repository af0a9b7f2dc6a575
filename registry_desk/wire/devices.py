"""Desks that work by themselves, each with a key of its own that can be revoked."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from registry_desk.wire.words import Answered, Asked, Code, Line

Label = Annotated[Line, StringConstraints(min_length=1, max_length=100)]


class DeviceOrder(Asked):
    """Ask for a device's key."""

    username: Code
    """The account it works under; it has that account's rights and no others."""
    label: Label


class Device(Answered):
    """A device as the administrator sees it."""

    id: UUID
    username: str
    label: str
    created_at: datetime
    used_on: date | None = None
    """The last day it was used."""


class DeviceKey(Device):
    """A new device with its key, told once."""

    key: str = Field(repr=False)
