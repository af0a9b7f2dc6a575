"""What the register may answer instead: one class per rule, the same at desk and server."""

from registry_desk.errors import DamagedError, RefusedError, UnavailableError
from registry_desk.i18n import has, text


class LoginRefused(RefusedError):
    """Name, password or credential do not fit, or the credential has run out."""

    code = "login_refused"


class LoginThrottled(UnavailableError):
    """Too many wrong passwords: wait ``seconds``."""

    code = "login_throttled"


class PasswordWrong(RefusedError):
    """The old password does not fit."""

    code = "password_wrong"


class PasswordTooWeak(RefusedError):
    """The new password has fewer than ``length`` signs, or is the old one, or the name."""

    code = "password_too_weak"


class PasswordsDiffer(RefusedError):
    """The new password was typed differently the second time."""

    code = "passwords_differ"


class PasswordElsewhere(RefusedError):
    """The institution's directory or identity provider keeps the password."""

    code = "password_elsewhere"


class TooManyRequests(UnavailableError):
    """Somebody asks too often: wait."""

    code = "too_many_requests"


class NotAllowed(RefusedError):
    """This account's role or department does not do this."""

    code = "not_allowed"

    @property
    def next_step(self) -> str:
        """Name the right as people do; a newer server's right has no words here."""
        right = f"right.{self.params.get('act', '')}"
        if not has(right):
            return super().next_step
        return text("error.not_allowed.next_right", right=text(right))


class RequestMalformed(RefusedError):
    """The request is no JSON of the agreed shape."""

    code = "request_malformed"


class VersionDiffers(RefusedError):
    """Desk and server are of different generations: ``desk``, ``server``."""

    code = "version_differs"


class LengthMissing(RefusedError):
    """The body does not say how long it is."""

    code = "length_missing"


class PieceTooLarge(RefusedError):
    """One request brings more than a piece: at most ``limit_mb``."""

    code = "piece_too_large"


class FieldInvalid(RefusedError):
    """A field's value does not fit: ``field``."""

    code = "field_invalid"

    @property
    def message(self) -> str:
        """Name the field as forms do."""
        name = str(self.params.get("field", ""))
        said = text(f"field.{name}") if has(f"field.{name}") else name
        return text(f"error.{self.code}", **{**self.params, "field": said})


class AddressUnknown(RefusedError):
    """The server has no such address."""

    code = "address_unknown"


class RegisterUnknown(RefusedError):
    """The institution has no register ``register``, or it does not take this direction."""

    code = "register_unknown"


class DepartmentUnknown(RefusedError):
    """The institution has no department ``department``."""

    code = "department_unknown"


class AccountUnknown(RefusedError):
    """Nobody works here under the name ``username`` (in that department)."""

    code = "account_unknown"


class EntryUnknown(RefusedError):
    """There is no such entry, or not for this account."""

    code = "entry_unknown"

    @property
    def message(self) -> str:
        """Say it in one breath where the number is not told."""
        return " ".join(super().message.split())


class RegistrationDiffers(RefusedError):
    """The same request came before with other content; it has the number ``number``."""

    code = "registration_differs"


class RequestReused(RefusedError):
    """The request's id came before, about something else."""

    code = "request_reused"


class TrackingCodeTaken(RefusedError):
    """The tracking code belongs to the entry ``number``."""

    code = "tracking_code_taken"


class EntryAnnulled(RefusedError):
    """The number ``number`` is annulled; nothing is added to it."""

    code = "entry_annulled"


class EntryClosed(RefusedError):
    """The entry ``number`` is closed."""

    code = "entry_closed"


class EntryChangedMeanwhile(RefusedError):
    """Somebody corrected the entry ``number`` after it was looked at."""

    code = "entry_changed_meanwhile"


class RegisterTaken(RefusedError):
    """There is a register ``register`` already, with another direction or prefix."""

    code = "register_taken"


class TermNotPausable(RefusedError):
    """The entry ``number`` has no term that could stand still."""

    code = "term_not_pausable"


