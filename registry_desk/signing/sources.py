"""What a batch needs from outside: timestamps, revocation lists, the chain above a certificate.

Source: FACTS of 2026-11, "Signing": a failed fetch stays cached; a context's moment is frozen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import cms, x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from registry_desk.signing.values import Terms

_TSA_TIMEOUT_S = 20


class _Stamper(HTTPTimeStamper):
    """Gives one kind of error, whatever an authority answers (a wrong nonce breaks the library)."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TimestampRequestError("unusable answer") from error


@dataclass(slots=True)
class Sources:
    """What a batch fetches from outside, shared by its documents; thrown away on any failure."""

    terms: Terms
    roots: list[x509.Certificate] = field(default_factory=list)
    timestamper: HTTPTimeStamper | None = None
    _backend: AIOHttpFetcherBackend | None = None
    _fetchers: Any = None

    def __post_init__(self) -> None:
        self.roots = load_roots(self.terms.trust)
        if self.terms.level != "B-B" and self.terms.tsa_url:
            self.timestamper = _Stamper(self.terms.tsa_url, timeout=_TSA_TIMEOUT_S)

    def context(self) -> ValidationContext | None:
        """Give a fresh context: its moment is frozen when it is made."""
        if not self.roots or self.terms.level not in ("B-LT", "B-LTA"):
            return None
        if self._fetchers is None:
            self._backend = AIOHttpFetcherBackend(per_request_timeout=10)
            self._fetchers = self._backend.get_fetchers()
        return ValidationContext(
            trust_roots=self.roots,
            allow_fetching=True,
            revocation_mode="require",
            fetchers=self._fetchers,
        )

    async def forget(self) -> None:
        """Throw away what was fetched: failed answers are cached as well."""
        backend, self._backend, self._fetchers = self._backend, None, None
        if backend is not None:
            await backend.close()


def load_roots(files: tuple[Path, ...]) -> list[x509.Certificate]:
    """Read the certificates of PEM or DER files."""
    return list(load_certs_from_pemder([str(file) for file in files])) if files else []


def chain_of(
    certificate: x509.Certificate, known: Iterable[x509.Certificate]
) -> list[x509.Certificate]:
    """Give the issuers above a certificate, nearest first, as far as they are known."""
    candidates, chain, below = list(known), [], certificate
    while below.issuer != below.subject:
        above = [c for c in candidates if c.subject == below.issuer and c not in chain]
        named = [c for c in above if c.key_identifier == below.authority_key_identifier]
        if not above:
            break
        below = (named or above)[0]
        chain.append(below)
    return chain
