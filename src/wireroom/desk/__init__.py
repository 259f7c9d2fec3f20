"""Where editors write and release stories. Knows the wire; knows nothing of who reads it."""
