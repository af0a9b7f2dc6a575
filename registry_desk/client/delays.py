"""What is asked of the register about delays and terms, and the letters behind each figure."""

from uuid import UUID

from registry_desk.client.asking import Asking
from registry_desk.wire import DelayedLetters, LettersAsked, Reminder, Stay, TermCalculation
from registry_desk.wire.words import Listed


class _Stays(Listed[Stay]):
    pass


class _Reminders(Listed[Reminder]):
    pass


class Behind(Asking):
    """The part of :class:`~registry_desk.client.RegisterClient` for what stands behind figures."""

    def letters_behind(self, asked: LettersAsked) -> DelayedLetters:
        """Give one page of the letters behind a figure."""
        params = asked.model_dump(mode="json", exclude_defaults=True)
        return self._caller.value(DelayedLetters, "GET", "/delays/letters", params=params)

    def stays(self, task_id: UUID) -> list[Stay]:
        """Tell where a task lay, and how many days each."""
        return self._caller.value(_Stays, "GET", f"/tasks/{task_id}/stays").root

    def term(self, entry_id: UUID) -> TermCalculation:
        """Tell how an entry's term was counted, step by step, in words."""
        return self._caller.value(TermCalculation, "GET", f"/entries/{entry_id}/term")

    def reminders(self, days: int = 5) -> list[Reminder]:
        """Give the open letters due within so many days."""
        return self._all(_Reminders, "/reminders", lambda one: one.entry_id, days=days)
