"""The office as the desk needs it: departments, registers, people, and who works here."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from registry_desk.model import office as known
from registry_desk.model.department import Department
from registry_desk.model.office import Direction, Role
from registry_desk.wire.words import Answered, Asked, Code, Line


class RegisterInfo(Answered):
    """A register of entries and exits."""

    code: Code
    name: Line
    direction: Direction = "incoming"
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-ZĂÂÎȘȚ]{0,8}$")] = ""
    """Empty: it shares the institution's yearly sequence; else it has a sequence of its own."""


class Account(Answered):
    """A person who works with the register."""

    username: Code
    name: Line
    role: Role
    department: Code | None = None
    """The department's code; None where the person works for the whole institution."""

    def value(self) -> known.Account:
        """Give them as the desk knows them."""
        return known.Account(**dict(self))


class DepartmentOrder(Asked):
    """A department with its place in the tree."""

    code: Code
    name: Annotated[Line, Field(min_length=1)]
    words: Annotated[tuple[Line, ...], Field(max_length=200)] = ()
    parent: Code | None = None

    def department(self) -> Department:
        """Give it as the office's value."""
        return Department(self.code, self.name, self.words, self.parent)


class Office(Answered):
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

    def value(self) -> known.Office:
        """Give it as the desk knows it."""
        said = dict(self)
        said["registers"] = tuple(known.RegisterInfo(**dict(one)) for one in self.registers)
        said["accounts"] = tuple(account.value() for account in self.accounts)
        return known.Office(**said)


class Login(Asked):
    """A person's name and password, asking for a credential."""

    username: Annotated[str, Field(max_length=200)]
    password: Annotated[str, Field(max_length=1000)]


class PasswordChange(Asked):
    """Change one's own password."""

    old: Annotated[str, Field(max_length=1000)]
    new: Annotated[str, Field(max_length=1000)]


class Credential(Answered):
    """A bearer token; the server keeps only its hash."""

    token: str
    account: Account
    expires_at: datetime
