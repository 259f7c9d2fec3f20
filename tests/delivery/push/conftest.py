"""A push process with a source that the test plays."""

from __future__ import annotations

import pytest

from tests.support.push_server import Control, PushServer


@pytest.fixture
def control():
    """The source's log and strings; no source runs yet."""
    control = Control()
    yield control
    control.close()


@pytest.fixture
def start(control):
    """Start a push process with settings of the test's own."""
    servers = []

    def start(**settings):
        environment = {f"WIREROOM_PUSH_{name.upper()}": str(v) for name, v in settings.items()}
        servers.append(PushServer("--source", control.command, **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()
        assert b"connection dropped" not in server.log, server.log.decode()
        assert server.process.returncode in (0, -9), server.log.decode()


@pytest.fixture
def server(start, control):
    """A push process that is ready."""
    server = start()
    control.start()
    return server
