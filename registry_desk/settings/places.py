"""Where settings, tray and logs live on this system (XDG folders, AppData, Library)."""

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("registry-desk", appauthor=False)


def settings_file() -> Path:
    """Give the file of this person's settings."""
    return Path(_DIRS.user_config_dir) / "settings.json"


def tray_dir() -> Path:
    """Give the default folder of the tray."""
    return Path(_DIRS.user_data_dir) / "tray"


def log_dir() -> Path:
    """Give the folder of fault reports and logs."""
    return Path(_DIRS.user_log_dir)
