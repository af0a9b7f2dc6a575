"""Who stands in for whom, from day to day."""

from uuid import UUID

from django.db.models import QuerySet

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.people.models import Account, Substitution
from registry_desk.server.people.rights import HEAD, OFFICIAL, RIGHTS, Actor, leads
from registry_desk.server.repeats import require_repeat
from registry_desk.wire.errors import AccountUnknown, FieldInvalid, ReasonMissing


def names_of(actor: Actor) -> list[str]:
    """Give the account names a person works for today: their own, and who they stand in for."""
    return [actor.username, *_absent(actor.username)]


def role_today(account: Account) -> str:
    """Give the role somebody works in today: who stands in for a department's head leads it.

    That is an official of the same department, and what a head does; what else the absent one's
    role may do stays with that role.
    """
    if account.role != OFFICIAL or account.department_id is None:
        return account.role
    names = _absent(account.username)
    roles = Account.objects.filter(username__in=names, department=account.department_id)
    return HEAD if any(map(leads, roles.values_list("role", flat=True))) else account.role


def _absent(username: str) -> "QuerySet[Substitution, str]":
    """Give the account names whose work somebody does today beside their own."""
    today = clock.today()
    found = Substitution.objects.filter(
        substitute=username, work="moves", from_on__lte=today, to_on__gte=today
    )
    return found.values_list("absent", flat=True)


def set_substitute(asked: wire.Substitution, actor: Actor) -> wire.Substitution:
    """Let somebody stand in for a colleague; sent again with other days, it is changed.

    Inside a write.

    Raises:
        AccountUnknown: one of them does not work here, or not in the same department.
        NotAllowed: a department's head sets it for another department.
        FieldInvalid: it ends before it begins, or is for oneself.
        ReasonMissing: it does not say why.
        RequestReused: the id is another colleague's.
    """
    if asked.to_on < asked.from_on:
        raise FieldInvalid(field="to_on")
    if asked.absent == asked.substitute:
        raise FieldInvalid(field="substitute")
    if not asked.reason:
        raise ReasonMissing
    absent, substitute = _account(asked.absent), _account(asked.substitute)
    if actor.department:
        actor.require_department(absent.department_id or "", "substitute")
    if substitute.department_id not in (None, absent.department_id):
        raise AccountUnknown(username=asked.substitute)
    known = Substitution.objects.filter(pk=asked.id).first()
    require_repeat(is_same=known is None or known.absent == asked.absent)
    Substitution.objects.update_or_create(
        pk=asked.id,
        defaults={**asked.model_dump(exclude={"id"}), "set_by": actor.username},
    )
    record(
        actor.username,
        "substitute_set",
        asked.absent,
        substitute=asked.substitute,
        from_on=asked.from_on.isoformat(),
        to_on=asked.to_on.isoformat(),
        is_reasoned=bool(asked.reason),  # the words may tell of an illness, and rows stay forever
    )
    return asked


def substitutions(actor: Actor) -> list[wire.Substitution]:
    """Give the substitutions of today and later, by their first day.

    Their reasons are told to those who may name substitutes.
    """
    found = Substitution.objects.filter(to_on__gte=clock.today()).order_by("from_on", "pk")
    if not actor.is_everywhere and actor.departments:
        colleagues = Account.objects.filter(department__in=actor.departments).values("username")
        found = found.filter(absent__in=colleagues)
    is_told_why = actor.role in RIGHTS["substitute"]
    return [
        wire.Substitution(
            id=UUID(str(s.pk)),
            absent=s.absent,
            substitute=s.substitute,
            from_on=s.from_on,
            to_on=s.to_on,
            work="moves" if s.work == "moves" else "waits",
            reason=s.reason if is_told_why else "",
        )
        for s in found
    ]


def _account(username: str) -> Account:
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise AccountUnknown(username=username)
    return account
