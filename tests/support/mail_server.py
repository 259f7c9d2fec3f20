"""A mail server that keeps what it gets (aiosmtpd), or answers as a test says."""

from __future__ import annotations

import email
import email.policy
import socket
import threading
from contextlib import suppress

from aiosmtpd.controller import Controller


class MailServer:
    """Keeps envelopes and messages. `rcpt` and `data` may be set to an SMTP answer to give."""

    def __init__(self):
        self.messages, self.recipients = [], []
        self.raw = []
        self.connections = 0
        self.rcpt = self.data = ""
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port())
        self.port = self._controller.port

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        with suppress(AssertionError):  # already stopped
            self._controller.stop()

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.data:
            return self.data
        self.recipients += envelope.rcpt_tos
        self.raw.append(envelope.original_content)
        self.messages.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 OK"


class SilentServer:
    """Takes connections and never says a word."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._lines = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()
        for line in self._lines:
            line.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                self._lines.append(self._socket.accept()[0])


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
