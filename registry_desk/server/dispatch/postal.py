"""Lists of letters handed to the post (borderou): numbered once, drawn once, kept in the store."""

import tempfile
import threading
from pathlib import Path
from uuid import UUID

from django.db.models import Q

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.dispatch.listing import list_view
from registry_desk.server.dispatch.models import PostList, Sending
from registry_desk.server.dispatch.numbers import next_number
from registry_desk.server.dispatch.sendings import gone, held, is_gone
from registry_desk.server.files import store
from registry_desk.server.paging import page
from registry_desk.server.people.rights import Actor
from registry_desk.server.repeats import require_repeat
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write
from registry_desk.wire.errors import FieldInvalid, FileUnknown, SendingPast
from registry_desk.wire.words import PAGE

_one_at_a_time = threading.Lock()


def make(asked: wire.PostOrder, actor: Actor) -> wire.PostList:
    """List letters for the post; they leave the house with it. The same request twice is one list.

    Raises:
        SendingUnknown: one is none, or not for this person.
        SendingPast: one has left already.
        FieldInvalid: one does not go by post.
        RequestReused: the id is another list's.
        StoreFull: the list stands, its file is drawn when there is room again.
    """
    write(lambda: _enter(asked, actor) and None)
    return _drawn(asked.id)


def _enter(asked: wire.PostOrder, actor: Actor) -> PostList:
    done = PostList.objects.filter(pk=asked.id).first()
    if done is not None:
        listed = set(done.sending_set.values_list("pk", flat=True))
        require_repeat(is_same=listed == set(asked.sending_ids))
        return done
    chosen = [held(one, actor) for one in dict.fromkeys(asked.sending_ids)]
    for sending in chosen:
        _require_postable(sending)
    year, value = next_number("list")
    made = PostList.objects.create(
        pk=asked.id, year=year, value=value, made_at=clock.now(), made_by=actor.username
    )
    for sending in sorted(chosen, key=lambda one: one.ordered_at):
        sending.year, sending.value = next_number("sending")
        sending.post_list = made
        gone(sending, actor.username)
    record(actor.username, "post_list_made", made.number, count=len(chosen))
    return made


def _require_postable(sending: Sending) -> None:
    if is_gone(sending):
        raise SendingPast
    if sending.how != "post":
        raise FieldInvalid(field="how")


def lists(*, after: UUID | None = None, limit: int = PAGE) -> list[wire.PostList]:
    """Give a page of the lists that were made, the newest first; ``after`` is the last one seen.

    Raises:
        FileUnknown: ``after`` is none.
    """
    found = PostList.objects.order_by("-year", "-value")
    if after:
        last = PostList.objects.filter(pk=after).first()
        if last is None:
            raise FileUnknown
        older = Q(year__lt=last.year) | Q(year=last.year, value__lt=last.value)
        found = found.filter(older)
    return [list_view(made) for made in page(found, limit)]


def file_of(list_id: UUID) -> tuple[str, Path]:
    """Give a list's hash and where its file lies; drawn now, where that did not come about.

    Raises:
        FileUnknown: there is no such list.
    """
    if not PostList.objects.filter(pk=list_id).exists():
        raise FileUnknown
    sha256 = _drawn(list_id).sha256
    return sha256, store.place_of(register_configuration().store, sha256)


def _drawn(list_id: UUID) -> wire.PostList:
    from registry_desk.server.dispatch.drawing import draw  # a third of the server's start

    with _one_at_a_time:
        made = PostList.objects.get(pk=list_id)
        if made.sha256:
            return list_view(made)
        configuration = register_configuration()
        with (
            store.disk_faults(),
            tempfile.TemporaryDirectory(dir=configuration.uploads) as folder,
        ):
            file = Path(folder) / "list.pdf"
            sha256 = draw(made, file)
            store.keep(configuration.store, file, sha256)
        unnamed = PostList.objects.filter(pk=list_id, sha256="")
        write(lambda: unnamed.update(sha256=sha256))
        return list_view(PostList.objects.get(pk=list_id))
