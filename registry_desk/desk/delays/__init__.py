"""Delays, for who answers for them: where work piles up, worst first."""
