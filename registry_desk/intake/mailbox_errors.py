"""What can be wrong with the institution's mailbox."""

from registry_desk.errors import DamagedError, RefusedError, UnavailableError


class MailboxAway(UnavailableError):
    """The mail server ``host`` does not answer, or breaks off."""

    code = "mailbox_away"


class MailboxUntrusted(RefusedError):
    """Nobody this machine trusts vouches for the mail server ``host``."""

    code = "mailbox_untrusted"


class MailboxLoginRefused(RefusedError):
    """The mail server takes neither name nor password of ``username``.

    Never tried again by itself: mail servers lock accounts.
    """

    code = "mailbox_login_refused"


class MailboxPasswordMissing(RefusedError):
    """Nobody has told this desk the password of ``username``."""

    code = "mailbox_password_missing"


class MailboxFolderMissing(RefusedError):
    """The mailbox has no folder ``folder``, or it may not be changed."""

    code = "mailbox_folder_missing"


class MailboxNotMarked(RefusedError):
    """What was taken in cannot be marked or moved in the mailbox."""

    code = "mailbox_not_marked"


class MessageTooLarge(DamagedError):
    """The message has more than ``limit_mb`` MB."""

    code = "message_too_large"
