"""The token that is meant, found among the modules installed here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from registry_desk.errors import DeviceError
from registry_desk.signing.errors import NoToken, TokenModuleExposed
from registry_desk.signing.host import TokenHost
from registry_desk.signing.modules import find_modules
from registry_desk.signing.values import Token

Choose = Callable[[Sequence[Token]], Sequence[Token]]


@contextmanager
def token_host(
    module: Path | None, choose: Choose, *, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[TokenHost, Token]]:
    """Open the module whose one token is meant.

    Args:
        module: the maker's library; None goes through those installed here, and past those that
            do not work.
        choose: gives those of a module's tokens that are meant.
        environment: what the module must find in its process's environment.

    Raises:
        NoToken: no module has exactly one such token.
        DeviceError: TokenModuleExposed: ``module`` does not work.
    """
    for place in [module] if module else find_modules():
        host = None
        try:
            host = TokenHost(place, environment=environment)
            found = choose(host.tokens())
        except (DeviceError, TokenModuleExposed):
            if host:
                host.close()
            if module:
                raise
            continue
        with host:
            if len(found) == 1:
                yield host, found[0]
                return
    raise NoToken


def that_can_sign(tokens: Sequence[Token]) -> list[Token]:
    """Give the tokens that hold a certificate one can sign with."""
    return [token for token in tokens if any(one.is_fit for one in token.certificates)]
