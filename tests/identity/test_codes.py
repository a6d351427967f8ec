"""One-time codes: for one person and one document, for a short while, once; and never many."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from apps.audit import log
from apps.core.errors import Refused
from apps.core.ids import uuid7
from apps.identity import codes
from apps.identity.codes import TooMany, Wrong
from apps.identity.models import Code
from apps.workspaces.models import User
from tests import make
from tests.identity.conftest import Box

REQUEST, DIGEST = uuid7(), f"sha256:{'a' * 64}"


def sent(ben: User, box: Box, *, title: str = "Refund $184.50") -> str:
    codes.send(ben, request=REQUEST, digest=DIGEST, title=title)
    found = re.match(r"\d{6}", box()[0]["text"])
    assert found
    return found[0]


def check(code: str, ben: User, *, request: UUID = REQUEST, digest: str = DIGEST) -> UUID:
    return codes.check(code, person=ben, request=request, digest=digest)


def test_the_code_that_was_mailed_counts_once(ben: User, box: Box) -> None:
    code = sent(ben, box)
    found = check(f" {code[:3]} {code[3:]} ", ben)
    codes.use(found)
    with pytest.raises(Wrong, match="used already"):
        codes.use(found)
    with pytest.raises(Wrong, match="Ask for a new one"):
        check(code, ben)


def test_it_goes_to_their_mail_and_says_what_for_and_nothing_of_it_is_kept(ben: User, box: Box) -> None:
    code = sent(ben, box, title="Refund $184.50\r\nBcc: mallory@example.com")
    message = box()[0]
    assert message["to"] == ben.email
    assert "Refund $184.50 Bcc: mallory@example.com" in message["text"]
    assert code not in str(Code.objects.values().get())
    assert code not in str([line.facts for line in log.of(ben.said)])
    assert log.of(ben.said)[-1].kind == "code.sent"


def test_for_another_document_request_or_person_it_is_nothing(ben: User, box: Box) -> None:
    code = sent(ben, box)
    cleo = make.person("cleo", of=Code.objects.get().workspace_id)
    for wrong in ({"digest": f"sha256:{'b' * 64}"}, {"request": uuid7()}):
        with pytest.raises(Wrong):
            check(code, ben, **wrong)
    with pytest.raises(Wrong):
        check(code, cleo)
    row = Code.objects.get()
    Code.objects.filter(pk=row.pk).update(digest=f"sha256:{'b' * 64}")
    with pytest.raises(Wrong, match="not the code"):
        check(code, ben, digest=f"sha256:{'b' * 64}")  # the hash is over the document too


def test_after_five_wrong_guesses_the_right_one_does_not_count(ben: User, box: Box) -> None:
    code = sent(ben, box)
    for _ in range(5):
        with pytest.raises(Wrong, match="not the code"):
            check("000000" if code != "000000" else "000001", ben)
    with pytest.raises(Wrong, match="Ask for a new one"):
        check(code, ben)
    with pytest.raises(IntegrityError), transaction.atomic():
        Code.objects.update(tries=6)


def test_it_is_over_after_ten_minutes_and_only_the_newest_counts(ben: User, box: Box) -> None:
    old = sent(ben, box)
    new = sent(ben, box)
    if old != new:
        with pytest.raises(Wrong):
            check(old, ben)
    assert check(new, ben)
    Code.objects.update(expires_at=timezone.now())
    with pytest.raises(Wrong):
        check(new, ben)


def test_three_in_ten_minutes_are_sent_and_no_fourth(ben: User, box: Box) -> None:
    for _ in range(3):
        sent(ben, box)
    before = len(box())
    with pytest.raises(TooMany):
        sent(ben, box)
    assert len(box()) == before
    Code.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    assert sent(ben, box)


def test_where_no_mail_leaves_no_code_counts(ben: User, settings: Settings) -> None:
    settings.COUNTERSIGN_SMTP = "smtp://127.0.0.1:9"
    with pytest.raises(Refused, match="did not take"):
        codes.send(ben, request=REQUEST, digest=DIGEST, title="Refund")
    assert not codes.waiting(ben, request=REQUEST)
    settings.COUNTERSIGN_SMTP = ""
    with pytest.raises(Refused, match="No mail server"):
        codes.send(ben, request=REQUEST, digest=DIGEST, title="Refund")
