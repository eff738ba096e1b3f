"""A passkey in software: makes a key for a site and signs its challenges, as a phone would (W3C WebAuthn, level 2)."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
PRESENT_AND_VERIFIED = FLAG.UP | FLAG.UV


class Passkey:
    def __init__(self, site: str) -> None:
        self.site = site
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.count = 0
        self.owner = ""

    def register(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to `navigator.credentials.create`."""
        self.owner = options["user"]["id"]
        key = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        held = AttestedCredentialData.create(b"\0" * 16, self.id, key)
        data = AuthenticatorData.create(self._site_hash(), PRESENT_AND_VERIFIED | FLAG.AT, 0, held)
        response = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", options["challenge"])),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        return self._answer(response, {"credProps": {"rk": True}})

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to `navigator.credentials.get`."""
        self.count += 1
        data = bytes(AuthenticatorData.create(self._site_hash(), PRESENT_AND_VERIFIED, self.count))
        client = self._client_data("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.owner,
        }
        return self._answer(response, {})

    def _site_hash(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest()

    def _client_data(self, kind: str, challenge: str) -> bytes:
        assert websafe_decode(challenge)
        words = {"type": kind, "challenge": challenge, "origin": f"http://{self.site}", "crossOrigin": False}
        return json.dumps(words).encode()

    def _answer(self, response: dict[str, str], results: dict[str, Any]) -> dict[str, Any]:
        own_id = websafe_encode(self.id)
        return {
            "id": own_id,
            "rawId": own_id,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": results,
        }
