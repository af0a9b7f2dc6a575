"""Delays in the open: the honest figure by department, as data and as a page behind a login."""
