"""The citizen's page: where a letter is, who has it, when an answer is due; no names."""
