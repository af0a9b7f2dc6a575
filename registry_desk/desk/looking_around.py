"""The window's round: what the tray holds, whether the register is there, what is due to go on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from registry_desk.desk.counting import counts
from registry_desk.desk.summary import summary
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.records import DocumentRecord

if TYPE_CHECKING:
    from registry_desk.desk.window import DeskWindow
    from registry_desk.journey.office import Known

_LOOK_AGAIN_MS = 2000
_FIRST_ASKED_MS = 50
"""The window is painted before the libraries of the network are loaded."""
_ASK_EVERY = 15
"""Without documents on their way the register is asked whether it is there, every so many looks."""
_SIGNED_OUT = "login_refused"


class LookingAround(QObject):
    """Keeps the signs at the edge true; every look is a few rows of the tray."""

    def __init__(self, window: "DeskWindow", *, is_registering: bool) -> None:
        super().__init__(window)
        self._window, self._is_registering = window, is_registering
        self._is_walking = self._is_asking = self._is_counting = False
        self._is_count_due = False
        self._is_met = self._is_told = False
        self._looks = self._away_count = 0
        self._own_error: RegistryDeskError | None = None
        window.lanes.failed.connect(self._heard)
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._round)
        self._timer.start()
        QTimer.singleShot(_FIRST_ASKED_MS, self, self._ask_register)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Read the tray again and tell what it holds."""
        if not self._is_registering:
            return
        window = self._window
        tray = window.parts.counter.tray
        window.lanes.run("free", tray.documents, done=self._tell, failed=window.trouble)
        if window.shown == "tray":
            window.tray.refresh()

    def _tell(self, documents: list[DocumentRecord]) -> None:
        window = self._window
        window.foot.setText(text("window.tray", summary=summary(documents)))
        numbered = [document.entry for document in documents if document.entry]
        if numbered:
            last = max(numbered, key=lambda entry: entry["registered_at"])
            window.last_number.setText(text("window.last_number", number=last["number"]))
        stuck = [d for d in documents if d.problem is not None and not d.is_set_aside]
        window.signs["tray"].tell("waits" if stuck else "ok", summary(documents))
        window.head.tell_counts({"tray": len(stuck)})
        away = sum(map(_is_unanswered, stuck))
        if away > self._away_count:
            self._ask_register()
        self._away_count = away

    def count(self) -> None:
        """Count again what waits on each screen; where it cannot be known now, nothing changes."""
        self._is_count_due = True
        if self._is_counting or not self._is_met or self._window.signs["register"].is_away:
            return
        self._is_counting, self._is_count_due = True, False
        window = self._window

        def counted(found: dict[str, int]) -> None:
            self._is_counting = False
            window.head.tell_counts(found)
            if self._is_count_due:
                self.count()

        def unknown(_error: RegistryDeskError) -> None:
            self._is_counting = False  # the sign at the edge says why

        window.lanes.run(
            "free", lambda: counts(window.parts, window.names), done=counted, failed=unknown
        )

    def _round(self) -> None:
        self.look()
        if self._is_registering and not self._is_walking:
            self._walk_due()
        if self._looks % _ASK_EVERY == 0 or self._window.signs["register"].is_away:
            self._ask_register()
        self._looks += 1

    def _walk_due(self) -> None:
        """Take along what waits and is due; the lane does one round at a time."""
        from registry_desk.journey import way

        self._is_walking = True

        def walked(documents: list[DocumentRecord]) -> None:
            self._is_walking = False
            if documents:
                self.look()

        def failed(error: RegistryDeskError) -> None:
            self._is_walking = False
            self._window.trouble(error)

        counter = self._window.parts.counter
        self._window.lanes.run(
            "register", lambda: way.walk_due(counter), done=walked, failed=failed
        )

    def _ask_register(self) -> None:
        """Ask whether the register is there, and what the office is like now."""
        if self._is_asking:
            return
        self._is_asking = True
        counter = self._window.parts.counter

        def ask() -> "Known":
            from registry_desk.journey.office import ask_register

            return ask_register(counter.tray, counter.register)

        self._window.lanes.run("free", ask, done=self._answered, failed=self._silent)

    def _answered(self, known: "Known") -> None:
        self._is_asking = False
        window, parts, account = self._window, self._window.parts, known.account
        was_away = window.signs["register"].is_away
        is_first, self._is_met = not self._is_met, True
        window.signs["register"].tell("ok", "")
        self.count()
        is_other = (account.role, account.department) != (parts.role, parts.department)
        if parts.home and (is_other or known.office != parts.counter.office):
            window.remake_wanted.emit()
        elif self._is_registering and (was_away or is_first):
            self._take_on()

    def _take_on(self) -> None:
        """Take on what waited for the register, or for somebody to log in: it answers again."""
        from registry_desk.journey import way

        counter = self._window.parts.counter
        self._window.lanes.run(
            "register",
            lambda: way.walk_again(counter),
            done=lambda walked: self.look() if walked else None,
            failed=self._window.trouble,
        )

    def _silent(self, error: RegistryDeskError) -> None:
        self._is_asking, self._own_error = False, error
        self._window.signs["register"].tell("away", f"{error.message} {error.next_step}")
        if error.code == _SIGNED_OUT and not self._is_told:
            self._is_told = True
            self._offer_login(error)

    def _heard(self, error: RegistryDeskError) -> None:
        """Offer the login where somebody's work met that it ran out; our own round did it once."""
        if error.code == _SIGNED_OUT and error is not self._own_error:
            self._window.signs["register"].tell("away", f"{error.message} {error.next_step}")
            self._offer_login(error)

    def _offer_login(self, error: RegistryDeskError) -> None:
        window = self._window
        if window.parts.home and window.shown != "start":
            window.screen_named(window.shown).banner.show_error(
                error, action=text("start.log_in"), act=lambda: window.show_screen("start")
            )


def _is_unanswered(document: DocumentRecord) -> bool:
    """Tell whether a document waits because the register, or a login, is not there."""
    problem = document.problem
    return problem is not None and (problem.family == "unavailable" or problem.code == _SIGNED_OUT)
