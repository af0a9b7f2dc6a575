"""E-mails that came in: looked at, registered with one key, or set aside."""
