"""Invitations: a link by mail that works once, for seven days, and makes its receiver an employee."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from people import inviting
from people.models import AuditEntry, Employee, Invitation, Outbox, Team
from tests.people.conftest import sent_link

ANSWERS = {
    "first_name": "Nora",
    "last_name": "New",
    "language": "en",
    "password": "",
    "time_zone": "Asia/Tokyo",
}


def accept(token: str, **changes: Any) -> Employee:
    values: dict[str, Any] = {
        "first_name": "Nora",
        "last_name": "New",
        "password": None,
        "language": "en",
        "time_zone": "UTC",
        **changes,
    }
    return inviting.accept(token, **values)


def token_of(link: str) -> str:
    return link.strip("/").split("/")[-1]


def test_an_invited_person_becomes_an_employee_and_is_signed_in(
    root: Employee, team: Team, client: Client
) -> None:
    inviting.invite("Nora@Acme.example", "Nora", location="Leipzig", teams=[team], by=root)
    link = sent_link()
    planted = client.session
    planted["planted"] = True
    planted.save()
    assert client.get(link).status_code == 200
    answer = client.post(link, ANSWERS)
    assert answer.status_code == 302
    assert answer["Location"] == "/profile/"
    person = Employee.objects.get(email="nora@acme.example")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key != planted.session_key
    assert (person.get_full_name(), person.time_zone, person.location) == (
        "Nora New",
        "Asia/Tokyo",
        "Leipzig",
    )
    assert not person.has_usable_password()
    assert list(person.teams.all()) == [team]
    assert person.roles == frozenset()
    assert AuditEntry.objects.filter(name="people.invitation.accepted", by=person).exists()


def test_opening_the_link_twice_changes_nothing(root: Employee, client: Client) -> None:
    inviting.invite("nora@acme.example", by=root)
    link = sent_link()
    assert client.get(link).content.count(b"nora@acme.example") >= 1
    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert Invitation.objects.get().accepted_at is None
    assert Employee.objects.count() == 1


def test_only_a_hash_of_the_token_is_kept_once_the_mail_is_out(root: Employee) -> None:
    inviting.invite("nora@acme.example", by=root)
    token = token_of(sent_link())
    assert len(token) >= 43
    row = Invitation.objects.values().get()
    assert token not in str(row)
    assert row["token_hash"] == inviting.hash_token(token)
    assert token not in str(list(Outbox.objects.values()))
    assert token not in str(list(AuditEntry.objects.values()))


def test_the_mail_is_queued_in_the_same_transaction(root: Employee) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        inviting.invite("nora@acme.example", by=root)
        raise RuntimeError
    assert not Outbox.objects.exists()
    assert not Invitation.objects.exists()


def test_a_second_invitation_replaces_the_first(root: Employee, client: Client) -> None:
    inviting.invite("nora@acme.example", by=root)
    first = sent_link()
    inviting.invite("NORA@acme.example", by=root)
    second = sent_link()
    assert Invitation.objects.count() == 1
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_an_employee_is_not_invited_again(root: Employee, ada: Employee) -> None:
    with pytest.raises(inviting.AlreadyEmployee, match=r"ada@acme\.example is here already"):
        inviting.invite("ADA@acme.example", by=root)
    Employee.objects.filter(pk=ada.pk).update(is_active=False)
    with pytest.raises(inviting.AlreadyEmployee, match="was here before"):
        inviting.invite("ada@acme.example", by=root)
    assert not Outbox.objects.exists()


@pytest.mark.parametrize("late", [timedelta(days=7), timedelta(days=7, seconds=1), timedelta(days=400)])
def test_after_seven_days_the_link_is_over(late: timedelta, root: Employee, client: Client) -> None:
    made = inviting.invite("nora@acme.example", by=root)
    link = sent_link()
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - late + timedelta(days=7))
    answer = client.post(link, ANSWERS)
    assert answer.status_code == 410
    assert "no longer valid" in answer.content.decode()
    assert "/auth/login/" in answer.content.decode()
    assert Employee.objects.count() == 1


def test_a_used_link_and_a_made_up_one_get_the_same_page(root: Employee) -> None:
    inviting.invite("nora@acme.example", by=root)
    link = sent_link()
    assert Client().post(link, ANSWERS).status_code == 302
    used = Client().get(link)
    made_up = Client().get("/invitation/never-made/")
    assert used.status_code == made_up.status_code == 410
    assert "nora" not in used.content.decode()
    assert Client().post(link, ANSWERS).status_code == 410
    assert Employee.objects.filter(email="nora@acme.example").count() == 1


def test_a_weak_password_is_refused_in_the_form_and_nothing_is_used_up(
    root: Employee, client: Client
) -> None:
    inviting.invite("nora@acme.example", by=root)
    link = sent_link()
    for weak in ("password12", "short", "nora@acme.example"):
        answer = client.post(link, {**ANSWERS, "password": weak})
        assert answer.status_code == 422
        assert "id_password" in answer.content.decode()
        assert f'value="{weak}"' not in answer.content.decode()
    with pytest.raises(ValidationError):
        accept(token_of(link), password="password12")
    assert Employee.objects.count() == 1
    assert client.post(link, {**ANSWERS, "password": "a long and quiet phrase"}).status_code == 302
    assert Employee.objects.get(email="nora@acme.example").check_password("a long and quiet phrase")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "localtime"])
def test_without_a_known_time_zone_the_companys_is_taken(zone: str, root: Employee, client: Client) -> None:
    inviting.invite("nora@acme.example", by=root)
    assert client.post(sent_link(), {**ANSWERS, "time_zone": zone}).status_code == 302
    assert Employee.objects.get(email="nora@acme.example").time_zone == "Europe/Berlin"


def test_the_browsers_language_is_offered(root: Employee, client: Client) -> None:
    inviting.invite("nora@acme.example", by=root)
    page = client.get(sent_link(), headers={"accept-language": "de-DE"})
    assert page.context["form"].initial["language"] == "de"


def test_somebody_elses_session_ends_when_the_link_is_accepted(
    root: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    inviting.invite("nora@acme.example", by=root)
    client = client_for(ada)
    before = client.session.session_key
    client.post(sent_link(), ANSWERS)
    assert client.session["_auth_user_id"] == str(Employee.objects.get(email="nora@acme.example").pk)
    assert client.session.session_key != before


def test_a_name_with_line_ends_adds_no_header_to_the_mail(root: Employee) -> None:
    root.first_name = "Root\r\nBcc: eve@evil.example\r\n"
    root.save()
    inviting.invite("nora@acme.example", "Nora\nBcc: eve@evil.example", by=root)
    sent_link()
    message = django_mail.outbox[-1].message()
    assert message["Bcc"] is None
    assert message["To"] == "nora@acme.example"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_employee() -> None:
    inviting.invite("nora@acme.example", by=None)
    token = token_of(sent_link())
    start = threading.Barrier(2)
    ends: list[str] = []

    def press() -> None:
        start.wait()
        try:
            ends.append(accept(token).email)
        except inviting.NoLongerValid:
            ends.append("over")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["nora@acme.example", "over"]
    assert Employee.objects.count() == 1


def test_an_administrator_invites_at_the_desk_and_never_sees_the_link(
    root: Employee, team: Team, client_for: Callable[[Employee], Client]
) -> None:
    client = client_for(root)
    form = {
        "email": "Nora@acme.example",
        "first_name": "Nora",
        "last_name": "",
        "language": "de",
        "location": "",
    }
    answer = client.post("/desk/people/invitation/add/", {**form, "teams": [team.pk]}, follow=True)
    assert answer.status_code == 200
    made = Invitation.objects.get()
    assert (made.email, made.language, made.invited_by, list(made.teams.all())) == (
        "nora@acme.example",
        "de",
        root,
        [team],
    )
    token = token_of(sent_link())
    for page in (
        answer,
        client.get("/desk/people/invitation/"),
        client.get(f"/desk/people/invitation/{made.pk}/change/"),
    ):
        assert token not in page.content.decode()
        assert made.token_hash not in page.content.decode()


def test_the_desk_refuses_to_invite_an_employee_in_a_sentence(
    root: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    form = {"email": "ADA@acme.example", "first_name": "", "last_name": "", "language": "en", "location": ""}
    answer = client_for(root).post("/desk/people/invitation/add/", form)
    assert "ada@acme.example is here already" in answer.content.decode()
    assert not Outbox.objects.exists()


def test_sending_again_makes_a_new_link(root: Employee, client_for: Callable[[Employee], Client]) -> None:
    made = inviting.invite("nora@acme.example", "Nora", by=root)
    old = sent_link()
    action = {"action": "send_again", "_selected_action": [made.pk]}
    client_for(root).post("/desk/people/invitation/", action)
    new = sent_link()
    assert new != old
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert Invitation.objects.get().first_name == "Nora"


def test_inviting_is_for_administrators_only(
    eli: Employee, mona: Employee, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    statuses = [
        client_for(person).get("/desk/people/invitation/add/").status_code for person in (eli, mona, ada)
    ]
    assert statuses == [404, 404, 404]
    assert Client().get("/desk/people/invitation/add/").status_code == 302
