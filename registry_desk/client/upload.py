"""Bring a file to the server in pieces, going on where the last try ended.

A piece is what an interrupted line may cost, and what a cancel waits for; each has its own answer
and its own way to the server's disk. So pieces grow as long as the line takes them at once: on a
quick one a fifth of the time is saved.
"""

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from registry_desk.client.calls import Caller
from registry_desk.errors import Cancelled
from registry_desk.wire import FileVersion, UploadOrder, UploadState
from registry_desk.wire.errors import UploadDamaged
from registry_desk.wire.upload_errors import UploadOutOfStep, UploadUnknown

PIECE_BYTES = 8 * 2**20
_LARGEST_PIECE = 4 * PIECE_BYTES
_AT_ONCE_S = 0.25
_TRIES = 3


def upload(
    caller: Caller,
    entry_id: UUID,
    path: Path,
    order: UploadOrder,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> FileVersion:
    """Upload a file; a second time, or after any interruption, it goes on where it was.

    Raises:
        UploadDamaged: the file on disk, or what arrived, is not what ``order`` says.
        Cancelled: asked to stop; what arrived stays and is used the next time.
        RegistryDeskError: as :class:`~registry_desk.client.calls.Caller` raises.
    """
    with path.open("rb") as opened:
        for tried in range(_TRIES):
            state = caller.value(UploadState, "POST", f"/entries/{entry_id}/uploads", order)
            source = _Checked(opened, order)
            try:
                return _send(caller, source, state, progress=progress, cancelled=cancelled)
            except (UploadOutOfStep, UploadUnknown):
                if tried == _TRIES - 1:
                    raise
    raise AssertionError  # the last try returns or raises


class _Checked:
    """A file read piece by piece; its end is given only when the whole is what was announced.

    So it is read once, and what was changed on the disk never becomes whole on the server.
    """

    def __init__(self, opened: BinaryIO, order: UploadOrder) -> None:
        self._opened = opened
        self._order = order
        self._digest = hashlib.sha256()
        self._read = 0
        opened.seek(0)

    def piece(self, offset: int, size: int) -> bytes:
        """Give up to ``size`` bytes from ``offset`` on; pieces are asked for in their order.

        Raises:
            UploadDamaged: the file is not what was announced.
        """
        while self._read < offset:
            self._next(min(PIECE_BYTES, offset - self._read))
        piece = self._next(size)
        is_end = self._read >= self._order.size_bytes
        if is_end and self._digest.hexdigest() != self._order.sha256:
            raise UploadDamaged(file=self._order.name)
        return piece

    def _next(self, size: int) -> bytes:
        piece = self._opened.read(size)
        if not piece:
            raise UploadDamaged(file=self._order.name)
        self._digest.update(piece)
        self._read += len(piece)
        return piece


def _send(
    caller: Caller,
    source: _Checked,
    state: UploadState,
    *,
    progress: Callable[[int, int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> FileVersion:
    """Send the pieces; the next one is read and hashed while the server takes the one before."""
    offset, size = state.offset, PIECE_BYTES
    coming: Future[bytes] | None = None
    with ThreadPoolExecutor(1) as beside:
        while state.file is None:
            if cancelled and cancelled():
                raise Cancelled
            piece = (coming or beside.submit(source.piece, offset, size)).result()
            after = offset + len(piece)
            is_last = after >= state.size_bytes
            coming = None if is_last else beside.submit(source.piece, after, size)
            begun = time.monotonic()
            caller.content(
                "PATCH",
                f"/uploads/{state.id}",
                data=piece,
                headers={
                    "Content-Type": "application/offset+octet-stream",
                    "Upload-Offset": str(offset),
                    "Tus-Resumable": "1.0.0",
                },
            )
            offset, size = after, _grown(size, time.monotonic() - begun)
            if progress:
                progress(offset, state.size_bytes)
            if offset >= state.size_bytes:
                state = caller.value(UploadState, "GET", f"/uploads/{state.id}")
                offset = state.offset
    return state.file


def _grown(size: int, took_s: float) -> int:
    """Give how large the next piece is: more where the line took one at once, else less."""
    if took_s < _AT_ONCE_S:
        return min(2 * size, _LARGEST_PIECE)
    return max(size // 2, PIECE_BYTES)
