"""Ask the institution's identity provider (OpenID Connect) who stands before the door.

Source: OpenID Connect Core 1.0, 3.1 (code flow) and 3.1.3.7 (what an ID token must show); RFC 7636
(PKCE).
"""

from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from registry_desk.errors import UnavailableError
from registry_desk.server.configuration import Configuration
from registry_desk.server.people.question import BACK, Question
from registry_desk.wire.errors import LoginRefused

_PATIENCE_S = 10
_CLOCKS_DIFFER_S = 60
_ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_OWN_MACHINE = {"127.0.0.1", "::1", "localhost"}


class ProviderAway(UnavailableError):
    """The identity provider of the institution does not answer as one."""

    code = "provider_away"


def address_for(configuration: Configuration, question: Question) -> str:
    """Give the provider's address to send somebody to.

    Raises:
        ProviderAway: it does not say where.
    """
    session = _session(configuration)
    address, _state = session.create_authorization_url(
        _described(configuration)["authorization_endpoint"],
        state=question.state,
        nonce=question.nonce,
        code_verifier=question.verifier,
    )
    return str(address)


def username_behind(configuration: Configuration, question: Question, code: str) -> str:
    """Exchange the code somebody came back with for the name the provider vouches for.

    Raises:
        LoginRefused: the provider does not vouch for anybody.
        ProviderAway: it does not answer as one.
    """
    described = _described(configuration)
    try:
        token = _session(configuration).fetch_token(
            described["token_endpoint"],
            code=code,
            code_verifier=question.verifier,
            timeout=_PATIENCE_S,
        )
        keys = KeySet.import_key_set(_fetched(described["jwks_uri"]))
        read = jwt.decode(str(token.get("id_token", "")), keys, algorithms=_ALGORITHMS)
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": configuration.oidc_issuer},
                "aud": {"essential": True, "value": configuration.oidc_client},
            },
            params={"nonce": question.nonce, "client_id": configuration.oidc_client},
        )
        claims.validate(leeway=_CLOCKS_DIFFER_S)
    except (AuthlibBaseError, JoseError, ValueError) as told:
        raise LoginRefused from told
    except requests.RequestException as told:
        raise ProviderAway(reason=type(told).__name__) from None
    return str(claims.get(configuration.oidc_claim, ""))


def _session(configuration: Configuration) -> OAuth2Session:
    secret = configuration.oidc_secret_file
    return OAuth2Session(
        configuration.oidc_client,
        configuration.path(secret).read_text("utf-8").strip() if secret else None,
        scope="openid profile email",
        redirect_uri=configuration.public_url + BACK,
        code_challenge_method="S256",
    )


def _described(configuration: Configuration) -> dict[str, Any]:
    """Fetch what the provider says of itself. Source: OpenID Connect Discovery 1.0, 4."""
    issuer = configuration.oidc_issuer.rstrip("/")
    described: dict[str, Any] = _fetched(f"{issuer}/.well-known/openid-configuration")
    addresses = [described.get(name) for name in _ADDRESSES]
    is_whole = all(isinstance(address, str) and _is_safe(address) for address in addresses)
    if not is_whole or described.get("issuer") != configuration.oidc_issuer:
        raise ProviderAway(reason="description")
    return described


def _is_safe(address: str) -> bool:
    """Tell whether nobody can read along on the way there."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in _OWN_MACHINE


def _fetched(address: str) -> Any:
    if not _is_safe(address):
        raise ProviderAway(reason="http")
    try:
        answer = requests.get(address, timeout=_PATIENCE_S, allow_redirects=False)
        answer.raise_for_status()
        described = answer.json()
    except (requests.RequestException, ValueError) as told:
        raise ProviderAway(reason=type(told).__name__) from None
    if not isinstance(described, dict):
        raise ProviderAway(reason="description")
    return described
