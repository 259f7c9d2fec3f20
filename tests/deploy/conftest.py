"""Whole houses, as in tests/config."""

from __future__ import annotations

from tests.config.conftest import (  # noqa: F401 - fixtures
    demo_house,
    demo_template_dir,
    empty_house,
    house,
    template_dir,
)
