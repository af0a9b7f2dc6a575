"""The tray: what waits at this desk, in which step, why; nothing can vanish from it."""
