"""What every part of the register's client does alike: ask for a change, fetch a file."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from registry_desk.client.calls import Caller, Value
from registry_desk.client.errors import RegisterConfused
from registry_desk.durable import part_file
from registry_desk.wire.errors import FileUnknown, UploadDamaged
from registry_desk.wire.words import PAGE, Item, Listed


class Asking:
    """The face that each part of :class:`~registry_desk.client.RegisterClient` is made on."""

    _caller: Caller

    def _change(self, kind: type[Value], path: str, asked: BaseModel | None = None) -> Value:
        return self._caller.value(kind, "POST", path, asked)

    def _all(
        self,
        kind: type[Listed[Item]],
        path: str,
        key: Callable[[Item], UUID | str],
        **asked: Any,
    ) -> list[Item]:
        """Give a list whole, page after page; ``key`` is what a page is asked for behind."""
        found: list[Item] = []
        last: UUID | str | None = None
        while True:
            params = {**asked, "limit": PAGE, "after": last}
            page = self._caller.value(kind, "GET", path, params=params).root
            found += page
            if len(page) < PAGE:
                return found
            before, last = last, key(page[-1])
            if last == before:  # the same page again, for ever
                raise RegisterConfused(address=self._caller.url)

    def _fetch(self, path: str, sha256: str, target: Path) -> None:
        require_hash(sha256)
        digest = hashlib.sha256()
        with part_file(target) as part:
            with part.open("wb") as writing:
                for piece in self._caller.pieces(path):
                    digest.update(piece)
                    writing.write(piece)
            if digest.hexdigest() != sha256:
                raise UploadDamaged(file=target.name)


def require_hash(sha256: str) -> None:
    """Stop what is no hash before it becomes part of an address."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise FileUnknown
