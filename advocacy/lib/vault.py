"""Encryption of secrets at rest: AES-256-GCM, a data key per secret, wrapped by keys outside the database.

What is sealed is bound to its row (`bound_to`), so a ciphertext copied into another row does not open there.

A sealed value is: version (1 byte) · length of the key id (1) · key id · nonce (12) · wrapped data key (48) ·
nonce (12) · ciphertext with tag. AES-GCM with random 96-bit nonces: NIST SP 800-38D, section 8.2.2.
"""

import base64
import binascii
import functools
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

Binding = tuple[str | int, ...]

VERSION: Final = 1
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
WRAPPED_BYTES: Final = KEY_BYTES + 16
_KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")


class CannotUnseal(Exception):
    """The secret does not open: damaged, sealed for another row, or by a key that the ring does not hold."""


class Secret:
    """A string that shows itself only by `reveal()`. Masked in str, repr and format; cannot be pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The string itself. Keep it out of messages, logs and exceptions."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(••••)"

    def __str__(self) -> str:
        return "••••"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(
            self._value.encode(errors="surrogatepass"), other._value.encode(errors="surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __copy__(self) -> "Secret":
        return self

    def __deepcopy__(self, memo: object) -> "Secret":
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not written to a queue, cache or session.")


def generate_key() -> str:
    """A fresh entry for ADVOCACY_KEYS, `id:base64`. Put it first; keep the old until all is rewrapped."""
    name = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(4)}"
    return f"{name}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def seal(plaintext: str, *, bound_to: Binding) -> bytes:
    """Encrypts a text with the current key; it opens only for the same `bound_to` (network, account id …)."""
    data_key = secrets.token_bytes(KEY_BYTES)
    return _wrap(data_key, bound_to) + _encrypt(data_key, plaintext.encode(), _bind("text", bound_to))


def unseal(sealed: bytes, *, bound_to: Binding) -> str:
    """The text again. Raises CannotUnseal."""
    data_key, rest = _unwrap(sealed, bound_to)
    return _decrypt(data_key, rest, _bind("text", bound_to)).decode()


def key_id(sealed: bytes) -> str:
    """The id of the key that a secret was sealed with. Raises CannotUnseal."""
    return _header(sealed)[0]


def rewrap(sealed: bytes, *, bound_to: Binding) -> bytes:
    """The same secret under the current key, so that the old one can go. Raises CannotUnseal."""
    data_key, rest = _unwrap(sealed, bound_to)
    _decrypt(data_key, rest, _bind("text", bound_to))
    return _wrap(data_key, bound_to) + rest


def check_keys() -> None:
    """Raises ImproperlyConfigured with a sentence when ADVOCACY_KEYS cannot be read."""
    _ring(settings.ADVOCACY_KEYS)


def _wrap(data_key: bytes, bound_to: Binding) -> bytes:
    name, key = next(iter(_ring(settings.ADVOCACY_KEYS).items()))
    header = bytes([VERSION, len(name)]) + name.encode()
    return header + _encrypt(key, data_key, header + _bind("key", bound_to))


def _unwrap(sealed: bytes, bound_to: Binding) -> tuple[bytes, bytes]:
    """The data key, and the sealed text that follows."""
    name, header = _header(sealed)
    key = _ring(settings.ADVOCACY_KEYS).get(name)
    if key is None:
        raise CannotUnseal(f"The key ring holds no key “{name}”.")
    end = len(header) + NONCE_BYTES + WRAPPED_BYTES
    data_key = _decrypt(key, bytes(sealed[len(header) : end]), header + _bind("key", bound_to))
    return data_key, bytes(sealed[end:])


def _header(sealed: bytes) -> tuple[str, bytes]:
    """The key id, and all bytes before the first nonce."""
    raw = bytes(sealed)
    name = raw[2 : 2 + raw[1]].decode("latin-1") if len(raw) > 1 and raw[0] == VERSION else ""
    if not _KEY_ID.fullmatch(name) or len(name) != raw[1]:
        raise CannotUnseal("This is not a sealed secret.")
    return name, raw[: 2 + len(name)]


def _encrypt(key: bytes, plaintext: bytes, binding: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, binding)


def _decrypt(key: bytes, sealed: bytes, binding: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], binding)
    except (InvalidTag, ValueError):
        raise CannotUnseal("The secret is damaged or belongs to another row.") from None


def _bind(purpose: str, bound_to: Binding) -> bytes:
    # JSON keeps 1 and "1", and ("a", "b") and ("ab",) apart.
    return json.dumps(["advocacy.vault", purpose, *bound_to]).encode()


@functools.lru_cache(maxsize=8)
def _ring(setting: str) -> Mapping[str, bytes]:
    """The keys by id, the current one first. Raises ImproperlyConfigured, without a word of the key."""
    ring: dict[str, bytes] = {}
    for number, entry in enumerate(setting.split(","), start=1):
        name, _, encoded = entry.strip().partition(":")
        if not _KEY_ID.fullmatch(name) or name in ring:
            raise ImproperlyConfigured(f"Entry {number} of ADVOCACY_KEYS has no id of its own (id:base64).")
        ring[name] = _key(encoded, number)
    return MappingProxyType(ring)


def _key(encoded: str, number: int) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"Entry {number} of ADVOCACY_KEYS is not the base64 of {KEY_BYTES} bytes.")
    return key
