"""The institution's mailbox as this desk's settings name it; its password from file or keyring."""

from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk import secrets
from registry_desk.cli.outside import kept_secret

if TYPE_CHECKING:
    from registry_desk.desk.parts import MailAccount
    from registry_desk.journey.mailbox import MailboxPlace
    from registry_desk.settings import Settings


def mailbox_place(chosen: "Settings") -> "MailboxPlace | None":
    """Give the mailbox; None where none is set."""
    from registry_desk.journey.mailbox import MailboxPlace

    host, username = chosen.string("mailbox.host").strip(), chosen.string("mailbox.username")
    if not host or not username:
        return None
    trust = chosen.string("mailbox.trust").strip()
    return MailboxPlace(
        host=host,
        username=username,
        security=chosen.string("mailbox.security"),
        port=chosen.number("mailbox.port"),
        folder=chosen.string("mailbox.folder"),
        done_folder=chosen.string("mailbox.done_folder"),
        trust=Path(trust).expanduser() if trust else None,
    )


def mailbox_password(chosen: "Settings", place: "MailboxPlace") -> str:
    """Give the password: from its private file where one is set, else from the keyring.

    Raises:
        MailboxPasswordMissing: there is none.
        SecretFileExposed: others may read the file.
    """
    from registry_desk.journey.mailbox import MailboxPasswordMissing

    file = chosen.string("mailbox.password_file").strip()
    try:
        kept = secrets.from_file(Path(file).expanduser()) if file else kept_secret(_name(place))
    except FileNotFoundError:
        kept = None
    if not kept:
        raise MailboxPasswordMissing(username=place.username)
    return kept


class MailPasswords:
    """Passwords typed since the program began, for the desks that no keyring serves."""

    def __init__(self) -> None:
        self._typed: dict[str, str] = {}

    def account(self, chosen: "Settings") -> "MailAccount | None":
        """Give the mailbox with the way to its password; None where none is set."""
        if not chosen.string("mailbox.host") or not chosen.string("mailbox.username"):
            return None  # most desks: the room of mail is not loaded for them
        from registry_desk.desk.parts import MailAccount

        place = mailbox_place(chosen)
        if place is None:
            return None
        return MailAccount(
            place=place,
            password=lambda: self._typed.get(_name(place)) or mailbox_password(chosen, place),
            remember=lambda typed: self._remember(_name(place), typed),
            every_s=chosen.number("mailbox.every_min") * 60,
        )

    def _remember(self, name: str, typed: str) -> bool:
        self._typed[name] = typed
        try:
            secrets.remember(name, typed)
        except secrets.KeyringMissing:
            return False
        return True


def _name(place: "MailboxPlace") -> str:
    """Give the name under which the password lies in the keyring."""
    return f"imap:{place.username}@{place.host}"
