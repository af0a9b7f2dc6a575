"""Who answers at this desk, as the steps of a reply want to know it."""

from registry_desk.desk.parts import DeskParts
from registry_desk.i18n import text
from registry_desk.journey.answer import Official, Signer
from registry_desk.wire import Entry


def official(parts: DeskParts, entry: Entry, signer: Signer | None) -> Official:
    """Give who answers."""
    office = parts.counter.office
    names = {department.code: department.name for department in office.departments}
    return Official(
        tray=parts.counter.tray,
        register=parts.counter.register,
        office=office,
        name=parts.operator_name,
        function=text(f"role.{parts.role}"),
        department=names.get(entry.department or "", ""),
        signer=signer,
        templates=parts.templates,
    )
