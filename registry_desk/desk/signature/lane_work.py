"""What the signing screen reads and does in the lanes."""

from collections.abc import Callable, Sequence

from registry_desk.desk.answering import official
from registry_desk.desk.parts import DeskParts
from registry_desk.journey import signing_pile
from registry_desk.journey.answer import NoToken, PinQuestion, signer_at
from registry_desk.journey.signing_pile import Outcome, ToSign


def waiting(parts: DeskParts, told: Callable[[int, int], None]) -> list[ToSign]:
    """Give the pile as it stands; ``told`` hears how many of how many were read."""
    return signing_pile.waiting(parts.counter.tray, parts.counter.register, told)


def sign(
    parts: DeskParts,
    pile: Sequence[ToSign],
    pin: Callable[[PinQuestion], str | None],
    *,
    progress: Callable[[int, int], None],
    handed: Callable[[int, int], None],
    told: Callable[[Outcome], None],
    cancelled: Callable[[], bool],
) -> list[Outcome]:
    """Sign a pile with the token and hand each reply to the dispatch.

    Raises:
        NoToken: no token is set at this desk.
        DeviceError: the token needs a hand; nothing was signed.
        Cancelled: no PIN was given.
    """
    if parts.token is None:
        raise NoToken
    with signer_at(parts.token, pin) as signer:
        return signing_pile.sign_pile(
            official(parts, pile[0].entry, signer),
            pile,
            progress=progress,
            handed=handed,
            told=told,
            cancelled=cancelled,
        )
