"""Strict judges that are not ours: run where they are found, skipped in words where not."""
