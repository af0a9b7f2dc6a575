"""A pile of documents signed with one PIN."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from registry_desk import i18n
from registry_desk.durable import discard_part
from registry_desk.errors import Cancelled, RegistryDeskError
from registry_desk.signing.choice import chosen
from registry_desk.signing.errors import NoToken, PinEmpty, PinLocked
from registry_desk.signing.host import KeyHost
from registry_desk.signing.judge_process import room_for
from registry_desk.signing.network import DIRECT, Network
from registry_desk.signing.order import BatchOrder, stops_batch
from registry_desk.signing.values import (
    PinQuestion,
    SignJob,
    SignResult,
    Terms,
    Token,
    VisibleStamp,
)

Ask = Callable[[PinQuestion], str | None]


def sign_batch(  # noqa: PLR0913 - the terms of one batch, all but two by name
    host: KeyHost,
    jobs: Sequence[SignJob],
    *,
    token_serial: str | None = None,
    certificate_id: str | None = None,
    pin: Ask,
    level: str = "B-B",
    visible: bool | VisibleStamp | None = None,
    tsa_url: str | None = None,
    trust: Sequence[Path] = (),
    reason: str = "",
    network: Network = DIRECT,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[SignResult]:
    """Sign files, each whole or not at all.

    A file that cannot be signed is skipped and named. Any other fault stops the batch: what is
    signed stays, the file it happened at and those after it carry the error with ``is_stop``.

    Args:
        host: the process of the module, or of the remote service.
        jobs: the files in order.
        token_serial: None where exactly one token is there.
        certificate_id: None where exactly one certificate of the token can sign.
        pin: asks the person once, and for codes a remote service wants; None: does not want to.
        level: ``B-B``, ``B-T``, ``B-LT`` or ``B-LTA``; never a lower one than asked.
        visible: True for a stamp at the foot of the last page, or the stamp wanted.
        tsa_url: the timestamp authority, for every level but B-B.
        trust: files with the roots of signer and timestamp authority, for B-LT and B-LTA.
        reason: why it is signed, kept in the signature.
        network: the way to authorities.
        progress: told how many of how many are done.
        cancelled: asked between documents.

    Returns:
        One result per job, in their order.

    Raises:
        NoToken: PinWrong: PinLocked: PinEmpty: CertificateUnfit: CertificateUnclear:
            TimestampNeeded: nothing was begun.
        TokenModuleUnfit: TokenModuleCrashed: TokenSilent: the vendor's module fails.
        Cancelled: the person gave no PIN, or stopped before the first document.
    """
    terms = Terms(level, tsa_url, tuple(trust), reason, network=network)
    terms.check()
    token = _token(host, token_serial)
    if token.is_pin_locked:
        raise PinLocked(token=token.label)
    certificate = chosen(token.certificates, certificate_id)
    given = _asked(token, certificate.owner, len(jobs), pin)
    order = BatchOrder(
        serial=token.serial,
        certificate_id=certificate.id,
        pin=given,
        jobs=tuple(_with_room(job, visible, cancelled) for job in jobs),
        terms=terms,
        language=i18n.current(),
    )
    return run_order(host, order, pin, progress=progress, cancelled=cancelled)


def _token(host: KeyHost, serial: str | None) -> Token:
    found = host.tokens()
    fitting = [t for t in found if serial is None or t.serial == serial]
    if len(fitting) != 1:
        raise NoToken
    return fitting[0]


def _with_room(
    job: SignJob, visible: bool | VisibleStamp | None, cancelled: Callable[[], bool]
) -> SignJob:
    """Give the job with its picture, and the picture with its place where words say which."""
    if cancelled():
        raise Cancelled
    stamp = job.stamp or (VisibleStamp() if visible is True else visible or None)
    if stamp is not None and stamp.beside:
        stamp = room_for(job.source, stamp)
    return replace(job, stamp=stamp)


def _asked(token: Token, owner: str, count: int, pin: Ask) -> str | None:
    """Ask for the PIN once; a reader with a pad asks by itself."""
    if token.has_pin_pad:
        return None
    given = pin(
        PinQuestion(
            token.label,
            owner,
            count,
            token.is_pin_low,
            token.is_last_try,
            leave_count=token.leaves_for(count),
        )
    )
    if given is None:
        raise Cancelled
    if not given:
        raise PinEmpty
    return given


def run_order(
    host: KeyHost,
    order: BatchOrder,
    ask: Ask = lambda question: None,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[SignResult]:
    """Have a batch signed as it was ordered; see :func:`sign_batch`."""
    jobs = order.jobs
    results: dict[int, SignResult] = {}
    stop: RegistryDeskError | None = None
    try:
        for kind, given in host.ask("sign", order, cancelled=cancelled):
            if kind == "question":
                host.answer(ask(given))
            if kind != "result":
                continue
            place, outcome = given
            results[place] = _result(jobs[place], outcome)
            if results[place].is_stop:
                stop = results[place].error
            progress(len(results), len(jobs))
    except RegistryDeskError as error:
        if not results:
            raise
        stop = error
        for place, job in enumerate(jobs):
            if place not in results:
                discard_part(job.target)
    remaining = stop or Cancelled()
    return [
        results.get(place) or SignResult(job.source, job.target, remaining, is_stop=True)
        for place, job in enumerate(jobs)
    ]


def _result(job: SignJob, outcome: str | RegistryDeskError) -> SignResult:
    result = SignResult(job.source, job.target)
    if isinstance(outcome, str):
        return replace(result, sha256=outcome)
    return replace(result, error=outcome, is_stop=stops_batch(outcome))
