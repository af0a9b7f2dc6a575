"""Addresses about people and the office."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

import registry_desk
from registry_desk import wire
from registry_desk.model.department import Department as DepartmentValue
from registry_desk.server.people import credentials, devices, founding, passwords, substitutes
from registry_desk.server.people.models import Account, Department, Register
from registry_desk.server.request import actor, token
from registry_desk.server.routing import Router
from registry_desk.server.site import register_configuration
from registry_desk.server.throttle import address_of
from registry_desk.server.writing import write

router = Router(tags=["people"])


@router.post("/login", response=wire.Credential, auth=None, openapi_extra={"security": []})
def log_in(request: HttpRequest, asked: wire.Login) -> Any:
    """Exchange a name and password for a bearer token."""
    return credentials.log_in(asked.username, asked.password, address_of(request))


@router.post("/logout", response={204: None})
def log_out(request: HttpRequest) -> Any:
    """Make the token of this request worthless."""
    credentials.log_out(token(request))
    return 204, None


@router.post("/password", response={204: None})
def change_password(request: HttpRequest, asked: wire.PasswordChange) -> None:
    """Change one's own password; every other session of the person ends."""
    passwords.change(
        actor(request).username,
        asked.old,
        asked.new,
        address=address_of(request),
        token=token(request),
    )


@router.get("/me", response=wire.Account)
def me(request: HttpRequest) -> Any:
    """Say whose token this is, and in which role they work today."""
    who = actor(request)
    return credentials.account_of(Account.objects.get(username=who.username), who.role)


@router.post("/substitutions", response=wire.Substitution)
def substitute(request: HttpRequest, asked: wire.Substitution) -> Any:
    """Let somebody stand in for an absent colleague."""
    who = actor(request)
    who.require("substitute")
    return write(lambda: substitutes.set_substitute(asked, who))


@router.get("/substitutions", response=list[wire.Substitution])
def substitutions(request: HttpRequest) -> Any:
    """Give the substitutions of today and later."""
    return substitutes.substitutions(actor(request))


@router.post("/registers", response=wire.RegisterInfo)
def open_register(request: HttpRequest, asked: wire.RegisterInfo) -> Any:
    """Open a register, or call it by another name; the same one again changes nothing."""
    who = actor(request)
    who.require("office")
    return write(lambda: founding.open_register(asked, who.username))


@router.post("/departments", response=DepartmentValue)
def set_department(request: HttpRequest, asked: wire.DepartmentOrder) -> Any:
    """Enter a department, or change its name, words and place in the tree."""
    who = actor(request)
    who.require("office")
    return write(lambda: founding.set_department(asked.department(), who.username))


@router.post("/devices", response=wire.DeviceKey)
def add_device(request: HttpRequest, asked: wire.DeviceOrder) -> Any:
    """Make a key for a device; it is told this once."""
    who = actor(request)
    who.require("office")
    return write(lambda: devices.add(asked, who.username))


@router.get("/devices", response=list[wire.Device])
def list_devices(request: HttpRequest) -> Any:
    """Give the devices whose keys are good."""
    actor(request).require("office")
    return devices.devices()


@router.post("/devices/{uuid:device_id}/revocation", response={204: None})
def revoke_device(request: HttpRequest, device_id: UUID) -> Any:
    """Make a device's key worthless."""
    who = actor(request)
    who.require("office")
    write(lambda: devices.revoke(device_id, who.username))
    return 204, None


@router.get("/office", response=wire.Office)
def office(request: HttpRequest) -> Any:
    """Give departments, registers and people."""
    configuration = register_configuration()
    return wire.Office(
        institution=configuration.institution,
        departments=tuple(
            DepartmentValue(d.code, d.name, tuple(d.words), d.parent_id)
            for d in Department.objects.all()
        ),
        registers=tuple(
            wire.RegisterInfo.model_construct(
                code=r.code, name=r.name, direction=r.direction, prefix=r.prefix
            )
            for r in Register.objects.all()
        ),
        accounts=tuple(credentials.account_of(a) for a in Account.objects.filter(is_active=True)),
        public_url=configuration.public_url,
        has_seal=configuration.has_seal,
        version=registry_desk.__version__,
    )
