"""A sealed secret opens for its own row, with a key of the ring, and nowhere else (threat T1)."""

from __future__ import annotations

import base64
import copy
import json
import os
import pickle
import subprocess
import sys
from itertools import permutations
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from advocacy.lib import vault

ROW = ("mastodon", "social.example", 17)


@pytest.fixture(autouse=True)
def ring(settings: Any) -> list[str]:
    keys = [vault.generate_key() for _ in range(3)]
    settings.ADVOCACY_KEYS = ",".join(keys)
    return keys


@given(text=st.text(max_size=500), bound_to=st.tuples(st.text(max_size=20), st.integers()))
def test_what_is_sealed_opens_again(text: str, bound_to: tuple[str, int]) -> None:
    assert vault.unseal(vault.seal(text, bound_to=bound_to), bound_to=bound_to) == text


def test_the_secret_is_not_to_be_seen_and_no_two_seals_are_alike() -> None:
    first, second = (vault.seal("canary-token", bound_to=ROW) for _ in range(2))
    assert b"canary" not in first + second
    assert first != second


def test_secrets_swapped_between_rows_do_not_open() -> None:
    rows = {number: vault.seal(f"token {number}", bound_to=("mastodon", number)) for number in range(20)}
    failures = 0
    for mine, theirs in permutations(rows, 2):
        with pytest.raises(vault.CannotUnseal):
            vault.unseal(rows[theirs], bound_to=("mastodon", mine))
        failures += 1
    assert failures == 380


@pytest.mark.parametrize(
    ("sealed_for", "opened_for"),
    [
        ((1,), ("1",)),
        (("a", "b"), ("ab",)),
        (("a", "b"), ("a,b",)),
        (("a", "b"), ('a", "b',)),
        (("a",), ("a", "")),
        ((), ("",)),
        (("a", 1), (1, "a")),
        (("key", "a"), ("text", "a")),
    ],
)
def test_bindings_that_look_alike_are_kept_apart(
    sealed_for: tuple[str | int, ...], opened_for: tuple[str | int, ...]
) -> None:
    sealed = vault.seal("token", bound_to=sealed_for)
    with pytest.raises(vault.CannotUnseal):
        vault.unseal(sealed, bound_to=opened_for)


def test_the_parts_of_two_secrets_of_one_row_cannot_be_mixed() -> None:
    old, new = (vault.seal(text, bound_to=ROW) for text in ("old", "new"))
    split = 2 + old[1] + vault.NONCE_BYTES + vault.WRAPPED_BYTES
    with pytest.raises(vault.CannotUnseal):
        vault.unseal(old[:split] + new[split:], bound_to=ROW)


def test_any_changed_byte_is_noticed() -> None:
    sealed = vault.seal("token", bound_to=ROW)
    for place in range(len(sealed)):
        broken = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(vault.CannotUnseal):
            vault.unseal(broken, bound_to=ROW)


def test_a_shortened_or_lengthened_secret_is_noticed() -> None:
    sealed = vault.seal("token", bound_to=ROW)
    for broken in [*(sealed[:end] for end in range(len(sealed))), sealed + b"x"]:
        with pytest.raises(vault.CannotUnseal):
            vault.unseal(broken, bound_to=ROW)


@given(noise=st.binary(max_size=200))
def test_noise_is_no_secret(noise: bytes) -> None:
    for ask in (vault.unseal, vault.rewrap):
        with pytest.raises(vault.CannotUnseal):
            ask(noise, bound_to=ROW)


def test_the_first_key_seals_and_the_others_read(ring: list[str], settings: Any) -> None:
    first, second, _ = ring
    sealed = vault.seal("token", bound_to=ROW)
    assert vault.key_id(sealed) == first.split(":")[0]
    settings.ADVOCACY_KEYS = f"{second}, {first}"
    assert vault.unseal(sealed, bound_to=ROW) == "token"
    assert vault.key_id(vault.seal("token", bound_to=ROW)) == second.split(":")[0]


