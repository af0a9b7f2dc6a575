"""The first bytes of a file, as a file of their own: what was signed, without copying it."""

import os
from io import RawIOBase
from pathlib import Path
from typing import Any


class Beginning(RawIOBase):
    """Reads a file as if it ended after so many bytes."""

    def __init__(self, path: Path, length: int) -> None:
        self._file = path.open("rb", buffering=0)
        self._length = min(length, os.fstat(self._file.fileno()).st_size)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that any place can be gone to."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place; the end is the end of the beginning."""
        if whence == os.SEEK_END:
            offset, whence = self._length + offset, os.SEEK_SET
        return self._file.seek(offset, whence)

    def readinto(self, target: Any, /) -> int:
        """Read into a buffer; 0 at the end."""
        room = memoryview(target)[: max(0, self._length - self._file.tell())]
        return self._file.readinto(room) or 0

    def close(self) -> None:
        """Close the file beneath."""
        if not self.closed:
            self._file.close()
        super().close()
