"""Fixtures that every test may use: one place for databases, people and the browser."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Start each test with an empty cache: rate limits and cached menus must not leak between tests."""
    cache.clear()
    yield
    cache.clear()
