"""A worker and a clock as they really run, with shorter waits, and a company to work for: processes of their own.

python -m tests.processes.hasty worker | beat
python -m tests.processes.hasty make COUNT EVERY HOST TOKEN REMOTE_ID   COUNT shares, due EVERY seconds one by one
"""

from __future__ import annotations

import os
import sys
import uuid
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from advocacy.celery import app  # noqa: E402
from people.models import Employee  # noqa: E402
from sharing import composing, publishing  # noqa: E402
from sharing.composing import Choice  # noqa: E402
from sharing.models import Account, Credential, Server, Share  # noqa: E402
from tests.factories import let_read, make_item, make_person, make_version  # noqa: E402

SWEEP_EVERY = 1.0


def be_hasty() -> None:
    """What takes minutes in real use takes seconds here; the order of things stays."""
    publishing.LEASE = timedelta(seconds=5)
    publishing.FIRST_LOOK = timedelta(seconds=1)
    publishing.LOOK_AGAIN = timedelta(seconds=1.5)
    app.conf.beat_schedule["publish what is due"].update(
        schedule=SWEEP_EVERY, options={"expires": SWEEP_EVERY}
    )


def make(count: int, every: float, host: str, token: str, remote_id: str) -> None:
    """One person with one account on the practice network and that many shares on their way."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    person = let_read(make_person("Ada"), make_version())
    account = make_account(person, host, token, remote_id)
    for number in range(count):
        choice = Choice(accounts=[account], text=f"In my own words, number {number}.")
        share = composing.share(
            make_item(f"Item {number}"), choice, nonce=uuid.uuid4(), by=person
        ).shares.get()
        due = timezone.now() + timedelta(seconds=every * number)
        Share.objects.filter(pk=share.pk).update(due_at=due, publish_at=due)


def make_account(person: Employee, host: str, token: str, remote_id: str) -> Account:
    """Her account on a server, with the token it gave."""
    server = Server.objects.create(network="mastodon", host=host, client_id="id", client_secret=b"sealed")
    account = Account.objects.create(
        employee=person, network="mastodon", server=server, remote_id=remote_id, handle="@mara"
    )
    credential = Credential(account=account)
    credential.seal(token)
    credential.save()
    return account


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    be_hasty()
    match arguments:
        case ["worker"]:
            app.start(["worker", "-P", "threads", "-c", "4", "--loglevel", "INFO", "--without-mingle"])
        case ["beat"]:
            # A file for each: two clocks on one would break it.
            schedule = str(settings.DATA_DIR / f"schedule-{os.getpid()}")
            app.start(
                ["beat", "--schedule", schedule, "--pidfile=", "--loglevel", "INFO", "--max-interval", "1"]
            )
        case ["make", count, every, host, token, remote_id]:
            make(int(count), float(every), host, token, remote_id)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
