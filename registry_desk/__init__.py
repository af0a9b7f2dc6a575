"""Registry Desk: from the scanner at the counter to a registered, signed, trackable document."""

__version__ = "0.1.0"
