"""What a reader makes the terminal into: topics, columns, alerts, bookmarks, preferences."""
