"""Which tokens are plugged in, looked at again and again while nobody signs; never with a PIN."""

from pathlib import Path

from registry_desk.errors import DeviceError
from registry_desk.journey.signer import TokenPlace
from registry_desk.signing import TokenHost
from registry_desk.signing.errors import TokenModuleExposed

_TIMEOUT_S = 10.0


class TokenWatch:
    """Keeps the makers' modules open, each in its process; used from one thread."""

    def __init__(self, place: TokenPlace) -> None:
        self._place = place
        self._hosts: dict[Path, TokenHost] = {}

    def look(self) -> list[str]:
        """Name the tokens that are plugged in now.

        Raises:
            DeviceError: TokenModuleExposed: the module that is set does not work.
        """
        found: list[str] = []
        for module in self._place.modules():
            try:
                found += self._host(module).labels()
            except (DeviceError, TokenModuleExposed):
                if self._place.module:
                    raise
        return found

    def _host(self, module: Path) -> TokenHost:
        if module not in self._hosts:
            self._hosts[module] = TokenHost(
                module, timeout_s=_TIMEOUT_S, environment=self._place.environment
            )
        return self._hosts[module]

    def close(self) -> None:
        """End the processes."""
        while self._hosts:
            self._hosts.popitem()[1].close()
