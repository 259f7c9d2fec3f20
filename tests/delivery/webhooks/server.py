"""A receiver of webhooks on this machine: real sockets, real TLS, any manner."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager, suppress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class Receiver:
    """Answers each request with what `answer(request: bytes)` gives; None hangs until the end."""

    def __init__(self, answer, context=None):
        self.answer, self.context = answer, context
        self.requests, self.names = [], []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.ended = threading.Event()
        if context:
            context.sni_callback = lambda _line, name, _context: self.names.append(name)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def heads(self):
        return [dict(_fields(request)) for request in self.requests]

    @property
    def bodies(self):
        return [request.partition(b"\r\n\r\n")[2] for request in self.requests]

    def close(self):
        self.ended.set()
        self._socket.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                line, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line):
        with suppress(OSError), line:
            line.settimeout(10)
            if self.context:
                line = self.context.wrap_socket(line, server_side=True)
            with line:
                self.requests.append(_read(line))
                said = self.answer(self.requests[-1])
                if said is None:
                    self.ended.wait(20)
                    return
                for piece in [said] if isinstance(said, bytes) else said:
                    line.sendall(piece)


def ok(_request):
    return b"HTTP/1.1 204 No Content\r\n\r\n"


def status(code, **fields):
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return lambda _request: f"HTTP/1.1 {code} X\r\n{lines}content-length: 0\r\n\r\n".encode()


@contextmanager
def receiving(answer=ok, context=None):
    receiver = Receiver(answer, context)
    try:
        yield receiver
    finally:
        receiver.close()


def _read(line):
    text = b""
    while b"\r\n\r\n" not in text:
        text += line.recv(4096) or b"\r\n\r\n"
    head, _, body = text.partition(b"\r\n\r\n")
    length = next((int(value) for name, value in _fields(text) if name == "content-length"), 0)
    while len(body) < length:
        body += line.recv(4096)
    return head + b"\r\n\r\n" + body


def _fields(request):
    for row in request.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]:
        name, _, value = row.partition(": ")
        yield name.lower(), value


def certificate(tmp_path, host="hooks.example.com"):
    """Give the server's and the client's TLS context for a certificate that names `host`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    today = dt.datetime.now(dt.UTC)  # noqa: TID251 - what the TLS library compares with
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("192.0.2.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "cert.pem").write_bytes(pem + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "cert.pem")
    return server, ssl.create_default_context(cadata=pem.decode())
