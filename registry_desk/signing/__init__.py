"""Signatures: officials' tokens, the institution's seal, and what signed files are worth.

The order of things: ``host`` keeps the token's module in a process of its own (``worker``),
``remote`` does so with a cloud certificate, ``batch`` signs a pile with one PIN, ``pades`` signs
one file, ``appearance`` draws the picture,
``seal`` uses the institution's key, ``verify`` judges what arrives or leaves. pyHanko is met only
in this room.
"""

from registry_desk.signing.batch import sign_batch
from registry_desk.signing.host import KeyHost, TokenHost
from registry_desk.signing.modules import find_modules
from registry_desk.signing.network import Network
from registry_desk.signing.question import PagePair
from registry_desk.signing.remote import RemoteHost, RemoteService
from registry_desk.signing.report_page import write_report
from registry_desk.signing.seal import SealKey, seal
from registry_desk.signing.seal_token import SealToken
from registry_desk.signing.trust import Trust
from registry_desk.signing.values import (
    LEVELS,
    PinQuestion,
    SignJob,
    SignResult,
    Terms,
    Token,
    TokenCertificate,
    VisibleStamp,
)
from registry_desk.signing.verdicts import FileVerdict, SignatureVerdict, Verdict
from registry_desk.signing.verify import both_views, verify

__all__ = [
    "LEVELS",
    "FileVerdict",
    "KeyHost",
    "Network",
    "PagePair",
    "PinQuestion",
    "RemoteHost",
    "RemoteService",
    "SealKey",
    "SealToken",
    "SignJob",
    "SignResult",
    "SignatureVerdict",
    "Terms",
    "Token",
    "TokenCertificate",
    "TokenHost",
    "Trust",
    "Verdict",
    "VisibleStamp",
    "both_views",
    "find_modules",
    "seal",
    "sign_batch",
    "verify",
    "write_report",
]
