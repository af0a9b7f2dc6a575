"""The register's folder as an option, and the register opened from it."""

from pathlib import Path

import click

from registry_desk.i18n import text


def folder_option() -> click.Option:
    """Give ``--folder``."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.Option(["--folder"], type=kind, required=True, help=text("cli.server.folder"))


def open_register(folder: Path) -> None:
    """Make the register in a folder ready for direct work in this process.

    Raises:
        ServerFolderMissing: there is none.
    """
    from registry_desk.server import site
    from registry_desk.server.configuration import load

    site.set_up(load(folder))
    site.migrate()
