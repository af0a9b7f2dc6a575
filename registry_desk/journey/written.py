"""Words typed into a form and not sent yet: kept at this desk until the register has them."""

import json
import threading
from uuid import UUID

from registry_desk.durable import part_file
from registry_desk.journey.tray import Tray

_FILE = "written.json"
_one_at_a_time = threading.Lock()


def keep_written(tray: Tray, about: UUID, act: str, words: str) -> None:
    """Keep what is typed for an act on something; nothing typed forgets it.

    Raises:
        DiskFull: no room; what was kept before stays.
    """
    with _one_at_a_time:
        every = _read(tray)
        name = f"{about} {act}"
        if every.get(name, "") == words:
            return
        every.pop(name, None)
        if words:
            every[name] = words
        with part_file(tray.folder / _FILE) as part:
            part.touch(0o600)
            part.write_text(json.dumps(every, ensure_ascii=False), encoding="utf-8")


def written(tray: Tray, about: UUID) -> dict[str, str]:
    """Give what is kept about something: act to words."""
    with _one_at_a_time:
        every = _read(tray)
    head = f"{about} "
    return {name.removeprefix(head): said for name, said in every.items() if name.startswith(head)}


def _read(tray: Tray) -> dict[str, str]:
    try:
        kept = json.loads((tray.folder / _FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        return {}  # not written by this program: begins anew
    return {str(name): str(said) for name, said in kept.items()} if isinstance(kept, dict) else {}
