"""What is asked of the dispatch."""

from pathlib import Path
from uuid import UUID

from registry_desk.client.asking import Asking
from registry_desk.wire import (
    Afterwards,
    Leaving,
    PostList,
    PostOrder,
    Route,
    Sending,
    SendingAgain,
    SendingOrder,
)
from registry_desk.wire.words import Listed, ask


class _Sendings(Listed[Sending]):
    pass


class _PostLists(Listed[PostList]):
    pass


class Dispatching(Asking):
    """The part of :class:`~registry_desk.client.RegisterClient` for what goes out."""

    def order_sending(self, order: SendingOrder) -> Sending:
        """Hand a finished paper to the dispatch."""
        return self._change(Sending, "/sendings", order)

    def sendings(self, pile: str = "open") -> list[Sending]:
        """Give a pile: ``open``, ``today``, ``awaited`` (proof of receipt) or ``settled``."""
        return self._all(_Sendings, "/sendings", lambda one: one.id, pile=pile)

    def sendings_of(self, entry_id: UUID) -> list[Sending]:
        """Give what went out of an entry."""
        return self._caller.value(_Sendings, "GET", f"/entries/{entry_id}/sendings").root

    def redirect_sending(self, sending_id: UUID, route: Route) -> Sending:
        """Send something otherwise, or elsewhere, before it leaves."""
        return self._change(Sending, f"/sendings/{sending_id}/route", route)

    def send_again(self, sending_id: UUID, order: SendingAgain) -> Sending:
        """Hand what came back to the dispatch once more, by this way."""
        return self._change(Sending, f"/sendings/{sending_id}/again", order)

    def send_off(self, sending_id: UUID, leaving: Leaving) -> Sending:
        """Let something go: an e-mail into the queue, a paper into somebody's hand."""
        return self._change(Sending, f"/sendings/{sending_id}/leaving", leaving)

    def list_for_post(self, order: PostOrder) -> PostList:
        """List letters for the post; they leave with it."""
        return self._change(PostList, "/post-lists", order)

    def post_lists(self) -> list[PostList]:
        """Give the lists that were made, the newest first."""
        return self._all(_PostLists, "/post-lists", lambda one: one.id)

    def download_list(self, made: PostList, target: Path) -> None:
        """Write a list's file to ``target``, checked as ``download`` does."""
        self._fetch(f"/post-lists/{made.id}/file", made.sha256, target)

    def prove_receipt(self, sending_id: UUID, afterwards: Afterwards | None = None) -> Sending:
        """Note that the receipt of something that left is proven."""
        asked = afterwards or ask(Afterwards)
        return self._change(Sending, f"/sendings/{sending_id}/proof", asked)

    def take_back(self, sending_id: UUID, afterwards: Afterwards) -> Sending:
        """Note that something came back, and why."""
        return self._change(Sending, f"/sendings/{sending_id}/return", afterwards)
