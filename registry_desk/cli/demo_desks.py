"""The desks of the demonstration's people: clerk, officials, supervisor, each with a tray."""

import os
from typing import TYPE_CHECKING

from registry_desk.desk.parts import DeskParts
from registry_desk.journey.answer import TokenPlace
from registry_desk.journey.checks import Desk
from registry_desk.journey.counter import Counter
from registry_desk.journey.tray import Tray

if TYPE_CHECKING:
    from registry_desk.demo.stage import Stage
    from registry_desk.demo.town import Person

_SHOWN = ("clerk", "official", "supervisor")


def desks_of(town_hall: "Stage") -> tuple[DeskParts, ...]:
    """Give a desk for each person the window can change between, the clerk's first."""
    os.environ.update(town_hall.keys.token.environment)  # Diagnostics looks for the token, too
    people = [p for role in _SHOWN for p in town_hall.town.people if p.role == role]
    return tuple(desk_of(town_hall, person) for person in people)


def desk_of(town_hall: "Stage", person: "Person") -> DeskParts:
    """Give one person's desk."""
    counter = town_hall.counter
    if person.role != "clerk":
        tray = Tray(town_hall.folder / "desks" / person.username)
        counter = Counter(tray, town_hall.client_of(person), counter.office, trust=counter.trust)
    token = _token(town_hall, person) if person.role != "clerk" else None
    return DeskParts(
        counter=counter,
        room=town_hall.room,
        operator=person.username,
        operator_name=person.name,
        device=town_hall.scanner.device,
        scan=town_hall.scan,
        register_code="",
        is_demonstration=True,
        role=person.role,
        department=person.department,
        token=token,
        checked=Desk(
            tray_folder=counter.tray.folder,
            languages=town_hall.room.settings.languages,
            register=counter.register,
            key=token,
        ),
    )


def _token(town_hall: "Stage", person: "Person") -> TokenPlace:
    token = town_hall.keys.token
    return TokenPlace(
        module=token.module,
        serial=token.serial,
        certificate_id=town_hall.keys.certificate_of(person.name),
        environment=token.environment,
    )
