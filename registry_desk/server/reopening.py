"""Open a register that was put back from a copy: past every number that is known outside."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from registry_desk.errors import RefusedError
from registry_desk.model.number import RegistrationNumber, highest_of
from registry_desk.server import site
from registry_desk.server.configuration import load


class RegisterNotRestored(RefusedError):
    """The register works; opening it again would only waste its numbers."""

    code = "register_not_restored"


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of it."""

    annulled: list[str]
    """Numbers that the copy had not, as written."""
    lost_blocks: int
    """Blocks of the audit that the heads outside know and the copy does not."""


def reopen(folder: Path, known: Iterable[RegistrationNumber], heads: Path | None) -> Opened:
    """Annul what is missing up to the known numbers, let the audit go on, and give numbers again.

    Args:
        folder: of the restored register.
        known: numbers that somebody outside has.
        heads: the folder outside where the lost register kept its heads; kept there from now on.

    Raises:
        RegisterNotRestored: it was not put back from a copy, or is open already.
        HeadUnreadable: a file among the heads is none.
        RegisterUnknown: no register has a number's prefix.
    """
    configuration = load(folder)
    if not configuration.is_restored:
        raise RegisterNotRestored
    if heads:
        configuration = configuration.change(heads_folder=str(heads.absolute()))
    site.set_up(configuration)
    site.migrate()
    from registry_desk.server.audit import blocks, outside
    from registry_desk.server.entries.reopening import fill_up
    from registry_desk.server.people.founding import OPERATOR
    from registry_desk.server.writing import write

    numbers = highest_of([*known, *outside.numbers_in(configuration.audit_heads)])
    annulled = write(lambda: fill_up(numbers))
    lost_blocks = outside.go_on(OPERATOR)
    blocks.close_blocks()
    configuration.change(is_restored=False).save()
    return Opened(annulled, lost_blocks)
