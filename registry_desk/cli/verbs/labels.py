"""``registry-desk labels``: code labels to stick on papers before they are scanned."""

from pathlib import Path

import click

from registry_desk.cli.access import access_options
from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text

_MOST = 500


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "labels",
        callback=_labels,
        help=text("cli.labels"),
        params=[
            click.Option(
                ["--count"],
                type=click.IntRange(1, _MOST),
                default=25,
                show_default=True,
                help=text("cli.labels.count"),
            ),
            click.Option(
                ["--out"],
                type=click.Path(dir_okay=False, path_type=Path),
                required=True,
                help=text("cli.labels.out"),
            ),
            *access_options(),
            json_option(),
        ],
    )


def _labels(
    *, count: int, out: Path, server: str | None, credential_file: Path | None, as_json: bool
) -> int:
    from registry_desk import settings
    from registry_desk.cli.access import register_client
    from registry_desk.journey.office import office_of
    from registry_desk.journey.papers import make_code_labels
    from registry_desk.journey.tray import Tray
    from registry_desk.model.tracking import new_tracking_code

    client = register_client(server, credential_file)
    office = office_of(Tray(settings.load().tray_dir), client)
    codes = [new_tracking_code() for _ in range(count)]
    sha256 = make_code_labels(office, codes, out)
    emit(
        {"pdf": str(out), "sha256": sha256, "codes": codes},
        as_json=as_json,
        words=text("cli.labels.done", file=str(out)),
    )
    return 0
