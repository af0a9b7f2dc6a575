"""Questions of the scanner to the hand at the feeder, answered at the counter."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

_LOOK_AGAIN_S = 0.2


@dataclass(frozen=True, slots=True)
class Question:
    """One question; the scanner waits until it is answered or stopped."""

    code: str
    """Catalogue code of its words: ``scan.turn_stack``, ``scan.go_on``."""
    params: dict[str, Any]
    _answer: "SimpleQueue[bool]" = field(default_factory=SimpleQueue)

    @property
    def picture(self) -> Path | None:
        """Give the page that the question speaks of, where it names one."""
        return Path(self.params["first"]) if "first" in self.params else None

    def go_on(self) -> None:
        """Answer yes."""
        self._answer.put(True)

    def wait(self, is_stopped: Callable[[], bool]) -> bool:
        """Wait for the answer; stopping is a no."""
        while not is_stopped():
            try:
                return self._answer.get(timeout=_LOOK_AGAIN_S)
            except Empty:
                continue
        return False


class Questions:
    """Takes the scanner's questions to the counter and brings the answers back."""

    def __init__(self, show: Callable[[Question], None], is_stopped: Callable[[], bool]) -> None:
        self._show, self._is_stopped = show, is_stopped

    def ask(self, code: str, **params: Any) -> bool:
        """Ask, and block the scanner's lane until there is an answer."""
        question = Question(code, params)
        self._show(question)
        return question.wait(self._is_stopped)
