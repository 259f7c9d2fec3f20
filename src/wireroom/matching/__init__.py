"""Saved topics, and which of them a released version meets."""
