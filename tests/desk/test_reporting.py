"""“I got a difficult comment”: what the person sends, sees and hears, and who is told."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from desk import reporting
from desk.models import Incident
from people import leaving, notices
from people.models import Employee, Notice, Outbox
from sharing.models import Share
from tests.content.pictures import a_picture
from tests.desk.conftest import ClientFor, ShareIt, report
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_a_report_needs_only_a_kind_and_one_of_address_picture_and_words(
    ada: Employee, client_for: ClientFor
) -> None:
    client = client_for(ada)
    ways: list[dict[str, object]] = [
        {"address": "https://social.example/@troll/12"},
        {"text": "Rude."},
        {"picture": a_picture("PNG")},
    ]
    for number, fields in enumerate(ways, 1):
        assert client.post("/comment/", {"kind": "complaint", **fields}).status_code == 302
        assert Incident.objects.of(ada).count() == number
    refused = client.post("/comment/", {"kind": "complaint"})
    assert refused.status_code == 422
    assert "one of them is enough" in refused.content.decode()
    assert client.post("/comment/", {"text": "Rude."}).status_code == 422
    assert Incident.objects.count() == 3


def test_everything_told_stands_on_the_row(ada: Employee, client_for: ClientFor) -> None:
    before = timezone.now()
    client_for(ada).post(
        "/comment/",
        {
            "kind": "harassment",
            "address": "www.Social.example/@Troll/12",
            "text": "Rude.",
            "wants_call": "on",
            "picture": a_picture("JPEG"),
        },
    )
    row = Incident.objects.get()
    assert (row.reporter, row.kind, row.text, row.wants_call, row.state) == (
        ada,
        "harassment",
        "Rude.",
        True,
        "new",
    )
    assert (row.host, row.account) == ("social.example", "social.example/@troll")
    with row.picture.open("rb") as file:
        assert file.read()[8:12] == b"WEBP"
    assert timedelta(hours=1) <= row.due_at - before < timedelta(hours=1, minutes=1)


@pytest.mark.parametrize(("kind", "hours"), [("harassment", 1), ("press", 2), ("complaint", 8), ("other", 8)])
def test_each_kind_has_its_target_time(ada: Employee, kind: str, hours: int) -> None:
    row = report(ada, kind)
    assert row.due_at - row.created_at == timedelta(hours=hours)


def test_every_manager_is_told_once_by_notice_and_mail(ada: Employee, mona: Employee, root: Employee) -> None:
    nonce = uuid.uuid4()
    for _press in range(2):
        reporting.report(reporting.Report("press", text="?"), nonce=nonce, by=ada)
    incident = Incident.objects.get()
    notice = Notice.objects.get()
    assert (notice.employee, notice.code) == (mona, "desk.reported")
    assert notices.shown(notice).url == f"/incidents/{incident.pk}/"
    mail = Outbox.objects.get()
    assert mail.to == mona.email
    assert f"http://127.0.0.1:8000/incidents/{incident.pk}/" in mail.text
    assert "Ada Test" in mail.text


def test_the_mail_speaks_the_language_of_its_reader_and_is_due_at_once(ada: Employee, mona: Employee) -> None:
    Employee.objects.filter(pk=mona.pk).update(language="de")
    report(ada)
    mail = Outbox.objects.get()
    assert mail.due_at <= timezone.now()
    assert "A journalist" not in mail.subject


def test_without_a_social_media_manager_the_administrators_are_told(
    ada: Employee, mona: Employee, root: Employee
) -> None:
    leaving.disable(mona, by=root)
    report(ada)
    assert list(Notice.objects.values_list("employee", "code")) == [(root.pk, "desk.reported")]


def test_without_anybody_at_the_desk_the_report_is_kept_all_the_same(ada: Employee) -> None:
    report(ada)
    assert Incident.objects.count() == 1
    assert not Outbox.objects.exists()


def test_a_share_of_her_own_brings_network_item_and_address(
    ada: Employee, share_it: ShareIt, client_for: ClientFor
) -> None:
    share = share_it()
    share.remote_url = "https://social.example/@ada/99"
    share.save()
    client = client_for(ada)
    page = client.get("/comment/", {"share": str(share.pk)}).content.decode()
    assert "https://social.example/@ada/99" in page
    client.post("/comment/", {"kind": "false", "share": str(share.pk)})
    row = Incident.objects.get()
    assert (row.share, row.item, row.network) == (share, share.item, "mastodon")
    assert row.address == "https://social.example/@ada/99"


def test_a_foreign_or_forged_share_is_as_if_it_were_not_there(
    stranger: Employee, share_it: ShareIt, client_for: ClientFor
) -> None:
    foreign = share_it()
    client = client_for(stranger)
    for forged in (str(foreign.pk), str(uuid.uuid4()), "1", "'; --", "\x00", "a" * 5000):
        page = client.get("/comment/", {"share": forged})
        assert page.status_code == 200
        assert "A quiet heat pump" not in page.content.decode()
        client.post("/comment/", {"kind": "other", "text": "Rude.", "share": forged})
        # Without words of her own the share alone would be enough: this one is not hers.
        assert client.post("/comment/", {"kind": "other", "share": forged}).status_code == 422
    assert Incident.objects.count() == 6
    assert not Incident.objects.exclude(share=None, item=None).exists()


def test_the_share_menu_of_a_phone_brings_the_link(ada: Employee, client_for: ClientFor) -> None:
    client = client_for(ada)
    for query in (
        {"url": "https://social.example/@troll/12"},
        {"text": "Look at this: https://social.example/@troll/12."},
        {"title": "https://social.example/@troll/12"},
    ):
        assert 'value="https://social.example/@troll/12"' in client.get("/comment/", query).content.decode()
    assert "javascript" not in client.get("/comment/", {"url": "javascript:alert(1)"}).content.decode()
    target = client.get("/manifest.webmanifest").json()["share_target"]
    assert (target["action"], target["method"]) == ("/comment/", "GET")
    assert target["params"] == {"title": "title", "text": "text", "url": "url"}


def test_what_to_do_now_is_shown_at_once(
    ada: Employee, mona: Employee, replies: None, client_for: ClientFor
) -> None:
    client = client_for(ada)
    page = client.post("/comment/", {"kind": "complaint", "text": "Rude."}, follow=True).content.decode()
    assert "Please do not answer it yourself" in page
    assert page.index("Colleagues will answer.") < page.index("Es kommt eine Antwort.")
    assert "Press will call." not in page
    page = client.post("/comment/", {"kind": "press", "text": "Hello?"}, follow=True).content.decode()
    assert "Press will call." in page
    page = client.post("/comment/", {"kind": "harassment", "text": "Rude."}, follow=True).content.decode()
    assert "Colleagues will answer." not in page
    assert "Say nothing at all." in page


def test_twenty_reports_an_hour_and_not_one_more(ada: Employee, client_for: ClientFor) -> None:
    for _number in range(20):
        report(ada)
    refused = client_for(ada).post("/comment/", {"kind": "other", "text": "The twenty-first."})
    assert refused.status_code == 429
    assert "twenty within an hour" in refused.content.decode()
    assert "The twenty-first." in refused.content.decode()
    assert Incident.objects.count() == 20
    Incident.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert client_for(ada).post("/comment/", {"kind": "other", "text": "Later."}).status_code == 302


def test_one_persons_limit_is_not_anothers(ada: Employee, stranger: Employee) -> None:
    for _number in range(20):
        report(ada)
    assert report(stranger).reporter == stranger


def test_her_own_list_shows_hers_only(
    ada: Employee, stranger: Employee, incident: Incident, client_for: ClientFor
) -> None:
    assert str(incident.pk) in client_for(ada).get("/comment/mine/").content.decode()
    assert str(incident.pk) not in client_for(stranger).get("/comment/mine/").content.decode()


def test_a_person_who_left_keeps_her_reports_at_the_desk(
    ada: Employee, mona: Employee, root: Employee, incident: Incident, client_for: ClientFor
) -> None:
    leaving.disable(ada, by=root)
    assert "Ada Test" in client_for(mona).get(f"/incidents/{incident.pk}/").content.decode()


def test_another_manager_does_not_get_the_mail_of_a_colleague(ada: Employee, mona: Employee) -> None:
    make_person("Una")
    report(ada)
    assert set(Outbox.objects.values_list("to", flat=True)) == {mona.email}


@pytest.mark.django_db(transaction=True)
def test_a_double_press_at_once_is_one_report_told_once(ada: Employee, mona: Employee) -> None:
    nonce, start, got = uuid.uuid4(), threading.Barrier(6), []

    def press() -> None:
        start.wait()
        try:
            got.append(reporting.report(reporting.Report("press", text="?"), nonce=nonce, by=ada).pk)
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=press) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 6
    assert len(set(got)) == Incident.objects.count() == 1
    assert (Notice.objects.count(), Outbox.objects.count()) == (1, 1)


def test_the_page_of_a_report_opens_in_german(ada: Employee, mona: Employee, client_for: ClientFor) -> None:
    Employee.objects.filter(pk=ada.pk).update(language="de")
    incident = report(ada)
    for url in ("/comment/", f"/comment/{incident.pk}/", "/comment/mine/"):
        assert b'<html lang="de">' in client_for(ada).get(url).content


@pytest.mark.parametrize(
    ("state", "offered"), [("published", True), ("handed_off", True), ("scheduled", False)]
)
def test_a_share_that_may_stand_somewhere_leads_to_the_form(
    state: str, offered: bool, ada: Employee, share_it: ShareIt, client_for: ClientFor
) -> None:
    share = share_it()
    Share.objects.update(state=state, remote_id="1", published_at=timezone.now())
    page = client_for(ada).get("/shares/").content.decode()
    assert (f'href="/comment/?share={share.pk}"' in page) is offered
