"""The written table of who may do what, and who may see which entry."""

from dataclasses import dataclass

from registry_desk.wire.errors import NotAllowed

CLERK, OFFICIAL, SUPERVISOR, ADMINISTRATOR = "clerk", "official", "supervisor", "administrator"

RIGHTS: dict[str, frozenset[str]] = {
    "register": frozenset({CLERK, SUPERVISOR}),
    "register_own": frozenset({CLERK, OFFICIAL, SUPERVISOR}),
    "amend": frozenset({CLERK, SUPERVISOR}),
    "deliver": frozenset({CLERK, OFFICIAL, SUPERVISOR}),
    "seal": frozenset({CLERK, OFFICIAL, SUPERVISOR}),
    "read": frozenset({CLERK, OFFICIAL, SUPERVISOR}),
    "annul": frozenset({CLERK, SUPERVISOR}),
    "assign": frozenset({CLERK, SUPERVISOR}),
    "work": frozenset({OFFICIAL, SUPERVISOR}),
    "extend": frozenset({SUPERVISOR}),
    "dispatch": frozenset({CLERK, OFFICIAL, SUPERVISOR}),
    "close": frozenset({CLERK, OFFICIAL, SUPERVISOR}),
    "print": frozenset({CLERK, SUPERVISOR}),
    "numbers": frozenset({CLERK, SUPERVISOR, ADMINISTRATOR}),
    "delays": frozenset({OFFICIAL, SUPERVISOR, ADMINISTRATOR}),
    "originals": frozenset({CLERK, SUPERVISOR}),
    "substitute": frozenset({SUPERVISOR, ADMINISTRATOR}),
    "office": frozenset({ADMINISTRATOR}),
    "calendar": frozenset({SUPERVISOR, ADMINISTRATOR}),
}
"""Act to roles. A department's supervisor and officials act within their department only."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person a request comes from."""

    username: str
    name: str
    role: str
    department: str | None

    @property
    def is_everywhere(self) -> bool:
        """Tell whether this person's work concerns every department."""
        return self.role == CLERK or (self.role == SUPERVISOR and self.department is None)

    def require(self, act: str) -> None:
        """Stop an act this person's role does not do.

        Raises:
            NotAllowed: the table says no.
        """
        if self.role not in RIGHTS[act]:
            raise NotAllowed(act=act)

    def require_everywhere(self, act: str) -> None:
        """Stop an act that concerns every department.

        Raises:
            NotAllowed: the person works in one department.
        """
        if not self.is_everywhere:
            raise NotAllowed(act=act)

    def require_department(self, department: str, act: str) -> None:
        """Stop an act in another department.

        Raises:
            NotAllowed: the person works in another department.
        """
        if not self.is_everywhere and self.department != department:
            raise NotAllowed(act=act)
