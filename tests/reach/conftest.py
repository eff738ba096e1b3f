"""A share to follow the link of."""

from __future__ import annotations

import pytest

from reach import readers
from tests.sharing.conftest import account, item, share_it

__all__ = ["account", "item", "share_it"]


@pytest.fixture(autouse=True)
def _no_key_of_another_test() -> None:
    readers._key.cache_clear()
