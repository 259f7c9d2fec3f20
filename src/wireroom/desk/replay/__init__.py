"""Replay: real news from a file, released through the desk's own seam.

records (files) → drafts (conversion) → steps (edit history as releases) → runner (the desk).
Everything but `runner` is pure.
"""
