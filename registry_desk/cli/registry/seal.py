"""``registry-desk server seal``: the institution's seal key in an HSM, tried before it is set."""

import tempfile
from pathlib import Path

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.cli.registry.folder import folder_option, open_register
from registry_desk.i18n import text


def seal() -> click.Command:
    """Give the command."""
    module = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.Command(
        "seal",
        callback=_set,
        help=text("cli.server.hsm"),
        params=[
            folder_option(),
            click.Option(
                ["--module"], type=module, required=True, help=text("cli.server.hsm.module")
            ),
            click.Option(["--token"], default="", help=text("cli.server.hsm.token")),
            click.Option(["--certificate"], default="", help=text("cli.server.hsm.certificate")),
            click.Option(["--pin-file"], required=True, help=text("cli.server.hsm.pin_file")),
            json_option(),
        ],
    )


def _set(
    *, folder: Path, module: Path, token: str, certificate: str, pin_file: str, as_json: bool
) -> int:
    """Seal an empty page, and only then write the setting down."""
    open_register(folder)
    from registry_desk.server.files.sealing import seal_token
    from registry_desk.server.site import register_configuration
    from registry_desk.signing import seal as sealed
    from registry_desk.signing import verify

    changed = register_configuration().change(
        seal_module=str(module.absolute()),
        seal_token=token,
        seal_certificate=certificate,
        seal_pin_file=pin_file,
    )
    with tempfile.TemporaryDirectory() as place:
        page, tried = Path(place) / "page.pdf", Path(place) / "sealed.pdf"
        _write_page(page)
        sealed(page, tried, key=seal_token(changed))
        (found,) = verify(tried, is_offline=True).signatures
    changed.save()
    words = text("cli.server.hsm.done", owner=found.signer)
    emit({"folder": str(folder), "owner": found.signer}, as_json=as_json, words=words)
    return 0


def _write_page(target: Path) -> None:
    import pikepdf

    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(target)
