"""The Celery app: it wakes code up on a beat, nothing more. Every promise rests on the database.

Embedded use keeps its messages in a folder; a company sets REDIS_URL. No result is stored, no task has an eta, a
retry or a side effect that another sweep would not repeat.
"""

import os

from celery import Celery
from celery.signals import beat_init
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advocacy.settings")

app = Celery("advocacy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def transport_options() -> dict[str, object]:
    """Options of the broker in use.

    Redis gives back a killed worker's messages only every 10th look (kombu); asking for each look makes it seconds.
    """
    if settings.REDIS_URL:
        return {"unacked_restore_throttle": 1, "visibility_timeout": 60}
    folders = {name: settings.CELERY_MESSAGES_DIR / name for name in ("queue", "control", "processed")}
    settings.CELERY_MESSAGES_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    for folder in folders.values():
        folder.mkdir(exist_ok=True, mode=0o700)
    return {
        "data_folder_in": str(folders["queue"]),
        "data_folder_out": str(folders["queue"]),
        "control_folder": str(folders["control"]),
        "processed_folder": str(folders["processed"]),
        "polling_interval": 0.1,
    }


@app.task(name="advocacy.pulse")
def pulse() -> None:
    """Leave the sign that beat, broker and worker live: the time of this file. script/serve and monitors look at it."""
    (settings.DATA_DIR / "pulse").touch()


@beat_init.connect
def pulse_at_start(**_: object) -> None:
    """Do not let those who wait for the sign wait for the first interval."""
    pulse.apply_async(expires=10)


app.conf.broker_transport_options = transport_options()
app.conf.broker_connection_retry_on_startup = True
# A broker that is away for an hour is waited for: without the wake-ups nothing is lost, only late.
app.conf.broker_connection_max_retries = None
app.conf.beat_schedule = {
    "publish what is due": {"task": "sharing.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "send the outbox": {"task": "people.tasks.send_outbox", "schedule": 10.0, "options": {"expires": 10}},
    "tell the webhook": {"task": "desk.tasks.deliver", "schedule": 10.0, "options": {"expires": 10}},
    "show that we live": {"task": "advocacy.pulse", "schedule": 10.0, "options": {"expires": 10}},
    "ask servers what they take": {
        "task": "sharing.tasks.refresh_limits",
        "schedule": 900.0,
        "options": {"expires": 600},
    },
    "forget what leavers read": {
        "task": "guidelines.tasks.forget_leavers",
        "schedule": 21600.0,
        "options": {"expires": 600},
    },
    "tidy up": {"task": "reach.tasks.tidy", "schedule": 3600.0, "options": {"expires": 600}},
}