def test_after_rewrapping_the_old_key_can_go(ring: list[str], settings: Any) -> None:
    old, new, _ = ring
    settings.ADVOCACY_KEYS = old
    sealed = vault.seal("token", bound_to=ROW)
    settings.ADVOCACY_KEYS = f"{new},{old}"
    moved = vault.rewrap(sealed, bound_to=ROW)
    assert vault.key_id(moved) == new.split(":")[0]
    settings.ADVOCACY_KEYS = new
    assert vault.unseal(moved, bound_to=ROW) == "token"
    with pytest.raises(vault.CannotUnseal, match="holds no key"):
        vault.unseal(sealed, bound_to=ROW)


def test_rewrapping_does_not_lend_a_secret_to_another_row() -> None:
    sealed = vault.seal("token", bound_to=("mastodon", 1))
    with pytest.raises(vault.CannotUnseal):
        vault.rewrap(sealed, bound_to=("mastodon", 2))


def test_another_key_under_the_same_id_does_not_open(ring: list[str], settings: Any) -> None:
    sealed = vault.seal("token", bound_to=ROW)
    name = ring[0].split(":")[0]
    settings.ADVOCACY_KEYS = f"{name}:{base64.b64encode(os.urandom(32)).decode()}"
    with pytest.raises(vault.CannotUnseal, match="damaged or belongs to another row"):
        vault.unseal(sealed, bound_to=ROW)


def test_a_memoryview_as_databases_give_it_opens() -> None:
    sealed = memoryview(vault.seal("token", bound_to=ROW))
    assert vault.unseal(sealed, bound_to=ROW) == "token"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "broken",
    [
        *("", "  ", ",", "novalue", "a:", ":AAAA", "a:AAAA", "a:not base64!", "a b:" + "A" * 43 + "="),
        "a:" + base64.b64encode(bytes(31)).decode(),
        "a:" + base64.b64encode(bytes(33)).decode(),
        "a:" + "A" * 43 + "=,a:" + "B" * 43 + "=",
        "a:" + "A" * 43 + "=,",
    ],
)
def test_an_unreadable_key_ring_is_told_without_showing_it(broken: str, settings: Any) -> None:
    settings.ADVOCACY_KEYS = broken
    with pytest.raises(ImproperlyConfigured, match=r"Entry [12] of ADVOCACY_KEYS") as caught:
        vault.check_keys()
    assert "AAA" not in str(caught.value)


def test_errors_hold_no_secret(ring: list[str], settings: Any) -> None:
    sealed = vault.seal("canary-token", bound_to=ROW)
    with pytest.raises(vault.CannotUnseal) as caught:
        vault.unseal(sealed, bound_to=("other",))
    told = repr(caught.value) + repr(caught.value.__context__)
    assert "canary" not in told
    assert ring[0].split(":")[1] not in told


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = vault.Secret("canary")
    shown = f"{secret} {secret!r} {secret!s:>10} {[secret]} {str(secret)} %s" % secret  # noqa: RUF010
    assert "canary" not in shown
    assert secret.reveal() == "canary"
    assert not hasattr(secret, "__dict__")


def test_secrets_compare_and_copy_but_do_not_travel() -> None:
    secret = vault.Secret("a")
    assert secret == vault.Secret("a") != vault.Secret("b")
    assert secret != "a"
    assert len({secret, vault.Secret("a")}) == 1
    assert not vault.Secret("")
    assert copy.deepcopy(secret) is copy.copy(secret) is secret
    with pytest.raises(TypeError, match="not written"):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)


def test_what_one_process_seals_another_opens(ring: list[str]) -> None:
    sealed = vault.seal("token", bound_to=ROW)
    code = (
        "import sys; from django.conf import settings; settings.configure(ADVOCACY_KEYS=sys.argv[1]);"
        "from advocacy.lib import vault;"
        "print(vault.unseal(bytes.fromhex(sys.argv[2]), bound_to=('mastodon', 'social.example', 17)))"
    )
    command = [sys.executable, "-c", code, ",".join(ring), sealed.hex()]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "token\n"
