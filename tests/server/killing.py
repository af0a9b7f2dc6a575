"""Kill the parts of a running register at random moments while desks work, and count at the end."""

import random
import time
from collections import Counter

from tests.server.counted import count_all
from tests.server.day import Day, at_work, wait_for

_DESKS = 6


def kill_while_working(parts, server, folder, *, kills, seed, longest_s=0.45) -> dict:
    """Kill parts in turn while six desks register, upload and close; give what was counted.

    Args:
        parts: name to what can be killed and started again.
        server: where the desks work.
        folder: where the day's ledger lies; one that was begun goes on.
        kills: name to how often, those of runs before among them.
        seed: of the moments and of the order.
        longest_s: how long the desks work at most between two kills.
    """
    chance = random.Random(seed)
    order = [name for name, count in kills.items() for _ in range(count)]
    chance.shuffle(order)
    killed = folder / "kills"
    gone = len(killed.read_text().split()) if killed.exists() else 0
    day, met = Day(folder / "ledger"), Counter()
    ends = at_work(server, day, folder, desks=_DESKS)
    for name in order[gone:]:
        time.sleep(chance.uniform(0.02, longest_s))
        _ready(parts[name])
        met += day.met()
        parts[name].kill()
        time.sleep(chance.choice((0, 0, 0.3)))
        parts[name].start()
        with killed.open("a") as file:
            file.write(f"{name}\n")
    for part in parts.values():
        _ready(part)
    time.sleep(0.3)
    day.stopping.set()
    wait_for(ends)
    counted = count_all(server, day)
    assert list((server.folder / "uploads").iterdir()) == []
    return {**counted, "kills": dict(Counter(order)), "met": dict(met)}


def _ready(part):
    """Wait for a part that comes back slowly, as the store does; the others are back already."""
    wait = getattr(part, "wait", None)
    if wait:
        wait()
