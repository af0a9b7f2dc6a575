"""The board's open work, kept in memory, is after every act what reading it anew gives."""

import random
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError

from registry_desk import wire
from registry_desk.errors import RegistryDeskError
from tests.server.office import registration


@pytest.fixture
def everybody(rooms):
    from registry_desk.server.people.rights import Actor

    return {
        "clerk": Actor("clerk", "", "clerk", None),
        "mayor": Actor("mayor", "", "supervisor", None),
        "urb": Actor("urb", "", "official", "URB"),
        "fin": Actor("fin", "", "official", "FIN"),
    }


def seen():
    """Give what the board knows of open work, a hundred days from now."""
    from registry_desk.server import clock
    from registry_desk.server.board.standing import open_work

    day = clock.today() + timedelta(days=100)
    with open_work() as work:
        rows = [list(p.rows(day, lambda _: True)) for p in (work.by_kind, work.by_person)]
        steps = [(s.department, s.state, s.count, s.first_s, round(s.mean_s)) for s in work.steps()]
        sent_on = {code: count for code, count in work.redirected().items() if count}
    return [sorted(map(str, found)) for found in rows], steps, sent_on


def seen_anew(monkeypatch):
    from registry_desk.server.board import standing

    fresh = standing._Standing()
    with monkeypatch.context() as patch:
        patch.setattr(standing, "_standing", lambda: fresh)
        return seen()


def acts(everybody, entry):
    """Give what may be done to a letter, by name."""
    from registry_desk.server.entries import acts, corrections, pauses
    from registry_desk.server.tasks import acts as tasks
    from registry_desk.server.tasks.models import Task

    mayor = everybody["mayor"]

    def task():
        found = Task.objects.filter(entry=entry).order_by("-assigned_at").first()
        return found.pk if found else uuid.uuid4()

    def assign(department):
        asked = wire.Assignment(
            id=uuid.uuid4(), entry_id=entry.uuid, department=department, note="Le revine."
        )
        return lambda: tasks.assign(asked, mayor)

    def resolve():
        assign("URB")()
        tasks.open_task(task(), everybody["urb"])
        return tasks.resolve(task(), wire.Resolution(text="Da."), everybody["urb"])

    moved = {"id": uuid.uuid4(), "department": "FIN", "reason": "concediu"}
    return {
        "to URB": assign("URB"),
        "to FIN": assign("FIN"),
        "open": lambda: tasks.open_task(task(), everybody["urb"]),
        "resolve": resolve,
        "refuse": lambda: tasks.refuse(task(), "nu e a noastră", everybody["fin"]),
        "move": lambda: tasks.move_many(wire.Moving(task_ids=(task(),), **moved), mayor),
        "pause": lambda: pauses.pause(entry.uuid, wire.Pause(reason="lipsesc acte"), mayor),
        "restart": lambda: pauses.restart(entry.uuid, mayor),
        "extend": lambda: acts.extend(entry.uuid, wire.Extension(days=9, reason="greu"), mayor),
        "amend": lambda: corrections.amend(
            entry.uuid, wire.Amendment(kind="complaint"), everybody["clerk"]
        ),
        "close": lambda: acts.close(
            entry.uuid, wire.Closing(outcome="classified", reason="fără obiect"), mayor
        ),
        "annul": lambda: acts.annul(entry.uuid, wire.Annulment(reason="dublură"), mayor),
    }


def test_open_work_follows_every_act(everybody, monkeypatch):
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    chance, done = random.Random(4), set()
    kinds = ("petition", "invoice", "information_request")
    entries = [
        write(lambda k=k: give_number(registration(kind=k), everybody["clerk"])) for k in kinds * 3
    ]
    assert seen() == seen_anew(monkeypatch)
    for _ in range(200):
        may_be_done = acts(everybody, chance.choice(entries))
        often = [act for act in may_be_done if act not in ("close", "annul")]
        act = chance.choice([*may_be_done, *often, *often])
        try:
            write(lambda: may_be_done[act]() and None)  # noqa: B023
        except RegistryDeskError:
            continue
        done.add(act)
        assert seen() == seen_anew(monkeypatch), act
    assert done >= {"to URB", "open", "resolve", "move", "pause", "extend", "amend", "close"}


def test_an_act_that_becomes_visible_late_is_not_missed(everybody, monkeypatch):
    """PostgreSQL numbers audit rows before they are committed, in another order."""
    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    first, second = (
        write(lambda: give_number(registration(), everybody["clerk"])) for _ in range(2)
    )
    seen()
    late = AuditRow(at=first.registered_at, actor="mayor", act="amended", leaf="00" * 32)
    late.pk, late.subject = AuditRow.objects.order_by("-pk").first().pk + 1, first.number
    early = AuditRow(at=first.registered_at, actor="mayor", act="amended", leaf="11" * 32)
    early.pk, early.subject = late.pk + 1, second.number
    write(lambda: early.save(force_insert=True))
    seen()
    Entry.objects.filter(pk=first.pk).update(kind="complaint")
    write(lambda: late.save(force_insert=True))
    assert seen() == seen_anew(monkeypatch)


def test_a_database_that_fails_on_the_way_hides_nothing_later(everybody, monkeypatch):
    from registry_desk.server.board import standing
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    def failing(_which):
        raise OperationalError

    write(lambda: give_number(registration(), everybody["clerk"]))
    before = seen()
    write(lambda: give_number(registration(), everybody["clerk"]))
    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(standing, "_letters", failing)
        seen()
    assert seen() == seen_anew(monkeypatch) != before


def test_another_register_in_the_same_place_is_read_anew(everybody, monkeypatch):
    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    write(lambda: give_number(registration(), everybody["clerk"]))
    seen()
    last = AuditRow.objects.order_by("-pk").first()
    AuditRow.objects.filter(pk=last.pk).update(leaf="22" * 32)
    Entry.objects.update(kind="complaint")
    assert seen() == seen_anew(monkeypatch)
