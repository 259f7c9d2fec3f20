"""Recalls: a correction, hold or kill finds everybody who has an earlier version, with proof."""
