"""British English, as newsrooms write it: 24 hours."""
