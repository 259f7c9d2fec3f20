"""Django's PostgreSQL backend, made safe for the wire; see `base`."""
