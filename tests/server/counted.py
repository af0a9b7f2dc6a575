"""Count everything at the end of a day: numbers, repeats, files, closings, the audit."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from registry_desk.wire import Search
from tests.server.day import content_of, letter_id, request_for
from tests.server.office import command


def count_all(server, day) -> dict:
    """Compare what the register has with what was acknowledged; give the counts.

    Raises:
        AssertionError: a gap, a double, a lost file or closing, a repeat with another number.
    """
    clerk = server.client("clerk")
    entries = _walked(clerk)
    values = {}
    for entry in entries:
        prefix, _, rest = entry.number.rpartition("-")
        values.setdefault((prefix, rest.partition("/")[2]), []).append(int(rest.partition("/")[0]))
    gaps = sum(len(set(range(1, max(found) + 1)) - set(found)) for found in values.values())
    doubles = sum(len(found) - len(set(found)) for found in values.values())
    by_id = {entry.id: entry for entry in entries}
    doubles += len(entries) - len(by_id)
    assert (gaps, doubles) == (0, 0)
    for place, number in day.numbers.items():
        assert by_id[letter_id(place)].number == number
        assert by_id[letter_id(place)].state == "closed"
    _count_proofs(clerk, values)
    files = _count_files(server, day)
    repeated = list(day.numbers)[:: max(1, len(day.numbers) // 50)]
    for place in repeated:
        assert clerk.register(request_for(place)).number == day.numbers[place]
    assert command("audit", "verify", "--folder", str(server.folder))["is_whole"]
    if not day.stopping.is_set():  # every letter was done: nothing is half-way
        assert list((server.folder / "uploads").iterdir()) == []
    return {"entries": len(entries), "acknowledged": len(day.numbers), "gaps": gaps,
            "doubles": doubles, "repeats": day.repeats + len(repeated), "files": files}  # fmt: skip


def _walked(clerk):
    """Give every entry, page by page, newest first."""
    found, before = [], ""
    while page := clerk.search(Search(before=before, limit=100)):
        found += page
        before = page[-1].number
    return found


def _count_proofs(clerk, values):
    for year in {year for _, year in values}:
        proof = clerk.numbers(int(year))
        given = sum(len(found) for (_, of), found in values.items() if of == year)
        assert (proof.given, proof.gaps, proof.doubles) == (given, 0, 0)


def _count_files(server, day) -> int:
    """Fetch every acknowledged file and compare its hash; give how many there are."""

    def same(place):
        content = content_of(place, has_big=day.has_big)
        target = server.folder / f"again-{place}.pdf"
        client.download(hashlib.sha256(content).hexdigest(), target)
        is_same = target.read_bytes() == content
        target.unlink()
        return is_same

    # one login for all: one for each file took longer than the day itself
    with closing(server.client("clerk")) as client, ThreadPoolExecutor(4) as some:
        found = list(some.map(same, day.numbers))
    assert all(found)
    return len(found)
