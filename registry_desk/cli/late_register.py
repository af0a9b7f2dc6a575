"""The register of a window that must stand before the libraries of the network are loaded."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from registry_desk.client import RegisterClient


def register_at(url: str, credential: str | Callable[[], str]) -> "RegisterClient":
    """Give the client of a register; what it needs is loaded with the first thing asked of it.

    Args:
        url: where the register is.
        credential: of who works here, or what gives it when it is first needed.
    """
    return cast("RegisterClient", _LateRegister(url, credential))


class _LateRegister:
    def __init__(self, url: str, credential: str | Callable[[], str]) -> None:
        self.url = url
        self._credential = credential

    @cached_property
    def _client(self) -> "RegisterClient":
        from registry_desk.client import RegisterClient

        return RegisterClient(self.url, self._credential)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)
