"""The pages inside a granian worker process."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

from wireroom.config.kin import die_with_parent

WSGIApplication = Callable[..., Any]


def load(parent: int, _target: str) -> WSGIApplication:
    """Load the application, in a worker that goes when its granian, `parent`, goes.

    By SIGKILL: a granian that stops in order has ended its workers before, and a worker that is
    still loading takes SIGTERM for a wish of the parent that it no longer has, and serves on.
    """
    die_with_parent(parent, signal.SIGKILL)
    from wireroom.config.wsgi import application  # noqa: PLC0415 - sets Django up

    return application


def load_behind_proxy(parent: int, target: str) -> WSGIApplication:
    """The same, believing the client address and scheme that a proxy on this machine tells."""
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers  # noqa: PLC0415

    application: WSGIApplication = wrap_wsgi_with_proxy_headers(
        load(parent, target), trusted_hosts="127.0.0.1"
    )
    return application
