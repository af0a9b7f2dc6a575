"""The pile that waits for one person's signature: looked at, signed with one PIN, handed over.

What is signed is the page that was shown: its hash goes along, and a page that is another one by
then is refused. Each reply's steps are durable; run again, only what is left is done.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from registry_desk.client import RegisterClient
from registry_desk.durable import sha256_of
from registry_desk.errors import Cancelled, RegistryDeskError, UnavailableError
from registry_desk.journey import handing_over
from registry_desk.journey.answer import NoToken, Official, composed_file, signed_file
from registry_desk.journey.records import ReplyRecord, ReplyState
from registry_desk.journey.tray import Tray
from registry_desk.signing import SignJob, sign_batch
from registry_desk.wire import Approval, Entry
from registry_desk.wire.errors import ReplyUnknown

_AWAY_AFTER = 2
"""One letter that finds no register may have been unlucky; after two in a row it is away."""
_READY = ("none", "approved")
_BEFORE_DISPATCH = (
    ReplyState.COMPOSED, ReplyState.SIGNED, ReplyState.DELIVERED, ReplyState.SEALED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToSign:
    """A reply that waits for its signature, or was signed and waits to be handed over."""

    reply: ReplyRecord
    entry: Entry
    file: Path
    """The page as it is shown."""
    sha256: str
    """Of that page; nothing else is signed."""
    approval: str
    """Where it stands on its way up, see :func:`handing_over.standing`."""

    @property
    def is_signed(self) -> bool:
        """Tell whether only the way to the dispatch is left."""
        return self.reply.state is not ReplyState.COMPOSED

    @property
    def is_ready(self) -> bool:
        """Tell whether it may be signed now."""
        return self.is_signed or self.approval in _READY


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one reply."""

    reply_id: UUID
    error: RegistryDeskError | None = None
    """None: it is signed and lies at the dispatch."""
    is_signed: bool = False


def waiting(
    tray: Tray,
    register: RegisterClient,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> list[ToSign]:
    """Give what was prepared at this desk and has not left it, the oldest first.

    Args:
        tray: this desk's tray.
        register: knows of each what it answers and who approved it.
        told: told how many of how many were read.

    Raises:
        UnavailableError: the register does not answer now.
    """
    rules = {rule.department for rule in register.approval_rules()}
    replies = tray.replies(*_BEFORE_DISPATCH)
    found = []
    for place, reply in enumerate(replies):
        told(place, len(replies))
        found.append(_to_sign(tray, register, reply, rules))
    return found


def _to_sign(tray: Tray, register: RegisterClient, reply: ReplyRecord, rules: set[str]) -> ToSign:
    is_signed = reply.signed_sha256 is not None
    file = signed_file(tray, reply.id) if is_signed else composed_file(tray, reply.id)
    entry = register.entry_by_id(reply.entry_id)
    return ToSign(
        reply=reply,
        entry=entry,
        file=file,
        sha256=sha256_of(file),
        approval=handing_over.standing(
            _approvals(register, reply.id), is_needed=entry.department in rules
        ),
    )


def _approvals(register: RegisterClient, reply_id: UUID) -> list[Approval]:
    try:
        return register.approvals_of(reply_id)
    except ReplyUnknown:
        return []  # it never left this desk


def sign_pile(
    official: Official,
    pile: Sequence[ToSign],
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    handed: Callable[[int, int], None] = lambda done, total: None,
    told: Callable[[Outcome], None] = lambda outcome: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Outcome]:
    """Sign a pile with one PIN and hand each reply to the dispatch.

    Args:
        official: who signs, with the token.
        pile: as it was shown; what is signed already is only handed over.
        progress: told how many of how many are signed.
        handed: told how many of how many were taken to the dispatch, one way or another.
        told: told each outcome as soon as it is known.
        cancelled: asked between documents; what is signed by then is kept, and is handed over
            when the pile is signed again.

    Returns:
        One outcome for each, in their order.

    Raises:
        NoToken, PinWrong, PinLocked, TimestampNeeded, …: nothing was signed.
        Cancelled: the person gave no PIN.
    """
    outcomes: dict[UUID, Outcome] = {}
    unsigned = [one for one in pile if not _was_signed(official.tray, one)]
    for refused in _sign(official, unsigned, progress=progress, cancelled=cancelled):
        outcomes[refused.reply_id] = refused
        told(refused)
    signed = [one for one in pile if one.reply.id not in outcomes]
    for place, outcome in enumerate(_hand_over_all(official, signed, cancelled), 1):
        outcomes[outcome.reply_id] = outcome
        told(outcome)
        handed(place, len(signed))
    return [outcomes[one.reply.id] for one in pile]


def _was_signed(tray: Tray, one: ToSign) -> bool:
    """Tell whether a reply is signed by now: the pile may have been shown before it was."""
    return one.is_signed or tray.reply(one.reply.id).state is not ReplyState.COMPOSED


def _sign(
    official: Official,
    pile: Sequence[ToSign],
    *,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Iterator[Outcome]:
    """Sign what is not signed yet; gives those that could not be."""
    signer, tray = official.signer, official.tray
    if not pile:
        return
    if signer is None:
        raise NoToken
    with ExitStack() as held:
        for one in pile:
            held.enter_context(tray.holding(one.reply.id))
        results = sign_batch(
            signer.host,
            [SignJob(one.file, signed_file(tray, one.reply.id), sha256=one.sha256) for one in pile],
            token_serial=signer.token_serial,
            certificate_id=signer.certificate_id,
            pin=signer.pin,
            level=signer.level,
            visible=official.picture(),
            tsa_url=signer.tsa_url,
            trust=signer.trust,
            network=signer.network,
            progress=progress,
            cancelled=cancelled,
        )
        for one, result in zip(pile, results, strict=True):
            if result.error is None and result.sha256 is not None:
                tray.advance_reply(one.reply.id, ReplyState.SIGNED, signed_sha256=result.sha256)
    for one, result in zip(pile, results, strict=True):
        if result.error is not None:
            yield Outcome(one.reply.id, result.error)


def _hand_over_all(
    official: Official, signed: Sequence[ToSign], cancelled: Callable[[], bool]
) -> Iterator[Outcome]:
    """Hand over what is signed; a register that is away is not waited for once a letter."""
    away = 0
    error: RegistryDeskError | None = None
    for one in signed:
        if cancelled():
            yield Outcome(one.reply.id, Cancelled(), is_signed=True)
        elif away >= _AWAY_AFTER:
            yield Outcome(one.reply.id, error, is_signed=True)
        else:
            outcome = _hand_over(official, one)
            error = outcome.error
            away = away + 1 if isinstance(error, UnavailableError) else 0
            yield outcome


def _hand_over(official: Official, one: ToSign) -> Outcome:
    handing = handing_over.kept_handing(official.tray, one.reply.id)
    try:
        handing_over.hand_over(replace(official, signer=None), one.reply.id, handing)
    except RegistryDeskError as error:
        return Outcome(one.reply.id, error, is_signed=True)
    return Outcome(one.reply.id, is_signed=True)
