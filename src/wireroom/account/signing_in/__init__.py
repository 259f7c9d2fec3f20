"""Passwords: signing in with one, resetting and changing it; throttling and the record."""
