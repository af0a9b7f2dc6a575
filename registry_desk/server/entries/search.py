"""Find entries by words, newest first."""

from django.db.models import Q

from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.numbering import by_number
from registry_desk.server.entries.words import folded
from registry_desk.server.people.rights import Actor

_MOST = 200


def newest(words: str, actor: Actor, *, before: str, limit: int) -> list[Entry]:
    """Give the newest entries that have all the words, each as the beginning of a word.

    Args:
        words: in any case, with or without diacritics; empty finds everything.
        actor: who asks; finds only what this person may see.
        before: the last number of the page before, empty for the first page.
        limit: at most this many, 200 at the most.
    """
    found = Entry.objects.select_related("connected_to").order_by("-pk")
    for word in folded(words.replace("\0", "")).split()[:20]:
        found = found.filter(search_text__contains=f" {word}")
    if not actor.is_everywhere:
        own = Q(department=actor.department) | Q(task__department=actor.department)
        found = found.filter(own).distinct()
    if before:
        found = found.filter(pk__lt=by_number(before).pk)
    return list(found[: max(1, min(limit, _MOST))])
