"""The demo agency: the Merrow Wire, its customers and its news. The data is in TOML."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wireroom.kernel.errors import WireroomError

_HERE = Path(__file__).parent
BRAND = _HERE / "brand.toml"
"""The agency as its site shows it; see `wireroom.design.brand`."""


class NotADemo(WireroomError):
    """This data directory belongs to a real agency; the demo goes into an empty one."""

    code = "not_a_demo"
    http_status = 409


@contextmanager
def branded(data_dir: Path) -> Iterator[None]:
    """Give the data directory the demo's brand, before settings are read.

    A directory that has a brand keeps its own. What fails leaves none behind.
    """
    brand = data_dir / "agency.toml"
    if brand.exists():
        yield
        return
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(BRAND, brand)
    try:
        yield
    except BaseException:
        brand.unlink()
        raise


def load(name: str) -> dict[str, Any]:
    """Read one of the demo's data files."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def terms_of_use() -> str:
    """Read the demo's terms of use, markdown."""
    return (_HERE / "terms.md").read_text(encoding="utf-8")


def marker(data_dir: Path) -> Path:
    """Give the file that marks a data directory as a demo and keeps its accounts."""
    return data_dir / "demo.json"


def logins(data_dir: Path) -> list[str]:
    """Give the demo's accounts, a line each; empty when this is no demo."""
    try:
        accounts = json.loads(marker(data_dir).read_text(encoding="utf-8"))["accounts"]
    except (OSError, ValueError, KeyError):
        return []
    width = max(len(account["email"]) for account in accounts)
    head = [f"demo accounts, password for all: {accounts[0]['password']}"]
    return head + [f"  {account['email']:<{width}}  {account['what']}" for account in accounts]


def require_empty_or_demo(data_dir: Path) -> None:
    """Make sure that the demo is not poured into a real agency.

    Raises:
        NotADemo: there are people, companies or stories that the demo did not make.
    """
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    if marker(data_dir).exists():
        return
    try:
        occupied = get_user_model().objects.exists()
    except DatabaseError:
        return  # nothing has been migrated yet
    if occupied:
        raise NotADemo(
            f"{data_dir} belongs to a real agency. "
            "Set WIREROOM_DATA_DIR to an empty directory for the demo."
        )


def install(data_dir: Path, say: Any) -> list[str]:
    """Fill an empty agency and give its accounts, a line each; asked again, only the latter."""
    from wireroom.config.demo.install import fill  # noqa: PLC0415

    if not marker(data_dir).exists():
        fill(data_dir, say)
    return logins(data_dir)
