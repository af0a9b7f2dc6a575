"""A page image is repaired: paper, borders, which way up, skew, blank or not, quality."""
