"""The tree of everything that can go wrong, in five families.

Each family answers by itself: whether it is shown and where, whether it is tried again,
and with which exit code the command line ends. A concrete error is one class with a
stable ``code``; its words live in the catalogue under ``error.<code>`` (what happened, what
is safe) and ``error.<code>.next`` (what to do). Foreign exceptions become one of these at
the edge that meets the foreign library, and nowhere else.

A room adds its own errors by subclassing a family in its own package; ``code`` must be
unique in the whole program (a test walks the tree).
"""

from typing import Any, ClassVar

from registry_desk.i18n import has, text


class RegistryDeskError(Exception):
    """Stand at the root of the tree; never raised itself.

    Keyword arguments become placeholders of the message and travel over process borders and
    over the wire. They must be plain (str, int, float, bool, None) and hold no personal data.
    """

    code: str = "internal"
    family: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 70
    is_retryable: ClassVar[bool] = False

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code, params)
        self.params = params

    @property
    def message(self) -> str:
        """Say what happened and what is safe, in the language in use."""
        return text(f"error.{self.code}", **self.params)

    @property
    def next_step(self) -> str:
        """Say what the person does next, in the language in use."""
        return text(f"error.{self.code}.next", **self.params)

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.code, self.params))

    def as_dict(self) -> dict[str, Any]:
        """Give the error as the command line's and the wire's plain value."""
        return {
            "code": self.code,
            "family": self.family,
            "message": self.message,
            "next_step": self.next_step,
            "params": self.params,
        }


def _rebuild(kind: type[RegistryDeskError], code: str, params: dict[str, Any]) -> RegistryDeskError:
    error = kind(**params)
    error.code = code
    return error


class Cancelled(RegistryDeskError):
    """The person asked to stop: nothing is said, nothing is kept half."""

    code = "cancelled"
    family = "cancelled"
    exit_code = 130


class RefusedError(RegistryDeskError):
    """A rule of the office says no; shown at the field, never tried again by itself."""

    code = "refused"
    family = "refused"
    exit_code = 3


class DeviceError(RegistryDeskError):
    """A hand is needed at a device; a banner says what to do."""

    code = "device"
    family = "device"
    exit_code = 4


class UnavailableError(RegistryDeskError):
    """Not now: the work waits in the tray and goes on by itself."""

    code = "unavailable"
    family = "unavailable"
    exit_code = 5
    is_retryable = True


class DamagedError(RegistryDeskError):
    """Something cannot be read or trusted; it is kept aside and shown, the rest goes on."""

    code = "damaged"
    family = "damaged"
    exit_code = 6


def by_code(code: str, family: str, params: dict[str, Any] | None = None) -> RegistryDeskError:
    """Rebuild the error that crossed a process or the wire as the same class.

    Where the class is not loaded here (a tray read without the room that failed), the error is of
    its family and says its own words; a code without words (a newer server) says its family's.
    """
    known = _classes()
    found = known.get(code) or known.get(family) or RegistryDeskError
    return _rebuild(found, code if has(f"error.{code}") else found.code, params or {})


def _classes() -> dict[str, type[RegistryDeskError]]:
    found: dict[str, type[RegistryDeskError]] = {}
    waiting = [RegistryDeskError]
    while waiting:
        kind = waiting.pop()
        if "code" in kind.__dict__:
            found[kind.code] = kind
        waiting.extend(kind.__subclasses__())
    return found
