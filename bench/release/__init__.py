"""Durable releases, beside the bare fsync of the same disk."""
