"""What the desk does with an incident: seen, taken, given, settled; of two at once one wins, the other is told."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from desk import handling
from desk.models import Incident, Note
from desk.states import MOVES, State
from people import hooks, leaving
from people.models import AuditEntry, Employee, Notice, Outbox
from people.roles import Role
from tests.desk.conftest import ClientFor, report
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def mails_to(person: Employee) -> list[str]:
    return list(Outbox.objects.filter(to=person.email).order_by("pk").values_list("subject", flat=True))


def open_codes(person: Employee) -> list[str]:
    return list(Notice.objects.open_for(person).values_list("code", flat=True))


def fresh(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def test_seen_is_told_to_the_reporter_once_and_still_waits(
    incident: Incident, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    desk = client_for(mona)
    for _press in range(2):
        desk.post(f"/incidents/{incident.pk}/see/", {"fence": "0"})
    row = fresh(incident)
    assert (row.state, row.assigned_to, row.taken_at) == ("seen", None, None)
    assert row.seen_at is not None
    assert open_codes(ada) == ["desk.seen"]
    assert mails_to(ada) == ["Your difficult comment was seen"]
    assert open_codes(mona) == ["desk.reported"]
    assert "Not seen yet" not in client_for(ada).get(f"/comment/{incident.pk}/").content.decode()


def test_taking_counts_as_seen_and_ends_the_notice_of_all_managers(
    incident: Incident, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    client_for(mona).post(f"/incidents/{incident.pk}/take/", {"fence": "0"})
    row = fresh(incident)
    assert (row.state, row.assigned_to) == ("in_work", mona)
    assert row.seen_at == row.taken_at is not None
    assert open_codes(mona) == []
    assert open_codes(ada) == ["desk.seen"]
    assert "Mona Test" in client_for(ada).get(f"/comment/{incident.pk}/").content.decode()
    assert AuditEntry.objects.get(name="desk.incident.assigned").by == mona


def test_giving_it_to_another_manager_tells_that_one(
    incident: Incident, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    nora = make_person("Nora", role=Role.SOCIAL_MEDIA_MANAGER)
    desk = client_for(mona)
    desk.post(f"/incidents/{incident.pk}/assign/", {"fence": "0", "person": nora.pk})
    assert fresh(incident).assigned_to == nora
    assert open_codes(nora) == ["desk.assigned"]
    assert len(mails_to(nora)) == 1
    client_for(nora).post(f"/incidents/{incident.pk}/assign/", {"fence": "1", "person": mona.pk})
    assert (open_codes(nora), open_codes(mona)) == ([], ["desk.assigned"])
    assert mails_to(ada) == ["Your difficult comment was seen"]


def test_it_cannot_be_given_to_somebody_outside_the_desk(
    incident: Incident, ada: Employee, mona: Employee, eli: Employee, client_for: ClientFor
) -> None:
    for person in (ada.pk, eli.pk, 999_999, "x", ""):
        answer = client_for(mona).post(
            f"/incidents/{incident.pk}/assign/", {"fence": "0", "person": person}, follow=True
        )
        assert "Choose somebody who works at the desk." in answer.content.decode()
    assert fresh(incident).assigned_to is None


def test_settling_tells_the_reporter_how_it_ended_and_clears_the_desk(
    incident: Incident, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    desk = client_for(mona)
    desk.post(f"/incidents/{incident.pk}/take/", {"fence": "0"})
    desk.post(
        f"/incidents/{incident.pk}/close/", {"fence": "1", "outcome": "offline", "words": "We <talked>."}
    )
    row = fresh(incident)
    assert (row.state, row.outcome, row.closing_words) == ("closed", "offline", "We <talked>.")
    assert open_codes(ada) == ["desk.closed"]
    assert open_codes(mona) == []
    assert mails_to(ada)[1:] == ["How your difficult comment ended"]
    assert "We <talked>." in Outbox.objects.filter(to=ada.email).latest("pk").text
    page = client_for(ada).get(f"/comment/{incident.pk}/").content.decode()
    assert "talked about it offline" in page
    assert "We &lt;talked&gt;." in page
    client_for(ada).post(f"/comment/{incident.pk}/read/")
    assert open_codes(ada) == []


def test_settling_needs_an_outcome_and_keeps_the_words(
    incident: Incident, mona: Employee, client_for: ClientFor
) -> None:
    for outcome in ("", "nonsense"):
        answer = client_for(mona).post(
            f"/incidents/{incident.pk}/close/", {"fence": "0", "outcome": outcome, "words": "My words."}
        )
        assert answer.status_code == 422
        assert "My words." in answer.content.decode()
    assert fresh(incident).state == "new"


def test_who_comes_second_is_told_and_loses_no_words(
    incident: Incident, mona: Employee, client_for: ClientFor
) -> None:
    nora = make_person("Nora", role=Role.SOCIAL_MEDIA_MANAGER)
    client_for(nora).post(f"/incidents/{incident.pk}/take/", {"fence": "0"})
    late = client_for(mona).post(f"/incidents/{incident.pk}/take/", {"fence": "0"}, follow=True)
    assert "Somebody was faster: it is in the hands of Nora Test." in late.content.decode()
    assert fresh(incident).assigned_to == nora
    late = client_for(mona).post(
        f"/incidents/{incident.pk}/close/", {"fence": "0", "outcome": "none", "words": "My words."}
    )
    assert late.status_code == 409
    assert "My words." in late.content.decode()
    assert 'name="fence" value="1"' in late.content.decode()
    assert fresh(incident).state == "in_work"


@pytest.mark.parametrize("fence", ["", "x", "-1", "7", "99999999999999999999"])
def test_a_forged_fence_moves_nothing(
    fence: str, incident: Incident, mona: Employee, client_for: ClientFor
) -> None:
    for verb in ("see", "take"):
        answer = client_for(mona).post(f"/incidents/{incident.pk}/{verb}/", {"fence": fence})
        assert answer.status_code == 302
    assert fresh(incident).state == "new"


def test_a_settled_incident_stays_settled(incident: Incident, mona: Employee, client_for: ClientFor) -> None:
    handling.close(incident, "none", words="", fence=0, by=mona)
    desk = client_for(mona)
    for verb, fields in (
        ("see", {}),
        ("take", {}),
        ("assign", {"person": mona.pk}),
        ("close", {"outcome": "facts"}),
    ):
        desk.post(f"/incidents/{incident.pk}/{verb}/", {"fence": "1", **fields})
    row = fresh(incident)
    assert (row.state, row.outcome, row.assigned_to) == ("closed", "none", None)


@pytest.mark.parametrize("old", State.values)
@pytest.mark.parametrize("new", State.values)
def test_only_listed_moves_happen(incident: Incident, old: str, new: str) -> None:
    values = {"outcome": "none", "closed_at": timezone.now()} if "closed" in {old, new} else {}
    Incident.objects.filter(pk=incident.pk).update(state=old, **values)
    moved = fresh(incident).move(State(new), fence=0)
    assert moved is (State(new) in MOVES[State(old)])
    assert fresh(incident).state == (new if moved else old)


def test_notes_are_for_the_desk_only(
    incident: Incident, ada: Employee, mona: Employee, client_for: ClientFor
) -> None:
    desk = client_for(mona)
    assert desk.post(f"/incidents/{incident.pk}/note/", {"text": "Called <her>."}).status_code == 302
    assert desk.post(f"/incidents/{incident.pk}/note/", {"text": "  "}).status_code == 422
    assert Note.objects.get().by == mona
    assert "Called &lt;her&gt;." in desk.get(f"/incidents/{incident.pk}/").content.decode()
    assert "Called" not in client_for(ada).get(f"/comment/{incident.pk}/").content.decode()


def test_what_lies_with_somebody_who_leaves_goes_back_to_the_queue(
    incident: Incident, ada: Employee, mona: Employee, root: Employee
) -> None:
    assert "desk" in hooks.LEAVING
    nora = make_person("Nora", role=Role.SOCIAL_MEDIA_MANAGER)
    handling.assign(incident, nora, fence=0, by=nora)
    assert open_codes(mona) == []
    leaving.disable(nora, by=root)
    row = fresh(incident)
    assert (row.state, row.assigned_to, row.taken_at) == ("seen", None, None)
    assert open_codes(mona) == ["desk.reported"]
    assert len(mails_to(mona)) == 2


def test_a_reporter_who_left_is_written_to_no_more(
    incident: Incident, ada: Employee, mona: Employee, root: Employee
) -> None:
    leaving.disable(ada, by=root)
    handling.close(fresh(incident), "none", words="", fence=0, by=mona)
    assert mails_to(ada) == []


def test_a_failed_telling_moves_nothing(
    incident: Incident, mona: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(told: Incident) -> None:
        raise RuntimeError

    monkeypatch.setattr("desk.telling.that_it_was_seen", fail)
    with pytest.raises(RuntimeError):
        handling.see(incident, fence=0, by=mona)
    assert fresh(incident).state == "new"


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_takes_it_and_the_reporter_is_told_once(ada: Employee, mona: Employee) -> None:
    incident = report(ada)
    start, ends = threading.Barrier(8), []

    def take() -> None:
        mine = Incident.objects.get(pk=incident.pk)
        start.wait()
        try:
            handling.assign(mine, mona, fence=0, by=mona)
            ends.append("taken")
        except handling.SomebodyWasFaster:
            ends.append("late")
        finally:
            connections[connection.alias].close()

    threads = [threading.Thread(target=take) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["late"] * 7 + ["taken"]
    assert fresh(incident).fence == 1
    assert mails_to(ada) == ["Your difficult comment was seen"]
    assert open_codes(ada) == ["desk.seen"]
