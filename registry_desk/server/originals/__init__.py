"""Where the originals on paper are: place, holder, hand-over, return, what is overdue."""
