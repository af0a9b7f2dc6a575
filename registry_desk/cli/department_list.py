"""The departments a letter may go to, read from a file where no register is asked for them."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.model.department import Department


class DepartmentList(click.ParamType["tuple[Department, ...]"]):
    """A JSON file: ``[{"code": "URB", "name": "Urbanism", "words": ["autorizație"]}]``."""

    name = "file"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> "tuple[Department, ...]":
        """Read the file; what is none of that form is wrong usage."""
        from registry_desk.model.department import Department

        path = Path(str(value))
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            return tuple(
                Department(
                    str(row["code"]), str(row["name"]), tuple(map(str, row.get("words", ())))
                )
                for row in rows
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self.fail(text("cli.process.departments.unreadable", file=path), param, ctx)
