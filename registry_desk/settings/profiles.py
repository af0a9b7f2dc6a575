"""Scan profiles: named ways of scanning, one press each at the counter."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from registry_desk.durable import part_file
from registry_desk.errors import RefusedError
from registry_desk.settings.table import TABLE


class ProfileNameTaken(RefusedError):
    """Another profile is called so, or the name is empty."""

    code = "profile_name_taken"


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """One way of scanning."""

    name: str
    source: str = "feeder"
    """A choice of the setting ``scanner.source``."""
    dpi: int = 300
    mode: str = "color"
    """A choice of the setting ``scanner.mode``."""
    hides_blank_backs: bool = True
    is_split: bool = True
    """Told apart by separator sheets and by what the pages say; else the pile is one document."""
    register: str = ""
    """Code of the register its letters go to; empty: the setting's."""

    def checked(self) -> "ScanProfile":
        """Give the profile as the settings' table allows it.

        Raises:
            SettingInvalid: a value does not fit.
        """
        return replace(
            self,
            name=self.name.strip(),
            source=str(TABLE["scanner.source"].parse(self.source)),
            dpi=int(TABLE["scanner.dpi"].parse(self.dpi)),
            mode=str(TABLE["scanner.mode"].parse(self.mode)),
        )


class Profiles:
    """The profiles of a desk, in their order, in one file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = _read(file)

    def all(self) -> tuple[ScanProfile, ...]:
        """Give every profile in order."""
        return self._kept

    def named(self, name: str) -> ScanProfile | None:
        """Give one profile; None where none is called so."""
        return next((profile for profile in self._kept if profile.name == name), None)

    def add(self, profile: ScanProfile) -> ScanProfile:
        """Keep a new profile.

        Raises:
            ProfileNameTaken: another one is called so.
            SettingInvalid: a value does not fit.
        """
        wanted = profile.checked()
        self._require_free(wanted.name, except_for=None)
        self._write((*self._kept, wanted))
        return wanted

    def change(self, name: str, profile: ScanProfile) -> ScanProfile:
        """Keep a profile in the place of the one called ``name``; raises as :meth:`add` does."""
        wanted = profile.checked()
        self._require_free(wanted.name, except_for=name)
        self._write(tuple(wanted if p.name == name else p for p in self._kept))
        return wanted

    def delete(self, name: str) -> int:
        """Take a profile away; give its place, for bringing it back."""
        place = next((n for n, profile in enumerate(self._kept) if profile.name == name), -1)
        self._write(tuple(profile for profile in self._kept if profile.name != name))
        return place

    def bring_back(self, place: int, profile: ScanProfile) -> None:
        """Put a profile that was deleted back into its place."""
        self._write((*self._kept[:place], profile, *self._kept[place:]))

    def _require_free(self, name: str, *, except_for: str | None) -> None:
        taken = {p.name.casefold() for p in self._kept if p.name != except_for}
        if not name or name.casefold() in taken:
            raise ProfileNameTaken(name=name)

    def _write(self, profiles: tuple[ScanProfile, ...]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with part_file(self._file) as part:
            written = json.dumps([asdict(p) for p in profiles], ensure_ascii=False, indent=1)
            part.write_text(written, encoding="utf-8")
        self._kept = profiles


def _read(file: Path) -> tuple[ScanProfile, ...]:
    """Read what can be read; a profile of another version, or a damaged one, stays out."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    found = []
    for row in stored if isinstance(stored, list) else ():
        try:
            found.append(ScanProfile(**row).checked())
        except (TypeError, AttributeError, RefusedError):
            continue
    return tuple(found)
