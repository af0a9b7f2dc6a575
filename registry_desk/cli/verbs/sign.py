"""``registry-desk sign``: a batch of PDFs signed with one PIN."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.output import emit, json_option, progress, say
from registry_desk.cli.outside import network_from
from registry_desk.cli.sign_picture import Spot, picture_from
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.signing import KeyHost, PinQuestion, SignResult, Token

_SOME_NOT_SIGNED = 6
_PIECE = 1 << 20


def build() -> click.Command:
    """Give the verb."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    folder = click.Path(file_okay=False, path_type=Path)
    levels = click.Choice(["B-B", "B-T", "B-LT", "B-LTA"])
    options: list[click.Parameter] = [
        click.Argument(["files"], nargs=-1, required=True, type=file),
        _option("--token"),
        _option("--module", type=file),
        _option("--certificate"),
        _option("--csc", metavar="URL"),
        _option("--credential", metavar="ID"),
        _option("--bearer-stdin", is_flag=True),
        _option("--level", type=levels, default="B-LT", show_default=True),
        _option("--tsa", metavar="URL"),
        _option("--trust", multiple=True, type=file),
        _option("--invisible", is_flag=True),
        _option("--beside", metavar=text("cli.sign.words")),
        _option("--at", metavar=text("cli.sign.spot"), type=Spot()),
        _option("--pin-stdin", is_flag=True),
        _option("--out", "folder", required=True, type=folder),
        json_option(),
    ]
    return click.Command("sign", callback=_sign, params=options, help=text("cli.sign"))


def _option(*names: str, **shape: Any) -> click.Option:
    code = names[0].removeprefix("--").replace("-", "_")
    return click.Option(list(names), help=text(f"cli.sign.{code}"), **shape)


def _sign(
    *,
    files: tuple[Path, ...],
    token: str | None,
    module: Path | None,
    certificate: str | None,
    csc: str | None,
    credential: str | None,
    bearer_stdin: bool,
    level: str,
    tsa: str | None,
    trust: tuple[Path, ...],
    invisible: bool,
    beside: str | None,
    at: tuple[int, float, float] | None,
    pin_stdin: bool,
    folder: Path,
    as_json: bool,
) -> int:
    from registry_desk import settings
    from registry_desk.signing import SignJob, SignResult, Terms, sign_batch

    is_remote = _is_remote(token, csc, credential)
    roots = _trust(trust)
    chosen = settings.load()
    terms = Terms(level, tsa or chosen.string("signing.tsa_url") or None, roots)
    terms.check()
    picture = picture_from(beside, at, is_invisible=invisible)
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [SignJob(s, t) for s, t in zip(files, _targets(files, folder), strict=True)]
    done = {job.target for job in jobs if _is_done(job.source, job.target)}
    waiting = [job for job in jobs if job.target not in done]
    results: dict[Path, SignResult] = {}
    if waiting:
        with ExitStack() as stack:
            host, found = (
                _remote(stack, csc, credential, is_bearer_on_stdin=bearer_stdin)
                if is_remote
                else _token(stack, token or "", module)
            )
            _say_how_often(found, len(waiting))
            shown = stack.enter_context(progress(text("cli.sign.progress")))
            stopped = stack.enter_context(_stopping())
            signed = sign_batch(
                host,
                waiting,
                token_serial=found.serial,
                certificate_id=certificate,
                pin=_from_stdin if pin_stdin else _from_person,
                level=level,
                visible=picture,
                tsa_url=terms.tsa_url,
                trust=roots,
                network=network_from(chosen),
                progress=shown,
                cancelled=stopped,
            )
            results = {result.target: result for result in signed}
    rows = [_row(job.source, job.target, results.get(job.target)) for job in jobs]
    emit({"files": rows}, as_json=as_json, words=_words(rows))
    return _exit_code(list(results.values()))


def _is_remote(token: str | None, csc: str | None, credential: str | None) -> bool:
    """Tell whether a cloud certificate signs; it is that or a token, never both.

    Raises:
        click.UsageError: both are named, or neither.
    """
    from registry_desk import settings

    if token is not None and (csc or credential):
        raise click.UsageError(text("cli.sign.token_or_csc"))
    known = settings.load()
    for given, code in ((csc, "signing.csc_url"), (credential, "signing.csc_credential")):
        if token is None and not (given or known.string(code)):
            raise click.UsageError(text("cli.sign.token_or_csc"))
    return token is None


