"""The back office with as many customers as a large agency has: how long a screen takes."""
