"""Hash uploads while they arrive, so that a large file is not read again at its end.

Only a file whose every byte went through this process has such a hash; after a restart, or where
another process took a piece, the whole is read and hashed at the end instead.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

_MOST_UPLOADS = 256
_lock = threading.Lock()
_running: OrderedDict[UUID, tuple[int, Any]] = OrderedDict()


class Arriving:
    """The hash of one upload while a piece of it arrives; the upload is held meanwhile.

    Args:
        upload_id: whose.
        arrived: how many bytes its part file has.
    """

    def __init__(self, upload_id: UUID, arrived: int) -> None:
        self._upload_id = upload_id
        self._length = arrived
        with _lock:
            length, digest = _running.pop(upload_id, (0, None))
        is_known = digest is not None and length == arrived
        self._digest = digest if is_known else hashlib.sha256() if arrived == 0 else None

    def update(self, parts: Sequence[bytes]) -> None:
        """Hash on."""
        if self._digest is not None:
            for part in parts:
                self._digest.update(part)
                self._length += len(part)

    def keep(self) -> None:
        """Keep the hash for the next piece; a piece that failed is never kept."""
        if self._digest is None:
            return
        with _lock:
            _running[self._upload_id] = (self._length, self._digest)
            while len(_running) > _MOST_UPLOADS:
                _running.popitem(last=False)

    def whole(self) -> str | None:
        """Give the hash of all that arrived; None where it is not known."""
        return self._digest.hexdigest() if self._digest is not None else None


class Announced:
    """The hash that a client announced one piece with, counted while the piece arrives.

    Args:
        counted: a hash that counted nothing yet.
        wanted: what it must come to.
    """

    def __init__(self, counted: Any, wanted: bytes) -> None:
        self._counted = counted
        self._wanted = wanted

    def update(self, parts: Sequence[bytes]) -> None:
        """Hash on."""
        for part in parts:
            self._counted.update(part)

    def is_met(self) -> bool:
        """Tell whether what arrived is what was announced."""
        return bool(self._counted.digest() == self._wanted)
