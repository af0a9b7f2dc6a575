"""The written table of who may do what, and how far a person's work reaches."""

from dataclasses import dataclass

from registry_desk.wire.errors import NotAllowed

CLERK, OFFICIAL, HEAD, SUPERVISOR = "clerk", "official", "head", "supervisor"
ARCHIVIST, AUDITOR, ADMINISTRATOR = "archivist", "auditor", "administrator"
ROLES = (CLERK, OFFICIAL, HEAD, SUPERVISOR, ARCHIVIST, AUDITOR, ADMINISTRATOR)
_LEADING = frozenset({HEAD, SUPERVISOR})
_HOUSE_WIDE = frozenset({SUPERVISOR, ARCHIVIST, AUDITOR})
"""Roles whose work concerns every department where no department is named."""

RIGHTS: dict[str, frozenset[str]] = {
    "register": frozenset({CLERK}) | _LEADING,
    "register_own": frozenset({CLERK, OFFICIAL}) | _LEADING,
    "amend": frozenset({CLERK}) | _LEADING,
    "deliver": frozenset({CLERK, OFFICIAL}) | _LEADING,
    "seal": frozenset({CLERK, OFFICIAL}) | _LEADING,
    "read": frozenset({CLERK, OFFICIAL, ARCHIVIST, AUDITOR}) | _LEADING,
    "annul": frozenset({CLERK}) | _LEADING,
    "assign": frozenset({CLERK}) | _LEADING,
    "work": frozenset({OFFICIAL}) | _LEADING,
    "extend": _LEADING,
    "dispatch": frozenset({CLERK, OFFICIAL}) | _LEADING,
    "approval_rule": frozenset({ADMINISTRATOR}) | _LEADING,
    "send_out": frozenset({CLERK}) | _LEADING,
    "close": frozenset({CLERK, OFFICIAL}) | _LEADING,
    "print": frozenset({CLERK, SUPERVISOR}),
    "numbers": frozenset({CLERK, AUDITOR, ADMINISTRATOR}) | _LEADING,
    "delays": frozenset({OFFICIAL, AUDITOR, ADMINISTRATOR}) | _LEADING,
    "originals": frozenset({CLERK, ARCHIVIST}) | _LEADING,
    "substitute": frozenset({ADMINISTRATOR}) | _LEADING,
    "office": frozenset({ADMINISTRATOR}),
    "calendar": frozenset({SUPERVISOR, ADMINISTRATOR}),
    "confide": frozenset({CLERK}) | _LEADING,
    "recover_code": frozenset({CLERK}),
    "personal_number": frozenset({CLERK, OFFICIAL}) | _LEADING,
    "nomenclator": frozenset({ARCHIVIST}),
    "archive": frozenset({SUPERVISOR, ARCHIVIST, AUDITOR}),
    "hold": frozenset({SUPERVISOR, ARCHIVIST}),
    "person": frozenset({SUPERVISOR, ARCHIVIST}),
}
"""Act to roles. Whoever has a department acts within it, and a head also in those beneath it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The person a request comes from."""

    username: str
    name: str
    role: str
    department: str | None
    beneath: frozenset[str] = frozenset()
    """Departments beneath the person's own, where they lead it."""

    @property
    def is_everywhere(self) -> bool:
        """Tell whether this person's work concerns every department."""
        return self.role == CLERK or (self.role in _HOUSE_WIDE and self.department is None)

    @property
    def departments(self) -> frozenset[str]:
        """Give the departments this person's work concerns, where it is not every one."""
        return self.beneath | ({self.department} if self.department else set())

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
        if not self.is_everywhere and department not in self.departments:
            raise NotAllowed(act=act)


def leads(role: str) -> bool:
    """Tell whether a role answers for a department and for those beneath it."""
    return role in _LEADING
