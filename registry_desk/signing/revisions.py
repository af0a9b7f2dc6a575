"""The revisions of one file: what a field signed, what followed, and whether it looks different."""

from collections.abc import Collection
from pathlib import Path

from registry_desk.signing.fields_found import FoundField
from registry_desk.signing.views import Comparison, compare

_WHITE = b"\x00\t\n\x0c\r "
_TAIL_BYTES = 4096


class Revisions:
    """The views of one file, drawn only when they are asked for."""

    def __init__(self, path: Path, found: list[FoundField], until: float) -> None:
        self._path = path
        self._found = found
        self._until = until
        self._content: bytes | None = None

    def has_loose_bytes(self, place: int, *, is_last: bool) -> bool:
        """Tell whether bytes follow that belong to no revision: other readers may show them."""
        size = self._path.stat().st_size
        with self._path.open("rb") as opened:
            if is_last:
                opened.seek(self._found[place].signed_end)
                if any(piece.strip(_WHITE) for piece in iter(lambda: opened.read(1 << 20), b"")):
                    return True
            opened.seek(max(0, size - _TAIL_BYTES))
            _, end, tail = opened.read().rpartition(b"%%EOF")
        return not end or bool(tail.strip(_WHITE))

    def _whole(self) -> bytes:
        if self._content is None:
            self._content = self._path.read_bytes()
        return self._content

    def compare(
        self, place: int, *, filled: Collection[str], standing: Collection[str]
    ) -> Comparison | None:
        """Compare what a field signed with the file; None where nothing followed.

        Args:
            place: of the field among those found.
            filled: form fields that were honestly filled since.
            standing: fields whose signatures hold; only those may show something new.
        """
        end = self._found[place].signed_end
        if end <= 0:
            return None
        content = self._whole()
        if not content[end:].strip(_WHITE):
            return None
        later = {one.name for one in self._found[place + 1 :]} & set(standing)
        return compare(content[:end], content, later_fields=later | set(filled), until=self._until)
