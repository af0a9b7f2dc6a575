"""Whom this office trusts, from the settings, as the judges of signatures take it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.cli.outside import network_from, several
from registry_desk.settings.places import trusted_lists_dir

if TYPE_CHECKING:
    from registry_desk.settings import Settings
    from registry_desk.signing import Trust


def trust_from(chosen: "Settings", also: Sequence[Path] = ()) -> "Trust":
    """Give what is trusted: the settings' anchors and lists, and files named besides."""
    from registry_desk.signing import Trust

    return Trust(
        anchors=(*also, *_place(chosen, "signing.trust")),
        lists=several(chosen, "signing.trusted_lists"),
        list_signers=_place(chosen, "signing.list_signers"),
        territories=several(chosen, "signing.list_territories"),
        cache=trusted_lists_dir(),
        inward_hosts=several(chosen, "signing.inward_hosts"),
        network=network_from(chosen),
    )


def _place(chosen: "Settings", key: str) -> tuple[Path, ...]:
    value = chosen.string(key).strip()
    return (Path(value).expanduser(),) if value else ()
