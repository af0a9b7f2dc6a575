"""The way from the server to timestamp authorities and revocation lists, as it is configured."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk import secrets
from registry_desk.errors import RefusedError
from registry_desk.server.site import register_configuration

if TYPE_CHECKING:
    from registry_desk.signing import Network


class LoginsUnreadable(RefusedError):
    """The file of logins has a line that is none."""

    code = "logins_unreadable"


def network() -> "Network":
    """Give the proxy and the logins.

    Raises:
        LoginsUnreadable: the file of logins cannot be understood.
        SecretFileExposed: others on this machine may read it.
        FileNotFoundError: it is not there.
    """
    from registry_desk.signing import Network

    configuration = register_configuration()
    logins: dict[str, str] = {}
    if configuration.logins_file:
        file = configuration.path(configuration.logins_file)
        logins = dict(_logins(file, file.stat().st_mtime_ns))
    return Network(
        proxy=configuration.proxy_url,
        proxy_login=logins.pop(configuration.proxy_url, ""),
        logins=tuple(logins.items()),
    )


@lru_cache(maxsize=2)
def _logins(file: Path, _changed_ns: int) -> tuple[tuple[str, str], ...]:
    """Read lines of an address, a blank, and what is wanted there."""
    found = []
    for line in secrets.from_file(file).splitlines():
        address, _, login = line.strip().partition(" ")
        if not address:
            continue
        if "://" not in address or not login.strip():
            raise LoginsUnreadable(file=file.name)
        found.append((address, login.strip()))
    return tuple(found)
