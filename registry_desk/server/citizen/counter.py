"""What a petitioner asks for at the counter: a lost code, and being told each step."""

from uuid import UUID

from registry_desk import wire
from registry_desk.server.audit.log import record
from registry_desk.server.citizen.notices import readable_address
from registry_desk.server.entries.acts import entry_for, locked
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.view import tracking_url
from registry_desk.server.entries.words import folded
from registry_desk.server.people.rights import Actor
from registry_desk.wire.errors import FieldInvalid, IdentityDiffers


def recover_code(entry_id: UUID, asked: wire.Identified, actor: Actor) -> wire.RecoveredCode:
    """Give a lost code to who showed that the letter is theirs; inside a write.

    What stays is that it was done, by whom, against what kind of document: never its data.

    Raises:
        EntryUnknown: there is none, or not for this person.
        IdentityDiffers: the name on the document is not the sender's.
    """
    entry = entry_for(entry_id, actor)
    if not _is_same_person(asked.name, entry.sender_name or ""):
        raise IdentityDiffers(number=entry.number)
    record(actor.username, "code_recovered", entry.number, document=asked.document)
    return wire.RecoveredCode(
        number=entry.number,
        tracking_code=entry.tracking_code,
        tracking_url=tracking_url(entry.tracking_code),
    )


def _is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's: the shorter, two words at least, in the longer.

    Letters often leave out a second first name, and put family and first name in any order.
    """
    names = sorted((_words(one), _words(other)), key=len)
    return len(names[0]) >= 2 and names[0] <= names[1]


def _words(name: str) -> set[str]:
    return {word for word in folded(name).replace("-", " ").split() if word.isalpha()}


def personal_number(entry_id: UUID, actor: Actor) -> wire.PersonalNumber:
    """Show a petitioner's personal number; who looked is written down. Inside a write.

    Raises:
        EntryUnknown: there is none, or not for this person.
    """
    entry = entry_for(entry_id, actor)
    if entry.cnp:
        record(actor.username, "personal_number_seen", entry.number)
    return wire.PersonalNumber(number=entry.number, cnp=entry.cnp)


def set_notices(entry_id: UUID, asked: wire.NoticeConsent, actor: Actor) -> Entry:
    """Note where a petitioner wants to be told each step, or that they no longer do.

    Inside a write.

    Raises:
        EntryUnknown: there is none, or not for this person.
        FieldInvalid: it is no e-mail address.
    """
    entry = locked(entry_id, actor)
    address = readable_address(asked.address)
    if asked.address and not address:
        raise FieldInvalid(field="address")
    entry.notice_to = address
    entry.save(update_fields=["notice_to"])
    record(actor.username, "notices_set", entry.number, is_wanted=bool(address))
    return entry
