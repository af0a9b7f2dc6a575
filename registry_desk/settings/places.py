"""Where settings, tray and logs live on this system (XDG folders, AppData, Library)."""

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("registry-desk", appauthor=False)


def settings_file() -> Path:
    """Give the file of this person's settings."""
    return Path(_DIRS.user_config_dir) / "settings.json"


def profiles_file() -> Path:
    """Give the file of this person's scan profiles."""
    return Path(_DIRS.user_config_dir) / "profiles.json"


def memory_file() -> Path:
    """Give the file in which the window remembers its place and columns."""
    return Path(_DIRS.user_state_dir) / "window.json"


def tray_dir() -> Path:
    """Give the default folder of the tray."""
    return Path(_DIRS.user_data_dir) / "tray"


def log_dir() -> Path:
    """Give the folder of fault reports and logs."""
    return Path(_DIRS.user_log_dir)


def trusted_lists_dir() -> Path:
    """Give the folder that keeps fetched trusted lists."""
    return Path(_DIRS.user_cache_dir) / "trusted-lists"


def separator_key_file() -> Path:
    """Give the private file that keeps the separator key where there is no keyring."""
    return Path(_DIRS.user_data_dir) / "separator.key"
