"""The customer's live terminal: the list, the story, the stream into both."""
