"""The right column of the signing screen: how many are taken, the one button, how far it is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout

from registry_desk.desk.widgets.plain import button, label, reword
from registry_desk.desk.widgets.time_left import TimeLeft
from registry_desk.i18n import plural, text
from registry_desk.journey.signing_pile import Outcome, ToSign


class SignColumn(QFrame):
    """Says what will be signed and with what; takes the decision."""

    sign_wanted = Signal()
    all_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, *, has_token: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._has_token = has_token
        self._is_signing = False
        self._count = 0
        self._said = ""
        """Code of what is told of the work under way."""
        self.number = label("", "entry")
        self.about, self.problem = label(""), label("", "warning")
        self.taken = label("", "title")
        said = "signature.hint" if has_token else "signature.no_token"
        self.hint = label(text(said), "muted")
        self.all_button = button(text("signature.all"), self.all_wanted.emit, shortcut="Ctrl+A")
        self.sign_button = button("", self.sign_wanted.emit, role="primary", sign="pen-line")
        self._time_left = TimeLeft()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(text("signature.progress"))
        self.progress.hide()
        self.cancel_button = button(
            text("signature.cancel"), self.cancel_wanted.emit, shortcut="Esc"
        )
        self.cancel_button.hide()
        self._lay_out()
        self.show_reply(None, None)
        self.show_count(0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for words in (self.about, self.problem, self.hint):
            words.setWordWrap(True)
        for widget in (self.number, self.about, self.problem):
            column.addWidget(widget)
        column.addSpacing(16)
        for widget in (
            self.taken, self.hint, self.all_button, self.sign_button, self.progress,
            self.cancel_button,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        self.setMinimumWidth(320)

    def show_reply(self, one: ToSign | None, outcome: Outcome | None) -> None:
        """Show what is looked at: for whom it is, why it cannot be signed, what went wrong."""
        for widget in (self.number, self.about):
            widget.setVisible(one is not None)
        error = outcome.error if outcome else None
        self.problem.setVisible(error is not None)
        if one is None:
            return
        self.number.setText(text("entry_card.number", number=one.entry.number))
        how = text(f"dispatch.{one.reply.dispatch_how}")
        route = text(f"approval.route.{one.approval}")
        about = [one.entry.sender_name or "—", one.entry.subject or "—", how, route]
        self.about.setText("\n".join(about))
        if error is not None:
            self.problem.setText(f"{error.message}\n{error.next_step}")

    def show_count(self, count: int) -> None:
        """Say how many are taken for signing."""
        self._count = count
        if self._is_signing:
            return
        self.taken.setText(plural("signature.taken", count))
        reword(self.sign_button, plural("signature.sign", max(1, count)), "F8")
        self._offer()

    def begin(self, total: int) -> None:
        """Show that the pile is being signed; until the first one is, only that something goes on.

        A certificate in the cloud signs a whole round before it tells of any.
        """
        self._is_signing, self._said = True, ""
        self.progress.setRange(0, 0)
        self.taken.setText(plural("signature.under_way", total))
        self._offer()

    def tell(self, said: str, done: int, total: int) -> None:
        """Show how far it is.

        Args:
            said: code of the words for what is done with each, signed or handed over.
            done: so many.
            total: of so many.
        """
        if said != self._said:  # the other work has its own pace
            self._said = said
            self._time_left.begin()
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        so_far = text(said, done=done, total=total)
        left = self._time_left.words(done, total)
        self.taken.setText(" · ".join(part for part in (so_far, left) if part))

    def end(self) -> None:
        """Show that it is over."""
        self._is_signing = False
        self.show_count(self._count)

    def _offer(self) -> None:
        is_free = not self._is_signing
        self.sign_button.setEnabled(is_free and self._has_token and self._count > 0)
        self.all_button.setEnabled(is_free)
        self.progress.setVisible(self._is_signing)
        self.cancel_button.setVisible(self._is_signing)
