"""Found a register: its folder, its database, its departments, registers and people."""

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from registry_desk.errors import RefusedError
from registry_desk.model.department import Department
from registry_desk.server import site
from registry_desk.server.configuration import FILE, Configuration, create
from registry_desk.wire import Account, RegisterInfo
from registry_desk.wire.words import Asked


class OfficeFileInvalid(RefusedError):
    """The description of the office is not of the agreed shape: ``field``."""

    code = "office_file_invalid"


class OfficeCodeTwice(RefusedError):
    """Two departments, registers or accounts of the description are called the same: ``code``."""

    code = "office_code_twice"


class Person(Account):
    """An account with its first password."""

    password: Annotated[str, Field(min_length=8, max_length=1000)] | None = None
    """None: the institution's directory or identity provider knows this person."""


class OfficePlan(Asked):
    """What an office file says."""

    institution: str
    public_url: str = ""
    departments: tuple[Department, ...] = ()
    registers: tuple[RegisterInfo, ...] = ()
    accounts: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Founded:
    """What came of it."""

    configuration: Configuration
    first_password: str | None
    """Of the administrator that was made because no file named any account."""


def read_plan(file: Path) -> OfficePlan:
    """Read an office file.

    Raises:
        OfficeFileInvalid: it is none.
        OfficeCodeTwice: it gives two of them one name.
    """
    plan = _read(file)
    codes = (
        [department.code for department in plan.departments],
        [register.code for register in plan.registers],
        [person.username for person in plan.accounts],
    )
    for named in codes:
        twice = next((code for code in named if named.count(code) > 1), None)
        if twice is not None:
            raise OfficeCodeTwice(code=twice)
    return plan


def _read(file: Path) -> OfficePlan:
    try:
        return OfficePlan.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise OfficeFileInvalid(field=place or "JSON") from error
    except ValueError as error:
        raise OfficeFileInvalid(field="JSON") from error


def found(
    folder: Path,
    plan: OfficePlan,
    *,
    database_url: str = "",
    store_url: str = "",
    store_key_file: Path | None = None,
    seal: Path | None = None,
    seal_password_file: Path | None = None,
    trust: tuple[Path, ...] = (),
) -> Founded:
    """Found a register in an empty folder.

    Raises:
        ServerFolderTaken: there is one already.
        PublicAddressInvalid: and its like, from :func:`create`.
        DatabaseAway: PostgreSQL does not answer; nothing is left that a second try would meet.
    """
    is_new = not folder.exists() or not any(folder.iterdir())
    configuration = create(
        folder,
        plan.institution,
        public_url=plan.public_url.rstrip("/"),
        database_url=database_url,
        store_url=store_url,
        store_key_file=str(store_key_file.absolute()) if store_key_file else "",
    )
    try:
        if seal and seal_password_file:
            configuration = _with_seal(configuration, seal, seal_password_file)
        return _filled(_with_trust(configuration, trust), plan)
    except BaseException:
        if is_new:
            shutil.rmtree(folder)
        else:
            configuration.path(FILE).unlink()
        raise


def _filled(configuration: Configuration, plan: OfficePlan) -> Founded:
    site.set_up(configuration)
    site.migrate()
    from registry_desk.server.people.founding import fill

    first_password = None
    if not plan.accounts:
        first_password = secrets.token_urlsafe(12)
        person = Person(
            username="admin", name="Administrator", role="administrator", password=first_password
        )
        plan = plan.model_copy(update={"accounts": (person,)})
    fill(plan.departments, plan.registers or _usual_registers(), plan.accounts)
    return Founded(configuration, first_password)


def _usual_registers() -> tuple[RegisterInfo, ...]:
    return (
        RegisterInfo(code="GEN", name="Registrul general de intrare"),
        RegisterInfo(code="INT", name="Registrul actelor din oficiu", direction="internal"),
    )


def _with_trust(configuration: Configuration, trust: tuple[Path, ...]) -> Configuration:
    if not trust:
        return configuration
    names = tuple(f"trust-{place}.pem" for place, _ in enumerate(trust, start=1))
    for name, source in zip(names, trust, strict=True):
        shutil.copyfile(source, configuration.path(name))
    changed = configuration.change(trust_files=names)
    changed.save()
    return changed


def _with_seal(configuration: Configuration, seal: Path, password: Path) -> Configuration:
    for source, name in ((seal, "seal.p12"), (password, "seal.password")):
        target = configuration.path(name)
        shutil.copyfile(source, target)
        target.chmod(0o600)
    changed = configuration.change(seal_file="seal.p12", seal_password_file="seal.password")  # noqa: S106
    changed.save()
    return changed
