"""Tasks instead of letters: who has an entry, what was decided, how it is answered."""
