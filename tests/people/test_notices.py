"""Notices: told once, worded when shown, taken away when solved."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from people import notices
from people.models import Employee, Notice


@pytest.fixture(autouse=True)
def _a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = notices.Kind(gettext_lazy("Profile of %(name)s"), gettext_lazy("Save"), "people:profile", "bad")
    monkeypatch.setitem(notices.KINDS, "test.kind", kind)


def test_the_same_trouble_is_told_once_and_again_after_it_was_solved(ada: Employee) -> None:
    for _again in range(2):
        notices.add(ada, "test.kind", key="k:1", name="Acme")
    assert Notice.objects.open_for(ada).count() == 1
    notices.solve(ada, "k:1")
    assert not Notice.objects.open_for(ada).exists()
    notices.add(ada, "test.kind", key="k:1", name="Acme")
    assert Notice.objects.open_for(ada).count() == 1
    assert Notice.objects.count() == 2


def test_a_notice_is_for_one_person(ada: Employee, stranger: Employee) -> None:
    notices.add(ada, "test.kind", key="k:1", name="Acme")
    notices.add(stranger, "test.kind", key="k:1", name="Acme")
    notices.solve(ada, "k:1")
    assert Notice.objects.open_for(stranger).count() == 1
    assert not Notice.objects.open_for(ada).exists()


def test_an_unknown_code_is_a_mistake_of_ours(ada: Employee) -> None:
    with pytest.raises(KeyError):
        notices.add(ada, "never.registered")
    assert not Notice.objects.exists()


def test_a_notice_is_worded_when_it_is_shown(ada: Employee) -> None:
    notices.add(ada, "test.kind", name="Acme & Co")
    notice = Notice.objects.get()
    assert notice.values == {"name": "Acme & Co"}
    with translation.override("en"):
        shown = notices.shown(notice)
    assert shown == notices.Shown("Profile of Acme & Co", "Save", "/profile/", "bad")
