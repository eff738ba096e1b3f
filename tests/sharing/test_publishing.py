"""At most one post per share, and no share without an end that the person can see."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from content import publishing as content_publishing
from content.models import Item, Picture
from people import company
from people.models import CompanySettings, Employee, Notice
from sharing import composing, handing_off, publishing
from sharing.composing import Choice
from sharing.models import Account, Attempt, Share
from sharing.networks.base import (
    NeedsReconnect,
    Posted,
    RateLimited,
    Rejected,
    Unclear,
    Unreachable,
)
from sharing.states import MOVES, Outcome, ParkedBecause, ShareState
from tests.factories import make_item
from tests.sharing.conftest import Clock, ScriptedNetwork

pytestmark = pytest.mark.django_db

ShareIt = Callable[..., Share]


def fresh(share: Share) -> Share:
    return Share.objects.get(pk=share.pk)


def test_a_share_goes_out_once_after_its_ten_seconds(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it("Quiet at last.")
    publishing.sweep()
    assert network.posted == []
    clock.pass_(seconds=11)
    publishing.sweep()
    publishing.sweep()
    share = fresh(share)
    assert [outgoing.text for outgoing in network.posted] == [f"Quiet at last.\n\n{share.link.url}"]
    assert (share.state, share.remote_id) == (ShareState.PUBLISHED, "1001")
    assert [attempt.outcome for attempt in share.attempts.all()] == [Outcome.POSTED]


def test_the_attempt_is_committed_before_the_call(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = share_it()
    seen: list[int] = []
    original = network.post

    def look_first(access: object, outgoing: object) -> Posted:
        seen.append(Attempt.objects.filter(share=share, finished_at=None).count())
        return original(access, outgoing)  # type: ignore[arg-type]

    monkeypatch.setattr(network, "post", look_first)
    clock.pass_(seconds=11)
    publishing.sweep()
    assert seen == [1]


@pytest.mark.parametrize(
    ("error", "state", "outcome"),
    [
        (Rejected("Too long", status=422), ShareState.FAILED, Outcome.REJECTED),
        (RateLimited("Slow down", status=429), ShareState.SCHEDULED, Outcome.RATE_LIMITED),
        (Unreachable("No such host"), ShareState.SCHEDULED, Outcome.UNREACHABLE),
        (NeedsReconnect("Token revoked", status=401), ShareState.PARKED, Outcome.NEEDS_RECONNECT),
        (Unclear("Timed out"), ShareState.UNKNOWN, Outcome.UNCLEAR),
        (RuntimeError("our own mistake"), ShareState.UNKNOWN, Outcome.UNCLEAR),
    ],
)
def test_each_error_leads_where_it_says(
    share_it: ShareIt,
    network: ScriptedNetwork,
    clock: Clock,
    error: Exception,
    state: ShareState,
    outcome: Outcome,
) -> None:
    share = share_it()
    network.answers = [error]
    clock.pass_(seconds=11)
    publishing.sweep()
    publishing.sweep()
    assert fresh(share).state == state
    assert [attempt.outcome for attempt in share.attempts.all()] == [outcome]
    assert len(network.posted) == 1


def test_a_refusal_keeps_the_networks_sentence_and_tells_her(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock, ada: Employee
) -> None:
    share = share_it()
    network.answers = [Rejected("Validation failed: too long", status=422)]
    clock.pass_(seconds=11)
    publishing.sweep()
    assert fresh(share).detail == "Validation failed: too long"
    assert [notice.code for notice in Notice.objects.open_for(ada)] == ["sharing.failed"]
    assert publishing.retry(fresh(share), by=ada)
    publishing.sweep()
    assert fresh(share).state == ShareState.PUBLISHED
    assert not Notice.objects.open_for(ada).exists()


def test_a_rate_limit_waits_for_the_networks_own_time_but_never_longer_than_a_day(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    network.answers = [RateLimited("", retry_at=timezone.now() + timedelta(days=400))]
    now = clock.pass_(seconds=11)
    publishing.sweep()
    due = fresh(share).due_at
    assert due is not None
    assert timedelta(hours=23) < due - now < timedelta(hours=25)


def test_an_unclear_answer_is_looked_for_and_found_without_posting_again(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    network.answers = [Unclear("Timed out")]
    network.found = [None, Posted("77", "https://social.example/@ada/77")]
    clock.pass_(seconds=11)
    publishing.sweep()
    clock.pass_(seconds=31)
    publishing.sweep()
    assert fresh(share).state == ShareState.UNKNOWN
    clock.pass_(seconds=121)
    publishing.sweep()
    assert (fresh(share).state, fresh(share).remote_id) == (ShareState.PUBLISHED, "77")
    assert len(network.posted) == 1
    assert network.looked_for == [share.link.url] * 2


def test_absence_seen_twice_two_minutes_apart_makes_it_due_again(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    network.answers = [Unclear("Timed out")]
    clock.pass_(seconds=11)
    publishing.sweep()
    clock.pass_(seconds=31)
    publishing.sweep()
    publishing.sweep()
    assert fresh(share).state == ShareState.UNKNOWN
    assert len(network.looked_for) == 1
    clock.pass_(seconds=121)
    publishing.sweep()
    publishing.sweep()
    assert fresh(share).state == ShareState.PUBLISHED
    keys = {outgoing.idempotency_key for outgoing in network.posted}
    assert len(network.posted) == 2
    assert keys == {str(share.pk)}


def test_when_nobody_can_look_she_is_asked_and_either_answer_ends_it(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock, ada: Employee
) -> None:
    share = share_it()
    network.answers = [Unclear("Timed out")]
    network.found = [NeedsReconnect("revoked")]
    clock.pass_(seconds=11)
    publishing.sweep()
    clock.pass_(seconds=31)
    publishing.sweep()
    assert fresh(share).state == ShareState.NEEDS_YOU
    assert publishing.settle(fresh(share), there=True, by=ada)
    assert fresh(share).state == ShareState.PUBLISHED
    assert fresh(share).confirmed_at is not None
    assert not publishing.settle(fresh(share), there=False, by=ada)


def test_an_unreachable_network_while_looking_changes_nothing_until_a_day_has_passed(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    network.answers = [Unclear("Timed out")]
    network.found = [Unreachable("down"), Unreachable("down")]
    clock.pass_(seconds=11)
    publishing.sweep()
    clock.pass_(seconds=31)
    publishing.sweep()
    assert fresh(share).state == ShareState.UNKNOWN
    clock.pass_(hours=25)
    publishing.sweep()
    assert fresh(share).state == ShareState.NEEDS_YOU


def test_a_lost_worker_with_an_open_attempt_leaves_an_unknown_share_never_a_due_one(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    now = clock.pass_(seconds=11)
    assert share.move(ShareState.PUBLISHING, lease_until=now + publishing.LEASE)
    Attempt.objects.create(share=share, n=1, idempotency_key=str(share.pk))
    publishing.sweep()
    assert fresh(share).state == ShareState.PUBLISHING
    clock.pass_(seconds=121)
    publishing.sweep()
    assert fresh(share).state == ShareState.UNKNOWN
    assert network.posted == []
    assert share.attempts.get().outcome == Outcome.UNCLEAR


def test_a_lost_worker_without_an_attempt_sent_nothing_and_the_share_is_due_again(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    now = clock.pass_(seconds=11)
    assert share.move(ShareState.PUBLISHING, lease_until=now + publishing.LEASE)
    clock.pass_(seconds=121)
    publishing.sweep()
    publishing.sweep()
    assert fresh(share).state == ShareState.PUBLISHED
    assert len(network.posted) == 1


def test_a_worker_whose_lease_was_taken_over_cannot_commit(share_it: ShareIt, clock: Clock) -> None:
    share = share_it()
    now = clock.pass_(seconds=11)
    slow = fresh(share)
    assert slow.move(ShareState.PUBLISHING, lease_until=now + publishing.LEASE)
    takeover = fresh(share)
    assert takeover.move(ShareState.UNKNOWN, due_at=now, lease_until=None)
    assert not slow.move(ShareState.FAILED, lease_until=None)
    assert fresh(share).state == ShareState.UNKNOWN


def _disable(share: Share) -> None:
    Employee.objects.filter(pk=share.employee_id).update(is_active=False)


def _break_account(share: Share) -> None:
    Account.objects.filter(shares=share).update(state=Account.State.NEEDS_RECONNECT)


def _withdraw_quietly(share: Share) -> None:
    Item.objects.filter(pk=share.item_id).update(state=Item.State.WITHDRAWN)


def _forget_guideline(share: Share) -> None:
    share.employee.acknowledgements.all().delete()


def _spoil_text(share: Share) -> None:
    Share.objects.filter(pk=share.pk).update(text="x" * 501)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (_disable, ParkedBecause.RECONNECT),
        (_break_account, ParkedBecause.RECONNECT),
        (_withdraw_quietly, ParkedBecause.WITHDRAWN),
        (_forget_guideline, ParkedBecause.GUIDELINE),
        (_spoil_text, ParkedBecause.FINDING),
    ],
)
def test_everything_is_checked_again_at_the_moment_of_sending(
    share_it: ShareIt,
    network: ScriptedNetwork,
    clock: Clock,
    change: Callable[[Share], None],
    because: ParkedBecause,
) -> None:
    share = share_it()
    change(share)
    clock.pass_(seconds=11)
    publishing.sweep()
    assert (fresh(share).state, fresh(share).parked_because) == (ShareState.PARKED, because)
    assert network.posted == []


def test_a_share_whose_time_passed_hours_ago_asks_first(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    clock.pass_(hours=7)
    publishing.sweep()
    assert fresh(share).parked_because == ParkedBecause.TOO_LATE
    assert network.posted == []


def test_a_network_that_asked_to_wait_for_hours_is_not_late(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    network.answers = [RateLimited("", retry_at=timezone.now() + timedelta(hours=7))]
    clock.pass_(seconds=11)
    publishing.sweep()
    clock.pass_(hours=7, minutes=1)
    publishing.sweep()
    assert fresh(share).state == ShareState.PUBLISHED


def test_a_failed_share_that_was_shared_anew_is_not_tried_again(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock, ada: Employee
) -> None:
    failed = share_it()
    network.answers = [Rejected("No", status=422)]
    clock.pass_(seconds=11)
    publishing.sweep()
    share_it("Better words.")
    assert not publishing.retry(fresh(failed), by=ada)
    assert not handing_off.hand_off(fresh(failed), by=ada)
    assert fresh(failed).state == ShareState.FAILED


def test_a_lost_picture_or_our_own_mistake_does_not_end_the_looking(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    network.answers = [Unclear("Timed out")]
    network.found = [ValueError("our own mistake"), Posted("77", "https://social.example/@ada/77")]  # type: ignore[list-item]
    clock.pass_(seconds=11)
    publishing.sweep()
    Share.objects.filter(pk=share.pk).update(picture=Picture.objects.create(file=""))
    for _look in range(2):
        clock.pass_(seconds=121)
        publishing.sweep()
    assert fresh(share).state == ShareState.PUBLISHED


def test_a_withdrawn_item_parks_what_was_planned(
    share_it: ShareIt, network: ScriptedNetwork, item: Item
) -> None:
    share = share_it()
    content_publishing.withdraw(item, reason="Called off", by=None)
    assert (fresh(share).state, fresh(share).parked_because) == (ShareState.PARKED, ParkedBecause.WITHDRAWN)


def test_nothing_is_posted_while_publishing_is_paused_and_nothing_is_lost(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock
) -> None:
    share = share_it()
    company.current()
    CompanySettings.objects.update(publishing_paused=True)
    clock.pass_(seconds=11)
    publishing.sweep()
    assert (network.posted, fresh(share).state) == ([], ShareState.SCHEDULED)
    CompanySettings.objects.update(publishing_paused=False)
    publishing.sweep()
    assert fresh(share).state == ShareState.PUBLISHED


def test_cancelling_wins_before_sending_and_is_refused_after(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock, ada: Employee, stranger: Employee
) -> None:
    share = share_it()
    with pytest.raises(PermissionError):
        publishing.cancel(share, by=stranger)
    assert publishing.cancel(fresh(share), by=ada)
    clock.pass_(seconds=11)
    publishing.sweep()
    assert network.posted == []
    assert not publishing.cancel(fresh(share), by=ada)


def test_only_declared_moves_are_made(share_it: ShareIt) -> None:
    share = share_it()
    for to in set(ShareState) - MOVES[ShareState.SCHEDULED]:
        with pytest.raises(ValueError, match="does not go"):
            share.move(to)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "published"},
        {"state": "scheduled", "due_at": None},
        {"state": "publishing", "lease_until": None},
        {"state": "parked"},
    ],
)
def test_the_database_refuses_states_without_what_they_need(
    share_it: ShareIt, changes: dict[str, object]
) -> None:
    share = share_it()
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=share.pk).update(**changes)


def test_one_broken_share_does_not_keep_the_others_from_going_out(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock, account: Account, ada: Employee
) -> None:
    broken = share_it("Broken.")
    Share.objects.filter(pk=broken.pk).update(picture=Picture.objects.create(file=""))
    whole = composing.share(
        make_item(), Choice([account], text="Whole."), nonce=uuid.uuid4(), by=ada
    ).shares.get()
    clock.pass_(seconds=11)
    publishing.sweep()
    assert (fresh(broken).state, fresh(whole).state) == (ShareState.SCHEDULED, ShareState.PUBLISHED)
    assert not broken.attempts.exists()


def test_a_destroyed_secret_parks_the_share(
    share_it: ShareIt, network: ScriptedNetwork, clock: Clock, account: Account
) -> None:
    share = share_it()
    account.credential.delete()
    clock.pass_(seconds=11)
    publishing.sweep()
    assert (fresh(share).state, fresh(share).parked_because) == (ShareState.PARKED, ParkedBecause.RECONNECT)


def test_back_off_grows_and_stays_within_half_an_hour_and_a_bit() -> None:
    waits = [publishing.back_off(n) for n in range(1, 20)]
    assert waits[0] < timedelta(seconds=19)
    assert max(waits) <= timedelta(minutes=36)
