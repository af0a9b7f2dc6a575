"""The token's sign at the edge: put in and pulled out tokens are noticed while nobody signs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from registry_desk.desk.background import Lanes
from registry_desk.desk.widgets.signs import Sign
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.journey.signer import TokenPlace
    from registry_desk.journey.token_watch import TokenWatch

_LOOK_AGAIN_MS = 4000
_AFTER_TROUBLE_MS = 60_000
"""A module that fails is not asked all the time: signing would wait for it."""


class TokenSign(QObject):
    """Looks in the token's lane, so never while something is signed; no PIN is involved."""

    def __init__(self, place: "TokenPlace", sign: Sign, lanes: Lanes) -> None:
        super().__init__(sign)
        self._place, self._sign, self._lanes = place, sign, lanes
        self._watch: TokenWatch | None = None
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def close_parts(self) -> None:
        """End the modules' processes, when the lanes are empty."""
        if self._watch is not None:
            self._watch.close()

    def _look(self) -> None:
        self._lanes.run("token", self._labels, done=self._told, failed=self._failed)

    def _labels(self) -> list[str]:
        from registry_desk.journey.token_watch import TokenWatch

        if self._watch is None:
            self._watch = TokenWatch(self._place)
        return self._watch.look()

    def _told(self, labels: Sequence[str]) -> None:
        if labels:
            self._sign.tell("ok", text("sign.token.there", labels=", ".join(labels)))
        else:
            self._sign.tell("waits", text("sign.token.none"))
        self._timer.start(_LOOK_AGAIN_MS)

    def _failed(self, error: RegistryDeskError) -> None:
        self._sign.tell("away", f"{error.message} {error.next_step}")
        self._timer.start(_AFTER_TROUBLE_MS)
