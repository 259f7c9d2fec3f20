"""A house with an API, and somebody who calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from wireroom.delivery.api import caller, guard, limits
from wireroom.delivery.conf import ApiSettings
from wireroom.kernel.clock import utc_now


class Calling:
    """Calls the API with a token; the last answer's JSON is one step away."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.client = Client(raise_request_exception=False)
        self._keys = 0

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        told = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        more: dict[str, Any] = {}
        if method in {"POST", "PATCH"}:
            self._keys += 1
            told["Idempotency-Key"] = f"key-{self._keys}"
            more = {"data": body if body is not None else {}, "content_type": "application/json"}
        headers = {name.replace("_", "-"): text for name, text in headers.items()}
        address = path if path.startswith("http") else f"/api/v1{path}"
        address = address.removeprefix("http://testserver")
        return getattr(self.client, method.lower())(address, headers=told | headers, **more)

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, body, **headers)


Sold = Callable[..., Calling]


@pytest.fixture(autouse=True)
def _alone(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Counters of this test's own, and an index of none."""
    settings.WIREROOM_DATA_DIR = tmp_path
    yield
    for counters in limits._open.values():
        counters.close()
    limits._open.clear()


@pytest.fixture
def sold(db: None) -> Sold:
    """Sell the whole wire, or what is said, to a company, and give its token."""

    def sell(*products: Any, scopes: tuple[str, ...] = ("api",), **token: Any) -> Calling:
        company = token.pop("company", None) or CompanyFactory()
        for product in products or (ProductFactory(),):
            SubscriptionFactory(company=company, product=product)
        secret = f"wr_{company.code}-{'-'.join(scopes)}"
        AccessTokenFactory(company=company, secret=secret, scopes=[*scopes], **token)
        calling = Calling(secret)
        calling.company = company  # type: ignore[attr-defined]  # for the test
        return calling

    return sell


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set limits of the API."""

    def limit(**facts: int) -> None:
        for module in (caller, guard):
            monkeypatch.setattr(module, "api_settings", lambda: ApiSettings(**facts))

    return limit


@pytest.fixture
def now() -> datetime:
    """The present: calls are judged by the clock."""
    return utc_now()
