"""Register a letter: who may, the number, and the entry as it travels."""

from collections.abc import Sequence

from registry_desk import wire
from registry_desk.errors import RegistryDeskError
from registry_desk.server.entries.numbering import Given, Wish, give_numbers
from registry_desk.server.entries.view import new_json, view
from registry_desk.server.people.rights import Actor
from registry_desk.server.writing import write_together


def registered(asked: wire.Registration, who: Actor) -> bytes:
    """Give a number, as the answer's JSON; the same request again gives the same entry.

    Raises:
        NotAllowed: this person registers nothing in this direction.
        RegistrationDiffers: and its siblings, from :func:`give_numbers`.
    """
    who.require("register" if asked.direction == "incoming" else "register_own")
    return write_together(_answers, Wish(asked, who))


def _answers(wishes: Sequence[Wish]) -> list[bytes | RegistryDeskError]:
    """Give numbers and write the answers, all in the one thread that writes.

    Threads that wake up only to write a few lines stand in the writer's way, each time it comes
    back from the database.
    """
    return [
        given if isinstance(given, RegistryDeskError) else _answer(given)
        for given in give_numbers(wishes)
    ]


def _answer(given: Given) -> bytes:
    if given.is_new and given.entry.state == "received":
        return new_json(given.entry)
    return view(given.entry).model_dump_json().encode()
