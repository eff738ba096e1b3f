"""From a suggestion to a share: words, links, and one share however often the button's form arrives."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from content.models import Item, Suggestion
from people import company
from people.models import Employee
from sharing import composing
from sharing.composing import Choice
from sharing.models import Account, Batch, Share
from sharing.states import ShareState
from tests.factories import let_read, make_item, make_person, make_version
from tests.sharing.conftest import make_account

pytestmark = pytest.mark.django_db


def test_the_least_used_suggestion_in_her_language_comes_first_and_prompts_come_last(
    ada: Employee, account: Account, item: Item
) -> None:
    asks = Suggestion.objects.create(
        item=item, language="en", text="[your own example] So quiet.", position=0
    )
    first = composing.variants(item, employee=ada)[0]
    composing.share(
        item, Choice([account], text="x y", suggestion=first.suggestion), nonce=uuid.uuid4(), by=ada
    )
    order = composing.variants(item, employee=ada)
    assert [one.uses for one in order if one.suggestion.language == "en"] == [0, 1, 0]
    assert order[2].suggestion == asks
    assert {one.suggestion.language for one in order[3:]} == {"de"}


def test_placeholders_are_filled_and_a_link_at_the_end_is_left_to_us(ada: Employee, item: Item) -> None:
    suggestion = Suggestion.objects.create(
        item=item, language="de", text="{first_name} meint: {title} bei {company}. {link}"
    )
    unnamed = "Ada meint: A quiet heat pump bei {company}."
    assert composing.words_of(suggestion, employee=ada, item=item) == unnamed
    company.rename("Acme", by=None)
    company.forget()
    assert composing.words_of(suggestion, employee=ada, item=item) == "Ada meint: A quiet heat pump bei Acme."


def test_the_link_stands_where_it_was_put_or_at_the_end() -> None:
    assert composing.with_link("Read {link} now", "L") == "Read L now"
    assert composing.with_link("Read this.\n", "L") == "Read this.\n\nL"


def test_the_same_form_twice_and_another_tab_give_one_share(
    ada: Employee, account: Account, item: Item
) -> None:
    nonce = uuid.uuid4()
    first = composing.share(item, Choice([account], text="One"), nonce=nonce, by=ada)
    assert composing.share(item, Choice([account], text="One"), nonce=nonce, by=ada) == first
    assert composing.share(item, Choice([account], text="Two"), nonce=uuid.uuid4(), by=ada) == first
    assert [share.text.split("\n")[0] for share in Share.objects.all()] == ["One"]


def test_a_windows_button_posts_to_no_account_however_many_are_ticked(
    ada: Employee, account: Account, item: Item
) -> None:
    choice = Choice([account], hand_off="linkedin", text="Hi")
    batch = composing.share(item, choice, nonce=uuid.uuid4(), by=ada)
    assert [(share.network, share.state) for share in batch.shares.all()] == [
        ("linkedin", ShareState.HANDED_OFF)
    ]


def test_the_same_form_with_another_button_makes_what_is_still_missing(
    ada: Employee, account: Account, item: Item
) -> None:
    nonce = uuid.uuid4()
    for hand_off in ("linkedin", "x", "x", ""):
        composing.share(item, Choice([account], hand_off=hand_off, text="Hi"), nonce=nonce, by=ada)
    assert sorted(share.network for share in Share.objects.all()) == ["linkedin", "mastodon", "x"]


def test_a_second_tab_pressed_twice_leads_to_what_stands_both_times(
    ada: Employee, account: Account, item: Item
) -> None:
    first = composing.share(item, Choice([account], text="One"), nonce=uuid.uuid4(), by=ada)
    second_tab = uuid.uuid4()
    for _press in range(2):
        assert composing.share(item, Choice([account], text="Two"), nonce=second_tab, by=ada) == first
    assert Batch.objects.count() == 1


def test_a_form_sent_again_after_undo_posts_nothing(ada: Employee, account: Account, item: Item) -> None:
    nonce = uuid.uuid4()
    batch = composing.share(item, Choice([account], text="Hi"), nonce=nonce, by=ada)
    composing.undo(batch, by=ada)
    assert composing.share(item, Choice([account], text="Hi"), nonce=nonce, by=ada) == batch
    assert [share.state for share in Share.objects.all()] == [ShareState.CANCELLED]


def test_each_share_has_its_own_link_to_the_address_in_its_language(
    ada: Employee, account: Account, item: Item
) -> None:
    batch = composing.share(item, Choice([account], text="Hallo", language="de"), nonce=uuid.uuid4(), by=ada)
    link = batch.shares.get().link
    assert link.target == item.texts.get(language="de").url
    assert link.url in batch.shares.get().text


def test_a_new_account_is_not_chosen_by_itself_and_a_used_one_is(
    ada: Employee, account: Account, item: Item
) -> None:
    other = make_account(ada, handle="@second@social.example")
    composing.share(item, Choice([other], text="Hi"), nonce=uuid.uuid4(), by=ada)
    assert [one.handle for one in Account.objects.of(ada) if one.last_chosen_at] == [other.handle]


def test_without_acknowledgement_nothing_is_shared(account: Account, item: Item, ada: Employee) -> None:
    ada.acknowledgements.all().delete()
    with pytest.raises(composing.GuidelineFirst):
        composing.share(item, Choice([account], text="Hi"), nonce=uuid.uuid4(), by=ada)
    assert not Share.objects.exists()


def test_sixty_presses_an_hour_are_enough(ada: Employee, account: Account, item: Item) -> None:
    Batch.objects.bulk_create(Batch(employee=ada, item=item, nonce=uuid.uuid4()) for _ in range(60))
    with pytest.raises(composing.TooManyShares):
        composing.share(item, Choice([account], text="Hi"), nonce=uuid.uuid4(), by=ada)
    Batch.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert composing.share(item, Choice([account], text="Hi"), nonce=uuid.uuid4(), by=ada).shares.exists()


def test_undo_takes_back_what_nobody_began_to_send(ada: Employee, account: Account, item: Item) -> None:
    batch = composing.share(item, Choice([account], text="Hi"), nonce=uuid.uuid4(), by=ada)
    assert composing.undo(batch, by=ada) == 1
    assert composing.undo(batch, by=ada) == 0
    assert batch.shares.get().state == ShareState.CANCELLED
    again = composing.share(item, Choice([account], text="Hi"), nonce=uuid.uuid4(), by=ada)
    assert again != batch


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_make_one_share() -> None:
    person = let_read(make_person("Twin"), make_version())
    account, item, nonce = make_account(person), make_item(), uuid.uuid4()
    found: list[object] = []

    def press(nonce: uuid.UUID) -> None:
        try:
            found.append(composing.share(item, Choice([account], text="Hi"), nonce=nonce, by=person).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(nonce if n % 2 else uuid.uuid4(),)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Share.objects.count() == 1
    assert len(found) == 20
    assert Batch.objects.get(shares__isnull=False).pk in found
