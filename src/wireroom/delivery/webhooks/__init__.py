"""Posting to addresses that customers chose: signed, and never into our own network.

Knows nothing of alerts: `signing` (Standard Webhooks), `addresses` (which machines may be called),
`posting` (one bounded request), `answers` (what became of it).
"""
