"""The settings: one screen from the one table, scan profiles, the first start."""
