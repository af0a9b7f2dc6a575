"""What signing takes and gives: tokens, jobs, results, the picture of a signature."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from registry_desk.errors import RegistryDeskError
from registry_desk.signing.errors import TimestampNeeded
from registry_desk.signing.network import DIRECT, Network

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token."""

    id: str
    """Its CKA_ID, hexadecimal."""
    label: str
    owner: str
    """Common name of the subject."""
    issuer: str
    """Common name of the issuer."""
    serial: str
    """Hexadecimal."""
    valid_from: datetime
    valid_until: datetime
    unfit_reason: str = ""
    """Why it cannot sign: ``authority``, ``expired``, ``not_yet_valid``, ``not_for_signing``,
    ``no_key``; empty for one that can. The words are under ``certificate.<reason>``."""
    der: bytes = b""

    @property
    def is_fit(self) -> bool:
        """Tell whether it can sign."""
        return not self.unfit_reason


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it answers now."""

    label: str
    serial: str
    """Unique per maker: labels repeat, so tokens are told apart by this."""
    model: str
    manufacturer: str
    certificates: tuple[TokenCertificate, ...] = ()
    has_pin_pad: bool = False
    """The PIN is typed on the reader, never here."""
    is_pin_low: bool = False
    """A wrong PIN was given since the last right one."""
    is_last_try: bool = False
    is_pin_locked: bool = False
    most_at_once: int = 0
    """Documents under one leave of the person; 0 for as many as there are."""
    asks_for_each_leave: bool = False
    """A code or a confirmation is wanted for every ``most_at_once`` documents."""

    def leaves_for(self, document_count: int) -> int:
        """Tell how often the person is asked while so many documents are signed."""
        if not (self.asks_for_each_leave and self.most_at_once):
            return 1
        return -(-document_count // self.most_at_once)


@dataclass(frozen=True, slots=True)
class PinQuestion:
    """What the person is told when the PIN, or a code that is good for one leave, is asked for."""

    token_label: str
    owner: str
    """Whose certificate will sign."""
    document_count: int
    is_pin_low: bool = False
    is_last_try: bool = False
    is_code: bool = False
    """A code that the service sent, or that a device shows; never the PIN."""
    hint: str = ""
    """The service's own words for the code, or its question."""
    place: int = 1
    """Which of the codes this is."""
    leave_count: int = 1
    """How many codes, or confirmations, the pile needs."""


@dataclass(frozen=True, slots=True)
class VisibleStamp:
    """The picture of a signature on the page."""

    name: str = ""
    """Empty: the certificate's owner."""
    function: str = ""
    number: str = ""
    """Registration number of the document."""
    page: int = -1
    """From 0; -1 for the last, -2 for the one before it."""
    x_mm: float | None = None
    """Left edge from the left of the page as it is shown; None for the next place at its foot."""
    y_mm: float | None = None
    """Upper edge from the top of the page as it is shown."""
    beside: str = ""
    """Words on the page, such as the signer's name: the picture stands in the room nearest to
    where they appear last, on whichever page that is where ``page`` is -1."""
    width_mm: float = 72
    height_mm: float = 24


@dataclass(frozen=True, slots=True)
class Terms:
    """How a batch is signed."""

    level: str = "B-B"
    tsa_url: str | None = None
    trust: tuple[Path, ...] = ()
    """PEM or DER files, or folders of them, with the roots of signer and timestamp authority."""
    reason: str = ""
    field_name: str = "Signature"
    """A number is added where the name is taken."""
    network: Network = DIRECT
    """The way to timestamp authority and revocation lists."""

    def check(self) -> None:
        """See that the level can be reached.

        Raises:
            TimestampNeeded: the level needs an authority or roots that are not set.
            ValueError: the level is unknown.
        """
        if self.level not in LEVELS:
            raise ValueError(self.level)
        if self.level != "B-B" and not self.tsa_url:
            raise TimestampNeeded(level=self.level)
        if self.level in ("B-LT", "B-LTA") and not self.trust:
            raise TimestampNeeded(level=self.level)


@dataclass(frozen=True, slots=True)
class SignJob:
    """One file to sign."""

    source: Path
    target: Path
    """Another file; written whole or not at all."""
    sha256: str | None = None
    """Hash of what was shown to the signer; None where nothing was shown."""
    stamp: VisibleStamp | None = None
    """Its own picture, where it differs from the batch's."""


@dataclass(frozen=True, slots=True)
class SignResult:
    """What became of one file."""

    source: Path
    target: Path
    error: RegistryDeskError | None = None
    sha256: str | None = None
    """Of the signed file; None where there is none."""
    is_stop: bool = False
    """The error stopped the batch: this file and those after it are untouched."""
