"""What can go wrong between an official's token and a signed file."""

from registry_desk.errors import DamagedError, DeviceError, RefusedError, UnavailableError
from registry_desk.i18n import text


class NoToken(DeviceError):
    """No token answers: it is not there, or it was pulled out."""

    code = "no_token"


class PinWrong(DeviceError):
    """The token refused the PIN; nothing was signed with it."""

    code = "pin_wrong"


class PinWrongLastTry(PinWrong):
    """The token refused the PIN, and one more wrong one locks it."""

    code = "pin_wrong_last_try"


class PinLocked(DeviceError):
    """The token accepts no PIN any more."""

    code = "pin_locked"


class PinEmpty(RefusedError):
    """An empty PIN would cost a try: it is never sent."""

    code = "pin_empty"


class TokenModuleUnfit(DeviceError):
    """The file is no PKCS#11 module, or its other libraries are missing."""

    code = "token_module_unfit"


class TokenModuleExposed(RefusedError):
    """Others may change the module: it would see every PIN."""

    code = "token_module_exposed"


class TokenModuleCrashed(DeviceError):
    """The vendor's module brought its process down; the program is unharmed."""

    code = "token_module_crashed"


class TokenSilent(DeviceError):
    """The vendor's module does not answer in time."""

    code = "token_silent"


class TokenFault(DeviceError):
    """The token refused an operation for a reason of its own."""

    code = "token_fault"


class CertificateUnfit(RefusedError):
    """No certificate of the token can sign; ``reason`` says why."""

    code = "certificate_unfit"

    @property
    def message(self) -> str:
        """Say it with the reason in words."""
        reason = text(f"certificate.{self.params.get('reason')}")
        return text("error.certificate_unfit", **{**self.params, "reason": reason})


class CertificateUnclear(RefusedError):
    """Several certificates could sign, and none was chosen."""

    code = "certificate_unclear"


class TimestampNeeded(RefusedError):
    """The level needs a timestamp authority or trusted roots, and none is set."""

    code = "timestamp_needed"


class TimestampAway(UnavailableError):
    """The timestamp authority does not answer, or answers something unusable."""

    code = "timestamp_away"


class TimestampSlow(TimestampAway):
    """The timestamp authority was waited for in vain."""

    code = "timestamp_slow"


class TimestampExpired(TimestampAway):
    """The timestamp authority's own certificate has run out."""

    code = "timestamp_expired"


class ClockApart(TimestampAway):
    """This computer and the timestamp authority disagree about what time it is."""

    code = "clock_apart"


class RevocationAway(UnavailableError):
    """Whether the certificate is revoked cannot be found out now."""

    code = "revocation_away"


class CertificateRefused(RefusedError):
    """The certificate is revoked, expired or leads to no trusted root."""

    code = "certificate_refused"

    @property
    def message(self) -> str:
        """Say it with the reason in words."""
        reason = text(f"certificate.{self.params.get('reason')}")
        return text("error.certificate_refused", **{**self.params, "reason": reason})


class ProxyAway(UnavailableError):
    """The office's proxy does not answer."""

    code = "proxy_away"


class ProxyLoginWanted(UnavailableError):
    """The office's proxy lets nobody through without a login, or not with this one."""

    code = "proxy_login_wanted"


class LoginWanted(UnavailableError):
    """An authority wants a login, or not this one."""

    code = "login_wanted"


class SourceMissing(DamagedError):
    """The file to be signed is not there or cannot be read."""

    code = "source_missing"


class NotAPdf(DamagedError):
    """The file to be signed is no PDF."""

    code = "not_a_pdf"


class PdfUnsignable(DamagedError):
    """The PDF is broken in a way that a signature would not survive."""

    code = "pdf_unsignable"


class PdfLocked(RefusedError):
    """The PDF is encrypted: what would be signed cannot be shown."""

    code = "pdf_locked"


class PdfCertified(RefusedError):
    """Its author certified the PDF and permits no further signature of this kind."""

    code = "pdf_certified"


class ShownFileChanged(RefusedError):
    """The file is no longer the one that was shown to the signer."""

    code = "shown_file_changed"


class SealKeyUnreadable(RefusedError):
    """The institution's key file or its password does not fit."""

    code = "seal_key_unreadable"


class RemoteInsecure(RefusedError):
    """The signing service's address has no TLS: a PIN is never sent in clear."""

    code = "remote_insecure"


class RemoteAway(UnavailableError):
    """The signing service does not answer."""

    code = "remote_away"


class RemoteUnusable(UnavailableError):
    """The signing service answers what cannot be used."""

    code = "remote_unusable"


class RemoteLoginRefused(RefusedError):
    """The signing service does not know who asks: its bearer token is missing or ran out."""

    code = "remote_login_refused"


class RemoteAuthorisationRefused(RefusedError):
    """The signing service gives no leave to sign: a wrong PIN, or the person said no."""

    code = "remote_authorisation_refused"


class RemoteCredentialUnknown(RefusedError):
    """The signing service has no such certificate for this person."""

    code = "remote_credential_unknown"


class RemoteWayUnfit(RefusedError):
    """The signing service wants a one-time password or a web page; here a PIN is asked for."""

    code = "remote_way_unfit"
