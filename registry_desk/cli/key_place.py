"""What this desk's settings say replies are signed with, as the window and the doctor take it."""

from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.cli.outside import network_from
from registry_desk.cli.remote_key import kept_bearer

if TYPE_CHECKING:
    from registry_desk.journey.signer import KeyPlace
    from registry_desk.settings import Settings


def key_place(chosen: "Settings") -> "KeyPlace":
    """Give the certificate in the cloud where one is set, else the token of this desk."""
    from registry_desk.journey.signer import RemotePlace, TokenPlace
    from registry_desk.signing import RemoteService

    trust = chosen.string("signing.trust").strip()
    level, tsa_url = chosen.string("signing.level"), chosen.string("signing.tsa_url") or None
    network = network_from(chosen)
    roots = (Path(trust).expanduser(),) if trust else ()
    url, credential = chosen.string("signing.csc_url"), chosen.string("signing.csc_credential")
    if url and credential:
        service = RemoteService(url, credential, kept_bearer(url), network=network)
        return RemotePlace(
            service=service, level=level, tsa_url=tsa_url, trust=roots, network=network
        )
    module = chosen.string("token.module")
    return TokenPlace(
        module=Path(module) if module else None,
        serial=chosen.string("token.serial"),
        level=level,
        tsa_url=tsa_url,
        trust=roots,
        network=network,
    )
