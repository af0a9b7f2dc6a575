"""How what the program has learnt was learnt, to be done again."""
