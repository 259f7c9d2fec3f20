"""nginx in front: its configuration made from the template, and the process that runs it."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
from pathlib import Path

from wireroom.config.supervisor import Job
from wireroom.kernel.errors import WireroomError

_PLACES = ("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/local/bin/nginx")
_CONNECTIONS = 20_000
"""Each stream takes two: one to the reader, one to push."""


class NoNginx(WireroomError):
    """nginx is not installed. Run `apt install nginx-light`, or leave `--front nginx` out."""

    code = "no_nginx"


def program() -> str | None:
    """Find nginx; Debian keeps it where ordinary users do not look."""
    return shutil.which("nginx") or next((place for place in _PLACES if Path(place).exists()), None)


def template() -> str:
    """Give the text of the template: beside the source, or packed into the wheel."""
    here = Path(__file__).resolve()
    for place in (here.with_name("deploy"), here.parents[3] / "deploy"):
        file = place / "nginx" / "wireroom.conf.template"
        if file.is_file():
            return file.read_text(encoding="utf-8")
    raise NoNginx("deploy/nginx/wireroom.conf.template is missing from this installation.")


def configure(
    folder: Path, *, listen: str, web_port: int, push_port: int, static_dir: Path
) -> Path:
    """Write nginx's configuration into `folder` and give its path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    open_files = max(
        1024, min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 2 * _CONNECTIONS + 512)
    )
    words = {
        "user": "user root root;" if os.geteuid() == 0 else "",  # else root's nginx reads as nobody
        "listen": listen,
        "web_port": web_port,
        "push_port": push_port,
        "static_dir": static_dir,
        "run_dir": folder,
        "workers": 1,
        "open_files": open_files,
        "connections": min(_CONNECTIONS, open_files - 64),
    }
    text = template()
    for name, value in words.items():
        text = text.replace(f"@{name.upper()}@", str(value))
    path = folder / "nginx.conf"
    path.write_text(text, encoding="utf-8")
    return path


def job(configuration: Path) -> Job:
    """Give the process to supervise. SIGQUIT lets requests and streams end before it goes.

    Raises:
        NoNginx: it is not installed.
    """
    nginx = program()
    if nginx is None:
        raise NoNginx
    folder = configuration.parent
    return Job(
        name="nginx",
        argv=(nginx, "-p", str(folder), "-e", "stderr", "-c", str(configuration)),
        cwd=folder,
        stop_signal=signal.SIGQUIT,
    )


def clear_orphans(folder: Path) -> int:
    """End nginx processes that outlived a killed `serve` of this directory, and say how many.

    nginx's workers outlive a killed master. Ours are known by the folder they run in; the caller
    holds the lock of the data directory, so nobody else's can be among them.
    """
    ended = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            runs = process.joinpath("exe").resolve().name
            if runs == "nginx" and process.joinpath("cwd").resolve() == folder.resolve():
                os.kill(int(process.name), signal.SIGKILL)
                ended += 1
    return ended
