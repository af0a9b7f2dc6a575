"""To sign: the pile that waits for one person's signature, signed with one PIN."""
