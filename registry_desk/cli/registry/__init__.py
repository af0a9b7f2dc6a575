"""The parts of ``registry-desk server``: accounts, audit, backup."""
