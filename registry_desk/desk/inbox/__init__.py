"""The inbox, the official's home: tasks by term, the letter, what is decided, the reply."""
