"""What an official signs with: a token at this desk, or a certificate kept in the cloud."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from registry_desk.signing import (
    KeyHost,
    Network,
    PinQuestion,
    RemoteHost,
    RemoteService,
    Token,
    TokenHost,
    find_modules,
)
from registry_desk.signing.finding import that_can_sign, token_host
from registry_desk.signing.network import DIRECT

Opened = tuple[KeyHost, Token]
"""The process of a key, and the key as it answers now."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that answers now, and how it signs."""

    host: KeyHost
    token_serial: str
    pin: Callable[[PinQuestion], str | None]
    certificate_id: str | None = None
    level: str = "B-B"
    tsa_url: str | None = None
    trust: tuple[Path, ...] = ()
    network: Network = DIRECT


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPlace(ABC):
    """Where an official's key is found, before anything is asked of it."""

    certificate_id: str | None = None
    level: str = "B-B"
    tsa_url: str | None = None
    trust: tuple[Path, ...] = ()
    network: Network = DIRECT

    @abstractmethod
    def opened(self) -> AbstractContextManager[Opened]:
        """Open the key's process for one piece of work.

        Raises:
            NoToken: there is no such token, or several.
            DeviceError: UnavailableError: RefusedError: it cannot be worked with now.
        """

    @property
    def removable(self) -> "TokenPlace | None":
        """Give itself where it can be pulled out, so that it is worth watching."""
        return None

    @abstractmethod
    def tokens(self) -> list[Token]:
        """List what answers there now; no PIN is asked for.

        Raises:
            DeviceError: UnavailableError: RefusedError: it does not answer.
        """


@dataclass(frozen=True, slots=True)
class TokenPlace(KeyPlace):
    """A token in a reader of this desk."""

    module: Path | None = None
    """The maker's PKCS#11 library; None goes through those installed here."""
    serial: str = ""
    """Empty for the only token that can sign."""
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def removable(self) -> "TokenPlace | None":
        """Give itself: a token can be pulled out."""
        return self

    def opened(self) -> AbstractContextManager[Opened]:
        """Open the module whose token is meant."""
        return token_host(self.module, self._meant, environment=self.environment)

    def tokens(self) -> list[Token]:
        """List the tokens that are plugged in."""
        found: list[Token] = []
        for module in self.modules():
            with TokenHost(module, environment=self.environment) as host:
                found += host.tokens()
        return found

    def modules(self) -> list[Path]:
        """Give the libraries that are asked."""
        return [self.module] if self.module else find_modules()

    def _meant(self, tokens: Sequence[Token]) -> Sequence[Token]:
        if self.serial:
            return [token for token in tokens if token.serial == self.serial]
        return that_can_sign(tokens) or (tokens if self.module else ())


@dataclass(frozen=True, slots=True)
class RemotePlace(KeyPlace):
    """A certificate at a signing service; the service or the official vouches for each pile."""

    service: RemoteService

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """Open the service's process and ask for the credential."""
        with RemoteHost(self.service) as host:
            (found,) = host.tokens()
            yield host, found

    def tokens(self) -> list[Token]:
        """Ask the service for the credential."""
        with RemoteHost(self.service) as host:
            return host.tokens()


@contextmanager
def signer_at(place: KeyPlace, pin: Callable[[PinQuestion], str | None]) -> Iterator[Signer]:
    """Open a key for one piece of work.

    Args:
        place: where it is.
        pin: asks the person; its answer is kept nowhere.
    """
    with place.opened() as (host, token):
        yield Signer(
            host=host,
            token_serial=token.serial,
            pin=pin,
            certificate_id=place.certificate_id,
            level=place.level,
            tsa_url=place.tsa_url,
            trust=place.trust,
            network=place.network,
        )
