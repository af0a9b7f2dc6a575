"""Whom the register trusts when it judges a signature: certificates of its own, and trusted lists.

Nothing is fetched while somebody waits: the lists are brought by the upkeep and kept in the folder.
"""

import logging
from typing import TYPE_CHECKING

from registry_desk.server.outward import network
from registry_desk.server.site import register_configuration

if TYPE_CHECKING:
    from registry_desk.signing import Trust

_log = logging.getLogger("registry_desk.server.trusted")


def trusted() -> "Trust":
    """Give whom the register trusts, as its configuration says."""
    from registry_desk.signing import Trust

    configuration = register_configuration()
    return Trust(
        anchors=tuple(map(configuration.path, configuration.trust_files)),
        lists=configuration.trusted_lists,
        list_signers=tuple(map(configuration.path, configuration.list_signers)),
        territories=configuration.list_territories,
        cache=configuration.path("trusted-lists"),
        network=network(),
    )


def fetch_lists() -> None:
    """Bring the trusted lists that are not of today; one that cannot be had is logged."""
    if not register_configuration().trusted_lists:
        return
    from registry_desk.signing.trusted_lists import read_lists

    for problem in read_lists(trusted(), is_offline=False).problems:
        _log.warning("%s", problem)
