"""What must happen in other apps when an item is withdrawn.

Filled in AppConfig.ready(), called in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.models import Item

WITHDRAWN: dict[str, Callable[[Item], None]] = {}
