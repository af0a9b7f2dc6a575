"""What a search must find, looked for in the rooms of this process, on whatever database."""

import uuid
from datetime import UTC, datetime, timedelta

from registry_desk.wire import Search
from tests.server.office import registration


def clerk():
    from registry_desk.server.people.rights import Actor

    return Actor("clerk", "I. Popescu", "clerk", None)


def given(**fields):
    """Give the number of a new letter."""
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    return write(lambda: give_number(registration(**fields), clerk()).number)


def page(words, **more):
    from registry_desk.server.entries.search import newest

    return [entry.number for entry in newest(Search(words=words, **more), clerk())]


def count(words):
    from registry_desk.server.entries.search import count

    return count(Search(words=words), clerk())


def every_way():
    """However few of the newest are looked through, whatever else is asked, nothing is left out."""
    from registry_desk.server.entries import index

    mark = "zz" + uuid.uuid4().hex[:12]
    subjects = ["pod", "casă", "pod", "pod casă", "casă", "pod casă", "pod", "casă rar"]
    kinds = ["petition", "petition", "complaint", "petition"] * 2
    numbers = [
        given(subject=f"{mark} {subject}", kind=kind)
        for subject, kind in zip(subjects, kinds, strict=True)
    ]
    usual = index._WINDOWS, index._PHRASE_WINDOWS, index._PAGE
    try:
        for windows in ((1,), (2, 4), (400,)):
            index._WINDOWS, index._PHRASE_WINDOWS, index._PAGE = windows, windows[1:], 2
            for words in ("pod", "casă", "pod casă", '"pod casă"', "rar", "nimic"):
                for kind in (None, "petition"):
                    for limit in (1, 2, 3, 200):
                        expected = [
                            number
                            for number, subject, of in zip(numbers, subjects, kinds, strict=True)
                            if all(word in subject for word in words.strip('"').split())
                            and kind in (None, of)
                        ]
                        found, before = [], ""
                        while more := page(
                            f"{mark} {words}", kind=kind, limit=limit, before=before
                        ):
                            found += more
                            before = more[-1]
                        assert found == expected[::-1], (windows, words, kind, limit)
    finally:
        index._WINDOWS, index._PHRASE_WINDOWS, index._PAGE = usual


def looks_for_a_phrase():
    """A phrase that none of the newest has is looked for in one wide window, not in each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from registry_desk.server.entries import index

    if connection.vendor == "sqlite":
        return  # it has its entries in order of time
    mark = "zz" + uuid.uuid4().hex[:12]
    old = [given(subject=f"{mark} pod casă") for _ in range(2)]
    for _ in range(5):
        given(subject="casă")
    usual = index._WINDOWS, index._PHRASE_WINDOWS, index._PAGE
    try:
        index._WINDOWS, index._PHRASE_WINDOWS, index._PAGE = (1, 2, 4), (7,), 2
        with CaptureQueriesContext(connection) as asked:
            assert page(f'"{mark} pod"', limit=2) == old[::-1]
    finally:
        index._WINDOWS, index._PHRASE_WINDOWS, index._PAGE = usual
    looks = [one for one in asked.captured_queries if "@@" in one["sql"]]
    assert len(looks) == 2, looks


def known():
    """Give an entry made two minutes ago, of a name no other has, its words gathered since."""
    from registry_desk.server.entries.known_words import gather
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.writing import write

    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid.uuid4().hex[:10])
    fresh = given(sender_name=f"Ștefănx{letters}escu Ilie", subject="Pod peste Vâlsan")
    while gather():
        pass
    assert page(f"nx{letters}") == []  # what came within a minute waits
    two_minutes_ago = datetime.now(UTC) - timedelta(minutes=2)
    write(lambda: Entry.objects.update(registered_at=two_minutes_ago))
    while gather():
        pass
    return fresh, letters


def pieces():
    """A piece from within a word finds the letter."""
    number, letters = known()
    for words in (f"nx{letters}", f"anx{letters}ESC pod", f"{letters[2:]}escu ilie"):
        assert page(words) == [number], words
        assert count(words) == 1
    assert page(f"nx{letters}", before=number) == []
    assert page(f"nx{letters} bazin") == []


def pieces_second():
    """Pieces are looked for only where no word begins so."""
    _number, letters = known()
    piece = f"x{letters}"
    begins = given(subject=piece)
    assert page(piece) == [begins]
    assert page(piece, before=begins) == []
    assert count(piece) == 1
