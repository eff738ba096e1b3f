"""The webhook: signed, at least once with the same id, outside every transaction, whatever the server does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from advocacy.celery import app
from advocacy.lib import http
from advocacy.settings import BASE_DIR
from desk import reporting, webhooks
from desk.models import Delivery, Incident
from people.models import Employee
from tests.desk.conftest import ClientFor, report
from tests.peers.hostile import Hostile, Request, Wire, bomb

pytestmark = pytest.mark.django_db

KEY = b"k" * 32
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def server(settings: Settings) -> Iterator[Hostile]:
    with Hostile() as running:
        point_to(settings, running)
        yield running


def point_to(settings: Settings, server: Hostile) -> None:
    settings.INCIDENT_WEBHOOK_URL = f"{server.url}/hook"
    settings.INCIDENT_WEBHOOK_SECRET = SECRET
    settings.NETWORK_LOCAL_HOSTS = [f"127.0.0.1:{server.port}"]


def verified(request: Request) -> dict[str, object]:
    """The message, if its signature holds, read as a receiver by the standard does."""
    signed = (
        f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    )
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert request.headers["webhook-signature"].split(" ") == [f"v1,{expected}"]
    assert abs(int(request.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    message = json.loads(request.body)
    assert isinstance(message, dict)
    return message


def test_a_signature_is_as_the_standard_says() -> None:
    # The example of the Standard Webhooks specification, version 1.0.0.
    assert (
        webhooks.signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp=1614265330,
            body=b'{"test": 2432232314}',
        )
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_a_new_incident_is_told_without_name_or_words(ada: Employee, server: Hostile) -> None:
    incident = report(ada, "press", text="My secret words.", address="https://paper.example/x")
    assert server.requests == []
    assert webhooks.deliver_due() == 1
    request = server.requests[0]
    assert (request.method, request.path) == ("POST", "/hook")
    assert request.headers["content-type"] == "application/json"
    message = verified(request)
    assert message["type"] == "incident.reported"
    assert message["data"] == {
        "id": str(incident.pk),
        "kind": "press",
        "take_over_until": incident.due_at.isoformat(),
        "url": f"http://127.0.0.1:8000/incidents/{incident.pk}/",
    }
    assert not {"Ada", "ada@", "secret", "paper.example"} & set(request.body.decode().split())
    assert b"Ada" not in request.body
    assert b"secret" not in request.body


def test_what_arrived_is_not_sent_again(ada: Employee, server: Hostile) -> None:
    report(ada)
    assert [webhooks.deliver_due(), webhooks.deliver_due()] == [1, 0]
    assert len(server.requests) == 1
    assert Delivery.objects.get().delivered_at is not None


def test_without_a_webhook_nothing_is_queued(ada: Employee) -> None:
    report(ada)
    assert not Delivery.objects.exists()


def test_a_report_that_is_rolled_back_is_never_told(ada: Employee, server: Hostile) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        report(ada)
        raise RuntimeError
    webhooks.deliver_due()
    assert server.requests == []


ANSWERS = {
    "500": lambda request, wire: wire.answer(500),
    "404": lambda request, wire: wire.answer(404, b"<script>alert(1)</script>"),
    "redirect": lambda request, wire: wire.answer(302, Location="https://elsewhere.example/"),
    "bomb": lambda request, wire: wire.answer(200, bomb(50, wbits=31), Content_Encoding="gzip"),
    "reset": lambda request, wire: wire.reset(),
    "nonsense": lambda request, wire: wire.send(b"\x00\xff nonsense\r\n\r\n"),
    "half": lambda request, wire: wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"),
    "drip": lambda request, wire: wire.drip(b"x"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_whatever_the_server_does_it_is_tried_again_with_the_same_id(
    name: str, ada: Employee, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "DEADLINE", 1.0)
    with Hostile(handler=ANSWERS[name]) as server:
        point_to(settings, server)
        report(ada)
        assert webhooks.deliver_due() == 0
        row = Delivery.objects.get()
        assert (row.tries, row.delivered_at, row.failed_at) == (1, None, None)
        assert row.error
        assert SECRET not in row.error
        assert webhooks.deliver_due() == 0
        assert len(server.requests) == 1
        server.handler = lambda request, wire: wire.answer(204)
        assert webhooks.deliver_due(timezone.now() + timedelta(seconds=11)) == 1
        first, second = server.requests
        assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(row.pk)
        assert first.body == second.body
        verified(second)


def test_it_is_given_up_after_a_day_and_the_desk_says_so(
    ada: Employee, mona: Employee, settings: Settings, client_for: ClientFor
) -> None:
    with Hostile(handler=lambda request, wire: wire.answer(503)) as server:
        point_to(settings, server)
        incident = report(ada)
        moment = timezone.now()
        for _try in range(12):
            moment += timedelta(hours=20)
            webhooks.deliver_due(moment)
        row = Delivery.objects.get()
        assert row.failed_at is not None
        assert len(server.requests) == row.tries == len(webhooks.WAITS) + 1
    page = client_for(mona).get(f"/incidents/{incident.pk}/").content.decode()
    assert "Given up." in page
    assert "The answer was 503." in page


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/hook", "https://169.254.169.254/", "ftp://x.example/", "http://[::1"]
)
def test_an_address_of_our_own_network_is_not_called(url: str, ada: Employee, settings: Settings) -> None:
    settings.INCIDENT_WEBHOOK_URL, settings.INCIDENT_WEBHOOK_SECRET = url, SECRET
    settings.NETWORK_LOCAL_HOSTS = []
    report(ada)
    assert webhooks.deliver_due() == 0
    assert Delivery.objects.get().error


def test_two_sweeps_at_once_send_one_message(ada: Employee, server: Hostile) -> None:
    server.handler = lambda request, wire: wire.answer(500)
    report(ada)
    row = Delivery.objects.get()
    now = timezone.now()
    webhooks._try(row, now)
    webhooks._try(row, now)
    assert len(server.requests) == 1


def test_a_lost_worker_only_delays_it(
    ada: Employee, server: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(ada)

    def die(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(http, "call", die)
        with pytest.raises(KeyboardInterrupt):
            webhooks.deliver_due()
    assert webhooks.deliver_due() == 0
    assert webhooks.deliver_due(timezone.now() + webhooks.LEASE) == 1


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_during_the_call(ada: Employee, settings: Settings) -> None:
    open_ones: list[bool] = []

    def watch(request: Request, wire: Wire) -> None:
        wire.answer(200)

    with Hostile(handler=watch) as server:
        point_to(settings, server)
        report(ada)
        real = http.call

        def call(*args: object, **kwargs: object) -> http.Answer:
            open_ones.append(connection.in_atomic_block)
            return real(*args, **kwargs)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(http, "call", call)
            assert webhooks.deliver_due() == 1
    assert open_ones == [False]


def test_a_plain_secret_signs_too() -> None:
    assert webhooks.signature("plain", message_id="a", timestamp=1, body=b"") != webhooks.signature(
        "other", message_id="a", timestamp=1, body=b""
    )
    assert webhooks.signature("whsec_%%%", message_id="a", timestamp=1, body=b"").startswith("v1,")


def test_the_same_press_is_told_once(ada: Employee, server: Hostile) -> None:
    incident = report(ada)
    said = reporting.Report("complaint", text="Again.")
    assert reporting.report(said, nonce=incident.nonce, by=ada) == incident
    assert (Incident.objects.count(), Delivery.objects.count()) == (1, 1)


def test_a_webhook_without_a_secret_is_refused_at_start() -> None:
    environ = {**os.environ, "INCIDENT_WEBHOOK_URL": "https://hooks.example/x"}
    for secret, starts in (("", False), (SECRET, True)):
        run = subprocess.run(
            [sys.executable, "-c", "import advocacy.settings"],
            env={**environ, "INCIDENT_WEBHOOK_SECRET": secret},
            cwd=BASE_DIR,
            capture_output=True,
            text=True,
        )
        assert (run.returncode == 0) is starts, run.stderr
        assert ("set INCIDENT_WEBHOOK_SECRET too" in run.stderr) is not starts


def test_the_beat_sweeps_the_webhook_and_the_mails_well_within_a_minute() -> None:
    beat = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert beat["desk.tasks.deliver"] <= 10
    assert beat["people.tasks.send_outbox"] <= 10
    app.loader.import_default_modules()
    assert "desk.tasks.deliver" in app.tasks
