"""Register a letter: who may, the number, and the entry as it travels."""

from registry_desk import wire
from registry_desk.server.entries.numbering import Wish, give_numbers
from registry_desk.server.entries.view import new_view, view
from registry_desk.server.people.rights import Actor
from registry_desk.server.writing import write_together


def registered(asked: wire.Registration, who: Actor) -> wire.Entry:
    """Give a number; the same request again gives the same entry.

    Raises:
        NotAllowed: this person registers nothing in this direction.
        RegistrationDiffers: and its siblings, from :func:`give_numbers`.
    """
    who.require("register" if asked.direction == "incoming" else "register_own")
    given = write_together(give_numbers, Wish(asked, who))
    is_plain = given.is_new and given.entry.state == "received"
    return new_view(given.entry) if is_plain else view(given.entry)
