"""Django's SQLite backend, made safe for the wire; see `base`."""
