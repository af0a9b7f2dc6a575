"""A letter from paper to the tracking page, through the real parts."""
