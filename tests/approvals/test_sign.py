"""Enough of the right people, each once, over exactly these bytes; nobody who may not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from apps.approvals import quorum, requests
from apps.approvals.models import Request, Signature, State
from apps.approvals.requirements import Requirement
from apps.core.errors import NotEntitled, NotFound, Refused, Stale
from apps.workspaces import access
from apps.workspaces.models import Role, User
from tests.approvals.conftest import DIGEST, DOCUMENT

Ask = Callable[..., Request]
Person = Callable[..., User]
Ids = Callable[..., frozenset[str]]


def sign(request: Request, by: User, digest: str = DIGEST) -> bool:
    """Whether this signature was the last one needed."""
    groups = access.role_ids_of(by.pk, request.workspace_id)
    return quorum.sign(request.pk, by=by, groups=groups, digest=digest).completed


def test_the_last_signature_needed_completes(ask: Ask, person: Person) -> None:
    request = ask()
    assert not sign(request, person("ben", "Finance"))
    assert [one.sentence for one in quorum.still_needed(request)] == ["1 more from Finance or Support leads"]
    assert sign(request, person("cleo", "Support leads"))
    request.refresh_from_db()
    assert (request.state, quorum.met(request)) == (State.MET, True)


def test_a_person_signs_once_also_with_two_groups(ask: Ask, person: Person) -> None:
    request, ben = ask(), person("ben", "Finance", "Support leads")
    assert not sign(request, ben)
    with pytest.raises(NotEntitled, match="somebody else"):
        sign(request, ben)
    assert not quorum.met(request)


def test_the_database_keeps_a_second_signature_of_one_person_out(ask: Ask, person: Person) -> None:
    request, ben = ask(), person("ben", "Finance")
    same = {"workspace_id": request.workspace_id, "request_id": request.pk, "person_id": ben.pk, "groups": []}
    Signature.objects.create(**same, digest=DIGEST)
    with pytest.raises(IntegrityError, match="approvals_a_person_signs_once"), transaction.atomic():
        Signature.objects.create(**same, digest=DIGEST)


def test_the_asker_and_the_agent_s_owner_are_kept_out_by_id(ask: Ask, person: Person, ids: Ids) -> None:
    leo, ada = person("leo", "Support leads"), person("ada", "Finance")
    request = ask(excluded={leo.pk.hex: "You asked for this.", ada.pk.hex: "The agent is yours."})
    leo.name, leo.email = "Somebody Else", "else@acme.example"
    leo.save()
    for one, why in ((leo, "You asked for this."), (ada, "The agent is yours.")):
        with pytest.raises(NotEntitled, match=why):
            sign(request, one)
        assert quorum.why_not(request, by=one, groups=ids("Finance")) == why


def test_somebody_from_no_group_that_is_asked_cannot_sign(ask: Ask, person: Person) -> None:
    with pytest.raises(NotEntitled, match="Finance or Support leads"):
        sign(ask(), person("wim", "Auditors"))


def test_a_stale_page_cannot_sign(ask: Ask, person: Person) -> None:
    with pytest.raises(Stale, match="changed while you were reading"):
        sign(ask(), person("ben", "Finance"), digest="sha256:" + "0" * 64)


def test_all_requirements_must_hold_and_one_signature_counts_for_each_it_fits(ask: Ask, person: Person) -> None:
    request = ask(Requirement(2, ("Finance", "Support leads")), Requirement(1, ("Finance",)))
    assert not sign(request, person("mina", "Support leads"))
    assert not sign(request, person("daniel", "Support leads"))
    assert [one.requirement.names for one in quorum.still_needed(request)] == [("Finance",)]
    assert sign(request, person("priya", "Finance"))


def test_one_person_may_meet_two_requirements_but_not_one_of_two_people(ask: Ask, person: Person) -> None:
    both = person("priya", "Finance", "Admins")
    assert sign(ask(Requirement(1, ("Finance",)), Requirement(1, ("Admins",))), both)
    assert not sign(ask(Requirement(2, ("Finance", "Admins"))), both)


def test_a_requirement_without_groups_takes_anyone_entitled(ask: Ask, person: Person) -> None:
    assert sign(ask(Requirement(1)), person("ben", "Support leads"))


def test_who_has_left_the_group_no_longer_counts(ask: Ask, person: Person, acme: UUID) -> None:
    request, ben, cleo = ask(), person("ben", "Finance", "Askers"), person("cleo", "Finance")
    sign(request, ben), sign(request, cleo)
    assert quorum.met(request)
    ben.groups.remove(ben.groups.get(role__name="Finance"))
    assert not quorum.met(request)
    assert quorum.reopen(request.pk).state == State.OPEN
    assert sign(request, person("dora", "Finance"))


def test_a_group_joined_after_signing_does_not_count(ask: Ask, person: Person, ids: Ids) -> None:
    request, ben = ask(Requirement(1, ("Finance",)), Requirement(1, ("Admins",))), person("ben", "Finance")
    sign(request, ben)
    now = ids("Finance", "Admins")
    assert [one.requirement.names for one in quorum.still_needed(request, lambda _: now)] == [("Admins",)]


def test_anyone_entitled_no_longer_counts_after_losing_a_role(ask: Ask, person: Person, ids: Ids) -> None:
    request = ask(Requirement(1))
    assert sign(request, person("ben", "Finance", "Askers"))
    assert not quorum.met(request, lambda _: ids("Askers"))
    assert not quorum.met(request, lambda _: frozenset())


def test_who_is_excluded_counts_where_a_requirement_admits_them_and_there_alone(ask: Ask, person: Person) -> None:
    clicker = person("mina", "Finance")
    exact_undo = Requirement(1, ("Finance",), admits=(clicker.pk.hex,))
    why = {clicker.pk.hex: "You asked for this."}
    assert sign(ask(exact_undo, excluded=why), clicker)
    assert not sign(ask(exact_undo, Requirement(1, ("Finance",)), excluded=why), clicker)


def test_who_is_barred_from_a_requirement_cannot_sign_for_it(ask: Ask, person: Person) -> None:
    asker = person("leo", "Finance")
    with pytest.raises(NotEntitled, match="what this takes back"):
        sign(ask(Requirement(1, ("Finance",), bars=(asker.pk.hex,))), asker)


def test_a_role_that_is_renamed_is_still_the_same_group(ask: Ask, person: Person) -> None:
    request = ask(Requirement(1, ("Finance",)))
    assert sign(request, person("ben", "Finance"))
    Role.objects.filter(name="Finance").update(name="Money")
    assert quorum.met(request)


def test_signatures_are_weighed_anew_against_other_requirements(ask: Ask, person: Person, ids: Ids) -> None:
    request, ben = ask(Requirement(1, ("Finance",))), person("ben", "Finance")
    sign(request, ben)
    finance = tuple(ids("Finance"))
    assert quorum.would_meet(request, [Requirement(1, finance)], excluded={})
    assert not quorum.would_meet(request, [Requirement(2, finance)], excluded={})
    assert not quorum.would_meet(request, [Requirement(1, finance)], excluded={ben.pk.hex: "You edited the policy."})


def test_signatures_were_enough_by_the_groups_of_their_time(ask: Ask, person: Person) -> None:
    request, ben = ask(Requirement(1, ("Finance",))), person("ben", "Finance")
    assert not quorum.was_met(request)
    sign(request, ben)
    ben.groups.clear()
    assert (quorum.was_met(request), quorum.met(request)) == (True, False)


def test_a_no_closes_the_request_with_its_reason(ask: Ask, person: Person, ids: Ids) -> None:
    request, ben, cleo = ask(), person("ben", "Finance"), person("cleo", "Finance")
    sign(request, ben)
    finance = ids("Finance")
    with pytest.raises(Refused, match="Say why"):
        quorum.decline(request.pk, by=cleo, groups=finance, digest=DIGEST, reason=" ")
    closed = quorum.decline(request.pk, by=cleo, groups=finance, digest=DIGEST, reason="The lamp was returned.")
    assert (closed.state, closed.closed_by, closed.reason) == (State.DECLINED, cleo.pk, "The lamp was returned.")
    with pytest.raises(Refused, match="declined"):
        sign(request, person("dora", "Finance"))


def test_only_who_may_sign_may_decline(ask: Ask, person: Person) -> None:
    leo = person("leo", "Support leads")
    request = ask(excluded={leo.pk.hex: "You asked for this."})
    for one in (leo, person("wim", "Auditors")):
        groups = access.role_ids_of(one.pk, request.workspace_id)
        with pytest.raises(NotEntitled):
            quorum.decline(request.pk, by=one, groups=groups, digest=DIGEST, reason="No.")


def test_a_signature_can_be_taken_back_and_given_again(ask: Ask, person: Person) -> None:
    request, ben = ask(Requirement(1, ("Finance",))), person("ben", "Finance")
    assert sign(request, ben)
    assert quorum.withdraw(request.pk, by=ben).state == State.OPEN
    assert not quorum.met(request)
    with pytest.raises(Refused, match="no signature of yours"):
        quorum.withdraw(request.pk, by=ben)
    assert sign(request, ben)


def test_a_deadline_that_has_passed_takes_no_signature_and_lapses(ask: Ask, person: Person) -> None:
    now = datetime.now(UTC)
    late, open_still = ask(deadline=now - timedelta(seconds=1)), ask()
    with pytest.raises(Refused, match="time to sign this is over"):
        sign(late, person("ben", "Finance"))
    assert requests.overdue(now) == [late]
    assert [requests.lapse(one.pk) for one in (late, late, open_still)] == [True, False, False]
    assert requests.overdue(now) == []


@pytest.mark.parametrize("close", [requests.supersede, requests.withdraw])
def test_a_closed_request_refuses(ask: Ask, person: Person, close: Callable[[UUID], bool]) -> None:
    request = ask()
    assert [close(request.pk), close(request.pk)] == [True, False]
    with pytest.raises(Refused, match=r"replaced|stopped"):
        sign(request, person("ben", "Finance"))
    with pytest.raises(Refused):
        quorum.reopen(request.pk)


def test_a_digest_of_other_bytes_is_refused_by_verb_and_by_database(ask: Ask) -> None:
    with pytest.raises(Stale):
        ask(document=DOCUMENT + b" ")
    with pytest.raises(IntegrityError, match="approvals_the_digest_is_of_the_document"), transaction.atomic():
        Request.objects.create(
            workspace_id=ask().workspace_id,
            document=b"other",
            digest=DIGEST,
            requirements=[{}],
            deadline=datetime.now(UTC),
        )


@pytest.mark.parametrize("change", [{"document": b"x"}, {"requirements": [{"people": 1}]}, {"excluded": {"a": "b"}}])
def test_what_is_signed_cannot_be_changed_later(ask: Ask, change: dict[str, object]) -> None:
    request = ask()
    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(**change)


def test_a_request_that_asks_for_nobody_is_refused(ask: Ask) -> None:
    with pytest.raises(Refused):
        ask(requirements=())
    with pytest.raises(ValueError, match="at least one"):
        Requirement(0)


def test_a_list_holds_what_a_person_has_not_answered(ask: Ask, person: Person) -> None:
    ben = person("ben", "Finance")
    signed, own, waiting = ask(), ask(excluded={ben.pk.hex: "You asked for this."}), ask()
    sign(signed, ben)
    assert list(requests.unanswered_by(ben.pk)) == [waiting]
    assert own.state == State.OPEN


def test_a_foreign_request_does_not_exist(ask: Ask, person: Person) -> None:
    with pytest.raises(NotFound):
        quorum.sign(UUID(int=7), by=person("ben"), groups=frozenset({"Finance"}), digest=DIGEST)


def test_steps_are_signed_in_their_order(ask: Ask, person: Person) -> None:
    request = ask(Requirement(1, ("Finance",), "r1", order=1), Requirement(1, ("Admins",), "r1", order=2))
    boss = person("priya", "Admins")
    with pytest.raises(NotEntitled, match="first somebody from Finance"):
        sign(request, boss)
    assert not sign(request, person("ben", "Finance"))
    assert sign(request, boss)


def test_one_person_does_not_take_two_steps(ask: Ask, person: Person) -> None:
    both = person("priya", "Finance", "Admins")
    request = ask(Requirement(1, ("Finance",), "r1", order=1), Requirement(1, ("Admins",), "r1", order=2))
    assert not sign(request, both)
    assert [one.requirement.names for one in quorum.still_needed(request)] == [("Admins",)]
    assert sign(request, person("ada", "Admins"))


def test_a_rule_without_an_order_does_not_wait_for_another_rules_steps(ask: Ask, person: Person) -> None:
    steps = Requirement(1, ("Finance",), "r1", order=1), Requirement(1, ("Admins",), "r1", order=2)
    request = ask(*steps, Requirement(1, ("Admins",), "r2"))
    assert not sign(request, person("ada", "Admins"))  # for r2 alone: her step of r1 has not come
    assert not sign(request, person("ben", "Finance"))
    assert sign(request, person("cleo", "Admins"))


def test_when_the_first_step_falls_away_the_second_no_longer_counts(ask: Ask, person: Person) -> None:
    request = ask(Requirement(1, ("Finance",), "r1", order=1), Requirement(1, ("Admins",), "r1", order=2))
    ben = person("ben", "Finance", "Askers")
    sign(request, ben), sign(request, person("ada", "Admins"))
    assert quorum.met(request)
    ben.groups.remove(ben.groups.get(role__name="Finance"))
    assert [one.missing for one in quorum.still_needed(request)] == [1, 1]


def test_somebody_named_signs_without_the_group_while_they_are_somebody_here(
    ask: Ask, person: Person, ids: Ids
) -> None:
    manager = person("priya", "Askers")
    request = ask(Requirement(1, ("Finance",), "r1", named=(manager.pk.hex,)))
    assert sign(request, manager)
    assert not quorum.met(request, lambda _: frozenset())
    with pytest.raises(NotEntitled, match="Finance"):
        sign(ask(Requirement(1, ("Finance",), "r1")), manager)


def test_a_relation_that_nobody_stands_in_is_signed_by_nobody(ask: Ask, person: Person, acme: UUID) -> None:
    asked = Requirement(1, ("@asker's manager",), "r1", names=("the asker's manager",))
    soon = datetime.now(UTC) + timedelta(hours=1)
    request = requests.open(
        workspace=acme, document=DOCUMENT, digest=DIGEST, requirements=[asked], excluded={}, deadline=soon
    )
    with pytest.raises(NotEntitled, match="the asker's manager"):
        sign(request, person("priya", "Admins"))
