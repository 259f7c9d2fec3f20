"""Search in a million stories, with rights, beside SQLite FTS5 and PostgreSQL."""
