"""A company that nobody named yet: pages and mails do without a name, and the desk asks for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.test import Client, TestCase

from content.models import Item
from guidelines.models import GuidelineVersion
from people import company, inviting, mailing
from people.models import AuditEntry, CompanySettings, Employee
from people.second_factor import MFAAdapter
from tests.factories import make_item, make_person
from tests.people.conftest import sent_link

INDEX = "/desk/"
NOTE = "Your company has no name yet"


def name_it(name: str) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        company.rename(name, by=None)


def subjects(root: Employee, ada: Employee) -> list[str]:
    """What the mails that name the company are called, by the alphabet."""
    django_mail.outbox.clear()
    inviting.invite("nora@acme.example", by=root)
    mailing.queue(ada.email, "welcome", {"person": ada, "link": "http://x/"}, key="w:1", language="en")
    mailing.send_due()
    for address in (ada.email, "nobody@acme.example"):
        Client().post("/auth/login/code/", {"email": address})
    return sorted(str(message.subject) for message in django_mail.outbox)


def test_mails_are_called_by_the_name_or_do_without(root: Employee, ada: Employee) -> None:
    assert subjects(root, ada) == [
        "No access with this address",
        "You are invited to Advocacy",
        "You can now use Advocacy",
        "Your code for Advocacy",
    ]
    texts = "\n".join(str(message.body) for message in django_mail.outbox)
    assert "invites you to Advocacy: good things" in texts
    assert "you can now use Advocacy: good things" in texts
    assert "tried to sign in to Advocacy with nobody@acme.example" in texts
    name_it("Acme")
    mailing.queue(ada.email, "welcome", {"person": ada, "link": "http://x/"}, key="w:2", language="en")
    mailing.send_due()
    assert django_mail.outbox[-1].subject == "You can now use Advocacy at Acme"


def pages(root: Employee, newcomer: Employee, client_for: Callable[[Employee], Client]) -> str:
    """Every page that names the company, one after the other."""
    django_mail.outbox.clear()
    inviting.invite("nora@acme.example", by=root)
    own_page = Item.Destination.OWN_PAGE
    make_item(slug="here", destination=own_page)
    make_item(slug="gone", destination=own_page, state=Item.State.WITHDRAWN)
    paths = ("/auth/login/", sent_link(), "/s/here", "/s/gone")
    answers = [Client().get(path) for path in paths]
    answers += [client_for(newcomer).get(path) for path in ("/", "/start/")]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 410, 200, 200]
    return "\n".join(answer.content.decode() for answer in answers)


SAID_WITHOUT = [
    "Taking part is voluntary. Your accounts stay yours.",
    "<h1>Welcome to Advocacy</h1>",
    "<title>A quiet heat pump · Advocacy</title>",
    "It has been taken down.",
    "Here is what you can share about your company and your trade",
    "what you do at work, or pass on",
]
SAID_WITH = [
    "At Umbrella this is voluntary.",
    "<h1>Welcome to Advocacy at Umbrella</h1>",
    "<title>A quiet heat pump · Umbrella</title>",
    "Umbrella has taken it down.",
    "Here is what you can share about Umbrella and your trade",
    "what you do at Umbrella, or pass on",
    '<meta property="og:site_name" content="Umbrella">',
]


@pytest.mark.parametrize(("name", "said"), [("", SAID_WITHOUT), ("Umbrella", SAID_WITH)])
def test_pages_say_the_name_or_do_without(
    name: str,
    said: list[str],
    root: Employee,
    version: GuidelineVersion,
    client_for: Callable[[Employee], Client],
) -> None:
    if name:
        name_it(name)
    shown = pages(root, make_person("New"), client_for)
    assert [sentence for sentence in said if sentence not in shown] == []
    assert ("og:site_name" in shown) == bool(name)


def test_the_authenticator_app_shows_the_name_or_does_without(db: None) -> None:
    assert MFAAdapter().get_totp_issuer() == "Advocacy"
    name_it("Acme")
    assert MFAAdapter().get_totp_issuer() == "Advocacy Acme"


def test_the_desk_leads_an_administrator_to_the_name_until_it_is_set(
    root: Employee, eli: Employee, client_for: Callable[[Employee], Client]
) -> None:
    page = client_for(root).get(INDEX).content.decode()
    assert NOTE in page
    assert 'href="/desk/people/companysettings/"' in page
    assert NOTE not in client_for(eli).get(INDEX).content.decode()
    name_it("Acme")
    assert NOTE not in client_for(root).get(INDEX).content.decode()


def test_the_first_administrator_names_the_company(db: None) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("add_administrator", "chief@acme.example", link=True, company=" Acme ")
    assert company.current().name == "Acme"
    entry = AuditEntry.objects.get(name="people.settings.changed")
    assert (entry.by, entry.data) == (None, {"changes": {"name": ["", "Acme"]}})
    call_command("add_administrator", "second@acme.example", link=True)
    assert CompanySettings.objects.get().name == "Acme"
    assert AuditEntry.objects.filter(name="people.settings.changed").count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_name_that_cannot_be_is_refused_and_nobody_is_made(name: str, db: None) -> None:
    with pytest.raises(CommandError, match="--company"):
        call_command("add_administrator", "chief@acme.example", link=True, company=name)
    assert not Employee.objects.exists()
    assert not CompanySettings.objects.exclude(name="").exists()
