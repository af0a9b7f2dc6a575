"""The text of documents, read after they arrived, so that letters are found by what they say."""
