"""What streams cost a server in memory: in its processes and, for the sockets, in the kernel."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.common import process
from bench.push.servers import Server

_SKMEM = re.compile(r"skmem:\(r(\d+),rb\d+,t\d+,tb\d+,f(\d+),w(\d+)")
_PAGE_BYTES = 4096


@dataclass(frozen=True)
class Memory:
    """Bytes in the server's processes (PSS) and in the buffers of its sockets (`ss -m`)."""

    user_bytes: float
    kernel_bytes: float

    def __sub__(self, other: Memory) -> Memory:
        return Memory(self.user_bytes - other.user_bytes, self.kernel_bytes - other.kernel_bytes)

    def per(self, count: int) -> Memory:
        """Divide by a number of streams."""
        return Memory(self.user_bytes / count, self.kernel_bytes / count)

    @property
    def total_bytes(self) -> float:
        """Sum both."""
        return self.user_bytes + self.kernel_bytes


def measure(server: Server) -> Memory:
    """Read what `server` holds now."""
    return Memory(process.memory_bytes(server.pids), _kernel_bytes(server.port))


def _kernel_bytes(port: int) -> int:
    """Sum receive, send and reserved memory of the server's sockets, the client's ends left out."""
    if not shutil.which("ss"):
        return _all_tcp_bytes()
    command = ["ss", "-tmnH", "state", "connected", "sport", "=", f":{port}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sum(sum(map(int, match.groups())) for match in _SKMEM.finditer(told))


def _all_tcp_bytes() -> int:
    """Fall back to the memory of every TCP socket on the machine, the readers' included."""
    found = re.search(r"^TCP:.* mem (\d+)", Path("/proc/net/sockstat").read_text(), re.MULTILINE)
    return int(found.group(1)) * _PAGE_BYTES if found else 0
