"""Originals that stay on paper: where they are, who has them, what is overdue."""
