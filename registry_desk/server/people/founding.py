"""Fill a new register with its departments, registers and people."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from registry_desk.model.department import Department as DepartmentValue
from registry_desk.server.audit.log import record
from registry_desk.server.people import devices, tree
from registry_desk.server.people.models import Account, Credential, Department, Register
from registry_desk.server.writing import write
from registry_desk.wire import Account as AccountValue
from registry_desk.wire import DeviceOrder, RegisterInfo
from registry_desk.wire.errors import (
    AccountUnknown,
    DepartmentCircle,
    DepartmentUnknown,
    RegisterTaken,
)

if TYPE_CHECKING:
    from registry_desk.server.founding import Person

OPERATOR = "server"
"""Who acts where somebody with access to the server's folder does."""


def fill(
    departments: Iterable[DepartmentValue],
    registers: Iterable[RegisterInfo],
    people: "Iterable[Person]",
) -> None:
    """Enter departments, registers and accounts.

    Raises:
        DepartmentUnknown: an account's department is not among them.
    """
    hashed = [(person, _hash(person)) for person in people]

    def job() -> None:
        for place, department in enumerate(departments):
            Department.objects.create(
                code=department.code,
                name=department.name,
                words=list(department.words),
                place=place,
            )
        for department in departments:
            if department.parent:
                set_department(department, OPERATOR)
        for place, register in enumerate(registers):
            Register.objects.create(
                code=register.code,
                name=register.name,
                direction=register.direction,
                prefix=register.prefix,
                place=place,
            )
        for person, password_hash in hashed:
            _add(person, password_hash, OPERATOR)

    write(job)


def open_register(asked: RegisterInfo, by: str) -> RegisterInfo:
    """Open a register, or call it by another name. Inside a write.

    Raises:
        RegisterTaken: the code is another register's.
    """
    known = Register.objects.filter(code=asked.code).first()
    if known is None:
        place = Register.objects.count()
        Register.objects.create(**asked.model_dump(), place=place)
        record(by, "register_opened", asked.code, prefix=asked.prefix)
    elif (known.direction, known.prefix) != (asked.direction, asked.prefix):
        raise RegisterTaken(register=asked.code)
    elif known.name != asked.name:
        known.name = asked.name
        known.save(update_fields=["name"])
        record(by, "register_renamed", asked.code)
    return asked


def set_department(asked: DepartmentValue, by: str) -> DepartmentValue:
    """Enter a department, or change its name, words and place in the tree. Inside a write.

    Raises:
        DepartmentUnknown: there is none of its parent's code.
        DepartmentCircle: it would stand above itself.
    """
    if asked.parent and not Department.objects.filter(code=asked.parent).exists():
        raise DepartmentUnknown(department=asked.parent)
    if asked.parent and tree.is_circle(asked.code, asked.parent):
        raise DepartmentCircle(department=asked.code)
    said = {"name": asked.name, "words": list(asked.words), "parent_id": asked.parent}
    Department.objects.update_or_create(
        code=asked.code,
        defaults=said,
        create_defaults={**said, "place": Department.objects.count()},
    )
    record(by, "department_set", asked.code, parent=asked.parent)
    return asked


def add_person(person: "Person", *, by: str = OPERATOR) -> None:
    """Open an account, or change it; its credentials end.

    Raises:
        DepartmentUnknown: no such department.
    """
    password_hash = _hash(person)
    write(lambda: _add(person, password_hash, by))


def change_person(asked: AccountValue, *, by: str) -> None:
    """Change the name, role and department of an open account; its password and keys stay.

    Raises:
        AccountUnknown: nobody has that name.
        DepartmentUnknown: no such department.
    """

    def job() -> None:
        account = _account(asked.username)
        _require_department(asked.department)
        account.name, account.role = asked.name, asked.role
        account.department_id = asked.department
        account.save(update_fields=["name", "role", "department"])
        record(by, "account_set", asked.username, role=asked.role)

    write(job)


def _hash(person: "Person") -> str:
    """Give the hash of a password; none where another place knows the person's."""
    return "" if person.password is None else make_password(person.password)


def _add(person: "Person", password_hash: str, by: str) -> None:
    _require_department(person.department)
    Account.objects.update_or_create(
        username=person.username,
        defaults={
            "name": person.name,
            "role": person.role,
            "department_id": person.department,
            "password_hash": password_hash,
            "is_active": True,
            "failed_count": 0,
            "locked_until": None,
        },
    )
    Credential.objects.filter(account__username=person.username).delete()
    record(by, "account_set", person.username, role=person.role)


def _require_department(code: str | None) -> None:
    if code and not Department.objects.filter(code=code).exists():
        raise DepartmentUnknown(department=code)


def close_account(username: str, *, by: str = OPERATOR) -> None:
    """Close an account; its credentials end at once.

    Raises:
        AccountUnknown: nobody has that name.
    """

    def job() -> None:
        account = _account(username)
        account.is_active = False
        account.save(update_fields=["is_active"])
        Credential.objects.filter(account=account).delete()
        record(by, "account_closed", username)

    write(job)


def device_token(username: str, label: str) -> str:
    """Make a credential without end for unattended use; ends when the account is closed.

    Raises:
        AccountUnknown: nobody has that name.
    """
    order = DeviceOrder.model_construct(username=username, label=label)
    return write(lambda: devices.add(order, OPERATOR)).key


def _account(username: str) -> Account:
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise AccountUnknown(username=username)
    return account
