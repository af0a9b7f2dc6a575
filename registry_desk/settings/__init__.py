"""Settings: one typed table gives validation, the settings screen, help and environment names.

Read at the top (command line, desk) and passed down as plain values; no stage reads a setting.
"""

from registry_desk.settings.profiles import Profiles, ScanProfile
from registry_desk.settings.store import Settings, load
from registry_desk.settings.table import TABLE, Setting

__all__ = ["TABLE", "Profiles", "ScanProfile", "Setting", "Settings", "load"]
