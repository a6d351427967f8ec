"""Security keys of members, as WebAuthn has them: registered with their password, asked for what they sign.

What a key signs is a challenge over the document's digest, its request and its signer, with a fresh nonce: an assertion
for one document is none for another, and can be checked by anybody who has the evidence file.
"""

import ipaddress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)  # fmt: skip
from webauthn.helpers import bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)  # fmt: skip

from apps.audit import log
from apps.core import scope
from apps.core.errors import Invalid, NotFound, Refused
from apps.identity.credential import Credential
from apps.identity.models import Passkey
from apps.workspaces.access import workspaces_of
from apps.workspaces.models import User

MOST = 10
NAME = "Countersign"
UNHEARD = "Your security key did not answer for this. Try again, with a key that you have added on your account page."


@dataclass(frozen=True)
class Site:
    """Whom a browser takes us for: the name that keys are bound to, and the origin that it vouches for."""

    name: str
    origin: str

    @classmethod
    def of(cls, host: str, *, secure: bool) -> "Site":
        """Raises Refused for a bare address: browsers bind keys to names alone."""
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return cls(name, f"{'https' if secure else 'http'}://{host}")
        raise Refused("Security keys need this site under a name, such as localhost, not under an address.")


def of(person: User) -> QuerySet[Passkey]:
    """Those that stand, oldest first."""
    return Passkey.objects.filter(person=person, ended_at=None).order_by("id")


def challenge(nonce: bytes, *, person: UUID, request: UUID, digest: str) -> bytes:
    """What a key signs for one signature."""
    return sha256(b"\n".join((b"countersign signature", digest.encode(), request.bytes, person.bytes, nonce))).digest()


def to_add(person: User, site: Site, nonce: bytes) -> str:
    """What the browser is asked for a new key, as JSON."""
    options = generate_registration_options(
        rp_id=site.name, rp_name=NAME, user_name=person.email, user_display_name=person.name, user_id=person.pk.bytes,
        challenge=nonce, exclude_credentials=_descriptors(person),
        authenticator_selection=AuthenticatorSelectionCriteria(user_verification=UserVerificationRequirement.REQUIRED),
    )  # fmt: skip
    return options_to_json(options)


def to_sign(person: User, site: Site, challenged: bytes) -> str:
    """What the browser is asked for a signature, as JSON. Raises Refused where they have no key."""
    known = _descriptors(person)
    if not known:
        raise Refused("You have no security key here yet. Add one on your account page.")
    options = generate_authentication_options(
        rp_id=site.name, challenge=challenged, allow_credentials=known,
        user_verification=UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    return options_to_json(options)


def add(person: User, site: Site, *, nonce: bytes, said: str, name: str) -> Passkey:
    """A key of theirs from now on, with a line in the log of each of their workspaces."""
    if of(person).count() >= MOST:
        raise Refused(f"You have {MOST} security keys already. Remove one first.")
    try:
        made = verify_registration_response(
            credential=said, expected_challenge=nonce, expected_rp_id=site.name, expected_origin=site.origin,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError) as why:
        raise Invalid("That security key could not be added. Try again.") from why
    if Passkey.objects.filter(credential=made.credential_id).exists():
        raise Refused("This security key is known already.")
    with _everywhere_of(person), transaction.atomic():
        kept = Passkey.objects.create(
            person=person, name=name.strip()[:60] or "Security key", credential=made.credential_id,
            public_key=made.credential_public_key, uses=made.sign_count,
        )  # fmt: skip
        _enter("passkey.added", kept)
    return kept


def end(person: User, passkey_id: UUID) -> None:
    """It opens and signs nothing from now on. Raises NotFound for what is not theirs."""
    with _everywhere_of(person), transaction.atomic():
        found = of(person).select_for_update().filter(pk=passkey_id).first()
        if found is None:
            raise NotFound
        Passkey.objects.filter(pk=passkey_id).update(ended_at=Now())
        _enter("passkey.ended", found)


def proof(person: User, site: Site, *, nonce: bytes, request: UUID, digest: str, said: str) -> dict[str, Any]:
    """What their key said to exactly this document, to be kept beside the signature. Raises Refused otherwise."""
    credential = Credential.of(said)
    key = of(person).filter(credential=credential.id).first()
    if key is None:
        raise Refused(UNHEARD)
    try:
        heard = verify_authentication_response(
            credential=said, expected_challenge=challenge(nonce, person=person.pk, request=request, digest=digest),
            expected_rp_id=site.name, expected_origin=site.origin, credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.uses, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError) as why:
        raise Refused(UNHEARD) from why
    Passkey.objects.filter(pk=key.pk).update(uses=heard.new_sign_count, used_at=Now())
    return {
        "key": key.name, "credential": credential.said, "public key": bytes_to_base64url(bytes(key.public_key)),
        "nonce": nonce.hex(), "request": request.hex, "site": site.origin, **credential.assertion,
    }  # fmt: skip


def _descriptors(person: User) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(one.credential)) for one in of(person)]


def _everywhere_of(person: User) -> Any:
    return scope.workspace(*(one.pk for one in workspaces_of(person)))


def _enter(kind: str, key: Passkey) -> None:
    who = key.person.said
    facts = {"key": key.pk.hex, "name": key.name, "credential": sha256(bytes(key.credential)).hexdigest()}
    log.append_many([log.Line(kind, workspace, who, who, facts) for workspace in scope.current()])
