"""Settings of all tests; the rules they keep stand in ``tests.support.hygiene``."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.support.clock import FakeClock

pytest_plugins = ["pytester", "tests.support.hygiene", "tests.support.floors"]

# The same examples on every machine, and no verdict by the speed of one.
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("steady")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in a real window last, after the order was shuffled: the rest is faster."""
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)


@pytest.fixture
def clock() -> FakeClock:
    """Return a clock that stands still until the test moves it."""
    return FakeClock()
