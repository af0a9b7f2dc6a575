"""Who signs a list of lists by now: a change of signers is announced through pivot lists.

Each pivot is a list of lists signed by those known before it; what it says of itself names those
who sign after it. A pivot that does not verify changes nothing.

Source: Implementing Decision (EU) 2015/1505, art. 4; European Commission, "Pivot LOTL".
"""

from collections.abc import Callable, Sequence

from asn1crypto import x509
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.qualified import eutl_parse

from registry_desk.signing.network import origin

DAMAGE = (SignatureValidationError, ValueError, TypeError, LookupError, AttributeError)
"""What the parser and the verifier of lists meet unsound ones with."""
_MOST_PIVOTS = 40

Fetch = Callable[[str], str | None]
"""Gives the text at an address; None where it cannot be had."""


def read_list_of_lists(
    content: str, address: str, signers: Sequence[x509.Certificate], fetch: Fetch
) -> eutl_parse.LOTLParseResult:
    """Read a list of lists signed by those known, or by whom pivots lead to from them.

    Args:
        content: the list.
        address: where it was found; pivots are taken from the same machine only, for until they
            are followed nobody vouches for their addresses.
        signers: those known; none for the Commission's that pyHanko knows.
        fetch: gives the pivots.

    Raises:
        SignatureValidationError: ValueError: TypeError: LookupError: AttributeError: it is unsound,
            or signed by nobody who is known.
    """
    known = list(signers) or eutl_parse.latest_known_lotl_tlso_certs()
    try:
        return eutl_parse.validate_and_parse_lotl(content, known)
    except DAMAGE:
        later = _after_pivots(content, address, known, fetch)
        if later == known:
            raise
    return eutl_parse.validate_and_parse_lotl(content, later)


def _after_pivots(
    content: str, address: str, known: list[x509.Certificate], fetch: Fetch
) -> list[x509.Certificate]:
    """Go from the oldest pivot to the newest; those from before ``known`` do not verify."""
    signers = known
    for pivot in _pivots(content, address, fetch):
        try:
            issued_at = eutl_parse.parse_lotl_unsafe(pivot).claimed_date_issued
            told = eutl_parse.validate_and_parse_lotl(pivot, signers, validation_time=issued_at)
        except DAMAGE:
            continue
        named = [ref for ref in told.references if eutl_parse.LOTL_RULE in ref.scheme_rules]
        signers = named[0].tlso_certs if named and named[0].tlso_certs else signers
    return signers


def _pivots(content: str, address: str, fetch: Fetch) -> list[str]:
    """Give the pivots that a list names, the oldest first."""
    named = eutl_parse.parse_lotl_unsafe(content).pivot_urls[:_MOST_PIVOTS]
    dated = []
    for url in named:
        pivot = fetch(url) if origin(url) == origin(address) else None
        try:
            if pivot is not None:
                dated.append((eutl_parse.parse_lotl_unsafe(pivot).claimed_date_issued, pivot))
        except DAMAGE:
            continue  # it is no list, so it names nobody
    return [pivot for _, pivot in sorted(dated)]
