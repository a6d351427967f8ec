"""A security key in software: makes key pairs and signs what it is asked, as WebAuthn has it. For tests without browsers."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One key. `verifies`: it checks its user; `uses`: how often it signed."""

    origin: str = "http://localhost"
    site: str = "localhost"
    verifies: bool = True
    uses: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: str) -> str:
        """The answer to what a site asks a new key for."""
        numbers = self.secret.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cose
        said = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        client = self._client("webauthn.create", options)
        return self._whole(
            {"attestationObject": bytes_to_base64url(cbor2.dumps(said)), "clientDataJSON": bytes_to_base64url(client)}
        )

    def sign(self, options: str) -> str:
        """The answer to what a site asks it to sign."""
        self.uses += 1
        data, client = self._data(0), self._client("webauthn.get", options)
        signature = self.secret.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._whole({
            "authenticatorData": bytes_to_base64url(data), "clientDataJSON": bytes_to_base64url(client),
            "signature": bytes_to_base64url(signature),
        })  # fmt: skip

    def _data(self, more: int) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        return sha256(self.site.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _whole(self, response: dict[str, str]) -> str:
        id = bytes_to_base64url(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})
