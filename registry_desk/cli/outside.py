"""The way to machines outside, from the settings, and from the keyring what they want to know."""

import re
from typing import TYPE_CHECKING

from registry_desk.secrets import KeyringMissing, recall

if TYPE_CHECKING:
    from registry_desk.settings import Settings
    from registry_desk.signing import Network

BETWEEN = re.compile(r"[\s,;]+")
"""What parts several values of one setting."""


def network_from(chosen: "Settings") -> "Network":
    """Give the proxy and the logins.

    The keyring is asked only for what the settings say that it keeps: asking may open a window.
    """
    from registry_desk.signing import Network
    from registry_desk.signing.network import machine

    proxy = chosen.string("signing.proxy").strip()
    addresses = [machine(one) for one in several(chosen, "signing.login_at")]
    kept = ((address, kept_secret(f"login:{address}")) for address in addresses)
    return Network(
        proxy=proxy,
        proxy_login=(kept_secret(f"proxy:{proxy}") or "") if proxy else "",
        logins=tuple((address, login) for address, login in kept if login),
        direct_hosts=several(chosen, "signing.inward_hosts"),
    )


def several(chosen: "Settings", key: str) -> tuple[str, ...]:
    """Give the values of a setting that holds several."""
    return tuple(filter(None, BETWEEN.split(chosen.string(key))))


def kept_secret(name: str) -> str | None:
    """Give a secret from the keyring; None where none can be had: who needs it says so."""
    try:
        return recall(name)
    except KeyringMissing:
        return None
