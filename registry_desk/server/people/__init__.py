"""Who works here: departments, registers, accounts, credentials, rights."""
