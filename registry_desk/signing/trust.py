"""What is trusted when signatures are judged: anchors of the office, and trusted lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from registry_desk.signing.network import DIRECT, Network

_CERTIFICATE_SUFFIXES = (".pem", ".crt", ".cer", ".der")


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures are believed; nothing by default."""

    anchors: tuple[Path, ...] = ()
    """PEM or DER files with root certificates, or folders of such files."""
    lists: tuple[str, ...] = ()
    """Trusted lists (ETSI TS 119 612), or lists of them: addresses or files."""
    list_signers: tuple[Path, ...] = ()
    """Certificates, or folders of them, that sign ``lists``; without any, those of the
    Commission's list of lists that pyHanko knows."""
    territories: tuple[str, ...] = ()
    """Whose lists are taken from a list of lists (``RO``); empty for all."""
    cache: Path | None = None
    """Folder that keeps fetched lists."""
    inward_hosts: tuple[str, ...] = ()
    """Hosts of the own network that may be asked for revocation, whoever names them."""
    network: Network = DIRECT
    """The way to lists and to authorities."""

    @classmethod
    def of(cls, trust: "Trust | Sequence[Path]") -> "Trust":
        """Take anchors alone, or everything."""
        return trust if isinstance(trust, Trust) else cls(anchors=tuple(trust))


def certificate_files(places: Sequence[Path]) -> tuple[Path, ...]:
    """Give the files of certificates: those named, and those in folders that are named."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = sorted(place.iterdir())
            found += [file for file in inside if file.suffix.lower() in _CERTIFICATE_SUFFIXES]
        else:
            found.append(place)
    return tuple(found)
