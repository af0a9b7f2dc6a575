"""The one table of settings."""

from dataclasses import dataclass
from typing import Any

from registry_desk.errors import RefusedError


class SettingInvalid(RefusedError):
    """A value does not fit its setting."""

    code = "setting_invalid"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; its words are under ``setting.<key>``."""

    key: str
    kind: type[str] | type[int] | type[bool]
    default: str | int | bool
    unit: str = ""
    """For people, and ending the key of numbers with a unit."""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    scope: str = "desk"
    """Whose it is: of this ``desk``, or of the ``server`` as this desk reaches it."""

    @property
    def group(self) -> str:
        """Give the group it stands in; its words are under ``settings.<group>``."""
        head = self.key.partition(".")[0]
        return head if self.key != head else "window"

    @property
    def environment_name(self) -> str:
        """Give the environment variable that overrides the stored value."""
        return "REGISTRY_DESK_" + self.key.upper().replace(".", "_")

    def parse(self, value: Any) -> str | int | bool:
        """Check a value, as text or as stored, and give it in the setting's type.

        Raises:
            SettingInvalid: it has the wrong type, is not among the choices or out of range.
        """
        parsed = self._typed(value)
        if self.choices and parsed not in self.choices:
            raise SettingInvalid(key=self.key, allowed=", ".join(self.choices))
        if self.kind is int and self._is_out_of_range(int(parsed)):
            raise SettingInvalid(key=self.key, allowed=f"{self.least}-{self.most} {self.unit}")
        return parsed

    def _typed(self, value: Any) -> str | int | bool:
        if self.kind is bool and isinstance(value, str):
            if value.lower() in ("1", "true", "yes", "da"):
                return True
            if value.lower() in ("0", "false", "no", "nu"):
                return False
        elif self.kind is int and isinstance(value, str) and value.strip().lstrip("-").isdigit():
            return int(value)
        elif type(value) is self.kind:
            typed: str | int | bool = value
            return typed
        raise SettingInvalid(key=self.key, allowed=self.kind.__name__)

    def _is_out_of_range(self, value: int) -> bool:
        too_low = self.least is not None and value < self.least
        return too_low or (self.most is not None and value > self.most)


TABLE: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("language", str, "ro", choices=("ro", "en")),
        Setting("window.scheme", str, "system", choices=("system", "light", "dark")),
        Setting("server.url", str, "", scope="server"),
        Setting("server.credential_file", str, "", scope="server"),
        Setting("scanner.device", str, ""),
        Setting(
            "scanner.source",
            str,
            "feeder",
            choices=("feeder", "duplex", "flatbed", "manual_duplex"),
        ),
        Setting("scanner.wait_s", int, 0, unit="s", least=0, most=3600),
        Setting("scanner.dpi", int, 300, unit="dpi", least=100, most=600),
        Setting("scanner.mode", str, "color", choices=("color", "gray", "bw")),
        Setting("reading.languages", str, "ron"),
        Setting("reading.second_engine", bool, False),
        Setting("reading.jobs", int, 2, least=1, most=64),
        Setting("pdf.profile", str, "faithful", choices=("faithful", "compact")),
        Setting("register.code", str, ""),
        Setting("receipt.paper", str, "a5", choices=("a5", "a6", "roll80")),
        Setting("receipt.printer", str, ""),
        Setting("receipt.label_printer", str, ""),
        Setting("tray.folder", str, ""),
        Setting("tray.keep_days", int, 30, unit="days", least=1, most=3650),
        Setting("tray.free_mb", int, 1024, unit="MB", least=50, most=1_000_000),
        Setting("intake.folder", str, ""),
        Setting("mailbox.host", str, ""),
        Setting("mailbox.username", str, ""),
        Setting("mailbox.security", str, "tls", choices=("tls", "starttls")),
        Setting("mailbox.port", int, 0, least=0, most=65535),
        Setting("mailbox.folder", str, "INBOX"),
        Setting("mailbox.done_folder", str, ""),
        Setting("mailbox.every_min", int, 5, unit="min", least=1, most=1440),
        Setting("mailbox.trust", str, ""),
        Setting("mailbox.password_file", str, ""),
        Setting("reply.templates", str, ""),
        Setting("token.module", str, ""),
        Setting("token.serial", str, ""),
        Setting("signing.level", str, "B-LT", choices=("B-B", "B-T", "B-LT", "B-LTA")),
        Setting("signing.tsa_url", str, ""),
        Setting("signing.proxy", str, ""),
        Setting("signing.login_at", str, ""),
        Setting("signing.csc_url", str, ""),
        Setting("signing.csc_credential", str, ""),
        Setting("signing.trust", str, ""),
        Setting("signing.trusted_lists", str, ""),
        Setting("signing.list_signers", str, ""),
        Setting("signing.list_territories", str, "RO"),
        Setting("signing.inward_hosts", str, ""),
    )
}
