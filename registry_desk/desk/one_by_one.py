"""Changes in the register, one at a time: a second press while one is under way does nothing."""

from collections.abc import Callable

from registry_desk.desk.background import Lanes
from registry_desk.errors import RegistryDeskError


class OneByOne:
    """Takes what a screen changes; what was typed stays where a change does not succeed."""

    def __init__(self, lanes: Lanes, failed: Callable[[RegistryDeskError], None]) -> None:
        """Change nothing yet.

        Args:
            lanes: of the window.
            failed: hears on the main thread why a change did not come about.
        """
        self._lanes, self._failed = lanes, failed
        self.is_acting = False
        """A change is under way."""

    def do(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Make a change, unless another is under way; ``done`` gets its answer."""
        if self.is_acting:
            return
        self.is_acting = True

        def ended(answer: object) -> None:
            self.is_acting = False
            done(answer)

        def failed(error: RegistryDeskError) -> None:
            self.is_acting = False
            self._failed(error)

        self._lanes.run("register", work, done=ended, failed=failed)
