"""A person leaves: nothing of hers goes out any more, and her secrets are destroyed in the same transaction."""

from __future__ import annotations

from django.db import transaction

from people.models import Employee
from sharing import parking
from sharing.disconnecting import Taken, destroy, give_back
from sharing.models import Account


def leave(employee: Employee) -> None:
    """Cancel what is planned and disconnect every account; the networks are told once the transaction holds."""
    parking.cancel_all(employee)
    accounts = Account.objects.filter(employee=employee).select_related("server")
    taken = [found for account in accounts if (found := destroy(account))]
    transaction.on_commit(lambda: _give_all_back(taken), robust=True)


def _give_all_back(taken: list[Taken]) -> None:
    for one in taken:
        give_back(one)
