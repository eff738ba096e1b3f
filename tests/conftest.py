"""The cast and the stage of every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from guidelines.models import GuidelineVersion
from people import company
from people.models import Employee, Team
from people.roles import Role, sync_groups
from script._lib.inside import compile_messages
from tests.factories import let_read, make_person, make_version


def pytest_configure(config: pytest.Config) -> None:
    """German pages need the compiled catalogue, which is not kept in git. Parallel workers find it made."""
    if not hasattr(config, "workerinput"):
        compile_messages()


@pytest.fixture(autouse=True)
def _nothing_kept_between_tests() -> Iterator[None]:
    """Neither settings nor counts nor the language of a request of another test."""
    company.forget()
    cache.clear()
    with translation.override("en"):
        yield
    company.forget()


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Service")


@pytest.fixture
def version(db: None) -> GuidelineVersion:
    return make_version()


@pytest.fixture
def ada(team: Team, version: GuidelineVersion) -> Employee:
    """An employee of the Service team in Leipzig who acknowledged the guideline."""
    return let_read(make_person("Ada", team=team, location="Leipzig"), version)


@pytest.fixture
def eli(version: GuidelineVersion) -> Employee:
    """A curator."""
    sync_groups()
    return let_read(make_person("Eli", role=Role.CURATOR), version)


@pytest.fixture
def mona(version: GuidelineVersion) -> Employee:
    """The social media manager."""
    sync_groups()
    return let_read(make_person("Mona", role=Role.SOCIAL_MEDIA_MANAGER), version)


@pytest.fixture
def root(db: None) -> Employee:
    """An administrator."""
    sync_groups()
    return make_person("Root", role=Role.ADMINISTRATOR)


@pytest.fixture
def stranger(version: GuidelineVersion) -> Employee:
    """An employee of another team who acknowledged the guideline."""
    return let_read(make_person("Sam", team=Team.objects.create(name="Sales"), location="Dublin"), version)


@pytest.fixture
def client_for() -> Callable[[Employee], Client]:
    """A signed-in browser of this person."""

    def sign_in(person: Employee) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
