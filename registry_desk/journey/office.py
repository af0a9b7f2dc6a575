"""The office as the register last told it: a desk that is cut off goes on with what it knows."""

import json

from registry_desk.client import RegisterClient
from registry_desk.durable import part_file
from registry_desk.errors import UnavailableError
from registry_desk.journey.codec import from_json
from registry_desk.journey.tray import Tray
from registry_desk.wire import Office

_FILE = "office.json"


def office_of(tray: Tray, register: RegisterClient) -> Office:
    """Give the office: as the register tells it now, else as it told this desk last.

    Raises:
        UnavailableError: the register does not answer now, and never answered this desk before.
    """
    try:
        office = register.office()
    except UnavailableError:
        known = _last_known(tray, register.url)
        if known is None:
            raise
        return known
    told = {"address": register.url, "office": office.model_dump_json()}
    with part_file(tray.folder / _FILE) as part:
        part.write_text(json.dumps(told), encoding="utf-8")
    return office


def _last_known(tray: Tray, address: str) -> Office | None:
    try:
        told = json.loads((tray.folder / _FILE).read_text(encoding="utf-8"))
        return from_json(Office, told["office"]) if told["address"] == address else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # never told, or not by this program: the register is asked when it is back
