"""OpenSSH's server on this machine, for one test: its own keys, this user, SFTP alone."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import asyncssh
import pytest

_PROGRAM = shutil.which("sshd") or "/usr/sbin/sshd"
_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_ed25519
HostKey {folder}/host_rsa
PidFile {folder}/pid
AuthorizedKeysFile {folder}/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
"""


class Sshd:
    """Runs in `folder`; files arrive in `folder/in`."""

    def __init__(self, folder: Path):
        if not Path(_PROGRAM).exists():
            pytest.skip("No OpenSSH server here: apt-get install openssh-server.")
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self.folder, self.user = folder, getpass.getuser()
        self.inbox = folder / "in"
        self.inbox.mkdir()
        self.port = _free_port()
        self.key = asyncssh.generate_private_key("ssh-ed25519")
        (folder / "authorized").write_bytes(self.key.export_public_key())
        self.host_keys = [self._host_key("ssh-ed25519"), self._host_key("ssh-rsa")]
        (folder / "sshd_config").write_text(_CONFIG.format(port=self.port, folder=folder))
        self.process = None
        self.start()

    @property
    def secret(self):
        return self.key.export_private_key().decode()

    def target(self, **over):
        usual = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": self.user,
            "directory": str(self.inbox),
            "file_name": "{number}-{slugline}.{suffix}",
            "host_keys": [self.host_keys[0]],
            "manifest": True,
        }
        return usual | over

    def start(self):
        command = [_PROGRAM, "-D", "-e", "-f", str(self.folder / "sshd_config")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stderr=log)
        for _ in range(100):
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail((self.folder / "log").read_text())

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def _host_key(self, kind):
        key = asyncssh.generate_private_key(kind)
        file = self.folder / f"host_{kind.removeprefix('ssh-')}"
        file.touch(mode=0o600)
        file.write_bytes(key.export_private_key())
        return key.export_public_key().decode().strip()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
