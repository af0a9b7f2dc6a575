"""Open a register that was put back from a copy: past every number that is known outside."""

from dataclasses import dataclass
from pathlib import Path

from registry_desk.errors import RefusedError
from registry_desk.model.number import RegistrationNumber, highest_of
from registry_desk.server import site
from registry_desk.server.audit import keeper
from registry_desk.server.configuration import Configuration, load


class RegisterNotRestored(RefusedError):
    """The register works; opening it again would only waste its numbers."""

    code = "register_not_restored"


class JumpUnbelievable(RefusedError):
    """``number`` was typed and nothing else knows of it; ``count`` numbers would be annulled."""

    code = "jump_unbelievable"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known outside of the numbers that were given."""

    typed: tuple[RegistrationNumber, ...] = ()
    """By a person; a digit too many would be annulled rows for ever."""
    told: tuple[RegistrationNumber, ...] = ()
    """By the desks' trays."""
    heads: Path | None = None
    """The folder where the lost register kept its heads; kept there from now on."""
    confirmed: int | None = None
    """How many numbers a person has confirmed to annul, whatever was typed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of it."""

    annulled: list[str]
    """Numbers that the copy had not, as written."""
    lost_blocks: int
    """Blocks of the audit that the heads outside know and the copy does not."""


def missing(folder: Path, known: Known) -> int:
    """Count the numbers that :func:`reopen` would annul, and change nothing; raises alike."""
    return _looked_at(folder, known)[2]


def reopen(folder: Path, known: Known) -> Opened:
    """Annul what is missing up to the known numbers, let the audit go on, and give numbers again.

    E-mails that wait in the copy are left to a person.

    Raises:
        RegisterNotRestored: it was not put back from a copy, or is open already.
        HeadUnreadable: a file among the heads is none.
        HeadsInUse: the register whose heads they are still runs.
        JumpUnbelievable: a typed number is far beyond the others, and nobody has confirmed it.
        RegisterUnknown: no register has a number's prefix.
    """
    configuration, numbers, _ = _looked_at(folder, known)
    if known.heads:
        keeper.require_free(known.heads)
    from registry_desk.server.audit import blocks, outside
    from registry_desk.server.dispatch import mailing
    from registry_desk.server.entries.reopening import fill_up
    from registry_desk.server.people.founding import OPERATOR
    from registry_desk.server.writing import write

    annulled = write(lambda: fill_up(numbers))
    write(mailing.doubt_queue)
    lost_blocks = outside.go_on(OPERATOR)
    blocks.close_blocks()
    configuration.change(is_restored=False).save()
    return Opened(annulled, lost_blocks)


def _looked_at(folder: Path, known: Known) -> tuple[Configuration, list[RegistrationNumber], int]:
    """Give the register to be opened, its highest numbers, and how many of them it has not."""
    configuration = load(folder)
    if not configuration.is_restored:
        raise RegisterNotRestored
    if known.heads:
        configuration = configuration.change(heads_folder=str(known.heads.absolute()))
    site.set_up(configuration)
    site.migrate()
    from registry_desk.server.audit.outside import numbers_in
    from registry_desk.server.entries.reopening import missing_up_to, unbelievable

    told = highest_of([*known.told, *numbers_in(configuration.audit_heads)])
    numbers = highest_of([*known.typed, *told])
    count = missing_up_to(numbers)
    far = unbelievable(highest_of(known.typed), told)
    if far and known.confirmed != count:
        raise JumpUnbelievable(number=str(far), count=count)
    return configuration, numbers, count
