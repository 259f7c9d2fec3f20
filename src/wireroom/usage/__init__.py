"""Counts of what customers read, by day: no text, no stories, nobody's queries."""
