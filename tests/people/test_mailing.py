"""The outbox: a mail is queued with what decides it, sent once, and never a second time when nobody can know."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from people import mailing
from people.models import Employee, Outbox


class RefusingBackend(BaseEmailBackend):
    """A mail server that is not there."""

    def open(self) -> bool:
        raise ConnectionRefusedError("Connection refused")

    def send_messages(self, messages: Any) -> int:
        self.open()
        return 0


class ScriptedBackend(BaseEmailBackend):
    """A mail server that answers each mail with the next error of a list, or takes it."""

    script: ClassVar[list[Exception | None]] = []
    calls: ClassVar[list[str]] = []

    def send_messages(self, messages: Any) -> int:
        self.calls.append(messages[0].to[0])
        error = self.script.pop(0) if self.script else None
        if error:
            raise error
        return len(messages)


@pytest.fixture
def server(settings: Any) -> type[ScriptedBackend]:
    settings.EMAIL_BACKEND = "tests.people.test_mailing.ScriptedBackend"
    ScriptedBackend.script = []
    ScriptedBackend.calls = []
    return ScriptedBackend


def put(key: str = "k", **fields: Any) -> Outbox:
    values = {"to": f"{key}@acme.example", "subject": "Hello", "text": "Text with a link.\n", **fields}
    return Outbox.objects.create(key=key, **values)


def test_a_mail_is_rendered_in_a_language_and_sent_once(ada: Employee) -> None:
    mailing.queue(ada.email, "welcome", {"person": ada, "link": "http://x/"}, key="w:1", language="de")
    assert mailing.send_due() == 1
    assert mailing.send_due() == 0
    sent = django_mail.outbox
    assert [message.to for message in sent] == [[ada.email]]
    assert "http://x/" in str(sent[0].body)
    row = Outbox.objects.get()
    assert row.state(timezone.now()) == "sent"
    assert row.text == row.html == ""


def test_the_same_key_is_queued_once(ada: Employee) -> None:
    for _again in range(2):
        mailing.queue(ada.email, "welcome", {"person": ada, "link": "http://x/"}, key="w:1", language="en")
    assert Outbox.objects.count() == 1


def test_a_mail_of_a_change_that_is_undone_is_not_sent(ada: Employee) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        mailing.queue(ada.email, "welcome", {"person": ada, "link": "http://x/"}, key="w:1", language="en")
        raise RuntimeError
    assert mailing.send_due() == 0


def test_a_mail_that_is_due_later_waits(ada: Employee) -> None:
    later = timezone.now() + timedelta(hours=1)
    mailing.queue(ada.email, "welcome", {"person": ada, "link": "x"}, key="w:1", language="en", due_at=later)
    assert mailing.send_due() == 0
    assert mailing.send_due(later) == 1


def test_a_name_with_line_ends_adds_no_header(ada: Employee) -> None:
    from people import company

    row = company.current()
    row.name = "Acme\r\nBcc: eve@evil.example"
    row.save()
    mailing.queue(ada.email, "welcome", {"person": ada, "link": "http://x/"}, key="w:1", language="en")
    mailing.send_due()
    message = django_mail.outbox[0].message()
    assert message["Bcc"] is None
    assert "evil.example" in str(message["Subject"])


def test_words_in_plain_text_are_not_escaped_for_html(ada: Employee) -> None:
    ada.first_name = "Ada & <Co>"
    mailing.queue(
        ada.email, "welcome", {"person": ada, "link": "http://x/?a=1&b=2"}, key="w:1", language="en"
    )
    text = Outbox.objects.get().text
    assert "Ada & <Co>" in text
    assert "a=1&b=2" in text


NOTHING_SENT = [
    ConnectionRefusedError("refused"),
    smtplib.SMTPConnectError(421, "busy"),
    smtplib.SMTPAuthenticationError(535, "no"),
    smtplib.SMTPSenderRefused(451, b"later", "a@x.example"),
    smtplib.SMTPRecipientsRefused({"k@acme.example": (550, b"unknown")}),
    smtplib.SMTPDataError(452, "full"),
]


@pytest.mark.parametrize("error", NOTHING_SENT, ids=lambda error: type(error).__name__)
def test_a_mail_that_was_surely_not_sent_is_tried_again_later(
    error: Exception, server: type[ScriptedBackend], db: None
) -> None:
    put()
    server.script = [error]
    now = timezone.now()
    assert mailing.send_due(now) == 0
    assert mailing.send_due(now) == 0
    row = Outbox.objects.get()
    assert (row.claimed_at, row.tries, row.text) == (None, 1, "Text with a link.\n")
    assert row.error
    assert row.due_at == now + timedelta(minutes=1)
    assert mailing.send_due(now + timedelta(minutes=1)) == 1
    assert server.calls == ["k@acme.example"] * 2
    assert Outbox.objects.get().error == ""


def test_after_five_tries_a_mail_is_given_up(settings: Any, db: None) -> None:
    settings.EMAIL_BACKEND = "tests.people.test_mailing.RefusingBackend"
    put()
    now = timezone.now()
    for hours in range(0, 40, 4):
        mailing.send_due(now + timedelta(hours=hours))
    row = Outbox.objects.get()
    assert row.tries == mailing.MAX_TRIES
    assert row.state(now) == "failed"
    assert row.text == ""


UNCLEAR = [
    smtplib.SMTPServerDisconnected("gone"),
    TimeoutError("slow"),
    BrokenPipeError(),
    RuntimeError("odd"),
]


@pytest.mark.parametrize("error", UNCLEAR, ids=lambda error: type(error).__name__)
def test_a_mail_that_may_have_been_sent_is_never_sent_again(
    error: Exception, server: type[ScriptedBackend], db: None
) -> None:
    put()
    server.script = [error]
    now = timezone.now()
    for days in range(3):
        assert mailing.send_due(now + timedelta(days=days)) == 0
    assert server.calls == ["k@acme.example"]
    row = Outbox.objects.get()
    assert row.state(now) == "unclear"
    assert row.error
    assert list(Outbox.objects.in_state("unclear", now)) == [row]


def test_a_sender_that_died_leaves_its_mail_unclear(db: None) -> None:
    now = timezone.now()
    row = put(claimed_at=now - timedelta(minutes=6), tries=1)
    assert mailing.send_due(now) == 0
    assert row.state(now) == "unclear"
    assert list(Outbox.objects.in_state("unclear", now)) == [row]
    assert not Outbox.objects.in_state("unclear", now - timedelta(minutes=5)).exists()


def test_one_bad_mail_does_not_hold_up_the_next(server: type[ScriptedBackend], db: None) -> None:
    put("a")
    put("b", to="two@acme.example, three@acme.example")
    put("c")
    server.script = [RuntimeError("odd")]
    assert mailing.send_due() == 1
    assert server.calls == ["a@acme.example", "c@acme.example"]


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once(server: type[ScriptedBackend]) -> None:
    for number in range(20):
        put(f"k{number}")
    start = threading.Barrier(2)
    counts: list[int] = []

    def sweep() -> None:
        start.wait()
        counts.append(mailing.send_due())
        connection.close()

    threads = [threading.Thread(target=sweep) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 20
    assert sorted(server.calls) == sorted({f"k{number}@acme.example" for number in range(20)})


def test_the_desk_shows_the_state_of_mails_and_not_their_words(
    root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    row = put(subject="Your share failed", text="Secret link", claimed_at=timezone.now(), error="Timed out")
    put("other")
    client = client_for(root)
    page = client.get("/desk/people/outbox/?state=unclear").content.decode()
    assert "k@acme.example" in page
    assert "other@acme.example" not in page
    assert "Your share failed" not in page
    assert "Secret link" not in page
    assert client.get(f"/desk/people/outbox/{row.pk}/change/").status_code == 404
    assert client.get(f"/desk/people/outbox/{row.pk}/delete/").status_code == 404
    assert client.get("/desk/people/outbox/add/").status_code == 404
