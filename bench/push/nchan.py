"""nginx with the nchan module: where it is and how it is configured for the comparison."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

INSTALL_HINT = "install nginx and libnginx-mod-nchan (Debian, Ubuntu)."

_CONFIG = """\
load_module {module};
daemon off;
worker_processes 1;
{user}
pid {directory}/nginx.pid;
error_log {directory}/nginx-error.log error;
events {{
    use epoll;
    worker_connections 20000;
}}
http {{
    access_log off;
    tcp_nodelay on;
    keepalive_requests 1000000;
    client_body_buffer_size 64k;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    nchan_shared_memory_size 256m;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /publish {{
            nchan_publisher http;
            nchan_channel_id news;
            nchan_message_buffer_length 10000;
            nchan_message_timeout 10m;
        }}
        location = /stream {{
            nchan_subscriber eventsource;
            nchan_channel_id news;
            nchan_subscriber_first_message newest;
        }}
    }}
}}
"""
"""One worker, as the others have one process. The buffer is as long as the longest burst needs."""


def program() -> str:
    """Find nginx; /usr/sbin is not on everybody's path."""
    return (
        shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or "nginx"
    )


def _module() -> Path | None:
    if not shutil.which(program()):
        return None
    built = subprocess.run([program(), "-V"], capture_output=True, text=True, check=False).stderr
    told = re.search(r"--modules-path=(\S+)", built)
    path = Path(told.group(1) if told else "/usr/lib/nginx/modules") / "ngx_nchan_module.so"
    return path if path.exists() else None


def is_installed() -> bool:
    """Whether nginx and its nchan module are here."""
    return _module() is not None


def write_config(directory: Path, port: int) -> Path:
    """Write a configuration that keeps everything in `directory`; give its path."""
    user = "user root;" if os.geteuid() == 0 else ""
    path = directory / "nginx.conf"
    path.write_text(_CONFIG.format(module=_module(), directory=directory, port=port, user=user))
    return path
