"""The archive's lists and a person's rights: what is kept how long, and what is held about whom."""
