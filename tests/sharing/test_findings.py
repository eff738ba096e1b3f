"""What the checks find, from the first letter typed to the moment of sending: shown, asked about, remembered, held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.models import Item
from guidelines.models import DisclosureRule, DisclosureWording, Override, Term
from people.models import Employee, Notice
from sharing import composing, publishing
from sharing.models import Account, Share
from sharing.states import ParkedBecause, ShareState
from tests.sharing.conftest import Clock, ScriptedNetwork, make_account
from tests.sharing.test_sheet_page import nonce_in

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]
ShareIt = Callable[..., Share]

SECRET = "The HP-12 is quiet."


def term(pattern: str = "HP-12", **fields: object) -> Term:
    return Term.objects.create(pattern=pattern, **{"action": "block", **fields})


def adopt(text: str = "#WeAreAcme", **rule: object) -> None:
    """The company wants this disclosure where the rule says."""
    DisclosureWording.objects.get_or_create(text=text)
    DisclosureRule.objects.create(**rule)


def preview(client: Client, item: Item, account: Account, text: str, **data: object) -> str:
    sent = {"account": account.pk, "text": text, "language": "en", **data}
    return client.post(reverse("sharing:preview", args=[item.pk]), sent).content.decode()


def press(client: Client, item: Item, **data: object) -> tuple[int, str]:
    """Open the sheet and press its button. Gives the status and the page in the end."""
    url = reverse("sharing:compose", args=[item.pk])
    nonce = nonce_in(client.get(url).content.decode())
    response = client.post(url, {"nonce": nonce, "language": "en", **data}, follow=True)
    return response.status_code, response.content.decode()


def test_while_she_types_a_finding_quotes_its_rule_as_it_stands_in_the_version_in_force(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    term()
    html = preview(client_for(ada), item, account, SECRET)
    assert "“HP-12” may be confidential" in html
    assert "Rule 2:" in html and "<q>confidential</q>" in html
    assert f'{reverse("guidelines:read")}#rule-confidential"' in html
    assert preview(client_for(ada), item, account, "It is quiet.").count("Nothing to change.") == 1


def test_a_blocked_name_is_refused_at_the_button_with_everything_kept(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    term()
    status, html = press(client_for(ada), item, account=account.pk, text=SECRET)
    assert (status, Share.objects.count()) == (422, 0)
    assert SECRET in html and "Take it out" in html


def test_in_the_dialog_a_refusal_is_an_answer_that_htmx_shows(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    term()
    client, url = client_for(ada), reverse("sharing:compose", args=[item.pk])
    sent = {"nonce": nonce_in(client.get(url).content.decode()), "account": account.pk, "text": SECRET}
    response = client.post(url, sent, headers={"HX-Request": "true", "HX-Target": "sheet-inner"})
    assert (response.status_code, Share.objects.count()) == (200, 0)
    assert "It was not shared yet." in response.content.decode()


def test_another_company_is_her_call(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    term("Hushtherm", purpose=Term.Purpose.COMPETITOR, action="hint")
    html = preview(client_for(ada), item, account, "Louder than Hushtherm.")
    assert "Your call." in html and "You may go on." in html and 'name="reason"' not in html
    assert press(client_for(ada), item, account=account.pk, text="Louder than Hushtherm.")[0] == 200
    assert Share.objects.get().state == ShareState.SCHEDULED


@pytest.mark.parametrize("where", ["account", "hand_off"])
def test_what_asks_for_a_reason_gets_one_and_keeps_it_without_her_name(
    where: str, ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    client = client_for(ada)
    words = "Call the hotline: +49 30 1234567"
    aim: dict[str, object] = {"account": account.pk} if where == "account" else {"hand_off": "linkedin"}
    assert 'name="reason"' in preview(client, item, account, words)
    status, html = press(client, item, text=words, **aim)
    assert (status, Share.objects.count(), Override.objects.count()) == (422, 0, 0)
    assert words in html and 'name="reason"' in html and 'href="#reason"' in html
    status, html = press(client, item, text=words, reason="  ", **aim)
    assert (status, Share.objects.count()) == (422, 0)
    assert press(client, item, text=words, reason="It is our public hotline.", **aim)[0] == 200
    share, kept = Share.objects.get(), Override.objects.get()
    assert (kept.batch, kept.code, kept.rule_key) == (share.batch_id, "phone", "confidential")
    assert kept.reason == "It is our public hotline."
    assert not [field for field in Override._meta.get_fields() if field.is_relation]


def test_a_reason_typed_so_far_comes_back_with_every_preview(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    html = preview(client_for(ada), item, account, "+49 30 1234567", reason='It is "public"')
    assert 'value="It is &quot;public&quot;"' in html


def test_a_reason_given_at_the_button_counts_at_sending(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it("Call +49 30 1234567", reason="It is our hotline.")
    clock.pass_(seconds=11)
    publishing.sweep()
    share.refresh_from_db()
    assert (share.state, len(network.posted)) == (ShareState.PUBLISHED, 1)


def test_a_reason_for_one_finding_is_none_for_another_that_came_later(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    term("hotline", action="confirm")
    share = share_it("Call the hotline of Heron", reason="The hotline is public.")
    term("Heron", action="confirm")
    clock.pass_(seconds=11)
    publishing.sweep()
    share.refresh_from_db()
    assert (share.state, share.parked_because) == (ShareState.PARKED, ParkedBecause.FINDING)
    assert network.posted == []


@pytest.mark.parametrize("action", ["block", "confirm"])
def test_an_embargo_added_after_the_click_stops_the_share_at_the_moment_of_sending(
    action: str,
    ada: Employee,
    share_it: ShareIt,
    network: ScriptedNetwork,
    clock: Clock,
    client_for: ClientFor,
) -> None:
    share = share_it(SECRET)
    term(action=action, until=timezone.now() + timedelta(days=1), until_zone="Europe/Berlin")
    clock.pass_(seconds=11)
    publishing.sweep()
    share.refresh_from_db()
    assert (share.state, share.parked_because) == (ShareState.PARKED, ParkedBecause.FINDING)
    assert network.posted == [] and not share.attempts.exists()
    notice = Notice.objects.open_for(ada).get()
    assert "HP-12" in notice.values["why"] and "Europe/Berlin" in notice.values["why"]
    client = client_for(ada)
    page = client.get(reverse("home:shares")).content.decode()
    assert reverse("sharing:edit", args=[share.pk]) in page
    assert (
        "“HP-12” is confidential until"
        in client.get(reverse("sharing:edit", args=[share.pk])).content.decode()
    )


def test_her_notice_is_in_her_language(
    ada: Employee, share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share_it(SECRET)
    Employee.objects.filter(pk=ada.pk).update(language="de")
    term(until=datetime(2999, 3, 1, 8, tzinfo=UTC), until_zone="Europe/Berlin")
    clock.pass_(seconds=11)
    publishing.sweep()
    assert "1. März 2999" in Notice.objects.open_for(ada).get().values["why"]


def test_when_the_embargo_is_over_she_tries_again_and_it_goes_out(
    ada: Employee, share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it(SECRET)
    term(until=timezone.now() + timedelta(hours=1))
    clock.pass_(seconds=11)
    publishing.sweep()
    share.refresh_from_db()
    assert publishing.retry(share, by=ada)
    publishing.sweep()
    share.refresh_from_db()
    assert share.state == ShareState.PARKED
    clock.pass_(hours=1)
    assert publishing.retry(share, by=ada)
    publishing.sweep()
    share.refresh_from_db()
    assert (share.state, len(network.posted)) == (ShareState.PUBLISHED, 1)
    assert not Notice.objects.open_for(ada).exists()


def test_other_words_pass_and_a_held_share_takes_no_way_round_by_hand(
    ada: Employee, share_it: ShareIt, network: ScriptedNetwork, clock: Clock, client_for: ClientFor
) -> None:
    share, client = share_it(SECRET), client_for(ada)
    term()
    clock.pass_(seconds=11)
    publishing.sweep()
    response = client.post(reverse("sharing:hand_off", args=[share.pk]))
    assert response.headers["Location"] == reverse("sharing:edit", args=[share.pk])
    url = reverse("sharing:edit", args=[share.pk])
    assert client.post(url, {"text": "Still the HP 12"}).status_code == 422
    response = client.post(url, {"text": "Call +49 30 1234567"})
    assert response.status_code == 422 and 'name="reason"' in response.content.decode()
    assert client.post(url, {"text": "Call +49 30 1234567", "reason": "It is public."}).status_code == 302
    publishing.sweep()
    share.refresh_from_db()
    assert share.state == ShareState.PUBLISHED
    assert network.posted[0].text.startswith("Call +49 30 1234567")


def test_another_persons_link_blocks_while_she_writes_and_at_sending(
    ada: Employee,
    account: Account,
    item: Item,
    share_it: ShareIt,
    network: ScriptedNetwork,
    clock: Clock,
    client_for: ClientFor,
) -> None:
    words = f"Read {settings.PUBLIC_URL}/r/somebody"
    assert "is not the link of this post" in preview(client_for(ada), item, account, words)
    assert press(client_for(ada), item, account=account.pk, text=words)[0] == 422
    share = share_it(words)
    clock.pass_(seconds=11)
    publishing.sweep()
    share.refresh_from_db()
    assert (share.state, network.posted) == (ShareState.PARKED, [])


def test_the_disclosure_is_shown_counted_added_and_kept_with_the_share(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    adopt(item_kind="announcement")
    client = client_for(ada)
    html = preview(client, item, account, "x" * 450)
    assert "#WeAreAcme will be added, so people know you work here." in html
    assert "14 left" in html  # 500 - 450 - two lines and a link (25) - a line and the tag (11)
    assert press(client, item, account=account.pk, text="It is quiet.")[0] == 200
    share = Share.objects.get()
    assert share.text == f"It is quiet.\n#WeAreAcme\n\n{share.link.url}"
    assert share.disclosure == "#WeAreAcme"


def test_too_long_with_the_disclosure_is_too_long(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    adopt()
    assert press(client_for(ada), item, account=account.pk, text="x" * 470)[0] == 422
    assert press(client_for(ada), item, account=account.pk, text="x" * 464)[0] == 200


def test_her_own_approved_words_are_not_doubled_and_without_a_rule_nothing_is_added(
    item: Item, share_it: ShareIt, ada: Employee, account: Account
) -> None:
    share = share_it("Quiet. #weareacme")
    assert (share.disclosure, share.text.count("eareacme")) == ("", 1)
    composing.undo(share.batch, by=ada)
    adopt()
    share = share_it("Quiet. #weareacme")
    assert (share.disclosure, share.text.casefold().count("#weareacme")) == ("#WeAreAcme", 1)


def test_a_disclosure_taken_out_while_editing_is_put_back(
    ada: Employee, share_it: ShareIt, network: ScriptedNetwork, clock: Clock, client_for: ClientFor
) -> None:
    adopt()
    share, block = share_it(SECRET), term()
    clock.pass_(seconds=11)
    publishing.sweep()
    url = reverse("sharing:edit", args=[share.pk])
    assert "#WeAreAcme" in client_for(ada).get(url).content.decode()
    assert client_for(ada).post(url, {"text": "It is quiet."}).status_code == 302
    publishing.sweep()
    share.refresh_from_db()
    assert share.state == ShareState.PUBLISHED and block
    assert network.posted[0].text == f"It is quiet.\n#WeAreAcme\n\n{share.link.url}"


def test_a_rule_adopted_after_the_click_holds_a_share_without_its_disclosure(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it("It is quiet.")
    adopt()
    clock.pass_(seconds=11)
    publishing.sweep()
    share.refresh_from_db()
    assert (share.state, share.parked_because, network.posted) == (
        ShareState.PARKED,
        ParkedBecause.FINDING,
        [],
    )


def test_the_lists_are_read_once_however_many_accounts_are_chosen(
    ada: Employee, account: Account, item: Item, client_for: ClientFor
) -> None:
    adopt()
    term()
    client, url = client_for(ada), reverse("sharing:preview", args=[item.pk])
    chosen = [account.pk, *(make_account(ada, handle=f"@{n}@social.example").pk for n in range(4))]
    counts = []
    for accounts in (chosen[:1], chosen[:1], chosen):
        with CaptureQueriesContext(connection) as queries:
            client.post(url, {"account": accounts, "text": SECRET, "language": "en"})
        counts.append(
            sum(
                "guidelines_term" in query["sql"] or "guidelines_disclosure" in query["sql"]
                for query in queries
            )
        )
    assert counts[1] == counts[2] == 3
