"""What a petitioner asks for at the counter: a lost code, and being told each step."""

import re
from uuid import UUID

from registry_desk import wire
from registry_desk.server.audit.log import record
from registry_desk.server.citizen.notices import readable_address
from registry_desk.server.entries.acts import entry_for, locked
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.view import tracking_url
from registry_desk.server.entries.words import folded
from registry_desk.server.people.rights import Actor
from registry_desk.wire.errors import FieldInvalid, FirmDiffers, IdentityDiffers

_LEGAL_FORMS = frozenset({"sc", "sa", "srl", "snc", "scs", "sca", "pfa", "ra"})
"""Source: Law 31/1990, art. 2; OUG 44/2008, art. 4; Law 15/1990, art. 2."""
_SHORTEST_NAME = 3
_BETWEEN = re.compile(r"[\s,;/-]+")
_SIGN = re.compile(r"[\W_]")


def recover_code(entry_id: UUID, asked: wire.Identified, actor: Actor) -> wire.RecoveredCode:
    """Give a lost code to who showed that the letter is theirs; inside a write.

    What stays is that it was done, by whom, against what kind of document, and for which firm:
    never a person's data.

    Raises:
        EntryUnknown: there is none, or not for this person.
        IdentityDiffers: the name on the document is not the sender's.
        FirmDiffers: the sender is not the firm whose certificate was shown.
    """
    entry = entry_for(entry_id, actor)
    shown: dict[str, str] = {"document": asked.document}
    if asked.cui is not None:
        if _digits(asked.cui) != _digits(entry.cui or ""):
            raise FirmDiffers(number=entry.number)
        shown["cui"] = _digits(asked.cui)
    elif not _is_same_person(asked.name, entry.sender_name or ""):
        raise IdentityDiffers(number=entry.number)
    record(actor.username, "code_recovered", entry.number, **shown)
    return wire.RecoveredCode(
        number=entry.number,
        tracking_code=entry.tracking_code,
        tracking_url=tracking_url(entry.tracking_code),
    )


def _digits(cui: str) -> str:
    """Give a firm's number without ``RO``, which says only that it pays VAT."""
    return "".join(sign for sign in cui if sign.isascii() and sign.isdigit())


def _is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's: the shorter, two words at least, in the longer.

    Letters often leave out a second first name, and put family and first name in any order. A name
    of one word, as firms have, must be the whole name on both: a family name is many people's.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if len(shorter) >= 2:
        return shorter <= longer
    return shorter == longer and any(len(word) >= _SHORTEST_NAME for word in shorter)


def _words(name: str) -> set[str]:
    """Give the words of a name without what a firm is by law: ``S.C. Electrica S.A.`` is one."""
    bare = (_SIGN.sub("", word) for word in _BETWEEN.split(folded(name)))
    return {word for word in bare if word} - _LEGAL_FORMS


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
