"""Security keys: added for one person, and heard only for exactly the document, request and person that was asked."""

from typing import Any

import pytest

from apps.audit import log
from apps.core.errors import Invalid, NotFound, Refused
from apps.core.ids import uuid7
from apps.identity import nonces, passkeys
from apps.identity.credential import Credential
from apps.identity.models import Passkey
from apps.identity.passkeys import Site
from apps.workspaces.models import Address, User
from tests import make
from tests.identity.authenticator import Authenticator

SITE, NONCE = Site.of("localhost:8000", secure=False), bytes(range(32))
REQUEST, DIGEST = uuid7(), f"sha256:{'a' * 64}"


def token(**said: Any) -> Authenticator:
    return Authenticator(origin="http://localhost:8000", **said)


def added(ben: User, key: Authenticator) -> Passkey:
    said = key.make(passkeys.to_add(ben, SITE, NONCE))
    return passkeys.add(ben, SITE, nonce=NONCE, said=said, name="Blue key")


def asked(ben: User) -> str:
    challenged = passkeys.challenge(NONCE, person=ben.pk, request=REQUEST, digest=DIGEST)
    return passkeys.to_sign(ben, SITE, challenged)


def proof(ben: User, said: str, **other: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"nonce": NONCE, "request": REQUEST, "digest": DIGEST, "site": SITE}
    return passkeys.proof(ben, said=said, **(known | other))


def test_a_key_that_was_added_proves_a_signature_over_exactly_this(ben: User) -> None:
    key = token()
    kept = added(ben, key)
    told = proof(ben, key.sign(asked(ben)))
    assert (told["key"], told["nonce"], told["site"]) == ("Blue key", NONCE.hex(), "http://localhost:8000")
    kept.refresh_from_db()
    assert (kept.uses, kept.used_at is not None) == (1, True)
    assert log.of(ben.said)[-1].kind == "passkey.added"


@pytest.mark.parametrize(
    "other",
    [{"digest": f"sha256:{'b' * 64}"}, {"request": uuid7()}, {"nonce": bytes(32)},
     {"site": Site("elsewhere.example", "https://elsewhere.example")}, {"site": Site("localhost", "http://localhost")}],
)  # fmt: skip
def test_what_it_said_to_one_document_is_nothing_for_another(ben: User, other: dict[str, Any]) -> None:
    key = token()
    added(ben, key)
    with pytest.raises(Refused, match="did not answer for this"):
        proof(ben, key.sign(asked(ben)), **other)


def test_another_persons_key_or_one_that_was_ended_proves_nothing(ben: User) -> None:
    key, workspace = token(), Address.objects.get().workspace_id
    kept = added(ben, key)
    cleo = make.person("cleo", of=workspace)
    said = key.sign(asked(ben))
    with pytest.raises(Refused, match="did not answer"):
        proof(cleo, said)
    with pytest.raises(NotFound):
        passkeys.end(cleo, kept.pk)
    passkeys.end(ben, kept.pk)
    with pytest.raises(Refused, match="did not answer"):
        proof(ben, said)
    with pytest.raises(Refused, match="no security key"):
        asked(ben)


def test_a_key_that_does_not_check_its_user_or_was_copied_proves_nothing(ben: User) -> None:
    key = token()
    kept = added(ben, key)
    key.verifies = False
    with pytest.raises(Refused, match="did not answer"):
        proof(ben, key.sign(asked(ben)))
    key.verifies = True
    Passkey.objects.filter(pk=kept.pk).update(uses=9)
    with pytest.raises(Refused, match="did not answer"):
        proof(ben, key.sign(asked(ben)))


def test_a_key_is_added_once_for_what_was_asked_and_only_if_it_checks_its_user(ben: User) -> None:
    key = token()
    added(ben, key)
    with pytest.raises(Refused, match="known already"):
        added(ben, key)
    said = token().make(passkeys.to_add(ben, SITE, NONCE))
    with pytest.raises(Invalid):
        passkeys.add(ben, SITE, nonce=bytes(32), said=said, name="Other")
    with pytest.raises(Invalid):
        added(ben, token(verifies=False))


@pytest.mark.parametrize("said", ["{}", "no", "[]", '{"rawId": "!", "response": {}}', '{"rawId": "a", "response": {}}'])
def test_what_is_no_answer_of_a_key_is_refused_in_words(ben: User, said: str) -> None:
    added(ben, token())
    with pytest.raises(Refused, match="no answer of a security key"):
        proof(ben, said)
    with pytest.raises(Invalid):
        passkeys.add(ben, SITE, nonce=NONCE, said=said, name="x")
    with pytest.raises(Refused, match="needs JavaScript"):
        Credential.of(" ")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "127.0.0.1", "[::1]:8000", "10.0.0.7"])
def test_a_bare_address_has_no_keys(host: str) -> None:
    with pytest.raises(Refused, match="under a name"):
        Site.of(host, secure=True)
    assert Site.of("sign.example", secure=True) == Site("sign.example", "https://sign.example")


def test_a_nonce_is_taken_once_for_what_it_was_made_and_not_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, Any] = {}
    one = nonces.fresh(session, "one")
    assert one != nonces.fresh(session, "one")
    with pytest.raises(Refused):
        nonces.taken(session, "other")
    assert nonces.taken(session, "one") != one
    with pytest.raises(Refused, match="answered already"):
        nonces.taken(session, "one")
    nonces.fresh(session, "one")
    monkeypatch.setattr(nonces, "LASTS_S", -1)
    with pytest.raises(Refused, match="too long"):
        nonces.taken(session, "one")
