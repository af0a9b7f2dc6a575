"""Signatures: officials' tokens, the institution's seal, and what signed files are worth.

The order of things: ``host`` keeps the token's module in a process of its own (``worker``),
``remote`` does so with a cloud certificate, ``batch`` signs a pile with one PIN, ``pades`` signs
one file, ``appearance`` draws the picture, ``sealing`` uses the institution's key,
``verification`` judges what arrives or leaves. pyHanko is met only in this room. Importing this
package loads none of them before it is asked for.
"""

from typing import TYPE_CHECKING

from registry_desk.late import names_of

if TYPE_CHECKING:
    from registry_desk.signing.batch import sign_batch
    from registry_desk.signing.host import KeyHost, TokenHost
    from registry_desk.signing.modules import find_modules
    from registry_desk.signing.network import Network
    from registry_desk.signing.question import PagePair
    from registry_desk.signing.remote import RemoteHost, RemoteService
    from registry_desk.signing.report_page import write_report
    from registry_desk.signing.seal_token import SealToken
    from registry_desk.signing.sealing import SealKey, seal
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
    from registry_desk.signing.verification import both_views, verify

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

_HOMES = {
    "FileVerdict": "verdicts",
    "KeyHost": "host",
    "LEVELS": "values",
    "Network": "network",
    "PagePair": "question",
    "PinQuestion": "values",
    "RemoteHost": "remote",
    "RemoteService": "remote",
    "SealKey": "sealing",
    "SealToken": "seal_token",
    "SignJob": "values",
    "SignResult": "values",
    "SignatureVerdict": "verdicts",
    "Terms": "values",
    "Token": "values",
    "TokenCertificate": "values",
    "TokenHost": "host",
    "Trust": "trust",
    "Verdict": "verdicts",
    "VisibleStamp": "values",
    "both_views": "verification",
    "find_modules": "modules",
    "seal": "sealing",
    "sign_batch": "batch",
    "verify": "verification",
    "write_report": "report_page",
}
__getattr__ = names_of(__name__, _HOMES)
