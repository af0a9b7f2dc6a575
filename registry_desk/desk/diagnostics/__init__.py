"""Diagnostics: every outside part of this desk, to be read out on the telephone."""
