"""The office as the register last told it: a desk that is cut off goes on with what it knows."""

import json
from dataclasses import dataclass

from registry_desk.client import RegisterClient
from registry_desk.durable import part_file
from registry_desk.errors import UnavailableError
from registry_desk.journey.codec import from_json
from registry_desk.journey.tray import Tray
from registry_desk.wire import Account, Office

_FILE = "office.json"


@dataclass(frozen=True, slots=True)
class Known:
    """What a desk knows of its register."""

    office: Office
    account: Account
    """Whose desk it is."""


def office_of(tray: Tray, register: RegisterClient) -> Office:
    """Give the office: as the register tells it now, else as it told this desk last.

    Raises:
        UnavailableError: the register does not answer now, and never answered this desk before.
    """
    try:
        office = register.office()
    except UnavailableError:
        known = _told(tray, register.url)
        if known is None:
            raise
        return from_json(Office, known["office"])
    _keep(tray, register.url, office=office.model_dump_json())
    return office


def ask_register(tray: Tray, register: RegisterClient) -> Known:
    """Ask the register for the office and for whose desk this is, and keep both.

    Raises:
        UnavailableError: it does not answer now.
        LoginRefused: nobody is logged in here.
    """
    known = Known(register.office(), register.me())
    _keep(
        tray,
        register.url,
        office=known.office.model_dump_json(),
        account=known.account.model_dump_json(),
    )
    return known


def last_known(tray: Tray, address: str) -> Known | None:
    """Give what the register at an address told this desk last; None where it never did."""
    told = _told(tray, address)
    if told is None or "account" not in told:
        return None
    return Known(from_json(Office, told["office"]), from_json(Account, told["account"]))


def _keep(tray: Tray, address: str, **told: str) -> None:
    before = _told(tray, address) or {}
    now = {**before, "address": address, **told}
    if now != before:
        with part_file(tray.folder / _FILE) as part:
            part.write_text(json.dumps(now), encoding="utf-8")


def _told(tray: Tray, address: str) -> dict[str, str] | None:
    try:
        told = json.loads((tray.folder / _FILE).read_text(encoding="utf-8"))
        from_json(Office, told["office"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # never told, or not by this program: the register is asked when it is back
    return told if told.get("address") == address else None
