"""The office as the register last told it: a desk that is cut off goes on with what it knows.

The first picture of the window is drawn from this file: it is read without the libraries that
speak with the register.
"""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from registry_desk.durable import part_file
from registry_desk.errors import UnavailableError
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department
from registry_desk.model.office import DIRECTIONS, ROLES, Account, Office, RegisterInfo

if TYPE_CHECKING:
    from registry_desk.client import RegisterClient

_FILE = "office.json"
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Known:
    """What a desk knows of its register."""

    office: Office
    account: Account
    """Whose desk it is."""


def office_of(tray: Tray, register: "RegisterClient") -> Office:
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
        return _office(known["office"])
    _keep(tray, register.url, office=office)
    return office


def ask_register(tray: Tray, register: "RegisterClient") -> Known:
    """Ask the register for the office and for whose desk this is, and keep both.

    Raises:
        UnavailableError: it does not answer now.
        LoginRefused: nobody is logged in here.
    """
    known = Known(register.office(), register.me())
    _keep(tray, register.url, office=known.office, account=known.account)
    return known


def last_known(tray: Tray, address: str) -> Known | None:
    """Give what the register at an address told this desk last; None where it never did."""
    told = _told(tray, address)
    if told is None or "account" not in told:
        return None
    return Known(_office(told["office"]), _account(json.loads(told["account"])))


def _keep(tray: Tray, address: str, **told: Office | Account) -> None:
    before = _told(tray, address) or {}
    written = {name: json.dumps(asdict(value)) for name, value in told.items()}
    now = {**before, "address": address, **written}
    if now != before:
        with part_file(tray.folder / _FILE) as part:
            part.write_text(json.dumps(now), encoding="utf-8")


def _told(tray: Tray, address: str) -> dict[str, str] | None:
    try:
        told = json.loads((tray.folder / _FILE).read_text(encoding="utf-8"))
        _office(told["office"])
        if "account" in told:
            _account(json.loads(told["account"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None  # never told, or not by this program: the register is asked when it is back
    return told if told.get("address") == address else None


def _office(written: str) -> Office:
    """Read an office.

    Raises:
        ValueError: KeyError: TypeError: AttributeError: it is none.
    """
    told = json.loads(written)
    return Office(
        institution=_words(told["institution"]),
        departments=tuple(map(_department, told.get("departments", ()))),
        registers=tuple(map(_register, told.get("registers", ()))),
        accounts=tuple(map(_account, told.get("accounts", ()))),
        public_url=_words(told.get("public_url", "")),
        has_seal=told.get("has_seal") is True,
        version=_words(told.get("version", "")),
    )


def _department(told: dict[str, Any]) -> Department:
    words = tuple(_words(word) for word in told.get("words", ()))
    return Department(_words(told["code"]), _words(told["name"]), words, _maybe(told, "parent"))


def _register(told: dict[str, Any]) -> RegisterInfo:
    return RegisterInfo(
        code=_words(told["code"]),
        name=_words(told["name"]),
        direction=_one_of(DIRECTIONS, told.get("direction", "incoming")),
        prefix=_words(told.get("prefix", "")),
    )


def _account(told: dict[str, Any]) -> Account:
    return Account(
        username=_words(told["username"]),
        name=_words(told["name"]),
        role=_one_of(ROLES, told["role"]),
        department=_maybe(told, "department"),
    )


def _words(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError(type(told))
    return told


def _one_of(known: tuple[_One, ...], told: object) -> _One:
    return known[known.index(told)]


def _maybe(told: dict[str, Any], name: str) -> str | None:
    return None if told.get(name) is None else _words(told[name])
