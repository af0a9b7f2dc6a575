"""Find the files that come with the program: fonts, icons, sample letters, profiles."""

from pathlib import Path

_PLACES = (Path(__file__).parent / "_resources", Path(__file__).parent.parent / "resources")


def resource(name: str) -> Path:
    """Give the path of a resource, installed or in a checkout.

    Args:
        name: path below ``resources/``, for example ``fonts/NotoSans-Regular.ttf``.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for place in _PLACES:
        if (place / name).exists():
            return place / name
    raise FileNotFoundError(name)
