"""One module per verb; each has ``build() -> click.Command``.

The command's function returns its exit code (None for 0), writes its value with
:func:`registry_desk.cli.output.emit`, and lets our errors rise: the door says them.
"""