class QuestionUnknown(RefusedError):
    """There is no such question, or not for this account."""

    code = "question_unknown"


class QuestionAnswered(RefusedError):
    """Somebody answered the question about ``number`` otherwise meanwhile: ``by``."""

    code = "question_answered"


class IdentityDiffers(RefusedError):
    """The name on the identity document is not the sender's of ``number``."""

    code = "identity_differs"


class FirmDiffers(RefusedError):
    """The firm's number (CUI) on the certificate is not the sender's of ``number``."""

    code = "firm_differs"


class DepartmentCircle(RefusedError):
    """The department ``department`` would stand above itself."""

    code = "department_circle"


class DeviceUnknown(RefusedError):
    """There is no such device, or its key was revoked."""

    code = "device_unknown"


class PeriodNotBegun(RefusedError):
    """A print of ``period`` is ordered, which begins after ``today``."""

    code = "period_not_begun"


class ClockSetBack(UnavailableError):
    """The server's clock is behind the last entry: no number until it is right again."""

    code = "clock_set_back"


class TermNotExtendable(RefusedError):
    """The law gives no extension here, or it was given already."""

    code = "term_not_extendable"


class TermRunOut(RefusedError):
    """The term of entry ``number`` is over: it is extended while it runs, or not at all."""

    code = "term_run_out"


class TaskUnknown(RefusedError):
    """There is no such task, or not for this account."""

    code = "task_unknown"


class TaskMoved(RefusedError):
    """The task is past this step, or lies elsewhere."""

    code = "task_moved"


class ReasonMissing(RefusedError):
    """It is done only with a reason: a letter of another department is moved, say."""

    code = "reason_missing"


class ReplyUnknown(RefusedError):
    """There is no such reply."""

    code = "reply_unknown"


class ReplyNotReady(RefusedError):
    """The reply is not delivered, or not sealed yet."""

    code = "reply_not_ready"


class ReplyUnsigned(RefusedError):
    """A reply without a whole signature of an official is not sealed."""

    code = "reply_unsigned"


class FileUnknown(RefusedError):
    """There is no such file, or not for this account."""

    code = "file_unknown"


class ApprovalUnknown(RefusedError):
    """There is nothing to approve here, or it is not this account's turn."""

    code = "approval_unknown"


class ApprovalMissing(RefusedError):
    """The reply is to be approved before it is signed, or is not what was approved."""

    code = "approval_missing"


class TaskChangedMeanwhile(RefusedError):
    """Somebody else wrote on the task of ``number`` after it was looked at."""

    code = "task_changed_meanwhile"


class SendingUnknown(RefusedError):
    """There is no such thing to send, or not for this account."""

    code = "sending_unknown"


class SendingPast(RefusedError):
    """It is on its way already, or has left."""

    code = "sending_past"


class MailMissing(UnavailableError):
    """No mail server is set on the register's server."""

    code = "mail_missing"


class UploadDamaged(DamagedError):
    """What arrived is not what was announced (its hash differs)."""

    code = "upload_damaged"


class SealMissing(UnavailableError):
    """The institution's seal is not set on the server."""

    code = "seal_missing"


class SealNotAllowed(RefusedError):
    """Only our own scans and signed replies are sealed."""

    code = "seal_not_allowed"


class FileUnjudged(UnavailableError):
    """Whether a file is signed cannot be told now, for the ``reason``: it waits unsealed."""

    code = "file_unjudged"


class StoreFull(UnavailableError):
    """The server's disk is full; nothing was taken half."""

    code = "store_full"


class StoreAway(UnavailableError):
    """The store of files does not answer; nothing was taken half."""

    code = "store_away"


class DatabaseAway(UnavailableError):
    """The server's database does not answer."""

    code = "database_away"


class RegisterNotOpened(UnavailableError):
    """The register was put back from a copy; no number is given before it is opened."""

    code = "register_not_opened"


class PublicAddressMissing(UnavailableError):
    """The server does not know under which address citizens reach it."""

    code = "public_address_missing"