def _remote(
    stack: ExitStack, csc: str | None, credential: str | None, *, is_bearer_on_stdin: bool
) -> "tuple[KeyHost, Token]":
    """Open the signing service named here or in the settings."""
    from registry_desk import settings
    from registry_desk.cli.remote_key import remote_key

    known = settings.load()
    return remote_key(
        stack,
        csc or known.string("signing.csc_url"),
        credential or known.string("signing.csc_credential"),
        network=network_from(known),
        is_bearer_on_stdin=is_bearer_on_stdin,
    )


def _token(stack: ExitStack, wanted: str, module: Path | None) -> "tuple[KeyHost, Token]":
    """Find the token by serial or label among the modules; its host stays open with the stack.

    Raises:
        NoToken: no module has exactly one such token.
    """
    from registry_desk import settings
    from registry_desk.signing.finding import token_host

    def meant(present: "Sequence[Token]") -> "Sequence[Token]":
        return [t for t in present if wanted == t.serial] or [
            t for t in present if wanted == t.label
        ]

    chosen = module or (Path(named) if (named := settings.load().string("token.module")) else None)
    return stack.enter_context(token_host(chosen, meant))


def _trust(named: tuple[Path, ...]) -> tuple[Path, ...]:
    """Give the roots named here, else those of the settings."""
    from registry_desk import settings

    kept = settings.load().string("signing.trust").strip()
    return named or ((Path(kept).expanduser(),) if kept else ())


def _from_stdin(_question: "PinQuestion") -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _from_person(question: "PinQuestion") -> str:
    """Ask on the terminal, without showing what is typed."""
    if question.is_last_try:
        say(text("cli.sign.last_try"))
    elif question.is_pin_low:
        say(text("cli.sign.pin_low"))
    words = plural("cli.sign.pin", question.document_count, owner=question.owner)
    if question.is_code:
        words = _code_words(question)
    given: str = click.prompt(words, hide_input=True, err=True)
    return given


def _code_words(question: "PinQuestion") -> str:
    if question.hint:
        say(question.hint)
    return plural(
        "cli.sign.code",
        question.document_count,
        owner=question.owner,
        place=question.place,
        total=question.leave_count,
    )


def _say_how_often(found: "Token", document_count: int) -> None:
    """Say before the start where one confirmation is not enough for all."""
    leaves = found.leaves_for(document_count)
    if leaves > 1:
        say(plural("cli.sign.leaves", leaves, most=found.most_at_once))


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Turn the first Ctrl+C into a wish to stop after the document in hand."""
    wish = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: wish.set())
    try:
        yield wish.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _targets(files: Sequence[Path], folder: Path) -> list[Path]:
    """Give each file its name in the folder; files of one name get a number."""
    taken: set[str] = set()
    targets = []
    for file in files:
        name, number = file.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{file.stem}-{number}{file.suffix}"
        taken.add(name.casefold())
        target = folder / name
        if target.resolve() == file.resolve():
            raise click.UsageError(text("cli.sign.same_folder"))
        targets.append(target)
    return targets


def _is_done(source: Path, target: Path) -> bool:
    """Tell whether an earlier run signed this very file: the signed one goes on from its bytes."""
    if not target.is_file() or target.stat().st_size <= source.stat().st_size:
        return False
    with source.open("rb") as original, target.open("rb") as signed:
        while piece := original.read(_PIECE):
            if signed.read(len(piece)) != piece:
                return False
        return b"/ByteRange" in signed.read()


def _row(source: Path, target: Path, result: "SignResult | None") -> dict[str, Any]:
    """Give one file's line; one signed by an earlier run has no result of this one."""
    from registry_desk.durable import sha256_of

    error = result.error if result else None
    row: dict[str, Any] = {
        "file": str(source),
        "signed": None if error else str(target),
        "sha256": result.sha256 if result else sha256_of(target),
        "was_signed_before": result is None,
        "error": None,
    }
    if error:
        told = error.as_dict()
        row["error"] = {k: told[k] for k in ("code", "family", "message", "next_step")}
    return row


def _words(rows: list[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        problem = row["error"]
        said = problem["message"] if problem else text("cli.sign.signed", target=row["signed"])
        lines.append(f"{row['file']}: {said}")
    count = sum(1 for row in rows if row["error"] is None)
    return "\n".join([*lines, plural("cli.sign.count", count)])


def _exit_code(results: "list[SignResult]") -> int:
    """Give the stopping fault's code, else 6 where single files were left out."""
    for result in results:
        if result.is_stop and result.error is not None:
            return result.error.exit_code
    return _SOME_NOT_SIGNED if any(r.error for r in results) else 0
