"""The control characters of a message (ISO 646)."""

from __future__ import annotations

SOH, STX, ETX, EOT, BEL = "\x01", "\x02", "\x03", "\x04", "\x07"
DEL = "\x7f"
CRLF = "\r\n"
