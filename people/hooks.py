"""What must happen in other apps when a person leaves. Filled in AppConfig.ready(), called in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import Employee

LEAVING: dict[str, Callable[[Employee], None]] = {}
