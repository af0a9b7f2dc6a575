"""The institution's templates for replies: files in a folder that the settings name."""

from pathlib import Path

from registry_desk.errors import RefusedError

_MOST = 200
_SUFFIXES = (".odt", ".ott", ".docx", ".dotx")


class TemplateGone(RefusedError):
    """The template chosen for a reply is not in the folder any more."""

    code = "template_gone"


def template_names(folder: Path | None) -> tuple[str, ...]:
    """Give the names of the templates, in order; none where the folder cannot be read now."""
    if folder is None:
        return ()
    try:
        names = [entry.name for entry in folder.iterdir() if _is_template(entry)]
    except OSError:
        return ()  # a share that is away: the built-in page is always there
    return tuple(sorted(names, key=str.casefold)[:_MOST])


def template_named(folder: Path | None, name: str) -> Path:
    """Give a template's place.

    Raises:
        TemplateGone: there is none of that name now.
    """
    if folder is None or Path(name).name != name or not (folder / name).is_file():
        raise TemplateGone(file=name)
    return folder / name


def _is_template(entry: Path) -> bool:
    is_lock = entry.name.startswith((".", "~$"))  # word processors leave such beside open files
    return not is_lock and entry.suffix.lower() in _SUFFIXES and entry.is_file()
