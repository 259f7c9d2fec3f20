"""Wireroom: a news agency in a box.

The wire is the truth, everything downstream is a view of it. Start reading at `wireroom.wire`.
"""

__version__ = "0.1.0"
