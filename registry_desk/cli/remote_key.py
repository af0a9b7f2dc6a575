"""The cloud certificate that ``registry-desk sign`` works with, in place of a token."""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from registry_desk.cli.outside import kept_secret

if TYPE_CHECKING:
    from registry_desk.signing import Network, RemoteHost, Token


def remote_key(
    stack: ExitStack,
    url: str,
    credential: str,
    *,
    network: "Network",
    is_bearer_on_stdin: bool,
) -> "tuple[RemoteHost, Token]":
    """Give the service's process, open as long as the stack, and the credential as a token.

    The bearer token is the first line of standard input, or lies in the system keyring under
    ``csc:URL``.

    Raises:
        RemoteInsecure: RemoteAway: RemoteLoginRefused: RemoteCredentialUnknown: RemoteWayUnfit:
            RemoteUnusable: the service cannot be worked with.
    """
    from registry_desk.signing import RemoteHost, RemoteService

    bearer = sys.stdin.readline().strip() if is_bearer_on_stdin else kept_bearer(url)
    service = RemoteService(url, credential, bearer or None, network=network)
    host = stack.enter_context(RemoteHost(service))
    (found,) = host.tokens()
    return host, found


def kept_bearer(url: str) -> str | None:
    """Give the bearer token for a service from the keyring; None where none can be had."""
    return kept_secret(f"csc:{url}")
