"""What is asked of the register when several people work on one letter."""

from uuid import UUID

from registry_desk.client.asking import Asking
from registry_desk.wire import Consultation, Moving, Question, Resolution, Substitution, Task
from registry_desk.wire.words import Listed, ask


class _Consultations(Listed[Consultation]):
    pass


class _Substitutions(Listed[Substitution]):
    pass


class _Tasks(Listed[Task]):
    pass


class Together(Asking):
    """The part of :class:`~registry_desk.client.RegisterClient` for work done together."""

    def ask_colleague(self, task_id: UUID, question: Question) -> Consultation:
        """Ask a colleague or a department about a task."""
        return self._change(Consultation, f"/tasks/{task_id}/questions", question)

    def questions(self) -> list[Consultation]:
        """Give what waits for this person's answer, the oldest first."""
        return self._all(_Consultations, "/questions", lambda one: one.id)

    def consultations(self, task_id: UUID) -> list[Consultation]:
        """Give everything that was asked about a task, in order."""
        return self._caller.value(_Consultations, "GET", f"/tasks/{task_id}/questions").root

    def answer_question(self, question_id: UUID, text: str) -> Consultation:
        """Answer a question, or give a supporting department's part."""
        asked = ask(Resolution, text=text)
        return self._change(Consultation, f"/questions/{question_id}/answer", asked)

    def move_tasks(self, moving: Moving) -> list[Task]:
        """Move many tasks at once with one reason, all or none."""
        return self._change(_Tasks, "/tasks/moving", moving).root

    def substitute(self, substitution: Substitution) -> Substitution:
        """Let somebody stand in for an absent colleague."""
        return self._change(Substitution, "/substitutions", substitution)

    def substitutions(self) -> list[Substitution]:
        """Give the substitutions of today and later."""
        return self._caller.value(_Substitutions, "GET", "/substitutions").root
