"""A real OpenID Connect provider, when npm has brought it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2] / "support" / "oidc"


@pytest.fixture(scope="session")
def oidc_server() -> Iterator[str]:
    """Start the provider and give its address; without node and its packages skip, loudly."""
    if not shutil.which("node") or not (HERE / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("No OpenID Connect provider: `tools/setup npm-test` brings it (needs npm).")
    back = "http://localhost/account/sso/oidc/bank/callback/"
    server = subprocess.Popen(["node", "provider.mjs", back], cwd=HERE, stdout=subprocess.PIPE)
    try:
        assert server.stdout
        yield server.stdout.readline().decode().strip()
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()
