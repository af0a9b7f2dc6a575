"""A small town hall: its departments and people, with passwords that live as long as its folder."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from registry_desk.resources import resource


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works there."""

    username: str
    name: str
    role: str
    department: str | None
    password: str


@dataclass(frozen=True, slots=True)
class Town:
    """The town hall as the register's server is filled with."""

    office_file: Path
    """Departments, registers and accounts with initial passwords; private."""
    institution: str
    people: tuple[Person, ...]

    def one(self, role: str) -> Person:
        """Give the first person of a role."""
        return next(person for person in self.people if person.role == role)

    def official_for(self, department: str | None) -> Person:
        """Give who works on a department's letters: its official, else the supervisor."""
        for person in self.people:
            if person.role == "official" and person.department == department:
                return person
        return self.one("supervisor")


def town_in(folder: Path) -> Town:
    """Give the town of a folder; a new one gets new passwords."""
    office_file = folder / "office.json"
    if not office_file.exists():
        told = json.loads(resource("town.json").read_text(encoding="utf-8"))
        for account in told["accounts"]:
            account["password"] = secrets.token_urlsafe(12)
        part = office_file.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            json.dump(told, written, ensure_ascii=False, indent=1)
        part.replace(office_file)
    office = json.loads(office_file.read_text(encoding="utf-8"))
    people = tuple(Person(**account) for account in office["accounts"])
    return Town(office_file, office["institution"], people)
