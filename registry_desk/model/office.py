"""The office as a desk knows it: the institution with its departments, registers and people."""

from dataclasses import dataclass
from typing import Literal, get_args

from registry_desk.model.department import Department

Role = Literal["clerk", "official", "head", "supervisor", "archivist", "auditor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
Direction = Literal["incoming", "outgoing", "internal"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterInfo:
    """A register of entries and exits."""

    code: str
    name: str
    direction: Direction = "incoming"
    prefix: str = ""
    """Empty: it shares the institution's yearly sequence; else it has a sequence of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who works with the register."""

    username: str
    name: str
    role: Role
    department: str | None = None
    """The department's code; None where the person works for the whole institution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The institution with what letters are assigned to and written in."""

    institution: str
    departments: tuple[Department, ...] = ()
    registers: tuple[RegisterInfo, ...] = ()
    accounts: tuple[Account, ...] = ()
    public_url: str = ""
    """Where citizens reach the tracking page, without a slash at the end."""
    has_seal: bool = False
    """The institution's seal key is set; without it nothing is sealed."""
    version: str = ""
    """The server program's version."""
