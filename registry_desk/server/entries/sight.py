"""Who may see which entry: own department's work, and of what is confidential only one's own."""

from django.db.models import Exists, OuterRef, Q

from registry_desk.server.entries.models import Confidant, Entry
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.models import Consultation, Task


def may_see(actor: Actor, entry: Entry) -> bool:
    """Tell whether a person may see an entry."""
    if not entry.is_confidential:
        if actor.is_everywhere or entry.department_id in actor.departments:
            return True
        if not actor.departments:
            return False
    return Entry.objects.filter(visible(actor), pk=entry.pk).exists()


def visible(actor: Actor) -> Q:
    """Give what an entry must be for a person to see it."""
    if actor.is_everywhere:
        return confided(actor)
    return _concerns(actor.departments) & confided(actor) | _named(actor, "")


def confided(actor: Actor, path: str = "") -> Q:
    """Give what an entry must be as far as confidence goes.

    Args:
        actor: who looks.
        path: how the entry is reached from what is looked for: ``entry__``.
    """
    own = Q(**{f"{path}department__in": actor.departments}) if actor.departments else Q()
    trusted = Q(**{f"{path}registered_by": actor.username}) | _named(actor, path)
    return Q(**{f"{path}is_confidential": False}) | trusted | own


def _named(actor: Actor, path: str) -> Q:
    """Give what an entry must be for somebody who is named in it."""
    named = Confidant.objects.filter(username=actor.username).values("entry")
    return Q(**{f"{path}is_confidential": True, f"{path}pk__in": named})


def _concerns(departments: frozenset[str]) -> Q:
    """Give what an entry must be for departments to see it: had, worked on, or asked about."""
    had = Task.objects.filter(entry=OuterRef("pk"), department__in=departments)
    asked = Consultation.objects.filter(task__entry=OuterRef("pk"), department__in=departments)
    return Q(department__in=departments) | Q(Exists(had)) | Q(Exists(asked))
