"""E-mails in three piles: to be registered, registered, set aside."""

from collections.abc import Collection, Sequence
from operator import attrgetter
from uuid import UUID

from PySide6.QtWidgets import QComboBox

from registry_desk.desk.commands import fits
from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.moments import lately
from registry_desk.desk.widgets.choice_list import Choice, ChoiceList, narrowing_line
from registry_desk.desk.widgets.plain import key
from registry_desk.i18n import plural, text
from registry_desk.journey.mail import Mail

PILES = ("waiting", "registered", "aside")


class MailList(ChoiceList):
    """The left column of the e-mails."""

    id_of = attrgetter("document.id")

    def __init__(self, memory: MemorySlot) -> None:
        self._mails: list[Mail] = []
        self._fresh: Collection[UUID] = ()
        self.wanted: UUID | None = None
        """The document to be chosen when the messages are shown next."""
        self.pile = QComboBox()
        self.filter = narrowing_line(text("mail.filter"))
        super().__init__(
            (text("mail.column.what"), text("mail.column.state")),
            name=text("screen.mail"),
            above=(self.pile, self.filter),
            memory=memory,
        )
        self.pile.setAccessibleName(text("mail.pile"))
        for place, name in enumerate(PILES):
            self.pile.addItem(text(f"mail.pile.{name}", count=0), name)
            words = text(f"mail.go.{name}")
            key(self, f"Alt+{place + 1}", words, lambda place=place: self._go(place))
        self.pile.currentIndexChanged.connect(lambda _place: self._show())
        self.filter.textChanged.connect(lambda _words: self._show())
        self.filter.returnPressed.connect(lambda: self.choose(0))
        key(self, "Ctrl+F", text("mail.filter"), self.filter.setFocus)

    @property
    def pile_name(self) -> str:
        """Give the pile that is shown."""
        return str(self.pile.currentData())

    def show_mails(self, mails: Sequence[Mail], *, fresh: Collection[UUID] = ()) -> None:
        """Show the messages as they stand.

        Args:
            mails: the latest first.
            fresh: documents registered since the screen was opened; they keep their place, with
                their number.
        """
        self._mails, self._fresh = list(mails), fresh
        for place, name in enumerate(PILES):
            count = sum(pile_of(mail) == name for mail in mails)
            self.pile.setItemText(place, text(f"mail.pile.{name}", count=count))
        self._show()

    def next_waiting(self) -> None:
        """Choose the next message that waits, below the one chosen, else from the top."""
        rows = self.shown
        here = max(0, self.table.currentRow())
        places = [*range(here, len(rows)), *range(here)]
        place = next((n for n in places if pile_of(rows[n]) == "waiting"), None)
        if place is not None:
            self.choose(place)

    def _show(self) -> None:
        words, pile = self.filter.text(), self.pile_name
        fitting = [
            mail
            for mail in self._mails
            if self._belongs(mail, pile) and (not words or fits(_said(mail), words))
        ]
        nothing = text("mail.empty_filter" if words else f"mail.empty.{pile}")
        is_chosen = self.show_choices(fitting, _choice, nothing=nothing, wanted=self.wanted)
        if is_chosen:
            self.wanted = None
        if not is_chosen and fitting and not words:
            self.table.setCurrentCell(0, 0)
        else:
            self.looked_at.emit(self.chosen)

    def _belongs(self, mail: Mail, pile: str) -> bool:
        own = pile_of(mail)
        return own == pile or (pile == "waiting" and mail.document.id in self._fresh)

    def _go(self, place: int) -> None:
        self.pile.setCurrentIndex(place)
        self.choose(0)


def pile_of(mail: Mail) -> str:
    """Give the pile a message lies in."""
    if mail.document.is_set_aside:
        return "aside"
    return "waiting" if mail.document.accepted_at is None else "registered"


def _choice(mail: Mail) -> Choice:
    message = mail.message
    head = f"{message.sender_name or message.sender_address or '—'}\n{message.subject or '—'}"
    is_numbered = mail.document.entry is not None
    is_waiting = pile_of(mail) == "waiting"
    tone = "ok" if is_numbered else "warn" if mail.document.problem else "muted"
    return Choice((head, _state(mail)), tone, is_new=is_waiting)


def _state(mail: Mail) -> str:
    document = mail.document
    when = lately(mail.message.sent_at or document.received_at)
    if document.entry is not None:
        return f"{document.entry['number']}\n{when}"
    count = len(mail.message.attachments)
    files = plural("mail.files", count) if count else ""
    return f"{when}\n{text('mail.number_follows') if document.accepted_at else files}"


def _said(mail: Mail) -> str:
    message = mail.message
    number = mail.document.entry["number"] if mail.document.entry else ""
    return " ".join((message.sender_name, message.sender_address, message.subject, number))
