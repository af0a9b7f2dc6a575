"""The print of the register, by day and by year: sealed, kept, never changed."""
