"""What the window is given when it opens: everything outside, already connected."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.desk.memory import Memory
from registry_desk.settings import Profiles, Settings

if TYPE_CHECKING:  # each brings a heavy room along, and the window stands before it is needed
    from registry_desk.journey.checks import Desk
    from registry_desk.journey.counter import Counter
    from registry_desk.journey.devices import ScanSettings
    from registry_desk.journey.mailbox import MailboxPlace
    from registry_desk.journey.pile import ReadingRoom
    from registry_desk.journey.signer import KeyPlace


@dataclass(frozen=True, slots=True)
class Home:
    """What a desk of one's own can change of itself; the demonstration's people have none."""

    settings: Settings
    profiles: Profiles
    remake: Callable[[], "DeskParts"]
    """Gives the desk anew, as the settings and the login are now."""
    log_in: Callable[[str, str, str], str]
    """Takes address, name, password; gives the person's name.

    Raises what :func:`registry_desk.client.log_in` does, and ``KeyringMissing`` after a login that
    holds only until the program ends.
    """
    is_new: bool = False
    """Nobody has set this desk up yet."""


@dataclass(frozen=True, slots=True)
class MailAccount:
    """The institution's mailbox, fetched by this desk."""

    place: "MailboxPlace"
    password: Callable[[], str]
    """May ask the keyring, which may open a window.

    Raises ``MailboxPasswordMissing``, ``SecretFileExposed``.
    """
    remember: Callable[[str], bool]
    """Takes a password; False where it holds only until the program ends."""
    every_s: int


@dataclass(frozen=True, slots=True)
class DeskParts:
    """The parts of one person's desk."""

    counter: "Counter"
    """Tray, register and office."""
    room: "ReadingRoom"
    """Who reads pages, in which languages."""
    operator: str
    """Account name of whose desk it is."""
    operator_name: str
    """That person's name, for the edge of the window."""
    device: str
    """Name of the scanner; empty: the first one found."""
    scan: "ScanSettings"
    register_code: str
    """The register new letters go to; empty: the office's first."""
    scheme: str = "system"
    """Looks: ``light``, ``dark`` or ``system``."""
    is_demonstration: bool = False
    """Marked on screen: devices and people are simulated."""
    role: str = "clerk"
    """What the person does here: decides which screens there are, and which comes first."""
    department: str | None = None
    """Code of the department the person works in; None for the whole institution."""
    token: "KeyPlace | None" = None
    """What replies are signed with: a token, or a certificate kept in the cloud."""
    checked: "Desk | None" = None
    """What Diagnostics looks at; None: what this desk itself uses."""
    paper_wait_s: float = 0.0
    """How long an empty feeder is waited for before it is called empty."""
    watched_folder: Path | None = None
    """Files dropped there come in by themselves; None where none is watched."""
    mailbox: MailAccount | None = None
    """None where this desk fetches no mail."""
    templates: Path | None = None
    """Folder of the institution's templates for replies; None where it has none."""
    receipt_paper: str = "a5"
    """``a5``, ``a6`` or ``roll80``."""
    receipt_printer: str = ""
    """As the system calls it; empty: the receipt is opened as a PDF."""
    label_printer: str = ""
    """The same for labels."""
    memory: Memory = field(default_factory=Memory)
    """What the window remembers of itself."""
    home: Home | None = None
