"""How pages are read, as the settings say."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry_desk.reading import ReadingSettings
    from registry_desk.settings import Settings


def chosen_reading(chosen: "Settings", *, languages: str | None = None) -> "ReadingSettings":
    """Give how pages are read.

    Args:
        chosen: the settings.
        languages: asked for this once, instead of the settings' own.
    """
    from registry_desk.reading import ReadingSettings

    return ReadingSettings(
        languages or chosen.string("reading.languages"),
        second_engine=chosen.flag("reading.second_engine"),
    )
