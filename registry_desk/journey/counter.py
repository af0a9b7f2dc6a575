"""The counter of a desk, as every step of a letter is given it; loads neither client nor stages."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.journey.tray import Tray
from registry_desk.model.office import Office

if TYPE_CHECKING:
    from registry_desk.client import RegisterClient
    from registry_desk.signing import Trust


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a letter is registered: this desk's tray, its register, its habits."""

    tray: Tray
    register: "RegisterClient"
    office: Office
    pdf_profile: str = "faithful"
    trust: "Trust | tuple[Path, ...]" = ()
    """What signatures of arriving files are checked against: certificates (PEM), or more."""
