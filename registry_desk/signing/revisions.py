"""The revisions of one file: what a field signed, what followed, and whether it looks different."""

from collections.abc import Collection
from pathlib import Path

from registry_desk.signing.changes import Changes
from registry_desk.signing.damaged import fits
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

    def has_loose_bytes(self, place: int, *, is_last: bool) -> bool:
        """Tell whether bytes follow that belong to no revision: other readers may show them."""
        if is_last and self._follows(self._found[place].signed_end):
            return True
        size = self._path.stat().st_size
        with self._path.open("rb") as opened:
            opened.seek(max(0, size - _TAIL_BYTES))
            _, end, tail = opened.read().rpartition(b"%%EOF")
        return not end or bool(tail.strip(_WHITE))

    def is_fitting(self, one: FoundField) -> bool:
        """Tell whether a field's bytes fit what was signed, as far as that can be read."""
        try:
            contents = one.value.raw_get("/Contents")
            raw = getattr(contents, "original_bytes", contents)
            return fits(self._path, list(one.byte_range or ()), bytes(raw))
        except (AttributeError, ValueError, TypeError, LookupError, OSError):
            return True

    def compare(
        self, place: int, changes: Changes, *, standing: Collection[str]
    ) -> Comparison | None:
        """Compare what a field signed with the file; None where nothing followed.

        Args:
            place: of the field among those found.
            changes: what is known of the later revisions.
            standing: fields whose signatures hold; only those may show something new.
        """
        end = self._found[place].signed_end
        if end <= 0 or not self._follows(end):
            return None
        later = {one.name for one in self._found[place + 1 :]} & set(standing)
        return compare(
            self._path,
            end,
            later_fields=later | set(changes.honest_fields),
            touched=changes.touched_pages,
            until=self._until,
        )

    def _follows(self, end: int) -> bool:
        """Tell whether anything but white space follows a place."""
        with self._path.open("rb") as opened:
            opened.seek(end)
            return any(piece.strip(_WHITE) for piece in iter(lambda: opened.read(1 << 20), b""))
