"""An agency that sells something and has terms of use."""

from __future__ import annotations

import pytest

from tests.factories.customers import ProductFactory
from wireroom.customers import services
from wireroom.customers.models import Product
from wireroom.design.brand import Agency
from wireroom.kernel.clock import utc_now


@pytest.fixture
def product(db: None, settings) -> Product:
    settings.WIREROOM_AGENCY = Agency(sales_email="sales@agency.example", phone="+44 20 7946 0000")
    services.publish_terms(text="# Use\n\nNo framing.", now=utc_now(), actor=None)
    return ProductFactory(name="Markets")
