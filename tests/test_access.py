"""Who may open which address: every URL of the site stands in this table, and every cell of it is tried.

Strangers get 404, never 403: what is not theirs does not exist. An address that is missing here fails the run.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from content import pictures
from content.models import Item, ItemText, Picture
from desk import reporting
from desk.models import Incident, Question
from people.models import Employee
from people.roles import PERMISSIONS, Role
from sharing import composing
from sharing.models import Account, Share
from tests.factories import make_item
from tests.sharing.conftest import make_account

pytestmark = pytest.mark.django_db

# Open to strangers, each with its reason.
OPEN = {
    "health": "monitors ask without signing in; it tells nothing but that it lives",
    "brand": "the company's colour, needed before signing in",
    "manifest": "browsers read it without cookies",
    "set_language": "the sign-in page has a language switch",
    "reach:follow": "short links are for the world",
    "content:public": "an item's public page",
    "content:public_event": "the calendar entry of a public page",
    "content:picture": "a public page shows its picture; every other picture is 404 to strangers",
    "people:invitation": "an invited person has no account yet; the token is the key",
    "account_login": "the door",
    "account_request_login_code": "the door, by a mailed code",
    "account_confirm_login_code": "the door, by a mailed code",
    "account_logout": "leaving is always possible",
    "account_inactive": "tells a disabled person so",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password; the key is in the mail",
    "account_reset_password_from_key_done": "a forgotten password",
    "mfa_authenticate": "the second half of signing in",
    "mfa_login_webauthn": "the door, by a passkey",
    "account_signup": "there is none: 404 for everyone",
    "account_email": "not offered: 404 for everyone",
    "account_email_verification_sent": "not offered: 404 for everyone",
}

# Open to every signed-in person: what it shows is her own or everybody's.
SIGNED_IN = {
    "home:feed", "home:shares", "home:start", "home:settle_in", "home:questions", "home:skip_questions",
    "guidelines:read", "guidelines:acknowledge",
    "people:profile", "people:zone", "sharing:accounts", "sharing:connect", "desk:comment", "desk:mine",
    "account_reauthenticate", "account_change_password", "account_set_password",
    "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "usersessions_list",
}  # fmt: skip

# For those who see the item (it is for Ada's team only): Ada, and nobody else.
SEES_ITEM = {
    "home:item",
    "content:event",
    "content:dismiss",
    "content:undo_dismiss",
    "sharing:compose",
    "sharing:preview",
    "desk:ask",
}

# For the one person it belongs to: Ada. Everybody else, roles or not, gets 404.
OWN = {
    "sharing:batch", "sharing:undo", "sharing:cancel", "sharing:edit", "sharing:hand_off", "sharing:posted",
    "sharing:retry", "sharing:settle", "sharing:window", "sharing:disconnect",
}  # fmt: skip

# What Ada reported or asked: hers.
REPORTED = {"desk:report", "desk:read", "desk:question", "desk:question_read"}

# The desk's work: social media managers and administrators.
MANAGERS = {
    "desk:queue", "desk:months", "desk:incident", "desk:assign", "desk:close", "desk:note", "desk:see", "desk:take",
    "desk:answer", "home:remind", "home:disclosure",
}  # fmt: skip

# Numbers for curators and above.
CURATORS = {"home:funnel"}

# The reporter's and the desk's.
SHARED_WITH_DESK = {"desk:picture"}

# A consent's answer: without a consent of hers it is refused to everybody who is signed in.
CONSENT = {"sharing:callback"}


@dataclass
class Stage:
    """The things that addresses name."""

    item: Item
    share: Share
    account: Account
    public: Item
    picture: Picture
    incident: Incident
    question: Question


@pytest.fixture
def stage(ada: Employee, team: object) -> Stage:
    account = make_account(ada)
    item = make_item(
        "Only for her team", teams=tuple(ada.teams.all()), kind=Item.Kind.EVENT, starts_at="2027-01-01T10:00Z"
    )
    choice = composing.Choice([account], text="Hi")
    share = composing.share(item, choice, nonce=uuid.uuid4(), by=ada).shares.get()
    public = make_item(
        "Public",
        destination=Item.Destination.OWN_PAGE,
        slug="public",
        kind="event",
        starts_at="2027-01-01T10:00Z",
    )
    ItemText.objects.filter(item=public).update(body="Text")
    drawn = io.BytesIO()
    Image.new("RGB", (4, 2)).save(drawn, "PNG")
    picture = pictures.store(drawn.getvalue())
    said = reporting.Report("complaint", text="Rude.", picture=pictures.encode(drawn.getvalue()))
    incident = reporting.report(said, nonce=uuid.uuid4(), by=ada)
    question = reporting.ask(item, "May I?", language="en", by=ada)
    return Stage(item, share, account, public, picture, incident, question)


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            yield from addresses(pattern, str(inner or ""))
        else:
            yield (f"{namespace}:{pattern.name}" if namespace else str(pattern.name)), pattern


ALL = dict(addresses(get_resolver()))
DESK = {name for name in ALL if name.startswith("admin:")}


def arguments(name: str, stage: Stage) -> dict[str, object]:
    known: dict[str, dict[str, object]] = {
        **{name: {"pk": stage.item.pk} for name in SEES_ITEM},
        **{name: {"pk": stage.share.pk} for name in OWN},
        **{name: {"pk": stage.incident.pk} for name in REPORTED | MANAGERS | SHARED_WITH_DESK},
        **{
            name: {"pk": stage.question.pk} for name in ("desk:question", "desk:question_read", "desk:answer")
        },
        "desk:queue": {},
        "home:remind": {},
        "home:disclosure": {},
        "desk:months": {},
        "sharing:batch": {"pk": stage.share.batch_id},
        "sharing:undo": {"pk": stage.share.batch_id},
        "sharing:disconnect": {"pk": stage.account.pk},
        "sharing:connect": {"network": "mastodon"},
        "sharing:callback": {"server_id": stage.account.server_id},
        "reach:follow": {"code": "unknown1"},
        "content:public": {"slug": "public"},
        "content:public_event": {"slug": "public"},
        "content:picture": {"pk": stage.picture.pk, "name": Path(stage.picture.file.name or "").name},
        "people:invitation": {"token": "no-such-token"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
    }
    return known.get(name, {})


def is_open(client: Client, url: str) -> bool:
    """Whether an address lets this browser in: neither 404 in the end, nor the way to the door."""
    response = client.get(url, follow=True)
    if response.status_code == 405:
        response = client.post(url, follow=True)
    assert response.status_code not in {401, 403, 500}, (url, response.status_code)
    return response.status_code != 404 and not any(
        _leads_to_the_door(hop) for hop, _status in response.redirect_chain
    )


def _leads_to_the_door(location: str) -> bool:
    return location.startswith(reverse("account_login"))


def test_every_address_stands_in_this_table() -> None:
    listed = (
        OPEN.keys()
        | SIGNED_IN
        | SEES_ITEM
        | OWN
        | REPORTED
        | MANAGERS
        | CURATORS
        | SHARED_WITH_DESK
        | CONSENT
    )
    assert set(ALL) - DESK == listed


@pytest.mark.parametrize("name", sorted(set(ALL) - DESK - OPEN.keys()))
def test_a_stranger_is_led_to_the_door(name: str, stage: Stage) -> None:
    response = Client().get(reverse(name, kwargs=arguments(name, stage)))
    assert response.status_code == 302
    assert _leads_to_the_door(response["Location"])
    assert Client().post(reverse(name, kwargs=arguments(name, stage))).status_code == 302


@pytest.mark.parametrize("name", sorted(OPEN))
def test_what_is_open_says_so_for_a_reason(name: str, stage: Stage) -> None:
    response = Client().get(reverse(name, kwargs=arguments(name, stage)))
    assert OPEN[name]
    assert response.status_code not in {401, 403, 500}
    if "404 for everyone" in OPEN[name]:
        assert response.status_code == 404


@pytest.mark.parametrize("name", sorted(SIGNED_IN | SEES_ITEM | OWN | REPORTED))
def test_each_person_opens_what_is_hers_and_nothing_else(
    name: str,
    stage: Stage,
    ada: Employee,
    stranger: Employee,
    eli: Employee,
    mona: Employee,
    root: Employee,
    client_for: Callable[[Employee], Client],
) -> None:
    url = reverse(name, kwargs=arguments(name, stage))
    others = [is_open(client_for(person), url) for person in (stranger, eli, mona, root)]
    if name in SIGNED_IN:
        # A second factor that does not exist cannot be opened by anybody: such pages may be 404, but for all alike.
        assert len({*others, is_open(client_for(ada), url)}) == 1
    else:
        assert others == [False] * 4
        assert is_open(client_for(ada), url)


@pytest.mark.parametrize("name", sorted(OWN - {"sharing:batch", "sharing:window"}))
def test_nobody_changes_what_is_hers(
    name: str, stage: Stage, stranger: Employee, root: Employee, client_for: Callable[[Employee], Client]
) -> None:
    url = reverse(name, kwargs=arguments(name, stage))
    for person in (stranger, root):
        assert client_for(person).post(url, {"answer": "there"}).status_code == 404
    stage.share.refresh_from_db()
    assert stage.share.state == "scheduled"


@pytest.mark.parametrize("name", sorted(MANAGERS | SHARED_WITH_DESK))
def test_the_desk_of_difficult_comments_is_for_social_media_managers_and_administrators(
    name: str,
    stage: Stage,
    ada: Employee,
    stranger: Employee,
    eli: Employee,
    mona: Employee,
    root: Employee,
    client_for: Callable[[Employee], Client],
) -> None:
    url = reverse(name, kwargs=arguments(name, stage))
    assert [is_open(client_for(person), url) for person in (stranger, eli, mona, root)] == [
        False,
        False,
        True,
        True,
    ]
    assert is_open(client_for(ada), url) is (name in SHARED_WITH_DESK)


@pytest.mark.parametrize("name", sorted(CURATORS))
def test_numbers_are_for_curators_and_above(
    name: str,
    ada: Employee,
    eli: Employee,
    mona: Employee,
    root: Employee,
    client_for: Callable[[Employee], Client],
) -> None:
    opened = [is_open(client_for(person), reverse(name)) for person in (ada, eli, mona, root)]
    assert opened == [False, True, True, True]


def test_an_answer_without_a_consent_is_refused(
    stage: Stage, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    url = reverse("sharing:callback", kwargs=arguments("sharing:callback", stage))
    assert client_for(ada).get(url, {"code": "x", "state": "y"}).status_code == 400


def desk_models() -> dict[str, str]:
    """Each list of the desk and the permission that opens it."""
    found = {}
    for name in DESK:
        if name.endswith("_changelist"):
            app, model = name.removeprefix("admin:").removesuffix("_changelist").split("_", 1)
            found[name] = f"{app}.view_{model}"
    return found


@pytest.mark.parametrize("name", sorted(desk_models()))
def test_the_desk_opens_by_role_and_does_not_exist_for_others(
    name: str,
    ada: Employee,
    eli: Employee,
    mona: Employee,
    root: Employee,
    client_for: Callable[[Employee], Client],
) -> None:
    people = {None: ada, Role.CURATOR: eli, Role.SOCIAL_MEDIA_MANAGER: mona, Role.ADMINISTRATOR: root}
    for role, person in people.items():
        expected = role is not None and desk_models()[name] in PERMISSIONS[role]
        assert is_open(client_for(person), reverse(name)) is expected, (name, role)


@pytest.mark.parametrize("name", sorted(DESK - {"admin:None"}))
def test_no_page_of_the_desk_opens_to_an_employee(
    name: str, ada: Employee, client_for: Callable[[Employee], Client]
) -> None:
    pattern = ALL[name]
    values = dict.fromkeys(pattern.pattern.converters, "1")
    values.update({key: "people" for key in pattern.pattern.regex.groupindex if key not in values})
    url = reverse(name, kwargs=values)
    assert client_for(ada).get(url).status_code == 404
    assert client_for(ada).post(url).status_code == 404


def test_accounts_shares_clicks_and_dismissals_are_nowhere_on_the_desk() -> None:
    private = {"account", "credential", "share", "attempt", "click", "dismissal", "consent", "link", "notice"}
    assert private.isdisjoint(name.split("_")[1] for name in desk_models())
