"""The whole push server: sockets, source, and the database under test."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.support.push_server import PushServer


def database_url():
    """Spell the database under test as processes of their own are told it."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@pytest.fixture
def push(transactional_db, settings):
    """Start a push server on the database under test; settings are those of `conf`, by name."""
    servers = []

    def start(port=0, **options):
        options = {"source_wait_s": 40} | options  # a busy machine takes its time to start Python
        environment = {f"WIREROOM_PUSH_{name.upper()}": str(v) for name, v in options.items()}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
            "WIREROOM_DATA_DIR": str(settings.WIREROOM_DATA_DIR),
            "WIREROOM_DATABASE_URL": database_url(),
            "WIREROOM_SECRET_KEY": settings.SECRET_KEY,
        }
        servers.append(PushServer(port=port, **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()
        assert b"Traceback" not in server.log, server.log.decode()
