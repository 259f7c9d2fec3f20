"""The source of the push server: knows the wire and the rights, and one socket (ADR 5)."""
