"""Django's settings for tools that look at the program without a register (type checker)."""

from pathlib import Path

from registry_desk.server.configuration import Configuration
from registry_desk.server.site import settings_of

REGISTER = Configuration(Path(), "", "checking")
globals().update(settings_of(REGISTER))
