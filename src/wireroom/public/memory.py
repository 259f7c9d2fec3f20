"""Pages are rendered once for each state of the wire, not once for each reader.

The state is the hash of the newest entry, the generation of rights, and the clock in steps of five
seconds. A release, a kill or a change of rights makes every page a new one at once; the clock
covers what changes by itself: a right that ends, the ticker's 24 hours.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest

from wireroom.archive import queries as archive
from wireroom.customers.queries import rights_generation
from wireroom.design.brand import agency
from wireroom.public.caching import Page

_STEP_S = 5
_MOST_PAGES = 300
"""About 10 MB; the least recently read page makes room."""

View = Callable[..., Page]

_pages: OrderedDict[Hashable, Page] = OrderedDict()
_lock = Lock()  # orders the moves within `_pages`; rendering happens outside of it


def remembered(view: View) -> View:
    """Keep what `view` returns for as long as it is certainly still true."""

    @wraps(view)
    def show(request: HttpRequest, now: datetime, **parts: Any) -> Page:
        key = _key(request, now)  # before rendering: a page may be newer than its key, never older
        return _recall(key) or _keep(key, view(request, now, **parts))

    return show


def _key(request: HttpRequest, now: datetime) -> Hashable:
    return (
        archive.state(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        agency(),
        rights_generation(),
        int(now.timestamp()) // _STEP_S,
    )


def _recall(key: Hashable) -> Page | None:
    with _lock:
        page = _pages.get(key)
        if page is not None:
            _pages.move_to_end(key)
        return page


def _keep(key: Hashable, page: Page) -> Page:
    with _lock:
        _pages[key] = page
        while len(_pages) > _MOST_PAGES:
            _pages.popitem(last=False)
    return page
