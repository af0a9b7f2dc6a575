"""What the heads outside know of a register that was put back from an older copy.

Each head names the highest numbers at its time. Heads of blocks that the copy has no longer are
kept aside as the witnesses of what was lost; the chain goes on from the copy.
"""

import json
from pathlib import Path

from registry_desk.errors import DamagedError
from registry_desk.model.number import RegistrationNumber, highest_of
from registry_desk.server import clock
from registry_desk.server.audit.blocks import head_file, head_values
from registry_desk.server.audit.log import record
from registry_desk.server.audit.models import AuditBlock
from registry_desk.server.writing import write


class HeadUnreadable(DamagedError):
    """A file among the heads is none: ``file``."""

    code = "head_unreadable"


def numbers_in(heads: Path) -> list[RegistrationNumber]:
    """Give the highest numbers that a folder of heads names.

    Raises:
        HeadUnreadable: a file is no head.
    """
    found: list[RegistrationNumber] = []
    for file in heads.glob("*.json"):
        try:
            said = json.loads(file.read_text(encoding="utf-8"))["highest"]
            found += map(RegistrationNumber.parse, said)
        except KeyError:
            continue  # written before heads named numbers
        except (ValueError, TypeError, AttributeError) as error:
            raise HeadUnreadable(file=file.name) from error
    return highest_of(found)


def go_on(by: str) -> int:
    """Put the heads of lost blocks aside and let the chain go on; give how many those were."""
    blocks = {block.number: head_values(block) for block in AuditBlock.objects.all()}
    place = head_file(0).parent
    lost = [file for file in sorted(place.glob("*.json")) if _is_lost(file, blocks)]
    if lost:
        aside = place / f"lost-{clock.now():%Y%m%dT%H%M%SZ}"
        aside.mkdir()
        for file in lost:
            for part in (file.with_suffix(".tst"), file):
                if part.exists():
                    part.rename(aside / part.name)
    write(lambda: record(by, "opened_again", "register", lost_blocks=len(lost)) and None)
    return len(lost)


def _is_lost(file: Path, blocks: dict[int, dict[str, object]]) -> bool:
    said = json.loads(file.read_text(encoding="utf-8"))
    own = blocks.get(said["number"])
    return own is None or any(said[name] != value for name, value in own.items())
