"""Read and keep the values of the settings: file below environment, defaults below both."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from registry_desk.errors import DamagedError
from registry_desk.settings import places
from registry_desk.settings.table import TABLE

Value = str | int | bool


class SettingsDamaged(DamagedError):
    """The settings file is not what this program wrote."""

    code = "settings_damaged"


class Settings:
    """The values in force, typed by the table."""

    def __init__(self, values: Mapping[str, Value], file: Path) -> None:
        self._values = dict(values)
        self._file = file

    def string(self, key: str) -> str:
        """Give a setting of text."""
        return str(self._value(key))

    def number(self, key: str) -> int:
        """Give a setting of whole numbers, in the table's unit."""
        return int(self._value(key))

    def flag(self, key: str) -> bool:
        """Give a setting of yes or no."""
        return bool(self._value(key))

    def value(self, key: str) -> Value:
        """Give a setting in its own type."""
        return self._value(key)

    def is_stored(self, key: str) -> bool:
        """Tell whether somebody chose this value, other than the default, for this person."""
        return key in self._values

    def is_overridden(self, key: str) -> bool:
        """Tell whether the environment decides this setting: what is stored does not count."""
        return TABLE[key].environment_name in os.environ

    def restore(self, key: str) -> None:
        """Go back to a setting's default."""
        self._values.pop(key, None)
        self._write()

    def change(self, key: str, value: Value) -> None:
        """Check and keep a value; on disk before this returns.

        Raises:
            SettingInvalid: the table does not allow it.
        """
        self._values[key] = TABLE[key].parse(value)
        self._write()

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(".part")
        with part.open("w", encoding="utf-8") as target:
            json.dump(self._values, target, ensure_ascii=False, indent=1)
            target.flush()
            os.fsync(target.fileno())
        part.replace(self._file)

    @property
    def tray_dir(self) -> Path:
        """Give the tray's folder: the setting's, else the system's usual place."""
        return Path(self.string("tray.folder") or places.tray_dir())

    def _value(self, key: str) -> Value:
        setting = TABLE[key]
        override = os.environ.get(setting.environment_name)
        if override is not None:
            return setting.parse(override)
        return self._values.get(key, setting.default)


def load(file: Path | None = None) -> Settings:
    """Read the settings; a missing file means defaults, keys of other versions are kept out.

    Raises:
        SettingsDamaged: the file is there but is no settings file.
        SettingInvalid: it holds a value that the table does not allow.
    """
    source = file or places.settings_file()
    if not source.exists():
        return Settings({}, source)
    try:
        stored = json.loads(source.read_text(encoding="utf-8"))
        known = {key: TABLE[key].parse(value) for key, value in stored.items() if key in TABLE}
    except (ValueError, AttributeError) as error:
        raise SettingsDamaged(file=str(source)) from error
    return Settings(known, source)
