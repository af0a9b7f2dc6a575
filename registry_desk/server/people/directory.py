"""Ask the town hall's directory (LDAP) whether a password is right.

The directory says who somebody is; what that person may do here is said by the account, opened
beforehand without a password of its own.

Source: RFC 4511, 4.2 (bind); RFC 4513, 5.1.2 (a bind without a password succeeds for anybody).
"""

import ssl
from urllib.parse import urlsplit

import ldap3
from ldap3.core.exceptions import LDAPException
from ldap3.utils.dn import escape_rdn

from registry_desk.errors import RefusedError, UnavailableError
from registry_desk.server.configuration import Configuration

_PATIENCE_S = 5
_OWN_MACHINE = {"127.0.0.1", "::1", "localhost"}
_SAID_NO = {19, 32, 34, 48, 49, 50, 53}
"""Results that mean "not with this name and password": wrong, locked, expired, unknown.
Source: RFC 4511, appendix A."""


class DirectoryAway(UnavailableError):
    """The directory of the institution does not answer."""

    code = "directory_away"


class DirectoryUnsafe(RefusedError):
    """Passwords would cross the network unencrypted."""

    code = "directory_unsafe"


def admits(configuration: Configuration, username: str, password: str) -> bool:
    """Tell whether the directory knows this name with this password.

    Args:
        configuration: ``ldap_url`` is ``ldaps://host`` or ``ldap://host?starttls``; ``ldap_name``
            is how a user is called there, with ``{username}`` in it.
        username: as the account is called here.
        password: as typed; an empty one is nobody's.

    Raises:
        DirectoryAway: it does not answer, or answers with a trouble of its own.
        DirectoryUnsafe: its address is neither encrypted nor on this machine.
    """
    if not configuration.ldap_url or not password:
        return False
    address = urlsplit(configuration.ldap_url)
    is_upgraded = address.query == "starttls"
    if address.scheme != "ldaps" and not is_upgraded and address.hostname not in _OWN_MACHINE:
        raise DirectoryUnsafe(address=address.hostname)
    asked = ldap3.Connection(
        _door(configuration),
        user=_name(configuration, username),
        password=password,
        receive_timeout=_PATIENCE_S,
        read_only=True,
    )
    try:
        return _binds(asked, is_upgraded=is_upgraded)
    except (LDAPException, OSError) as told:
        raise DirectoryAway(reason=type(told).__name__) from None


def _door(configuration: Configuration) -> ldap3.Server:
    address = urlsplit(configuration.ldap_url)
    trusted = configuration.ldap_trust_file
    return ldap3.Server(
        address.hostname or "",
        port=address.port,
        use_ssl=address.scheme == "ldaps",
        tls=ldap3.Tls(
            validate=ssl.CERT_REQUIRED,
            ca_certs_file=str(configuration.path(trusted)) if trusted else None,
        ),
        get_info=ldap3.NONE,
        connect_timeout=_PATIENCE_S,
    )


def _binds(asked: ldap3.Connection, *, is_upgraded: bool) -> bool:
    try:
        asked.open()
        if is_upgraded:
            asked.start_tls()
        is_right = bool(asked.bind())
        answer = asked.result["result"]
    finally:
        asked.unbind()
        if asked.socket is not None:  # unbinding leaves one that was never whole
            asked.socket.close()
    if not is_right and answer not in _SAID_NO:
        raise DirectoryAway(reason=str(answer))
    return is_right


def _name(configuration: Configuration, username: str) -> str:
    """Give the name to bind with: a distinguished name, or ``user@domain`` as Windows takes it."""
    is_distinguished = "=" in configuration.ldap_name
    return configuration.ldap_name.format(
        username=escape_rdn(username) if is_distinguished else username
    )
